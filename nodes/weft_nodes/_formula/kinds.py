"""Kinds: what a value of an expression is, which Arrow types hold it, and how two kinds become one."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ReportType


class Kind(enum.Enum):
    """What a value is; the text is how messages call it."""

    NULL = "null"
    BOOL = "true or false"
    INT = "a whole number"
    DECIMAL = "a decimal number"
    DOUBLE = "a number"
    TEXT = "text"
    DATE = "a date"
    TIME = "a time"
    DATETIME = "a date with time"
    BLOB = "a blob"
    OTHER = "of a type that formulas cannot read"
    UNKNOWN = "not known yet"
    """The schema is not known, or a problem was told already: fits everywhere, so nothing is told twice."""

    @property
    def numeric(self) -> bool:
        """Counts as a number: true is 1, false is 0."""
        return self in _NUMERIC

    @property
    def temporal(self) -> bool:
        """A date, a time, or both."""
        return self in _TEMPORAL

    @property
    def open(self) -> bool:
        """Fits every other kind."""
        return self in (Kind.NULL, Kind.UNKNOWN)


_NUMERIC = frozenset({Kind.BOOL, Kind.INT, Kind.DECIMAL, Kind.DOUBLE})
_TEMPORAL = frozenset({Kind.DATE, Kind.TIME, Kind.DATETIME})
_WIDTH = (Kind.BOOL, Kind.INT, Kind.DECIMAL, Kind.DOUBLE)


@dataclass(frozen=True, slots=True)
class Type:
    """A kind with the Arrow type that its results have."""

    kind: Kind
    arrow: pa.DataType

    @property
    def sql(self) -> str:
        """The type's name in DuckDB."""
        if self.kind is Kind.DECIMAL:
            return f"DECIMAL({self.arrow.precision}, {self.arrow.scale})"
        return _SQL[self.kind]


_SQL = MappingProxyType(
    {
        Kind.NULL: "VARCHAR",
        Kind.UNKNOWN: "VARCHAR",
        Kind.OTHER: "BLOB",
        Kind.BOOL: "BOOLEAN",
        Kind.INT: "BIGINT",
        Kind.DOUBLE: "DOUBLE",
        Kind.TEXT: "VARCHAR",
        Kind.DATE: "DATE",
        Kind.TIME: "TIME",
        Kind.DATETIME: "TIMESTAMP",
        Kind.BLOB: "BLOB",
    }
)

NULL = Type(Kind.NULL, pa.string())
UNKNOWN = Type(Kind.UNKNOWN, pa.string())
BOOL = Type(Kind.BOOL, pa.bool_())
INT = Type(Kind.INT, pa.int64())
DOUBLE = Type(Kind.DOUBLE, pa.float64())
TEXT = Type(Kind.TEXT, pa.string())
DATE = Type(Kind.DATE, pa.date32())
TIME = Type(Kind.TIME, pa.time64("us"))
DATETIME = Type(Kind.DATETIME, pa.timestamp("us"))


def decimal(precision: int, scale: int) -> Type:
    """A decimal number, at most 38 digits."""
    return Type(Kind.DECIMAL, pa.decimal128(min(precision, 38), scale))


def column_type(data: pa.DataType) -> Type:
    """What a column of this Arrow type is in an expression."""
    if isinstance(data, PictureType | ModelType | ReportType):
        return Type(Kind.BLOB, data)
    if pa.types.is_dictionary(data):
        return column_type(data.value_type)
    for fits, found in _COLUMNS:
        if fits(data):
            return found
    if pa.types.is_uint64(data):
        return decimal(20, 0)
    if pa.types.is_decimal128(data) or pa.types.is_decimal32(data) or pa.types.is_decimal64(data):
        return decimal(data.precision, data.scale)
    if pa.types.is_binary(data) or pa.types.is_large_binary(data):
        return Type(Kind.BLOB, data)
    return Type(Kind.OTHER, data)


def _small_integer(data: pa.DataType) -> bool:
    return pa.types.is_integer(data) and not pa.types.is_uint64(data)


def _is_text(data: pa.DataType) -> bool:
    return pa.types.is_string(data) or pa.types.is_large_string(data) or pa.types.is_string_view(data)


_COLUMNS = (
    (pa.types.is_null, NULL),
    (pa.types.is_boolean, BOOL),
    (_small_integer, INT),
    (pa.types.is_floating, DOUBLE),
    (_is_text, TEXT),
    (pa.types.is_date, DATE),
    (pa.types.is_time, TIME),
    (pa.types.is_timestamp, DATETIME),
)


def common(types: Iterable[Type]) -> Type | None:
    """The type that holds values of all these types; None when there is none.

    Nulls fit every type. Whole and other numbers give the wider one, a date beside a date with time
    becomes a date with time.
    """
    found = NULL
    for each in types:
        merged = _common(found, each)
        if merged is None:
            return None
        found = merged
    return found


def _common(left: Type, right: Type) -> Type | None:
    if Kind.UNKNOWN in (left.kind, right.kind):
        return UNKNOWN
    if left.kind is Kind.NULL or right.kind is Kind.NULL:
        return right if left.kind is Kind.NULL else left
    if left.kind.numeric and right.kind.numeric:
        return _wider(left, right)
    if {left.kind, right.kind} == {Kind.DATE, Kind.DATETIME}:
        return DATETIME
    return left if left == right else None


def _wider(left: Type, right: Type) -> Type:
    narrow, wide = sorted((left, right), key=lambda each: _WIDTH.index(each.kind))
    if wide.kind is not Kind.DECIMAL:
        return wide
    whole, scale = wide.arrow.precision - wide.arrow.scale, wide.arrow.scale
    if narrow.kind is Kind.DECIMAL:
        whole = max(whole, narrow.arrow.precision - narrow.arrow.scale)
        scale = max(scale, narrow.arrow.scale)
    else:
        whole = max(whole, 19)
    return decimal(whole + scale, scale)
