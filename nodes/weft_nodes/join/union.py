"""Union: one table under the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    EditContext,
    Input,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolConfig,
    ToolError,
    type_name,
)
from weft_nodes._tables.gather import nulls
from weft_nodes._tables.likeness import widened


class UnionConfig(ToolConfig):
    """Which columns belong together, and what to do where one input lacks a column."""

    match: Literal["name", "position"] = Field("name", title="Columns belong together by")
    """`name`: columns of one name; `position`: the first with the first, named as in the first input."""
    missing: Literal["null", "common", "error"] = Field("null", title="Where an input lacks a column")
    """`null`: its records have no value there, with a warning; `common`: only columns that all inputs
    have; `error`: the workflow does not run."""


class Union(Tool[UnionConfig]):
    """Puts the records of several inputs one under the other.

    Connect any number of inputs; their records follow in the order of the connections' names. Columns
    belong together by *name* (the default) or by *position*. The columns stand as in the first input;
    what only later inputs have follows.

    Where an input lacks a column its records get no value (null) and a warning tells so; or choose to
    keep only the *common* columns, or to make it an *error*.

    Types that differ are widened where nothing is lost: whole numbers to longer ones, whole and
    fractional numbers to double, a date beside a date with time to a date with time. Where there is
    no such type, such as text beside a number, retype one of the columns by a Select before.
    """

    id: ClassVar[str] = "weft.union"
    label: ClassVar[str] = "Union"
    category: ClassVar[str] = "Join"
    icon: ClassVar[str] = "combine"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in", many=True),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = UnionConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        known = [schema for schema in inputs.all("in") if schema is not None]
        plan = _plan(known, self.config)
        for message in plan.problems:
            ctx.problem(message)
        for message in plan.warnings:
            ctx.problem(message, severity=Severity.WARNING)
        complete = known and len(known) == len(inputs.all("in"))
        return {"out": plan.schema if complete else None}

    def annotation(self) -> str:
        return "By name" if self.config.match == "name" else "By position"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        records = inputs.all("in")
        plan = _plan([one.schema for one in records], self.config)
        if plan.problems:
            raise ToolError("; ".join(plan.problems))
        for message in plan.warnings:
            ctx.warn(message)
        yield "out", pa.RecordBatch.from_pylist([], schema=plan.schema)
        for one, places in zip(records, plan.places, strict=True):
            for batch in _laid_out(one, places, plan.schema, ctx):
                yield "out", batch


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the inputs lie one under the other.

    Attributes:
        schema: The columns of the output.
        places: For each input, where each column of the output stands in it, None where it lacks it.
        problems: Why it cannot be.
        warnings: What the user should know.
    """

    schema: pa.Schema
    places: list[list[int | None]]
    problems: list[str]
    warnings: list[str]


def _plan(schemas: Sequence[pa.Schema], config: UnionConfig) -> _Plan:
    keys: list[list[str]] = [
        list(schema.names) if config.match == "name" else [str(place) for place in range(len(schema))]
        for schema in schemas
    ]
    labels = list(dict.fromkeys(key for one in keys for key in one))
    if config.missing == "common":
        labels = [label for label in labels if all(label in one for one in keys)]
    places = [[one.index(label) if label in one else None for label in labels] for one in keys]
    fields: list[pa.Field] = []
    problems: list[str] = []
    for column in zip(*places, strict=True):
        field, problem = _field(schemas, column)
        fields.append(field)
        problems += problem
    lacking = _lacking(places, fields)
    if config.missing == "error":
        problems += [
            f"{text}; make it there, or choose another setting for missing columns" for text in lacking
        ]
    if config.missing == "common" and any(schemas) and not labels:
        problems.append("the inputs have no column in common; match them by position, or rename columns")
    warnings = [f"{text}; its records have no value there" for text in lacking]
    return _Plan(pa.schema(fields), places, problems, warnings if config.missing == "null" else [])


def _field(schemas: Sequence[pa.Schema], column: Sequence[int | None]) -> tuple[pa.Field, list[str]]:
    """The column of the output, and why it cannot be."""
    found = [
        (number, schema.field(place))
        for number, (schema, place) in enumerate(zip(schemas, column, strict=True), start=1)
        if place is not None
    ]
    first = found[0][1]
    kind = first.type
    for number, field in found[1:]:
        wider = widened(kind, field.type)
        if wider is None:
            return first, [
                f"column {field.name!r} holds {type_name(field.type)} in input {number} but "
                f"{type_name(kind)} before; retype one of them by a Select"
            ]
        kind = wider
    return first.with_type(kind).with_nullable(True), []


def _lacking(places: Sequence[Sequence[int | None]], fields: Sequence[pa.Field]) -> list[str]:
    lines = []
    for number, row in enumerate(places, start=1):
        names = [repr(field.name) for field, place in zip(fields, row, strict=True) if place is None]
        if names:
            lines.append(f"input {number} has no column {', '.join(names)}")
    return lines


def _laid_out(
    records: Input, places: Sequence[int | None], schema: pa.Schema, ctx: RunContext
) -> Iterator[pa.RecordBatch]:
    for batch in records:
        ctx.check_cancelled()
        arrays = [
            nulls(field.type, batch.num_rows) if place is None else _cast(batch.column(place), field)
            for place, field in zip(places, schema, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _cast(array: pa.Array, field: pa.Field) -> pa.Array:
    if array.type == field.type:
        return array
    if pa.types.is_null(array.type):
        return nulls(field.type, len(array))
    try:
        # A whole number beyond 2 ** 53 loses its end as a double, as in any program.
        return array.cast(field.type, safe=not pa.types.is_floating(field.type))
    except pa.ArrowInvalid as error:
        raise ToolError(
            f"a value of column {field.name!r} does not fit {type_name(field.type)}: {error}; "
            "retype the column by a Select before"
        ) from error
