"""How a value becomes what an operator or a function needs; what cannot is a problem with advice."""

import re
from collections.abc import Callable
from datetime import date, datetime, time

from weft_nodes._formula import tree as t
from weft_nodes._formula.kinds import BOOL, DATETIME, DOUBLE, INT, TEXT, TIME, Kind, Type
from weft_nodes._formula.scope import NOTHING, Scope
from weft_nodes._formula.values import Value, combine, literal, moment_sql, null

Conversion = Callable[[Scope, Value, t.Tree, str], Value]
"""(scope, value, where it is written, who needs it) to the value of the right type."""

NO_DATE = "texts that are no date give null"


def show(node: t.Tree) -> str:
    """A part of the expression as a message quotes it."""
    text = t.write(node)
    return text if len(text) <= 40 else f"{text[:37]}..."


def any_value(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """Any kind that formulas can read, pictures included."""
    return scope.settle(value)


def as_text(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """Text; dates count as text, as they are written: `2024-01-31`."""
    if value.kind is Kind.NULL:
        return null(TEXT)
    if value.kind in (Kind.TEXT, Kind.UNKNOWN):
        return value
    if value.kind.temporal:
        return combine(text_sql(value), TEXT, value)
    advice = f"; write ToString({show(node)})" if value.kind.numeric else ""
    return scope.problem(node, f"{who} needs text; {show(node)} is {value.kind.value}{advice}")


def as_number(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """A number, whole or with a fraction; true is 1."""
    if value.kind is Kind.BOOL:
        return combine(f"CAST({value.sql} AS BIGINT)", INT, value)
    if value.kind is Kind.DECIMAL:
        return combine(f"CAST({value.sql} AS DOUBLE)", DOUBLE, value)
    if value.kind in (Kind.INT, Kind.DOUBLE, Kind.UNKNOWN):
        return value
    if value.kind is Kind.NULL:
        return null(INT)
    return scope.problem(
        node, f"{who} needs a number; {show(node)} is {value.kind.value}{_advice(value, node)}"
    )


def as_double(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """A number with a fraction."""
    number = scope.settle(as_number(scope, value, node, who))
    if number.kind is Kind.INT:
        return combine(f"CAST({number.sql} AS DOUBLE)", DOUBLE, number)
    return number


def as_int(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """A whole number; others are rounded."""
    number = scope.settle(as_number(scope, value, node, who))
    if number.kind is Kind.DOUBLE:
        return combine(f"TRY_CAST(round({number.sql}) AS BIGINT)", INT, number, nullable=True)
    return number


def as_condition(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """True or false; a number is true unless it is 0."""
    value = scope.settle(value)
    if value.kind is Kind.NULL:
        return null(BOOL)
    if value.kind in (Kind.BOOL, Kind.UNKNOWN):
        return value
    if isinstance(value.literal, int | float):
        return literal(bool(value.literal), BOOL)
    if value.kind.numeric:
        return combine(f"({value.sql} <> 0)", BOOL, value)
    return scope.problem(node, f"{who} needs a condition; {show(node)} is {value.kind.value}")


def as_moment(scope: Scope, value: Value, node: t.Tree, who: str) -> Value:
    """A date with time; a date is its midnight, a text is read as `2024-01-31 23:59:00`."""
    if value.kind is Kind.DATE:
        return coerce(value, DATETIME)
    if value.kind in (Kind.DATETIME, Kind.UNKNOWN):
        return value
    if value.kind is Kind.NULL:
        return null(DATETIME)
    if value.kind is Kind.TEXT:
        return _parsed(scope, value, node, DATETIME)
    advice = '; write a date such as "2024-01-31"' if value.kind.numeric else ""
    return scope.problem(node, f"{who} needs a date; {show(node)} is {value.kind.value}{advice}")


def as_time(scope: Scope, value: Value, node: t.Tree) -> Value:
    """A time of day, for a text that is compared with one."""
    return _parsed(scope, value, node, TIME) if value.kind is Kind.TEXT else value


def _parsed(scope: Scope, value: Value, node: t.Tree, wanted: Type) -> Value:
    if isinstance(value.literal, str) and not readable(value.literal, wanted.kind):
        shape = "14:30:00" if wanted.kind is Kind.TIME else "2024-01-31 or 2024-01-31 14:30:00"
        return scope.problem(node, f"{show(node)} is no {type_word(wanted.kind)}; write it as {shape}")
    if value.literal is not None:
        return Value(f"CAST({value.sql} AS {wanted.sql})", wanted, nullable=False, simple=True)
    text = scope.bind(value)
    sql = f"TRY_CAST({text.sql} AS {wanted.sql})"
    sql = moment_sql(sql) if wanted.kind is Kind.DATETIME else sql
    return scope.watch(combine(sql, wanted, text, nullable=True), [text], NO_DATE)


def type_word(kind: Kind) -> str:
    """`date` or `time`."""
    return "time" if kind is Kind.TIME else "date"


def readable(text: str, kind: Kind) -> bool:
    """Whether a text is a date (with or without time), or a time, as formulas write them."""
    try:
        if kind is Kind.TIME:
            time.fromisoformat(text.strip())
        elif re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", text):
            date.fromisoformat(text.strip())
        else:
            datetime.fromisoformat(text.strip())
            return re.match(r"\s*\d{4}-\d{2}-\d{2}[ T]", text) is not None
    except ValueError:
        return False
    return True


def text_sql(value: Value) -> str:
    """SQL that writes a value as text: `True`, `2` rather than `2.0`, `2024-01-31 14:30:00`."""
    if value.kind is Kind.TEXT:
        return value.sql
    if value.kind is Kind.BOOL:
        return f"(CASE {value.sql} WHEN TRUE THEN 'True' WHEN FALSE THEN 'False' END)"
    text = f"CAST({value.sql} AS VARCHAR)"
    return rf"regexp_replace({text}, '\.0$', '')" if value.kind is Kind.DOUBLE else text


def coerce(value: Value, wanted: Type) -> Value:
    """A value as the wider type that `kinds.common` found for it."""
    if value.kind is Kind.UNKNOWN or wanted.kind is Kind.UNKNOWN:
        return NOTHING
    if value.type == wanted or wanted.kind is Kind.NULL:
        return value
    if value.kind is Kind.NULL:
        return null(wanted)
    if wanted.kind in (Kind.DECIMAL, Kind.DATETIME):
        sql = f"TRY_CAST({value.sql} AS {wanted.sql})"
        sql = moment_sql(sql) if wanted.kind is Kind.DATETIME else sql
        return combine(sql, wanted, value, nullable=True)
    return combine(f"CAST({value.sql} AS {wanted.sql})", wanted, value)


def _advice(value: Value, node: t.Tree) -> str:
    return f"; write ToNumber({show(node)})" if value.kind is Kind.TEXT else ""
