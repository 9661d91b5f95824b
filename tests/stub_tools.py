"""Small tools that the tests of the engine are built from."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import (
    BatchTool,
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    ModelType,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    TableTool,
    Tool,
    ToolConfig,
    ToolError,
    add_columns,
    set_column,
    table_output,
)

NUMBERS = pa.schema([("n", pa.int64())])


class NumbersConfig(ToolConfig):
    """Settings of Numbers."""

    count: int = 10
    """How many records."""
    batch: int = 4
    """Records a batch."""
    path: str = ""
    """A file whose size and time count as outside state."""


class Numbers(Tool[NumbersConfig]):
    """Gives the numbers from zero."""

    id = "test.numbers"
    label = "Numbers"
    category = "Test"
    outputs = (OutputAnchor("out"),)
    Config = NumbersConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if self.config.count < 0:
            ctx.problem("count must not be negative", "count")
        return {"out": NUMBERS}

    def fingerprint(self, ctx: EditContext) -> str:
        if not self.config.path:
            return ""
        stat = ctx.path(self.config.path).stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for start in range(0, self.config.count, self.config.batch):
            values = range(start, min(start + self.config.batch, self.config.count))
            yield "out", pa.record_batch([pa.array(values, pa.int64())], schema=NUMBERS)


class AddConfig(ToolConfig):
    """Settings of Add."""

    column: Annotated[str, Column("in", kind="number")] = "n"
    """The column to add to."""
    value: int = 1
    """What to add."""


class Add(BatchTool[AddConfig]):
    """Adds a value to a column."""

    id = "test.add"
    label = "Add"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = AddConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        name = self.config.column
        return set_column(batch, batch.schema.field(name), pc.add(batch[name], self.config.value))


class EvenOdd(BatchTool[ToolConfig]):
    """Parts even from odd numbers."""

    id = "test.even_odd"
    label = "Even Odd"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("even", "E"), OutputAnchor("odd", "O"))

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"even": inputs["in"], "odd": inputs["in"]}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> Mapping[str, pa.RecordBatch]:
        even = pc.equal(pc.bit_wise_and(batch["n"], 1), 0)
        return {"even": batch.filter(even), "odd": batch.filter(pc.invert(even))}


class Total(TableTool[ToolConfig]):
    """Adds up all numbers."""

    id = "test.total"
    label = "Total"
    category = "Test"
    inputs = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": pa.schema([("total", pa.int64())])}

    def process(self, table: pa.Table, ctx: RunContext) -> pa.Table:
        return pa.table({"total": pa.array([pc.sum(table["n"]).as_py() or 0], pa.int64())})


class Gather(Tool[ToolConfig]):
    """Gives the records of all its inputs, one after the other."""

    id = "test.gather"
    label = "Gather"
    category = "Test"
    inputs = (InputAnchor("in", many=True),)
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for each in inputs.all("in"):
            for batch in each:
                yield "out", batch


class PairUp(Tool[ToolConfig]):
    """Needs both inputs; gives the left one."""

    id = "test.pair_up"
    label = "Pair Up"
    category = "Test"
    inputs = (InputAnchor("left"), InputAnchor("right", optional=True, delivery=Delivery.WHOLE))
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["left"]}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for batch in inputs["left"]:
            yield "out", batch


class Mystery(Tool[ToolConfig]):
    """Promises no schema and gives a column of its own."""

    id = "test.mystery"
    label = "Mystery"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": None}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for batch in inputs["in"]:
            yield "out", set_column(batch, pa.field("twice", pa.int64()), pc.multiply(batch["n"], 2))


class FailConfig(ToolConfig):
    """Settings of Fail."""

    how: str = "explained"
    """explained, bug, interrupted, liar, anchor, late or configure."""


class Fail(Tool[FailConfig]):
    """Fails in the way that its setting names."""

    id = "test.fail"
    label = "Fail"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = FailConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if self.config.how == "configure":
            raise RuntimeError("oh")
        return {"out": inputs["in"]}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for number, batch in enumerate(inputs["in"]):
            if self.config.how == "late" and number < 1:
                yield "out", batch
                continue
            match self.config.how:
                case "bug":
                    raise ValueError("a bug")
                case "interrupted":
                    while not ctx.cancel.aborted:
                        time.sleep(0.01)
                    raise RuntimeError("a library was interrupted")
                case "liar":
                    yield "out", set_column(batch, pa.field("x", pa.int64()), batch["n"])
                case "anchor":
                    yield "nowhere", batch
                case _:
                    raise ToolError("this cannot be done; do that", "how")


class Reader(Tool[ToolConfig]):
    """Reads its input through an Arrow reader in another library, which hides who failed."""

    id = "test.reader"
    label = "Reader"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        yield from table_output("out", inputs["in"].reader().read_all())


class SlowConfig(ToolConfig):
    """Settings of Slow."""

    seconds: float = 0.01
    """Time a batch."""
    warn: Literal["", "merged", "each"] = ""
    """Warn once a batch, in the same words or in others."""


class Slow(BatchTool[SlowConfig]):
    """Takes its time for every batch."""

    id = "test.slow"
    label = "Slow"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = SlowConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        time.sleep(self.config.seconds)
        if self.config.warn == "merged":
            ctx.warn("numbers were slow", batch.num_rows, f"number {batch['n'][0]}")
        if self.config.warn == "each":
            ctx.warn(f"number {batch['n'][0]} was slow")
        return batch


class TwoColumnsConfig(ToolConfig):
    """Settings of Two Columns."""

    one: Annotated[str, Column("in")]
    """A column."""
    other: Annotated[str, Column("in")]
    """Another."""


class TwoColumns(BatchTool[TwoColumnsConfig]):
    """Names two columns and does nothing with them."""

    id = "test.two_columns"
    label = "Two Columns"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = TwoColumnsConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        return batch


class LearnConfig(ToolConfig):
    """Settings of Learn."""

    epochs: int = 3
    """Epochs."""
    seconds: float = 0.0
    """Time an epoch."""


class Learn(Tool[LearnConfig]):
    """Learns nothing, epoch by epoch, and can be asked to finish; resumes from its scratch folder."""

    id = "test.learn"
    label = "Learn"
    category = "Test"
    inputs = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs = (OutputAnchor("model", "M", "model"), OutputAnchor("log"))
    expensive = True
    Config = LearnConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"model": pa.schema([("model", ModelType("n"))]), "log": pa.schema([("epoch", pa.int64())])}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        done = ctx.scratch() / "epoch"
        first = int(done.read_text()) + 1 if done.exists() else 1
        epochs: list[int] = []
        for epoch in range(first, self.config.epochs + 1):
            ctx.check_cancelled()
            time.sleep(self.config.seconds)
            ctx.metric("valid_accuracy", epoch, 1 - 1 / epoch)
            # Renamed into place: tests kill the process at any moment.
            done.with_suffix(".new").write_text(str(epoch))
            done.with_suffix(".new").replace(done)
            epochs.append(epoch)
            if ctx.finish_early:
                break
        cell = pa.ExtensionArray.from_storage(ModelType("n"), pa.array([b"weights"], pa.large_binary()))
        yield "model", pa.record_batch([cell], names=["model"])
        yield "log", pa.record_batch([pa.array(epochs, pa.int64())], names=["epoch"])


class UseModel(BatchTool[ToolConfig]):
    """Takes a model and passes records on."""

    id = "test.use_model"
    label = "Use Model"
    category = "Test"
    inputs = (InputAnchor("in"), InputAnchor("model", "M", "model", Delivery.WHOLE))
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": add_columns(inputs["in"], pa.field("size", pa.int64()))}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        return set_column(batch, pa.field("size", pa.int64()), pa.array([7] * batch.num_rows, pa.int64()))


class WriteConfig(ToolConfig):
    """Settings of Write."""

    path: str
    """The file."""
    always: bool = False
    """Write anew each time."""


class Write(Tool[WriteConfig]):
    """Writes the numbers into a text file."""

    id = "test.write"
    label = "Write"
    category = "Test"
    inputs = (InputAnchor("in"),)
    effects = True
    Config = WriteConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {}

    def fingerprint(self, ctx: EditContext) -> str:
        path: Path = ctx.path(self.config.path)
        if self.config.always or not path.exists():
            return ""
        return f"{path.stat().st_size} {path.stat().st_mtime_ns}"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        numbers = [number for batch in inputs["in"] for number in batch["n"].to_pylist()]
        ctx.path(self.config.path).write_text(" ".join(map(str, numbers)))
        yield from ()


ALL: tuple[type[Tool[Any]], ...] = (
    Numbers,
    Add,
    EvenOdd,
    Total,
    Gather,
    PairUp,
    Mystery,
    Fail,
    Reader,
    Slow,
    TwoColumns,
    Learn,
    UseModel,
    Write,
)
