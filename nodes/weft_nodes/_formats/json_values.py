"""Values of JSON as values of Arrow, and back."""

import datetime as dt
import decimal
import json
import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import ReportType
from weft_nodes._formats.batches import plain_type
from weft_nodes._formats.file_format import Warn


def infer(values: list[Any]) -> pa.DataType | None:
    """The type of a column, None where all values are null, text where they are of several kinds."""
    try:
        found = pa.array(values).type
    except (pa.ArrowException, OverflowError):
        return pa.string()
    return None if pa.types.is_null(found) else plain_type(found)


def widen(one: pa.DataType | None, other: pa.DataType | None) -> pa.DataType | None:
    """The type for the values of both; None is that of nulls."""
    if one is None or other is None or one.equals(other):
        return one or other
    try:
        return (
            pa.unify_schemas(
                [pa.schema([("x", one)]), pa.schema([("x", other)])], promote_options="permissive"
            )
            .field(0)
            .type
        )
    except pa.ArrowException:
        return pa.string()


def fits(value: Any, data_type: pa.DataType) -> bool:
    """Whether a value can stand in a column."""
    try:
        pa.array([value], data_type)
    except (pa.ArrowException, OverflowError):
        return False
    return True


def as_text(value: Any) -> str | None:
    """A value in a column of texts: itself, or as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def is_plain(column: pa.Array) -> bool:
    """Whether JSON knows all values of a column as they are, which saves looking at each."""
    kind = plain_type(column.type)
    if pa.types.is_floating(kind):
        return pc.all(pc.is_finite(column)).as_py() is not False
    known = (pa.types.is_integer, pa.types.is_boolean, pa.types.is_string, pa.types.is_large_string)
    return any(test(kind) for test in known)


def writable(value: Any, warn: Warn) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, float) and not math.isfinite(value):
        warn("numbers became null: JSON has no word for them", 1, str(value))
        return None
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: writable(item, warn) for key, item in value.items()}
    if isinstance(value, list):
        return [writable(item, warn) for item in value]
    return value


def read_back(data_type: pa.DataType) -> pa.DataType | None:
    """The type that the values of a column are found to be of, None where JSON cannot hold them."""
    plain = plain_type(data_type)
    if isinstance(plain, ReportType):
        return pa.string()
    if pa.types.is_integer(plain):
        return pa.int64()
    if pa.types.is_floating(plain):
        return pa.float64()
    if pa.types.is_boolean(plain):
        return plain
    if pa.types.is_struct(plain):
        return _nested(
            list(plain), lambda kinds: pa.struct([(f.name, k) for f, k in zip(plain, kinds, strict=True)])
        )
    if pa.types.is_list(plain) or pa.types.is_large_list(plain):
        return _nested([plain.value_field], lambda kinds: pa.list_(kinds[0]))
    known = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_null,
        pa.types.is_temporal,
        pa.types.is_decimal,
    )
    is_duration = pa.types.is_duration(plain)
    return pa.string() if any(test(plain) for test in known) and not is_duration else None


def _nested(fields: list[pa.Field], made: Callable[[list[pa.DataType]], pa.DataType]) -> pa.DataType | None:
    kinds = [read_back(field.type) for field in fields]
    found = [kind for kind in kinds if kind is not None]
    return made(found) if len(found) == len(kinds) else None
