"""Which types can be compared with each other, and which type holds the values of two."""

from collections.abc import Callable

import pyarrow as pa

from weft_nodes._tables.keys import is_long, settled


def alike(left: pa.DataType, right: pa.DataType) -> bool:
    """Whether values of the two types can be equal as keys."""
    left, right = settled(left), settled(right)
    if left == right or pa.types.is_null(left) or pa.types.is_null(right):
        return True
    families = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, is_text, is_long)
    return any(family(left) and family(right) for family in families)


def is_text(kind: pa.DataType) -> bool:
    """Whether the type holds text, however long."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def widened(left: pa.DataType, right: pa.DataType) -> pa.DataType | None:
    """The type that holds the values of both, None where there is none.

    Whole numbers widen, whole and fractional numbers become double, a date beside a time stamp
    becomes a time stamp, short beside long text long text.
    """
    if pa.types.is_dictionary(left) or pa.types.is_dictionary(right):
        return left if left == right else widened(settled(left), settled(right))
    if left == right or pa.types.is_null(right):
        return left
    if pa.types.is_null(left):
        return right
    if isinstance(left, pa.BaseExtensionType) or isinstance(right, pa.BaseExtensionType):
        return None
    return _wider(left, right)


def _wider(left: pa.DataType, right: pa.DataType) -> pa.DataType | None:
    def both(*tests: Callable[[pa.DataType], bool]) -> bool:
        return all(any(test(kind) for test in tests) for kind in (left, right))

    def either(test: Callable[[pa.DataType], bool]) -> bool:
        return test(left) or test(right)

    if both(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal):
        # No whole number holds both a large unsigned and a negative one.
        lost = either(pa.types.is_uint64) and either(pa.types.is_signed_integer)
        if lost or either(pa.types.is_floating):
            return pa.float64()
        if either(pa.types.is_integer) and either(pa.types.is_decimal):
            return pa.decimal128(38, max(getattr(left, "scale", 0), getattr(right, "scale", 0)))
        return _unified(left, right)
    if both(is_text):
        return pa.large_string()
    if both(is_long):
        return pa.large_binary()
    if both(pa.types.is_date):
        return pa.date32()
    if either(pa.types.is_date) and either(_is_wall_clock):
        return left if pa.types.is_timestamp(left) else right
    if both(pa.types.is_timestamp) or both(pa.types.is_time):
        return _unified(left, right)
    return None


def _is_wall_clock(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) and not kind.tz)


def _unified(left: pa.DataType, right: pa.DataType) -> pa.DataType | None:
    schemas = [pa.schema([("c", left)]), pa.schema([("c", right)])]
    try:
        return pa.unify_schemas(schemas, promote_options="permissive")[0].type
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return None
