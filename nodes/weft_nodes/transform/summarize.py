"""Summarize: groups of records as one record each."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

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
    StreamInput,
    TableInput,
    Tool,
    ToolConfig,
    ToolError,
    type_name,
)
from weft_nodes._tables.aggregates import (
    AGGREGATES,
    Action,
    expression,
    feed_form,
    objection,
    picks_record,
    result_type,
)
from weft_nodes._tables.database import open_database
from weft_nodes._tables.gather import LIGHT_RECORDS, Records, cut, portions
from weft_nodes._tables.keys import restore
from weft_nodes._tables.spool import spool


class SummarizeAction(ToolConfig):
    """One column of the result."""

    column: Annotated[str, Column("in")] = Field("", title="Column")
    """The column whose values count; `count` needs none."""
    action: Action = Field("group_by", title="Action")
    """What to do with the values."""
    name: str = Field("", title="Output column")
    """The name of the new column; empty takes one such as `Sum_Amount`."""
    separator: str = Field(",", title="Separator", json_schema_extra={"when": {"action": ["concatenate"]}})
    """What stands between values that are concatenated."""
    percent: float = Field(
        50, ge=0, le=100, title="Percent", json_schema_extra={"when": {"action": ["percentile"]}}
    )
    """Which percentile: 25 is the value that a quarter of the values lie below."""


class SummarizeConfig(ToolConfig):
    """The columns of the result."""

    actions: list[SummarizeAction] = Field(default_factory=list, title="Actions")
    """One line for each column of the result, in this order."""


class Summarize(Tool[SummarizeConfig]):
    """Makes one record out of each group of records: sums, counts, averages and more.

    Records that are equal in all *group by* columns make a group; without any, all records are one
    group, and the result is one record even when none came. The result is in ascending order of the
    group columns, a missing value first.

    **Actions.** *Sum, Average, Median, Percentile, Std Dev, Variance* of numbers (the last two of a
    sample, divided by n - 1; median and percentile between two values are interpolated). *Min* and
    *Max* of everything that has an order. *Count* all records, *Count non-null*, *Count null*, *Count
    distinct* (a missing value counts as one), *Count distinct non-null*. *First* and *Last* take the
    value of the first and last record, pictures and models, too, even if it is missing. *Mode* is the
    most frequent value, the smallest of several. *Concatenate* writes the values one after another.
    *Longest* and *Shortest* text, the first of several. Apart from the counts, First and Last,
    missing values are left out; where nothing is left the result is missing.

    **Names.** Without a name of your own a group column keeps its name and others are called
    `Sum_Amount`, `Avg_Amount`, `CountDistinct_Amount`; a count is `Count`.
    """

    id: ClassVar[str] = "weft.summarize"
    label: ClassVar[str] = "Summarize"
    category: ClassVar[str] = "Transform"
    icon: ClassVar[str] = "sigma"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = SummarizeConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema = inputs["in"]
        if not self.config.actions:
            ctx.problem("choose at least one action", field="actions")
        taken: set[str] = set()
        for index, line in enumerate(self.config.actions):
            name = line.name if _is_unfinished(line) else _name(line)
            if name and name in taken:
                ctx.problem(
                    f"two results would be called {name!r}; give one another name",
                    field=f"actions.{index}.name",
                )
            taken.add(name)
            self._check_column(index, line, schema, ctx)
        if schema is None or not self.config.actions:
            return {"out": None}
        if any(_is_unfinished(line) or not _is_there(line, schema) for line in self.config.actions):
            return {"out": None}
        return {"out": self._promise(schema)}

    def annotation(self) -> str:
        return ", ".join(
            f"Group by {line.column}" if line.action == "group_by" else _name(line)
            for line in self.config.actions
        )

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        records = inputs["in"]
        schema = records.schema
        yield "out", pa.RecordBatch.from_pylist([], schema=self._promise(schema))
        fetched = {line.column for line in self.config.actions if self._fetches(line, schema)}
        sources: dict[str, Records] = {}
        if fetched:
            records = self._laid_down(records, ctx)
            sources = {name: Records(records.table().select([name])) for name in fetched}
        holds = any(AGGREGATES[line.action].holds_values for line in self.config.actions)
        with open_database(ctx, threads=1, holds_values=holds) as database:
            database.feed("records", self._fed_schema(schema), self._fed(records))
            for batch in database.batches(self._query(schema)):
                for part in self._finished(batch, self._promise(schema), sources):
                    yield "out", part

    def _check_column(
        self, index: int, line: SummarizeAction, schema: pa.Schema | None, ctx: EditContext
    ) -> None:
        place = f"actions.{index}.column"
        if _is_unfinished(line):
            ctx.problem(f"choose the column of {line.action.replace('_', ' ')}", field=place)
        elif schema is not None and line.column in schema.names:
            reason = objection(line.action, schema.field(line.column))
            if reason:
                ctx.problem(reason, field=place)

    def _promise(self, schema: pa.Schema) -> pa.Schema:
        return pa.schema(
            [(_name(line), result_type(line.action, _source(line, schema))) for line in self.config.actions]
        )

    def _fetches(self, line: SummarizeAction, schema: pa.Schema) -> bool:
        source = _source(line, schema)
        return source is not None and picks_record(line.action, source)

    def _laid_down(self, records: Input, ctx: RunContext) -> Input:
        """The used columns on disk, where First and Last find their pictures at the end."""
        used = list(dict.fromkeys(line.column for line in self.config.actions if line.column))
        thin = pa.schema([records.schema.field(name) for name in used])
        return TableInput(spool(StreamInput(thin, (batch.select(used) for batch in records)), ctx))

    def _fed_schema(self, schema: pa.Schema) -> pa.Schema:
        empty = pa.RecordBatch.from_pylist([], schema=schema)
        return next(self._fed([empty])).schema

    def _fed(self, records: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """One column `a0`, `a1`, ... for each action that has one, and the number of the record."""
        row = 0
        for batch in records:
            for start in range(0, max(batch.num_rows, 1), LIGHT_RECORDS):
                part = batch.slice(start, LIGHT_RECORDS)
                columns = {
                    f"a{index}": feed_form(line.action, part.column(line.column))
                    for index, line in enumerate(self.config.actions)
                    if line.column
                }
                columns["row"] = pa.array(np.arange(row, row + part.num_rows, dtype=np.int64))
                yield pa.RecordBatch.from_pydict(columns)
                row += part.num_rows

    def _query(self, schema: pa.Schema) -> str:
        terms, groups = [], []
        for index, line in enumerate(self.config.actions):
            literals = {
                "a": f"a{index}",
                "text": "'" + line.separator.replace("'", "''") + "'",
                "share": repr(line.percent / 100),
            }
            terms.append(f"{expression(line.action, _source(line, schema), literals)} AS r{index}")
            if line.action == "group_by":
                groups.append(f"a{index}")
        by = f" GROUP BY {', '.join(groups)}" if groups else ""
        order = f" ORDER BY {', '.join(f'{group} NULLS FIRST' for group in groups)}" if groups else ""
        return f"SELECT {', '.join(terms)} FROM records{by}{order}"

    def _finished(
        self, batch: pa.RecordBatch, promised: pa.Schema, sources: dict[str, Records]
    ) -> Iterator[pa.RecordBatch]:
        """The result in the promised types, with the long cells that First and Last ask for."""
        rows = {
            index: (sources[line.column], batch.column(index).to_numpy())
            for index, line in enumerate(self.config.actions)
            if line.column in sources and line.action in ("first", "last")
        }
        sizes = np.zeros(batch.num_rows, dtype=np.int64)
        for records, numbers in rows.values():
            sizes += records.sizes(numbers)
        for start, stop in cut(sizes):
            arrays = []
            for index, field in enumerate(promised):
                if index in rows:
                    records, numbers = rows[index]
                    arrays.append(records.take(numbers[start:stop]).column(0))
                else:
                    arrays.append(_typed(batch.column(index).slice(start, stop - start), field))
            yield from portions(pa.RecordBatch.from_arrays(arrays, schema=promised))


def _is_unfinished(line: SummarizeAction) -> bool:
    """Whether its column is yet to be chosen."""
    return not line.column and line.action != "count"


def _is_there(line: SummarizeAction, schema: pa.Schema) -> bool:
    return not line.column or line.column in schema.names


def _name(line: SummarizeAction) -> str:
    """The name of a result, by default made as Alteryx makes it."""
    if line.name:
        return line.name
    if line.action == "group_by":
        return line.column
    prefix = AGGREGATES[line.action].prefix
    return prefix if line.action == "count" else f"{prefix}_{line.column}"


def _source(line: SummarizeAction, schema: pa.Schema) -> pa.DataType | None:
    return schema.field(line.column).type if line.column else None


def _typed(array: pa.Array, field: pa.Field) -> pa.Array:
    try:
        return restore(array, field.type)
    except pa.ArrowInvalid as error:
        raise ToolError(
            f"the result {field.name!r} is too large for {type_name(field.type)}; retype its column to "
            "double by a Select before"
        ) from error
