"""Simple tests: one column, one operator and values as users type them, as the tree of an expression."""

from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from weft.sdk import type_name
from weft_nodes._formula import tree as t
from weft_nodes._formula.arguments import readable
from weft_nodes._formula.kinds import Kind, column_type

_FUNCTIONS = MappingProxyType({"Contains": "Contains", "Starts with": "StartsWith", "Ends with": "EndsWith"})
_TESTS = MappingProxyType({"IsNull": "IsNull", "IsEmpty": "IsEmpty"})
_BOOLEANS = MappingProxyType({"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False})

Mistakes = list[tuple[str, str]]
"""(message, the setting to change)"""


@dataclass(frozen=True, slots=True)
class SimpleTest:
    """A test of one column.

    Attributes:
        column: Its name.
        operator: `=`, `Contains`, `IsNull` and so on.
        operands: The values, as typed; two for `Between`, any number for `In list`.
        ignore_time: Compare only the dates of dates with time.
    """

    column: str
    operator: str
    operands: tuple[str, ...] = ()
    ignore_time: bool = False


def simple_tree(test: SimpleTest, schema: pa.Schema | None) -> tuple[t.Tree, Mistakes]:
    """The expression that does the test, and what is wrong with its values.

    Without a schema the values are taken for numbers where they look like some.
    """
    data = None if schema is None else schema.field(schema.names.index(test.column)).type
    kind = Kind.UNKNOWN if data is None else column_type(data).kind
    subject: t.Tree = t.ColumnName(test.column)
    mistakes: Mistakes = []
    if test.operator in ("IsNull", "IsNotNull", "IsEmpty", "IsNotEmpty"):
        call = t.Call(_TESTS[test.operator.replace("Not", "")], (subject,))
        return (t.Not(call) if "Not" in test.operator else call), mistakes
    if test.operator in ("IsTrue", "IsFalse"):
        if kind not in (Kind.BOOL, Kind.UNKNOWN):
            mistakes.append((_no_bool(test, data), "operator"))
        return t.Binary("=", subject, t.Literal(test.operator == "IsTrue")), mistakes
    if test.operator in _FUNCTIONS or test.operator == "Does not contain":
        call = t.Call(_FUNCTIONS.get(test.operator, "Contains"), (subject, t.Literal(test.operands[0])))
        return (call if test.operator in _FUNCTIONS else t.Not(call)), mistakes
    values = [_operand(test, index, kind, mistakes) for index in range(len(test.operands))]
    if test.ignore_time and kind is Kind.DATETIME:
        subject = t.Call("ToDate", (subject,))
        values = [t.Call("ToDate", (value,)) for value in values]
    return _comparison(test.operator, subject, values, mistakes), mistakes


def _comparison(operator: str, subject: t.Tree, values: list[t.Tree], mistakes: Mistakes) -> t.Tree:
    if operator == "Between":
        low, high = values
        return t.Binary("AND", t.Binary(">=", subject, low), t.Binary("<=", subject, high))
    if operator == "In list":
        if not values:
            mistakes.append(("the list is empty; add the values to look for", "values"))
        return t.Membership(subject, tuple(values))
    return t.Binary(operator, subject, values[0])


def _operand(test: SimpleTest, index: int, kind: Kind, mistakes: Mistakes) -> t.Tree:
    text = test.operands[index]
    name = {"Between": ("operand", "upper")[min(index, 1)], "In list": f"values.{index}"}.get(
        test.operator, "operand"
    )
    if kind is Kind.UNKNOWN:
        number = _number(text)
        return t.Literal(text if number is None else number)
    wanted, value = _read(text, kind)
    if value is None:
        advice = f"{wanted}; to find nulls use IsNull" if not text else wanted
        mistakes.append(
            (f"column {test.column!r} holds {kind.value}, and {text!r} is none; write {advice}", name)
        )
        return t.Literal(text)
    return t.Literal(value)


def _read(text: str, kind: Kind) -> tuple[str, bool | int | float | str | None]:
    """What to write for a column of the kind, and the value, None where the text holds none."""
    if kind is Kind.BOOL:
        return "true or false", _BOOLEANS.get(text.strip().casefold())
    if kind.numeric:
        return "a number such as 3.5", _number(text)
    if kind is Kind.TIME:
        return "a time such as 14:30:00", text if readable(text, kind) else None
    if kind.temporal:
        return "a date such as 2024-01-31", text if readable(text, kind) else None
    return "a text", text


def _number(text: str) -> int | float | None:
    if "_" in text:  # Python's own notation
        return None
    try:
        return int(text) if abs(int(text)) < 2**63 else float(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number - number == 0 else None


def _no_bool(test: SimpleTest, data: pa.DataType | None) -> str:
    shown = "" if data is None else f" it holds {type_name(data)};"
    name = f"{test.operator} needs a column of true and false, which {test.column!r} is not"
    return f"{name};{shown} use = instead"
