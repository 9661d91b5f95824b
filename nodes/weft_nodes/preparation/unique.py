"""Unique: the first record of each kind, and the repetitions."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from weft.sdk import (
    Column,
    Delivery,
    EditContext,
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
from weft_nodes._tables.database import complement, open_database
from weft_nodes._tables.gather import gather
from weft_nodes._tables.keys import key_batches, key_schema


class UniqueConfig(ToolConfig):
    """What makes two records the same."""

    columns: list[Annotated[str, Column("in")]] = Field(default_factory=list, title="Columns")
    """Two records are the same when they are equal in all of these columns."""


class Unique(Tool[UniqueConfig]):
    """Parts the first record of each kind from its repetitions.

    Choose the columns that make two records the same. The first record of each kind leaves by **U**,
    every later one by **D** (duplicates); both keep the order in which the records came.

    Two missing values (nulls) count as equal, and so do two NaN. Text is compared exactly, with case
    and spaces. Pictures, models and blobs can be chosen, too: they are equal when their bytes are
    (told by a SHA-256 digest), so the same picture saved twice with another quality counts as two.
    """

    id: ClassVar[str] = "weft.unique"
    label: ClassVar[str] = "Unique"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "fingerprint"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (
        OutputAnchor("unique", letter="U"),
        OutputAnchor("duplicates", letter="D"),
    )
    Config: ClassVar[type[ToolConfig]] = UniqueConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.columns:
            ctx.problem("choose at least one column that makes two records the same", field="columns")
        check_choice(self.config.columns, "columns.{}", inputs["in"], ctx)
        return {"unique": inputs["in"], "duplicates": inputs["in"]}

    def annotation(self) -> str:
        return ", ".join(self.config.columns)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        table = inputs["in"].table()
        schema = key_schema(table.schema, self.config.columns)
        names = ", ".join(f"k{index}" for index in range(len(self.config.columns)))
        with open_database(ctx) as database:
            database.feed("keys", schema, key_batches(table.to_batches(), self.config.columns, schema))
            database.execute(f"CREATE TEMP TABLE firsts AS SELECT min(row) AS row FROM keys GROUP BY {names}")
            firsts = "SELECT row FROM firsts ORDER BY row"
            for batch in gather(table, database.numbers(firsts), ctx):
                yield "unique", batch
            for batch in gather(table, complement(database.numbers(firsts), table.num_rows), ctx):
                yield "duplicates", batch
