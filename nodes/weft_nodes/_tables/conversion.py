"""Turn the values of a column into another type; what cannot be turned becomes null and is told."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import PictureType, ReportType
from weft_nodes._tables.keys import is_long, settled

TypeName: TypeAlias = Literal[
    "",
    "bool",
    "byte",
    "int16",
    "int32",
    "int64",
    "float",
    "double",
    "text",
    "date",
    "time",
    "datetime",
    "blob",
    "picture",
]
"""The types that a user can choose, named as Alteryx names them; empty keeps the type."""

TYPES = MappingProxyType(
    {
        "bool": pa.bool_(),
        "byte": pa.uint8(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float": pa.float32(),
        "double": pa.float64(),
        "text": pa.string(),
        "date": pa.date32(),
        "time": pa.time64("us"),
        "datetime": pa.timestamp("us"),
        "blob": pa.large_binary(),
        "picture": PictureType(),
    }
)

_Family: TypeAlias = Literal["bool", "number", "text", "date", "time", "datetime", "blob", "picture", "other"]

_WAYS: MappingProxyType[_Family, frozenset[_Family]] = MappingProxyType(
    {
        "bool": frozenset({"bool", "number", "text"}),
        "number": frozenset({"bool", "number", "text"}),
        "text": frozenset({"bool", "number", "text", "date", "time", "datetime", "blob"}),
        "date": frozenset({"date", "datetime", "text"}),
        "time": frozenset({"time", "text"}),
        "datetime": frozenset({"date", "time", "datetime", "text"}),
        "blob": frozenset({"blob", "picture", "text"}),
        "picture": frozenset({"blob", "picture"}),
    }
)


@dataclass(frozen=True, slots=True)
class Converted:
    """The values in their new type.

    Attributes:
        values: As long as what came in; null where there was null or no way.
        lost: How many values had no way.
        example: The first of them as text.
    """

    values: pa.Array
    lost: int = 0
    example: str = ""


def can_convert(source: pa.DataType, target: pa.DataType) -> bool:
    """Whether there is a way at all from one type to another."""
    source = settled(source)
    return source == target or pa.types.is_null(source) or _family(target) in _WAYS.get(_family(source), ())


def convert(array: pa.Array, target: pa.DataType) -> Converted:
    """The values as another type; call it only where `can_convert` says yes."""
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if array.type == target:
        return Converted(array)
    if _family(target) in ("blob", "picture"):
        storage = array.storage if isinstance(array, pa.ExtensionArray) else array
        values = storage.cast(pa.large_binary())
        picture = isinstance(target, PictureType)
        return Converted(pa.ExtensionArray.from_storage(target, values) if picture else values)
    if pa.types.is_string_view(array.type):
        array = array.cast(pa.large_string())
    if pa.types.is_decimal32(array.type) or pa.types.is_decimal64(array.type):
        array = array.cast(pa.decimal128(array.type.precision, array.type.scale))
    change = _change(_family(array.type), target)
    try:
        return Converted(change(array))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _convert_distinct(array, target, change)


_Change: TypeAlias = Callable[[pa.Array], pa.Array]


def _convert_distinct(array: pa.Array, target: pa.DataType, change: _Change) -> Converted:
    """Try each distinct value alone: the same unreadable text mostly comes again and again."""
    coded = array.dictionary_encode()
    changed = [
        _try(coded.dictionary.slice(index, 1), change, target) for index in range(len(coded.dictionary))
    ]
    distinct = pa.concat_arrays(changed) if changed else pa.array([], target)
    values = distinct.take(coded.indices)
    lost = pc.and_(pc.is_null(values), pc.is_valid(array))
    count = pc.sum(lost).as_py() or 0
    example = str(array[pc.index(lost, True).as_py()].as_py()) if count else ""
    return Converted(values, count, example)


def _try(single: pa.Array, change: _Change, target: pa.DataType) -> pa.Array:
    try:
        return change(single)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(1, target)


def _family(kind: pa.DataType) -> _Family:
    if isinstance(kind, PictureType):
        return "picture"
    if isinstance(kind, ReportType):
        return "other"
    if is_long(kind):
        return "blob"
    tests: tuple[tuple[_Family, bool], ...] = (
        ("bool", pa.types.is_boolean(kind)),
        ("number", pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)),
        ("text", pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)),
        ("date", pa.types.is_date(kind)),
        ("time", pa.types.is_time(kind)),
        ("datetime", pa.types.is_timestamp(kind)),
    )
    return next((family for family, holds in tests if holds), "other")


def _change(source: _Family, target: pa.DataType) -> _Change:
    """How whole arrays of one family become the target; raises `ArrowInvalid` for what has no way."""
    integer = pa.types.is_integer(target)
    match source, _family(target):
        case "text", "number" if integer:
            return lambda array: _read_whole(pc.utf8_trim_whitespace(array), target)
        case "text", "date":
            return lambda array: (
                pc.utf8_trim_whitespace(array).cast(pa.timestamp("us")).cast(target, safe=False)
            )
        case "text", "time":
            return lambda array: _read_time(pc.utf8_trim_whitespace(array), target)
        case "text", "bool" | "number" | "datetime":
            return lambda array: pc.utf8_trim_whitespace(array).cast(target)
        case "number", "number" if integer:
            return lambda array: _round(array).cast(target)
        case "number", "number":
            return lambda array: array.cast(target, safe=False)
        case "number", "bool":
            return lambda array: pc.not_equal(array, pa.scalar(0, array.type))
        case "bool", "number":
            return lambda array: array.cast(pa.int8()).cast(target)
        case "bool", "text":
            return lambda array: pc.if_else(array, "True", "False").cast(target)
        case "number" | "time", "text":
            return lambda array: _without_zeros(array.cast(pa.string())).cast(target)
        case "datetime", "text":
            return lambda array: _without_zeros(_wall_clock(array).cast(pa.string())).cast(target)
        case "datetime", _:
            return lambda array: _wall_clock(array).cast(target, safe=False)
    return lambda array: array.cast(target)


def _round(array: pa.Array) -> pa.Array:
    return array if pa.types.is_integer(array.type) else pc.round(array, round_mode="half_towards_infinity")


def _read_whole(texts: pa.Array, target: pa.DataType) -> pa.Array:
    """Digits are read as they are, since a double would lose the end of a long number."""
    digits = pc.match_substring_regex(texts, r"^-?\d+$")
    nothing = pa.scalar(None, texts.type)
    exact = pc.if_else(digits, texts, nothing).cast(target)
    rounded = _round(pc.if_else(digits, nothing, texts).cast(pa.float64())).cast(target)
    return pc.coalesce(exact, rounded)


def _read_time(texts: pa.Array, target: pa.DataType) -> pa.Array:
    """Arrow reads no times alone, so a day is put before them."""
    day = pa.scalar("1970-01-01", texts.type)
    return (
        pc.binary_join_element_wise(day, texts, pa.scalar(" ", texts.type))
        .cast(pa.timestamp("us"))
        .cast(target)
    )


def _wall_clock(array: pa.Array) -> pa.Array:
    """What the clock shows in the zone of the values."""
    return pc.local_timestamp(array) if array.type.tz else array


def _without_zeros(texts: pa.Array) -> pa.Array:
    """`1.500` as `1.5`, `10:00:00.000000` as `10:00:00`."""
    shorter = pc.replace_substring_regex(texts, r"(\.\d*?)0+$", r"\1")
    return pc.replace_substring_regex(shorter, r"\.$", "")
