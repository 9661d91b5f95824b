"""The contract of a tool: one kind of node, what it takes, gives, and does."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from weft.sdk.anchors import InputAnchor, InputSchemas, OutputAnchor, Schemas
from weft.sdk.context import EditContext, RunContext
from weft.sdk.inputs import Inputs

Output: TypeAlias = tuple[str, pa.RecordBatch]
"""A batch and the output anchor that it leaves by."""


class ToolConfig(BaseModel):
    """The settings of a tool. Their JSON Schema draws the form; titles and descriptions are shown.

    A setting that names a column is `Annotated[str, Column("in")]`. Further hints for the form go
    into `json_schema_extra`: `{"widget": "folder" | "file" | "expression" | "text" | "slider"}` and
    `{"group": "Advanced"}`, a heading that is folded unless `"open": True` stands beside it;
    `{"when": {"mode": ["custom"]}}` shows a setting only while the one beside it has one of these
    values; `{"unless_connected": "in"}` and `{"if_connected": "in"}` tell that it does not count while
    that input is connected, or is not; `{"options": [...]}` suggests values for a text;
    `{"for_column": {"setting": "column", "choices": {"Contains": ["text"]}}}` offers a choice only where
    the column that the setting beside it names is of one of these kinds, and with `"kinds"` in place of
    `"choices"` the setting itself. An expression with `"condition"` is to be true or false, one with
    `"from_annotation"` begins with the text under the node. A group of settings inside, such as a line
    of a list, derives from this class as well.
    """

    # A parameter of the workflow may be a number where a setting takes a text.
    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, coerce_numbers_to_str=True
    )


@dataclass(frozen=True, slots=True)
class Resources:
    """What a running tool occupies. `cpu` 0 means every core."""

    cpu: int = 1
    gpu: int = 0


ConfigT = TypeVar("ConfigT", bound=ToolConfig)


class Tool(ABC, Generic[ConfigT]):
    """One kind of node. An instance is one configured node in one worker.

    The docstring of a tool is its help in the palette. Importing the module of a tool must not
    import a heavy library: import torch, duckdb and their like inside the methods that run.

    Attributes:
        id: A stable name with the pack's prefix, such as `weft.image_input`; never reused.
        version: Raise it when the same settings give another result; see `migrate`.
        label: The name in the palette.
        category: The palette's tab.
        icon: The name of a lucide icon.
        inputs: The input anchors, top to bottom.
        outputs: The output anchors, top to bottom.
        resources: What a run occupies.
        effects: It writes outside the store. Its result is kept only while `fingerprint` still
            gives what it gave right after the run.
        expensive: Its result is worth keeping on disk.
        needs: Names of modules without which it cannot run.
        extra: The extra of the distribution that installs them.
        Config: The class of its settings.
    """

    id: ClassVar[str]
    version: ClassVar[int] = 1
    label: ClassVar[str]
    category: ClassVar[str]
    icon: ClassVar[str] = "box"
    inputs: ClassVar[tuple[InputAnchor, ...]] = ()
    outputs: ClassVar[tuple[OutputAnchor, ...]] = ()
    resources: ClassVar[Resources] = Resources()
    effects: ClassVar[bool] = False
    expensive: ClassVar[bool] = False
    needs: ClassVar[tuple[str, ...]] = ()
    extra: ClassVar[str] = ""
    Config: ClassVar[type[ToolConfig]] = ToolConfig

    def __init__(self, config: ConfigT) -> None:
        self.config = config

    @abstractmethod
    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        """The schema of every output, from the schemas of the inputs. Pure and quick: no records,
        no torch; a source may read the head of its file. Say what is wrong by `ctx.problem` and
        give the best schema there is; None for a schema that only the run can tell. Columns that
        settings name by `Column` were checked already; one that is missing is still missing here.
        """

    def annotation(self) -> str:
        """The default text under the node."""
        return ""

    def fingerprint(self, ctx: EditContext) -> str:
        """The state of the outside that the result depends on: names, sizes and times of files.

        For a tool with effects: the state of what it writes, empty where it must run each time.
        """
        return ""

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        """Called once per worker before anything runs; only WHOLE inputs may be read here."""

    @abstractmethod
    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        """Read the inputs, give (anchor, batch) pairs.

        An output that gives no batch is an empty table of the promised schema; where the promise
        was None, give one empty batch so that the schema is known.
        """

    def close(self) -> None:
        """Called once per worker at the end, after a failure too."""

    @staticmethod
    def migrate(config: dict[str, Any], version: int) -> dict[str, Any]:
        """Settings saved by an older `version` of this tool, in today's form."""
        return config


class BatchTool(Tool[ConfigT]):
    """A tool whose every output batch depends on one input batch only.

    The engine calls `process` on several threads at once and keeps the order; so `process` must
    not change the instance. The first input anchor is the one that is cut into batches.

    Attributes:
        batch_records: Most records that `process` gets at a time; fewer make better use of threads
            where each record is much work.
    """

    batch_records: ClassVar[int] = 1 << 16

    @abstractmethod
    def process(
        self, batch: pa.RecordBatch, ctx: RunContext
    ) -> pa.RecordBatch | Mapping[str, pa.RecordBatch]:
        """The batch for the first output, or a batch for each output by name."""

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        def slices() -> Iterator[pa.RecordBatch]:
            for batch in inputs[self.inputs[0].name]:
                for start in range(0, max(batch.num_rows, 1), self.batch_records):
                    yield batch.slice(start, self.batch_records)

        for done in ctx.map(lambda batch: self.process(batch, ctx), slices()):
            if isinstance(done, pa.RecordBatch):
                yield self.outputs[0].name, done
            else:
                yield from done.items()


class TableTool(Tool[ConfigT]):
    """A tool that needs its whole first input before it can say anything."""

    @abstractmethod
    def process(self, table: pa.Table, ctx: RunContext) -> pa.Table | Mapping[str, pa.Table]:
        """The table for the first output, or a table for each output by name."""

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        done = self.process(inputs[self.inputs[0].name].table(), ctx)
        tables = {self.outputs[0].name: done} if isinstance(done, pa.Table) else done
        for name, table in tables.items():
            yield from table_output(name, table)


def table_output(name: str, table: pa.Table) -> Iterator[Output]:
    """A whole table as the output of one anchor; an empty one still tells its schema."""
    batches = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]
    for batch in batches:
        yield name, batch
