"""Sample: let some of the records pass."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    EditContext,
    Input,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
)
from weft_nodes._tables.choice import check_choice
from weft_nodes._tables.database import open_database
from weft_nodes._tables.gather import gather
from weft_nodes._tables.keys import key_batches, key_schema
from weft_nodes._tables.lots import draw
from weft_nodes._tables.spool import spool


class SampleConfig(ToolConfig):
    """Which records pass."""

    mode: Literal["first", "last", "skip", "every", "random", "percent"] = Field("first", title="Mode")
    """`first`: the first N; `last`: the last N; `skip`: all but the first N; `every`: the first of
    every N; `random`: N drawn at random; `percent`: this percent drawn at random."""
    count: int = Field(
        1, ge=0, title="N", json_schema_extra={"when": {"mode": ["first", "last", "skip", "every", "random"]}}
    )
    """The N of every mode but `percent`."""
    percent: float = Field(
        10, ge=0, le=100, title="Percent", json_schema_extra={"when": {"mode": ["percent"]}}
    )
    """How many of the records pass in mode `percent`; rounded to whole records, halves up."""
    group_by: list[Annotated[str, Column("in")]] = Field(default_factory=list, title="Group by")
    """Count within each group of records that are equal in these columns; empty: over all."""
    seed: int = Field(
        1, ge=0, title="Random seed", json_schema_extra={"when": {"mode": ["random", "percent"]}}
    )
    """The same seed on the same records draws the same sample."""


class Sample(Tool[SampleConfig]):
    """Lets some of the records pass: the first, the last, every Nth, or some drawn at random.

    **Modes.** *First* N, *last* N, *skip* the first N, one of *every* N (the first of each N), N drawn
    at *random*, a *percent* drawn at random. With *group by* each group is sampled on its own, such as
    the first record of every customer; a missing value counts as a group.

    Random modes give exact counts, not about so many; the same seed on the same records draws the
    same. Records keep their order.

    *First* without groups stops what comes before as soon as it has enough; so it is the quick way to
    try a workflow on a few records.
    """

    id: ClassVar[str] = "weft.sample"
    label: ClassVar[str] = "Sample"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "scissors"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = SampleConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if self.config.mode == "every" and self.config.count < 1:
            ctx.problem("one of every 0 records makes no sense; give 1 or more", field="count")
        check_choice(self.config.group_by, "group_by.{}", inputs["in"], ctx)
        return {"out": inputs["in"]}

    def annotation(self) -> str:
        count = self.config.count
        text = {
            "first": f"First {count}",
            "last": f"Last {count}",
            "skip": f"Skip first {count}",
            "every": f"1 of every {count}",
            "random": f"Random {count}",
            "percent": f"Random {self.config.percent:g} %",
        }[self.config.mode]
        return f"{text} per {', '.join(self.config.group_by)}" if self.config.group_by else text

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        flows = not self.config.group_by and self.config.mode in ("first", "skip", "every")
        for batch in self._flowing(inputs["in"], ctx) if flows else self._resting(inputs["in"], ctx):
            yield "out", batch

    def _flowing(self, records: Input, ctx: RunContext) -> Iterator[pa.RecordBatch]:
        """The modes that need to know nothing but how many records came before."""
        mode, count = self.config.mode, self.config.count
        yield pa.RecordBatch.from_pylist([], schema=records.schema)
        if mode == "first" and not count:
            return
        before = 0
        for batch in records:
            ctx.check_cancelled()
            if mode == "first":
                yield batch.slice(0, count - before)
            elif mode == "skip":
                yield batch.slice(min(max(count - before, 0), batch.num_rows))
            else:
                yield batch.take(pa.array(np.arange(-before % count, batch.num_rows, count)))
            before += batch.num_rows
            if mode == "first" and before >= count:
                return

    def _resting(self, records: Input, ctx: RunContext) -> Iterator[pa.RecordBatch]:
        """The modes that need to know all records first."""
        table = spool(records, ctx)
        groups = self.config.group_by
        schema = key_schema(table.schema, groups)

        def drawn() -> Iterator[pa.RecordBatch]:
            for batch in key_batches(table.to_batches(), groups, schema):
                lots = draw(batch.column("row").to_numpy(), self.config.seed)
                yield batch.append_column("lot", pa.array(lots))

        with open_database(ctx) as database:
            database.feed("records", schema.append(pa.field("lot", pa.uint64())), drawn())
            names = [f"k{index}" for index in range(len(groups))]
            part = f"PARTITION BY {', '.join(names)} " if names else ""
            order = "lot, row" if self.config.mode in ("random", "percent") else "row"
            rows = database.numbers(
                f"SELECT row FROM (SELECT row, row_number() OVER ({part}ORDER BY {order}) AS place, "
                f"count(*) OVER ({part}) AS size FROM records) WHERE {self._condition()} ORDER BY row",
            )
            yield from gather(table, rows, ctx)

    def _condition(self) -> str:
        """Which places (1 to size) of a group pass; every number in it is a checked setting."""
        count = self.config.count
        return {
            "first": f"place <= {count}",
            "last": f"place > size - {count}",
            "skip": f"place > {count}",
            "every": f"(place - 1) % {max(count, 1)} = 0",
            "random": f"place <= {count}",
            "percent": f"place <= floor(size * {self.config.percent!r}::DOUBLE / 100 + 0.5)",
        }[self.config.mode]
