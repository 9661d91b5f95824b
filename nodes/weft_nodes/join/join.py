"""Join: put the records of two inputs side by side."""

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
    type_name,
)
from weft_nodes._tables.choice import check_choice
from weft_nodes._tables.database import NUMBERS, complement, count_up, open_database
from weft_nodes._tables.gather import Numbers, Records, cut, gather, portions
from weft_nodes._tables.keys import key_batches, key_schema, refusal
from weft_nodes._tables.likeness import alike

PREFIX = "Right_"


class JoinKey(ToolConfig):
    """Two columns whose values must be equal."""

    left: Annotated[str, Column("left")] = Field("", title="Left")
    """The column of the left input."""
    right: Annotated[str, Column("right")] = Field("", title="Right")
    """The column of the right input."""


class JoinConfig(ToolConfig):
    """Which records belong together."""

    by: Literal["columns", "position"] = Field("columns", title="Join by")
    """`columns`: records whose keys are equal; `position`: the first with the first, and so on."""
    keys: list[JoinKey] = Field(
        default_factory=list, title="Keys", json_schema_extra={"when": {"by": ["columns"]}}
    )
    """Pairs of columns; two records belong together when all pairs are equal."""


class Join(Tool[JoinConfig]):
    """Puts records of two inputs side by side where their keys are equal.

    **J** gets the pairs: all columns of the left record, then all of the right one. **L** gets the
    left records that found no partner, **R** the right ones. A record with several partners comes
    once for each. Pairs are in the order of the left records, then of the right ones. For a left outer
    join, put L and J together by Union.

    A column of the right input whose name the left has too is called `Right_...`. Choose, rename and
    drop columns by a Select after it.

    **Keys.** Text is compared exactly, with case and spaces. Whole numbers of any size can be compared
    with each other, and so can fractional ones; other types must be alike on both sides. **A missing
    value (null) matches nothing**, not even another missing one. Pictures and blobs match when their
    bytes are equal.

    **By position** pairs the first record with the first, the second with the second; what the longer
    input has more leaves by L or R.
    """

    id: ClassVar[str] = "weft.join"
    label: ClassVar[str] = "Join"
    category: ClassVar[str] = "Join"
    icon: ClassVar[str] = "git-merge"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (
        InputAnchor("left", letter="L", delivery=Delivery.WHOLE),
        InputAnchor("right", letter="R", delivery=Delivery.WHOLE),
    )
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (
        OutputAnchor("left", letter="L"),
        OutputAnchor("join", letter="J"),
        OutputAnchor("right", letter="R"),
    )
    Config: ClassVar[type[ToolConfig]] = JoinConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        left, right = inputs["left"], inputs["right"]
        if self.config.by == "columns":
            self._check_keys(left, right, ctx)
        both = None if left is None or right is None else _side_by_side(left, right)
        return {"left": left, "join": both, "right": right}

    def annotation(self) -> str:
        if self.config.by == "position":
            return "By position"
        return ", ".join(f"{key.left} = {key.right}" for key in self.config.keys)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        left, right = inputs["left"].table(), inputs["right"].table()
        if self.config.by == "position":
            yield from _by_position(left, right, ctx)
        else:
            yield from self._by_columns(left, right, ctx)

    def _check_keys(self, left: pa.Schema | None, right: pa.Schema | None, ctx: EditContext) -> None:
        keys = self.config.keys
        if not keys:
            ctx.problem("choose at least one pair of columns that must be equal", field="keys")
        for index, key in enumerate(keys):
            for side, column, schema in (("left", key.left, left), ("right", key.right, right)):
                check_choice([column], f"keys.{index}.{side}", schema, ctx)
            if left is None or right is None or key.left not in left.names or key.right not in right.names:
                continue
            pair = left.field(key.left), right.field(key.right)
            if not (refusal(pair[0]) or refusal(pair[1])) and not alike(pair[0].type, pair[1].type):
                ctx.problem(
                    f"column {key.left!r} holds {type_name(pair[0].type)} and column {key.right!r} holds "
                    f"{type_name(pair[1].type)}, which are never equal; retype one of them by a Select",
                    field=f"keys.{index}.right",
                )

    def _term(self, index: int, left: pa.Schema, right: pa.Schema) -> str:
        pair = left.field(self.config.keys[index].left), right.field(self.config.keys[index].right)
        if any(pa.types.is_null(field.type) for field in pair):
            return "FALSE"
        return f"l.k{index} = r.k{index}"

    def _by_columns(self, left: pa.Table, right: pa.Table, ctx: RunContext) -> Iterator[Output]:
        keys = self.config.keys
        equal = " AND ".join(self._term(index, left.schema, right.schema) for index in range(len(keys)))
        with open_database(ctx) as database:
            for name, table, columns in (
                ("l", left, [key.left for key in keys]),
                ("r", right, [key.right for key in keys]),
            ):
                schema = key_schema(table.schema, columns)
                database.feed(name, schema, key_batches(table.to_batches(), columns, schema))
            database.execute(
                f"CREATE TEMP TABLE pairs AS SELECT l.row AS l, r.row AS r FROM l JOIN r ON {equal}"
            )
            pairs = (
                (batch.column(0).to_numpy(), batch.column(1).to_numpy())
                for batch in database.batches("SELECT l, r FROM pairs ORDER BY l, r", records=NUMBERS)
            )
            for batch in _pair(left, right, pairs, ctx):
                yield "join", batch
            for anchor, table, side in (("left", left, "l"), ("right", right, "r")):
                found = database.numbers(f"SELECT DISTINCT {side} FROM pairs ORDER BY {side}")
                for batch in gather(table, complement(found, table.num_rows), ctx):
                    yield anchor, batch


def _by_position(left: pa.Table, right: pa.Table, ctx: RunContext) -> Iterator[Output]:
    shared = min(left.num_rows, right.num_rows)
    pairs = ((block, block) for block in count_up(0, shared))
    for batch in _pair(left, right, pairs, ctx):
        yield "join", batch
    for anchor, table in (("left", left), ("right", right)):
        for batch in gather(table, count_up(shared, table.num_rows), ctx):
            yield anchor, batch


def _pair(
    left: pa.Table, right: pa.Table, pairs: Iterator[tuple[Numbers, Numbers]], ctx: RunContext
) -> Iterator[pa.RecordBatch]:
    schema = _side_by_side(left.schema, right.schema)
    lefts, rights = Records(left), Records(right)
    yield pa.RecordBatch.from_pylist([], schema=schema)
    for ones, others in pairs:
        sizes = lefts.sizes(ones) + rights.sizes(others)
        for start, stop in cut(sizes):
            ctx.check_cancelled()
            one, other = lefts.take(ones[start:stop]), rights.take(others[start:stop])
            yield from portions(pa.RecordBatch.from_arrays([*one.columns, *other.columns], schema=schema))


def _side_by_side(left: pa.Schema, right: pa.Schema) -> pa.Schema:
    fields = list(left)
    for field in right:
        taken = {other.name for other in fields}
        name = field.name
        while name in taken:
            name = PREFIX + name
        fields.append(field.with_name(name))
    return pa.schema(fields)
