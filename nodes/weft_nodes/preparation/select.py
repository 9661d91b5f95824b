"""Select: keep, rename, retype and order columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    BatchTool,
    EditContext,
    InputAnchor,
    InputSchemas,
    OutputAnchor,
    RunContext,
    Schemas,
    Severity,
    ToolConfig,
    suggestion,
    type_name,
)
from weft_nodes._tables.conversion import TYPES, TypeName, can_convert, convert

UNKNOWN = "*Unknown"
DESCRIPTION = b"description"


class SelectedColumn(ToolConfig):
    """What happens to one column."""

    # Not marked by `Column`: the engine would refuse a column that is missing, and Select keeps the
    # line for the day when the column is back.
    column: str = Field(
        default="", title="Column", json_schema_extra={"column": {"anchor": "in", "kind": "any"}}
    )
    """The column's name in the input; `*Unknown` is the place of all columns that are not listed."""
    keep: bool = Field(default=True, title="Keep")
    """Whether the column passes."""
    rename: str = Field(default="", title="Rename")
    """Its new name; empty keeps the name."""
    type: TypeName = Field(default="", title="Type")
    """Its new type; empty keeps the type. Values that do not fit become null."""
    description: str = Field(default="", title="Description")
    """What the column holds, for people; travels with the column."""


class SelectConfig(ToolConfig):
    """Which columns pass, how they are called, and in what order."""

    columns: list[SelectedColumn] = Field(
        default_factory=list, title="Columns", json_schema_extra={"widget": "select"}
    )
    """The columns in the order of the output."""
    unknown: bool = Field(True, title="Dynamic or unknown columns")
    """Whether columns pass that are not listed, such as those that appear upstream later."""


class Select(BatchTool[SelectConfig]):
    """Keeps, drops, renames, retypes and orders columns.

    **Columns.** The order of the list is the order of the output. Untick *keep* to drop a column,
    type a new name to rename it, choose a type to convert it. *Dynamic or unknown columns* lets
    everything pass that is not in the list: after the listed ones, or where a line named `*Unknown`
    stands. A listed column that no longer arrives is a warning, and its line is kept.

    **Types.** A value that does not fit the new type becomes null, and a warning counts such values
    and shows the first. Text to whole number reads `12`, `-3` and rounds `12.7`; a fraction is
    rounded to the nearest whole number, halves away from zero. Text to yes/no reads `true`, `false`,
    `1`, `0`. Dates and times are read and written as `2024-12-31`, `23:59:59`,
    `2024-12-31 23:59:59`; a time with a zone becomes what the clock shows there. A blob becomes a
    picture and a picture a blob without a change of its bytes. What cannot be turned at all, such as
    a picture into a number, is told while you edit.

    Columns that only change their name or place are not copied, however large.
    """

    id: ClassVar[str] = "weft.select"
    label: ClassVar[str] = "Select"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "list-checks"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = SelectConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema = inputs["in"]
        self._check_list(schema, ctx)
        if schema is None:
            return {"out": None}
        steps = list(self._steps(schema))
        for step in steps:
            source = schema.field(step.index).type
            if not can_convert(source, step.field.type):
                ctx.problem(
                    f"column {step.source!r} holds {type_name(source)} and cannot become "
                    f"{type_name(step.field.type)}; choose another type",
                    field=f"columns.{step.line}.type",
                )
        self._check_names(steps, ctx)
        if not steps:
            ctx.problem("no column is left; keep at least one", field="columns")
        return {"out": pa.schema([step.field for step in steps])}

    def annotation(self) -> str:
        return ""

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        arrays: list[pa.Array] = []
        steps = list(self._steps(batch.schema))
        for step in steps:
            array = batch.column(step.index)
            if array.type != step.field.type:
                converted = convert(array, step.field.type)
                array = converted.values
                if converted.lost:
                    kind = type_name(step.field.type)
                    ctx.warn(
                        f"values of column {step.source!r} could not be turned into {kind} and are null",
                        converted.lost,
                        converted.example,
                    )
            arrays.append(array)
        return pa.RecordBatch.from_arrays(arrays, schema=pa.schema([step.field for step in steps]))

    def _steps(self, schema: pa.Schema) -> Iterator["_Step"]:
        listed = {line.column for line in self.config.columns}
        unknown = [index for index, name in enumerate(schema.names) if name not in listed]
        lines = list(enumerate(self.config.columns))
        if UNKNOWN not in listed:
            lines.append((len(lines), SelectedColumn(column=UNKNOWN)))
        for number, line in lines:
            if line.column == UNKNOWN:
                if line.keep and self.config.unknown:
                    for index in unknown:
                        yield _Step(number, index, schema.field(index).name, schema.field(index))
            elif line.keep and line.column in schema.names:
                index = schema.names.index(line.column)
                yield _Step(number, index, line.column, _changed(schema.field(index), line))

    def _check_list(self, schema: pa.Schema | None, ctx: EditContext) -> None:
        seen: set[str] = set()
        for number, line in enumerate(self.config.columns):
            place = f"columns.{number}.column"
            if not line.column:
                ctx.problem("choose a column, or remove this line", field=place)
            elif line.column in seen:
                ctx.problem(f"column {line.column!r} is listed twice; remove one of the lines", field=place)
            elif schema is not None and line.column not in (*schema.names, UNKNOWN):
                ctx.problem(
                    f"column {line.column!r} no longer arrives and is left out"
                    f"{suggestion(line.column, schema.names)}",
                    field=place,
                    severity=Severity.WARNING,
                )
            seen.add(line.column)

    def _check_names(self, steps: list["_Step"], ctx: EditContext) -> None:
        first: dict[str, _Step] = {}
        for step in steps:
            name = step.field.name
            if name not in first:
                first[name] = step
                continue
            # Blame the line that renames; an unknown column keeps its own name.
            other = first[name]
            guilty = step if step.source != name else other
            innocent = other if guilty is step else step
            ctx.problem(
                f"columns {innocent.source!r} and {guilty.source!r} would both be called {name!r}; "
                "choose another name",
                field=f"columns.{guilty.line}.rename",
            )


@dataclass(frozen=True, slots=True)
class _Step:
    """One column of the output: the line of the list it comes from, its place and name before."""

    line: int
    index: int
    source: str
    field: pa.Field


def _changed(field: pa.Field, line: SelectedColumn) -> pa.Field:
    if line.rename:
        field = field.with_name(line.rename)
    if line.type and TYPES[line.type] != field.type:
        field = field.with_type(TYPES[line.type]).with_nullable(True)
    if line.description:
        field = field.with_metadata({**(field.metadata or {}), DESCRIPTION: line.description.encode()})
    return field
