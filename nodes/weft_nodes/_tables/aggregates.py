"""Aggregates: what each action of Summarize takes, gives, and how DuckDB is asked for it.

The values of an action stand in one column of the fed table, in the form that `feed_form` makes;
`row` is the number of the record. The queries run on one thread, so sums of doubles and ties come out
the same each time.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import pyarrow as pa

from weft.sdk import fits, type_name
from weft_nodes._tables.conversion import can_convert, convert
from weft_nodes._tables.keys import is_long, plain, refusal, settled

Action: TypeAlias = Literal[
    "group_by",
    "sum",
    "count",
    "count_non_null",
    "count_null",
    "count_distinct",
    "count_distinct_non_null",
    "min",
    "max",
    "average",
    "median",
    "percentile",
    "std_dev",
    "variance",
    "first",
    "last",
    "concatenate",
    "mode",
    "longest",
    "shortest",
]

Takes: TypeAlias = Literal["anything", "comparable", "ordered", "number", "text", "writable"]
Gives: TypeAlias = Literal["same", "int64", "double", "text", "sum"]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One action.

    Attributes:
        prefix: What the default name of the new column starts with.
        takes: Which columns it works on.
        gives: The type of the new column.
        sql: The expression; `{a}` is the fed column, `{text}` and `{share}` are settings as literals.
    """

    prefix: str
    takes: Takes
    gives: Gives
    sql: str

    @property
    def holds_values(self) -> bool:
        """Whether all values of a group are held at once, in memory."""
        return any(name in self.sql for name in ("quantile", "DISTINCT", "histogram", "string_agg"))


_HISTOGRAM = "histogram({a})"
# DuckDB's own `mode` picks any of several; the keys of a histogram ascend, so the first is the smallest.
_MODE = (
    f"list_extract(map_keys({_HISTOGRAM}), "
    f"list_position(map_values({_HISTOGRAM}), list_max(map_values({_HISTOGRAM}))))"
)

AGGREGATES: MappingProxyType[Action, Aggregate] = MappingProxyType(
    {
        "group_by": Aggregate("", "ordered", "same", "{a}"),
        "sum": Aggregate("Sum", "number", "sum", "sum({a})"),
        "count": Aggregate("Count", "anything", "int64", "count(*)"),
        "count_non_null": Aggregate("CountNonNull", "anything", "int64", "count(*) FILTER ({a})"),
        "count_null": Aggregate("CountNull", "anything", "int64", "count(*) FILTER (NOT {a})"),
        "count_distinct": Aggregate(
            "CountDistinct",
            "comparable",
            "int64",
            "count(DISTINCT {a}) + coalesce(max(({a} IS NULL)::INTEGER), 0)",
        ),
        "count_distinct_non_null": Aggregate(
            "CountDistinctNonNull", "comparable", "int64", "count(DISTINCT {a})"
        ),
        "min": Aggregate("Min", "ordered", "same", "min({a})"),
        "max": Aggregate("Max", "ordered", "same", "max({a})"),
        "average": Aggregate("Avg", "number", "double", "avg({a}::DOUBLE)"),
        "median": Aggregate("Median", "number", "double", "quantile_cont({a}::DOUBLE, 0.5)"),
        "percentile": Aggregate("Percentile", "number", "double", "quantile_cont({a}::DOUBLE, {share})"),
        "std_dev": Aggregate("StdDev", "number", "double", "stddev_samp({a}::DOUBLE)"),
        "variance": Aggregate("Variance", "number", "double", "var_samp({a}::DOUBLE)"),
        "first": Aggregate("First", "anything", "same", "arg_min_null({a}, row)"),
        "last": Aggregate("Last", "anything", "same", "arg_max_null({a}, row)"),
        "concatenate": Aggregate("Concat", "writable", "text", "string_agg({a}, {text} ORDER BY row)"),
        "mode": Aggregate("Mode", "ordered", "same", _MODE),
        "longest": Aggregate("Longest", "text", "same", "arg_max({a}, length({a}))"),
        "shortest": Aggregate("Shortest", "text", "same", "arg_min({a}, length({a}))"),
    }
)

_ROW_OF = MappingProxyType({"first": "coalesce(min(row), -1)", "last": "coalesce(max(row), -1)"})


def objection(action: Action, field: pa.Field) -> str:
    """Why an action does not work on a column, or an empty text."""
    kind = settled(field.type)
    takes = AGGREGATES[action].takes
    if takes == "comparable" or (takes == "ordered" and not is_long(kind)):
        return refusal(field)
    if takes in ("number", "writable") and pa.types.is_decimal256(kind):
        return refusal(field)
    wanted = {
        "ordered": "values that have an order",
        "number": "numbers",
        "text": "text",
        "writable": "values that can be written as text",
    }.get(takes)
    fitting = {
        "number": fits(kind, "number"),
        "text": fits(kind, "text"),
        "writable": can_convert(kind, pa.string()),
    }
    if wanted is None or fitting.get(takes, False):
        return ""
    verb = action.replace("_", " ")
    way_out = "choose another column"
    if takes == "number" and fits(kind, "text"):
        way_out += ", or make numbers of it with Select before"
    return f"{verb} needs {wanted}, but column {field.name!r} holds {type_name(kind)}; {way_out}"


def result_type(action: Action, source: pa.DataType | None) -> pa.DataType:
    """The type of the new column; `source` is None where no column was chosen."""
    gives = AGGREGATES[action].gives
    if gives == "int64" or source is None:
        return pa.int64()
    source = settled(source)
    if gives == "sum":
        if pa.types.is_decimal(source):
            return pa.decimal128(38, source.scale)
        return pa.int64() if pa.types.is_integer(source) else pa.float64()
    return {"same": source, "double": pa.float64(), "text": pa.string()}[gives]


def picks_record(action: Action, source: pa.DataType) -> bool:
    """Whether the query gives the number of a record, whose long cell is fetched afterwards."""
    return action in _ROW_OF and not _fits_database(settled(source))


def _fits_database(kind: pa.DataType) -> bool:
    return not is_long(kind) and not refusal(pa.field("", kind))


def expression(action: Action, source: pa.DataType | None, literals: dict[str, str]) -> str:
    """The SQL of an action; `literals` has `a`, `text` and `share`."""
    if source is not None and picks_record(action, source):
        return _ROW_OF[action]
    return AGGREGATES[action].sql.format(**literals)


def feed_form(action: Action, array: pa.Array) -> pa.Array:
    """The values as the query of the action wants them."""
    takes = AGGREGATES[action].takes
    if takes == "writable":
        return convert(array, pa.string()).values
    if takes == "anything" and (action not in _ROW_OF or picks_record(action, array.type)):
        return array.is_valid()
    if takes == "number" and (pa.types.is_float16(array.type) or pa.types.is_null(array.type)):
        return array.cast(pa.float64())
    return plain(array)
