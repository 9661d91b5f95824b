"""Sort: put the records in order."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import pyarrow as pa
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
    fits,
)
from weft_nodes._tables.choice import check_choice
from weft_nodes._tables.database import open_database
from weft_nodes._tables.gather import gather
from weft_nodes._tables.keys import key_batches, key_schema, settled


class SortKey(ToolConfig):
    """One column to sort by."""

    column: Annotated[str, Column("in")] = Field("", title="Column")
    """The column whose values count."""
    direction: Literal["ascending", "descending"] = Field("ascending", title="Order")
    """Smallest first, or largest first."""


class SortConfig(ToolConfig):
    """What to sort by."""

    keys: list[SortKey] = Field(default_factory=list, title="Sort by")
    """The columns, the most important first; where two records are equal in one, the next counts."""
    nulls: Literal["smallest", "first", "last"] = Field("smallest", title="Nulls")
    """Where records without a value stand: `smallest` is first when ascending and last when
    descending; `first` and `last` hold for both directions."""
    dictionary: bool = Field(False, title="Use dictionary order")
    """Sort text as a dictionary does: `a, A, b, B` with accents beside their letter, instead of by
    the numbers of the characters, where `Z` stands before `a`."""


class Sort(Tool[SortConfig]):
    """Puts the records in order of one or more columns.

    **Settings.** Choose the columns, the most important first, and for each whether the smallest or
    the largest value comes first. Records that are equal in all of them keep the order in which they
    came.

    **What counts as small.** Numbers, dates and times by value (NaN is larger than every number), no
    before yes, text by the numbers of its characters: `10` before `9`, `Z` before `a`. With
    *dictionary order* text is compared without case and accents first, then accents count, then
    small letters stand before capitals. A missing value (null) is smaller than all others, as in
    Alteryx, unless you say otherwise.

    Pictures, models, reports and blobs have no order and cannot be sorted by, but they may well be
    in the table: only the sort columns are sorted, and everything else is fetched once at the end,
    so that tables larger than the memory sort well.
    """

    id: ClassVar[str] = "weft.sort"
    label: ClassVar[str] = "Sort"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "arrow-down-up"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = SortConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema = inputs["in"]
        if not self.config.keys:
            ctx.problem("choose at least one column to sort by", field="keys")
        check_choice([key.column for key in self.config.keys], "keys.{}.column", schema, ctx, ordered=True)
        return {"out": schema}

    def annotation(self) -> str:
        return ", ".join(
            f"{key.column} - {key.direction.capitalize()}" for key in self.config.keys if key.column
        )

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        table = inputs["in"].table()
        columns = [key.column for key in self.config.keys]
        keys = key_schema(table.schema, columns)
        with open_database(ctx) as database:
            database.feed("keys", keys, key_batches(table.to_batches(), columns, keys))
            numbers = database.numbers(f"SELECT row FROM keys ORDER BY {self._order(table.schema)}, row")
            for batch in gather(table, numbers, ctx):
                yield "out", batch

    def _order(self, schema: pa.Schema) -> str:
        terms: list[str] = []
        for index, key in enumerate(self.config.keys):
            up = key.direction == "ascending"
            first = self.config.nulls == "first" or (self.config.nulls == "smallest" and up)
            nulls = "NULLS FIRST" if first else "NULLS LAST"
            text = self.config.dictionary and fits(settled(schema.field(key.column).type), "text")
            for term, rising in _dictionary(f"k{index}") if text else [(f"k{index}", True)]:
                terms.append(f"{term} {'ASC' if rising == up else 'DESC'} {nulls}")
        return ", ".join(terms)


def _dictionary(key: str) -> list[tuple[str, bool]]:
    """Letters alone, then their accents, then case; the last falls so that `a` comes before `A`."""
    return [(f"lower(strip_accents({key}))", True), (f"lower({key})", True), (key, False)]
