"""Conditions on columns as masks over a batch of records."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from weft.errors import WeftError, suggestion
from weft.sdk import type_name
from weft_web.messages.results import Condition


class QueryError(WeftError):
    """Records were asked for in a way that cannot be."""


Mask = Callable[[pa.Array], pa.Array]
"""From the values of a column to true where the condition holds; null counts as false."""

_COMPARISONS: Mapping[str, Callable[[Any, Any], pa.Array]] = {
    "=": pc.equal,
    "!=": pc.not_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
    "<": pc.less,
    "<=": pc.less_equal,
}
_DIGITS = 400
"""Of a number to compare with: no column holds one of more."""
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


def condition_mask(condition: Condition, schema: pa.Schema) -> Mask:
    """What a condition means for its column.

    Raises:
        QueryError: There is no such column, or it cannot be compared like that.
    """
    kind = value_type(schema.field(column_index(condition.column, schema)).type)
    if condition.op in ("empty", "not empty"):
        return _emptiness(condition.op == "empty", kind)
    if not shown_as_text(kind):
        what = type_name(kind)
        raise QueryError(f"column {condition.column!r} holds {what}; ask only whether it is empty")
    if condition.op in ("contains", "starts"):
        match = pc.match_substring if condition.op == "contains" else pc.starts_with
        return lambda values: match(as_text(values), pattern=condition.value, ignore_case=True)
    return _comparison(condition, kind)


def search_mask(text: str) -> Mask:
    """True where a value, as it is shown, contains a text."""
    return lambda values: pc.match_substring(as_text(values), pattern=text, ignore_case=True)


def column_index(name: str, schema: pa.Schema) -> int:
    """The first column of a name.

    Raises:
        QueryError: There is none.
    """
    if name not in schema.names:
        raise QueryError(f"there is no column {name!r}{suggestion(name, schema.names)}")
    return int(schema.names.index(name))


def value_type(kind: pa.DataType) -> pa.DataType:
    """The type of the values themselves, out of a dictionary."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def shown_as_text(kind: pa.DataType) -> bool:
    """Whether values of a type have a text that one can look for and compare."""
    return (
        is_text(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or (pa.types.is_temporal(kind) and not pa.types.is_interval(kind))
    )


def is_text(kind: pa.DataType) -> bool:
    """Whether values of a type are texts."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def decoded(values: pa.Array) -> pa.Array:
    """The values without the wraps that Arrow's functions do not know."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string_view(values.type):
        return values.cast(pa.large_string())
    if pa.types.is_float16(values.type):
        return values.cast(pa.float32())
    return values


def _local(values: pa.Array) -> pa.Array:
    """Moments as the clocks of their zone showed them, which is how they are shown and compared."""
    values = decoded(values)
    if pa.types.is_timestamp(values.type) and values.type.tz is not None:
        return pc.local_timestamp(values)
    return values


def as_text(values: pa.Array) -> pa.Array:
    """The values as texts, times with a T between date and time as they are shown."""
    values = _local(values)
    if pa.types.is_timestamp(values.type):
        return pc.replace_substring(values.cast(pa.string()), " ", "T", max_replacements=1)
    if pa.types.is_duration(values.type):
        values = values.cast(pa.int64())
    return values if is_text(values.type) else values.cast(pa.string())


def _emptiness(wanted: bool, kind: pa.DataType) -> Mask:
    def mask(values: pa.Array) -> pa.Array:
        empty = pc.is_null(values)
        if is_text(kind):
            empty = pc.or_(empty, pc.fill_null(pc.equal(decoded(values), ""), False))
        return empty if wanted else pc.invert(empty)

    return mask


def _comparison(condition: Condition, kind: pa.DataType) -> Mask:
    compare = _COMPARISONS[condition.op]
    # A null is smaller and greater than nothing, and differs from every value, as in the Filter tool.
    for_null = condition.op == "!="
    if is_text(kind):
        wanted: Any = condition.value.lower()
        return lambda values: pc.fill_null(compare(pc.utf8_lower(decoded(values)), wanted), for_null)
    operand, under = _operand(condition, kind)

    def mask(values: pa.Array) -> pa.Array:
        values = _local(values)
        return pc.fill_null(
            compare(values if under is None else values.cast(under, safe=False), operand), for_null
        )

    return mask


def _operand(condition: Condition, kind: pa.DataType) -> tuple[pa.Scalar, pa.DataType | None]:
    """The value to compare with, and the type that the column takes for it, None for its own."""
    text = condition.value.strip()
    if pa.types.is_boolean(kind):
        if text.casefold() not in _TRUTHS:
            raise _misfit(condition, "true or false")
        return pa.scalar(_TRUTHS[text.casefold()]), None
    if pa.types.is_temporal(kind):
        return _time(condition, text, kind), None
    number = _number(condition, text)
    if pa.types.is_floating(kind):
        return pa.scalar(float(number)), pa.float64()
    if number == number.to_integral_value() and abs(number) < 2**63 and pa.types.is_signed_integer(kind):
        return pa.scalar(int(number), pa.int64()), None
    if pa.types.is_integer(kind) and (number != number.to_integral_value() or abs(number) >= 10**37):
        return pa.scalar(float(number)), pa.float64()
    if pa.types.is_integer(kind):
        return pa.scalar(number.to_integral_value()), pa.decimal128(20)
    return pa.scalar(number), None


def _number(condition: Condition, text: str) -> Decimal:
    try:
        number = Decimal(text.replace("_", "x"))
    except InvalidOperation:
        raise _misfit(condition, "a number such as 3.5") from None
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        raise _misfit(condition, "a number such as 3.5")
    return number


def _time(condition: Condition, text: str, kind: pa.DataType) -> pa.Scalar:
    target = pa.timestamp(kind.unit) if pa.types.is_timestamp(kind) else kind
    try:
        if pa.types.is_duration(kind):
            return pa.scalar(timedelta(seconds=float(text)), kind)
        if pa.types.is_time(kind):  # Arrow reads no texts as these
            return pa.scalar(time.fromisoformat(text), kind)
        return pa.scalar(text).cast(target)
    except (pa.ArrowException, ValueError, OverflowError):
        if pa.types.is_duration(kind):
            raise _misfit(condition, "a number of seconds") from None
        example = "14:30:00" if pa.types.is_time(kind) else "2024-01-31"
        raise _misfit(condition, f"it such as {example}") from None


def _misfit(condition: Condition, wanted: str) -> QueryError:
    return QueryError(f"{condition.value!r} does not fit column {condition.column!r}; write {wanted}")


def conjunction(masks: list[pa.Array]) -> pa.Array:
    """True where all hold."""
    found = masks[0]
    for mask in masks[1:]:
        found = pc.and_(found, mask)
    return pc.fill_null(found, False)
