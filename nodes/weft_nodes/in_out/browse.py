"""Browse: keep all records to look at, and say what each column holds."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import (
    Delivery,
    EditContext,
    Input,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    PictureType,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    type_name,
)
from weft_nodes._formats.batches import plain_type, storage
from weft_nodes._formats.magic import picture_kind
from weft_nodes._tables.database import Database, open_database

SCHEMA = pa.schema(
    [
        ("Column", pa.string()),
        ("Type", pa.string()),
        ("Records", pa.int64()),
        ("Nulls", pa.int64()),
        ("Unique", pa.int64()),
        ("Min", pa.string()),
        ("Max", pa.string()),
        ("Mean", pa.float64()),
        ("StdDev", pa.float64()),
        ("Shortest", pa.int64()),
        ("Longest", pa.int64()),
        ("Histogram", pa.string()),
    ]
)
BINS = 20
MOST_VALUES = 10
_SHOWN = 100
_HEAD = 16


class Browse(Tool[ToolConfig]):
    """Keeps all records on disk, to look at them after the run, and describes every column.

    Without Browse the results show only the first records of a tool. Pictures and reports are shown
    as such.

    The output `profile` has one record a column:

    - `Column`, `Type`, `Records`, `Nulls`
    - `Unique`: how many different values there are, counted exactly; empty for pictures, models and
      other blobs, which are not compared
    - `Min`, `Max`: as text; texts by the order of their letters, the first 100 of them
    - `Mean`, `StdDev` (of a sample): of numbers; the mean of a true/false column is the share of true
    - `Shortest`, `Longest`: of texts in letters, of pictures and blobs in bytes
    - `Histogram`: as JSON. Numbers, dates and times: 20 bins of equal width, `[{"from": 0, "to": 5,
      "count": 3}, ...]`, the upper end belongs to the next bin except in the last. Texts and
      true/false: the 10 most frequent values, `[{"value": "cat", "count": 3}, ...]`. Pictures: how
      many there are of each file format.

    Numbers that are not finite count for `Unique` but neither for the mean nor for the bins. Pictures
    are never loaded: their sizes and first bytes are enough.
    """

    id = "weft.browse"
    label = "Browse"
    category = "In/Out"
    icon = "binoculars"
    inputs = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs = (OutputAnchor("profile"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"profile": SCHEMA}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        records = inputs["in"]
        rows = []
        # One thread, since sums of doubles depend on their order.
        with open_database(ctx, threads=1) as database:
            for index, column in enumerate(records.schema):
                ctx.progress(index, len(records.schema), column.name)
                facts = _described(_Cells(records, index, ctx), column.type, database)
                rows.append({"Column": column.name, "Type": type_name(column.type), **facts})
        yield "profile", pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one column, to be gone through as often as wanted."""

    records: Input
    index: int
    ctx: RunContext

    def arrays(self) -> Iterator[pa.Array]:
        for batch in self.records:
            self.ctx.check_cancelled()
            cells = storage(batch.column(self.index))
            yield cells.cast(plain_type(cells.type)) if pa.types.is_dictionary(cells.type) else cells

    def batches(self, data_type: pa.DataType) -> Iterator[pa.RecordBatch]:
        for cells in self.arrays():
            if pa.types.is_date(cells.type):
                cells = cells.cast(pa.date32())
            if pa.types.is_temporal(cells.type) and cells.type.bit_width == 32:
                cells = cells.cast(pa.int32())
            yield pa.RecordBatch.from_arrays([cells.cast(data_type)], names=["v"])


def _described(cells: _Cells, data_type: pa.DataType, database: Database) -> dict[str, Any]:
    plain = plain_type(data_type)
    if isinstance(plain, pa.BaseExtensionType) or pa.types.is_large_binary(plain):
        return _blobs(cells, isinstance(plain, PictureType))
    if pa.types.is_decimal256(plain) or pa.types.is_interval(plain):
        return _counts(cells)  # DuckDB cannot hold them
    if pa.types.is_boolean(plain):
        return _values(cells, pa.bool_(), database, mean="v::INTEGER")
    if pa.types.is_string(plain) or pa.types.is_large_string(plain):
        return _values(cells, pa.string(), database, lengths=True)
    if pa.types.is_temporal(plain) and not pa.types.is_duration(plain):
        return _numbers(cells, _Scale.of_times(plain), database)
    if pa.types.is_integer(plain) or pa.types.is_floating(plain) or pa.types.is_decimal(plain):
        return _numbers(cells, _Scale.of_numbers(plain), database)
    return _counts(cells)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the values of a column are laid on the line of numbers, and shown again.

    Attributes:
        values: The type in which DuckDB counts them.
        shown: The type in which a person reads them.
        has_mean: Mean and deviation mean something.
    """

    values: pa.DataType
    shown: pa.DataType
    has_mean: bool

    @classmethod
    def of_numbers(cls, data_type: pa.DataType) -> "_Scale":
        if pa.types.is_floating(data_type):
            return cls(pa.float64(), pa.float64(), True)
        return cls(data_type, data_type, True)

    @classmethod
    def of_times(cls, data_type: pa.DataType) -> "_Scale":
        shown = pa.date32() if pa.types.is_date(data_type) else data_type
        return cls(pa.int64(), shown, False)

    def show(self, value: Any) -> str | None:
        if value is None or self.has_mean:
            return None if value is None else str(value)
        whole = pa.array([int(value)], pa.int64())
        narrow = whole.cast(pa.int32()) if self.shown.bit_width == 32 else whole
        return str(narrow.cast(self.shown).cast(pa.string())[0].as_py())

    def edge(self, value: float) -> float | str | None:
        return value if self.has_mean else self.show(value)


def _counts(cells: _Cells) -> dict[str, Any]:
    records = nulls = 0
    for array in cells.arrays():
        records += len(array)
        nulls += array.null_count
    return {"Records": records, "Nulls": nulls}


def _blobs(cells: _Cells, are_pictures: bool) -> dict[str, Any]:
    """Sizes in bytes, and the file formats of pictures by their first bytes."""
    shortest: list[int] = []
    longest: list[int] = []
    kinds: Counter[str] = Counter()
    for array in cells.arrays():
        limits = pc.min_max(pc.binary_length(array)).as_py()
        if limits["min"] is not None:
            shortest = [min([*shortest, limits["min"]])]
            longest = [max([*longest, limits["max"]])]
        if are_pictures:
            for head in pc.value_counts(pc.binary_slice(array.drop_null(), 0, _HEAD)).to_pylist():
                kinds[picture_kind(head["values"]) or "unknown"] += head["counts"]
    sizes = {"Shortest": next(iter(shortest), None), "Longest": next(iter(longest), None)}
    bars = [{"value": kind, "count": count} for kind, count in kinds.most_common()]
    return {**_counts(cells), **sizes, "Histogram": json.dumps(bars) if are_pictures else None}


def _grouped(cells: _Cells, data_type: pa.DataType, database: Database) -> None:
    """Make the table `g` of the different values and how often each stands; it spills to disk."""
    database.feed("cells", pa.schema([("v", data_type)]), cells.batches(data_type))
    database.execute("CREATE OR REPLACE TEMP TABLE g AS SELECT v, count(*) AS n FROM cells GROUP BY v")


def _first(database: Database, sql: str, **parameters: object) -> dict[str, Any]:
    for batch in database.batches(sql, parameters or None):
        for row in batch.to_pylist():
            return dict(row)
    return {}


def _values(
    cells: _Cells, data_type: pa.DataType, database: Database, mean: str = "NULL", lengths: bool = False
) -> dict[str, Any]:
    """A column whose values are named, not measured."""
    _grouped(cells, data_type, database)
    length = "length(v)" if lengths else "NULL"
    facts = _first(
        database,
        f"""SELECT coalesce(sum(n), 0)::BIGINT AS "Records",
        coalesce(sum(n) FILTER (v IS NULL), 0)::BIGINT AS "Nulls", count(v) AS "Unique",
        left(min(v)::VARCHAR, {_SHOWN}) AS "Min", left(max(v)::VARCHAR, {_SHOWN}) AS "Max",
        (sum({mean} * n) / sum(n) FILTER (v IS NOT NULL))::DOUBLE AS "Mean",
        min({length})::BIGINT AS "Shortest", max({length})::BIGINT AS "Longest" FROM g""",
    )
    top = f"""SELECT left(v::VARCHAR, {_SHOWN}) AS value, n AS count FROM g WHERE v IS NOT NULL
    ORDER BY n DESC, v LIMIT {MOST_VALUES}"""
    bars = [bar for batch in database.batches(top) for bar in batch.to_pylist()]
    return {**facts, "Histogram": json.dumps(bars, ensure_ascii=False)}


def _numbers(cells: _Cells, scale: _Scale, database: Database) -> dict[str, Any]:
    """A column whose values are measured."""
    _grouped(cells, scale.values, database)
    x = "v::DOUBLE"
    facts = _first(
        database,
        f"""SELECT coalesce(sum(n), 0)::BIGINT AS "Records",
        coalesce(sum(n) FILTER (v IS NULL), 0)::BIGINT AS "Nulls", count(v) AS "Unique",
        min(v) FILTER (NOT isnan({x})) AS "Min", max(v) FILTER (NOT isnan({x})) AS "Max",
        sum({x} * n) FILTER (isfinite({x})) / sum(n) FILTER (isfinite({x})) AS "Mean",
        min({x}) FILTER (isfinite({x})) AS low, max({x}) FILTER (isfinite({x})) AS high FROM g""",
    )
    low, high, mean = facts.pop("low"), facts.pop("high"), facts["Mean"]
    spread = {}
    if mean is not None and scale.has_mean:
        spread = _first(
            database,
            f"""SELECT CASE WHEN sum(n) > 1 THEN sqrt(sum(n * ({x} - $mean) ** 2) / (sum(n) - 1)) END
            AS "StdDev" FROM g WHERE isfinite({x})""",
            mean=mean,
        )
    return {
        **facts,
        "Min": scale.show(facts["Min"]),
        "Max": scale.show(facts["Max"]),
        "Mean": mean if scale.has_mean else None,
        **spread,
        "Histogram": json.dumps(_bins(database, scale, low, high)),
    }


def _bins(database: Database, scale: _Scale, low: float | None, high: float | None) -> list[dict[str, Any]]:
    """The counts in bins of equal width; a single value is a single bin."""
    if low is None or high is None:
        return []
    # Divided first: the difference of two huge numbers would be infinite.
    width = high / BINS - low / BINS
    if width <= 0:
        total = _first(database, "SELECT sum(n)::BIGINT AS n FROM g WHERE isfinite(v::DOUBLE)")
        return [{"from": scale.edge(low), "to": scale.edge(high), "count": total["n"]}]
    counted = f"""SELECT least({BINS - 1}, floor(v::DOUBLE / $width - $low / $width))::INTEGER AS bin,
    sum(n)::BIGINT AS n FROM g WHERE isfinite(v::DOUBLE) GROUP BY bin"""
    counts = {
        row["bin"]: row["n"]
        for batch in database.batches(counted, {"width": width, "low": low})
        for row in batch.to_pylist()
    }
    edges = [scale.edge(low + width * number) for number in range(BINS)] + [scale.edge(high)]
    return [
        {"from": edges[number], "to": edges[number + 1], "count": counts.get(number, 0)}
        for number in range(BINS)
    ]
