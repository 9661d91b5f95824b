"""Operators: arithmetic, comparisons with the null rules, and conditions, as SQL.

Null rules: a number and a null give null, a text and a null give the text; `<` and `>` with a null are
false; `=` of two nulls is true; `<=` and `>=` with nulls are true only where both are null. AND, OR and
NOT keep an unknown condition unknown (null), as SQL does.
"""

from dataclasses import replace

from weft_nodes._formula import tree as t
from weft_nodes._formula.arguments import as_condition, as_moment, as_number, as_text, as_time, show
from weft_nodes._formula.kinds import BOOL, DOUBLE, INT, NULL, TEXT, Kind
from weft_nodes._formula.scope import NOTHING, Scope, example_of
from weft_nodes._formula.values import Fault, Value, combine, depth_of, faults_of, null

Operand = tuple[Value, t.Tree]
"""A value and where it is written."""


def arithmetic(scope: Scope, node: t.Binary, left: Value, right: Value) -> Value:
    """`+ - * /`; whole numbers stay whole, `/` always gives a number with a fraction."""
    if Kind.UNKNOWN in (left.kind, right.kind):
        return NOTHING
    if node.operator == "+" and Kind.TEXT in (left.kind, right.kind):
        return _join(scope, node, left, right)
    if left.kind is Kind.NULL and right.kind is Kind.NULL:
        return null(NULL)
    if left.kind.temporal or right.kind.temporal:
        return _no_dates(scope, node)
    who = f"'{node.operator}'"
    first, second = as_number(scope, left, node.left, who), as_number(scope, right, node.right, who)
    if Kind.UNKNOWN in (first.kind, second.kind):
        return NOTHING
    if node.operator == "/":
        return _divide(scope, first, second)
    if first.kind is Kind.INT and second.kind is Kind.INT:
        leaves = tuple(leaf for part in (first, second) for leaf in (part.leaves or (scope.bind(part),)))
        sql = " ".join((_raw(scope, first), node.operator, _raw(scope, second)))
        joined = combine(f"({sql})", INT, *leaves)
        return replace(joined, faults=faults_of(first, second), leaves=leaves)
    first, second = scope.settle(first), scope.settle(second)
    return combine(f"({first.sql} {node.operator} {second.sql})", DOUBLE, first, second)


def negative(scope: Scope, node: t.Negative, operand: Value) -> Value:
    """`-x`"""
    number = scope.settle(as_number(scope, operand, node.operand, "'-'"))
    if isinstance(number.literal, int | float):
        return replace(number, sql=f"(-{number.sql})", literal=-number.literal)
    if number.kind is Kind.INT:
        leaf = scope.bind(number)
        return replace(combine(f"(-{leaf.sql})", INT, leaf), leaves=(leaf,))
    return combine(f"(-{number.sql})", number.type, number)


def _raw(scope: Scope, value: Value) -> str:
    return value.sql if value.leaves else scope.bind(value).sql


def _divide(scope: Scope, left: Value, right: Value) -> Value:
    left, right = scope.settle(left), scope.settle(right)
    if isinstance(right.literal, int | float) and right.literal != 0:
        return combine(f"(CAST({left.sql} AS DOUBLE) / {right.sql})", DOUBLE, left, right)
    left, right = scope.bind(left), scope.bind(right)
    sql = f"(CAST({left.sql} AS DOUBLE) / nullif({right.sql}, 0))"
    zero = f"CASE WHEN {right.sql} = 0 AND {left.sql} IS NOT NULL THEN {example_of([left])} || ' / 0' END"
    fault = Fault("divisions by zero give null", zero, depth_of(left, right))
    found = combine(sql, DOUBLE, left, right, nullable=True)
    return replace(found, faults=(*found.faults, fault))


def _join(scope: Scope, node: t.Binary, left: Value, right: Value) -> Value:
    parts = []
    for value, place in ((left, node.left), (right, node.right)):
        if value.kind.numeric:
            other = node.right if place is node.left else node.left
            return scope.problem(
                node,
                f"cannot add text and a number: {show(place)} is {value.kind.value}, {show(other)} is text; "
                f"write ToString({show(place)}) to join texts, or ToNumber({show(other)}) to add numbers",
            )
        parts.append(as_text(scope, value, place, "'+'"))
    if any(part.kind is Kind.UNKNOWN for part in parts):
        return NOTHING
    leaves = tuple(leaf for part in parts for leaf in (part.leaves or (part,)))
    return replace(combine("", TEXT, *leaves), leaves=leaves)


def _no_dates(scope: Scope, node: t.Binary) -> Value:
    if node.operator == "-":
        advice = 'the difference of two dates is DateTimeDiff(later, earlier, "days")'
    else:
        advice = 'to move a date write DateTimeAdd(date, 1, "days")'
    return scope.problem(node, f"'{node.operator}' cannot be used with dates; {advice}")


def compare(scope: Scope, operator: str, node: t.Tree, left: Operand, right: Operand) -> Value:
    """`= != < <= > >=` with the null rules; never null."""
    pair = _comparable(scope, node, left, right)
    if pair is None:
        return NOTHING
    first, second = pair
    nulls = [part for part in pair if part.nullable]
    if operator in ("=", "!="):
        if not nulls:
            return combine(f"({first.sql} {operator} {second.sql})", BOOL, first, second)
        word = "IS NOT DISTINCT FROM" if operator == "=" else "IS DISTINCT FROM"
        return combine(f"({first.sql} {word} {second.sql})", BOOL, first, second, nullable=False)
    if operator in ("<=", ">=") and len(nulls) == 2:
        first, second = scope.bind(first), scope.bind(second)
        rest = f"{first.sql} IS NULL AND {second.sql} IS NULL"
        sql = f"coalesce({first.sql} {operator} {second.sql}, {rest})"
        return combine(sql, BOOL, first, second, nullable=False)
    sql = f"{first.sql} {operator} {second.sql}"
    return combine(f"coalesce({sql}, FALSE)" if nulls else f"({sql})", BOOL, first, second, nullable=False)


def _comparable(scope: Scope, node: t.Tree, left: Operand, right: Operand) -> tuple[Value, Value] | None:
    first, second = scope.settle(left[0]), scope.settle(right[0])
    kinds = (first.kind, second.kind)
    if Kind.UNKNOWN in kinds:
        return None
    if Kind.BLOB in kinds or Kind.OTHER in kinds:
        place = left[1] if first.kind in (Kind.BLOB, Kind.OTHER) else right[1]
        scope.problem(
            node, f"{show(place)} cannot be compared; IsNull({show(place)}) tells whether it is empty"
        )
        return None
    if first.kind is Kind.NULL:
        first = null(second.type)
    if second.kind is Kind.NULL:
        second = null(first.type)
    if first.kind.numeric and second.kind.numeric:
        return _same_numbers(scope, first, second)
    if first.kind.temporal or second.kind.temporal:
        return _same_moments(scope, node, (first, left[1]), (second, right[1]))
    if first.kind is second.kind:
        return first, second
    scope.problem(node, _mismatch((first, left[1]), (second, right[1])))
    return None


def _same_numbers(scope: Scope, first: Value, second: Value) -> tuple[Value, Value]:
    if first.kind is second.kind:
        return first, second

    def widen(value: Value) -> Value:
        if value.kind is Kind.BOOL:
            return combine(f"CAST({value.sql} AS BIGINT)", INT, value)
        return value

    return widen(first), widen(second)


def _same_moments(scope: Scope, node: t.Tree, left: Operand, right: Operand) -> tuple[Value, Value] | None:
    kinds = {left[0].kind, right[0].kind}
    if Kind.TIME in kinds and kinds <= {Kind.TIME, Kind.TEXT}:
        pair = tuple(as_time(scope, *operand) for operand in (left, right))
    elif kinds <= {Kind.DATE}:
        pair = left[0], right[0]
    elif kinds <= {Kind.DATE, Kind.DATETIME, Kind.TEXT}:
        pair = tuple(as_moment(scope, *operand, "a comparison with a date") for operand in (left, right))
    else:
        scope.problem(node, _mismatch(left, right))
        return None
    return None if any(part.kind is Kind.UNKNOWN for part in pair) else (pair[0], pair[1])


def _mismatch(left: Operand, right: Operand) -> str:
    words = ["a number" if value.kind.numeric else value.kind.value for value, _ in (left, right)]
    message = f"cannot compare {words[0]} with {words[1]}: "
    message += f"{show(left[1])} is {left[0].kind.value}, {show(right[1])} is {right[0].kind.value}"
    for value, place in (left, right):
        if value.kind is Kind.TEXT and not isinstance(value.literal, str):
            return f"{message}; write ToNumber({show(place)}), or put the other between quotes"
    return f"{message}; write both as numbers or both as text"


def both(scope: Scope, node: t.Binary, left: Value, right: Value) -> Value:
    """`AND`, `OR`; what may go wrong at the right counts only where the left does not decide."""
    who = f"'{node.operator}'"
    first = as_condition(scope, left, node.left, who)
    second = as_condition(scope, right, node.right, who)
    if Kind.UNKNOWN in (first.kind, second.kind):
        return NOTHING
    if second.faults:
        first = scope.bind(first)
        decided = f"{'NOT ' if node.operator == 'AND' else ''}coalesce({first.sql}, {node.operator == 'AND'})"
        second = replace(second, faults=tuple(guard(fault, decided, first.depth) for fault in second.faults))
    return combine(f"({first.sql} {node.operator} {second.sql})", BOOL, first, second)


def guard(fault: Fault, unless: str, depth: int) -> Fault:
    """The fault, except where the condition holds."""
    return replace(
        fault, sql=f"CASE WHEN {unless} THEN NULL ELSE {fault.sql} END", depth=max(fault.depth, depth)
    )


def inverse(scope: Scope, node: t.Not, operand: Value) -> Value:
    """`NOT x`"""
    condition = as_condition(scope, operand, node.operand, "NOT")
    return combine(f"(NOT {condition.sql})", BOOL, condition)


def member(scope: Scope, node: t.Membership, value: Value, items: list[Value]) -> Value:
    """`IN`, `NOT IN`: equal to any of the items, by the rules of `=`."""
    value = scope.bind(value)
    pairs = [(value, node.value), *zip(items, node.items, strict=True)]
    numbers = (Kind.INT, Kind.DOUBLE)
    alike = numbers if value.kind in numbers else (Kind.TEXT,)
    if value.kind in alike and all(item.kind in alike and item.literal is not None for item in items):
        listed = ", ".join(item.sql for item in items)
        found = combine(f"coalesce({value.sql} IN ({listed}), FALSE)", BOOL, value, nullable=False)
    else:
        tests = [compare(scope, "=", place, pairs[0], (item, place)) for item, place in pairs[1:]]
        if any(test.kind is Kind.UNKNOWN for test in tests):
            return NOTHING
        found = combine(f"({' OR '.join(test.sql for test in tests)})", BOOL, *tests, nullable=False)
    return combine(f"(NOT {found.sql})", BOOL, found) if node.negated else found
