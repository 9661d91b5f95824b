"""The null rules and arithmetic against a small model of them in Python."""

from typing import Any

import pyarrow as pa
import pytest
from formula_values import problems, type_of, values
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.sdk.testing import Heard
from weft_nodes._formula import tree as t
from weft_nodes._formula import write

NUMBERS = st.none() | st.integers(-3, 3)
TEXTS = st.none() | st.sampled_from(["", "a", "b", "ä"])
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def compared(operator: str, left: Any, right: Any) -> bool:
    if operator in ("=", "!="):
        return (left == right) is (operator == "=")
    if left is None or right is None:
        return operator in ("<=", ">=") and left is None and right is None
    order = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return bool(order[operator])


def computed(operator: str, left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        return (left or "") + (right or "")
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right}.get(operator, left / (right or 1))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1), st.sampled_from(COMPARISONS))
@settings(max_examples=20, deadline=None)
def test_numbers_compare_by_the_null_rules(pairs: list[tuple[Any, Any]], operator: str) -> None:
    left, right = zip(*pairs, strict=True)
    columns = {"a": pa.array(left, pa.int64()), "b": pa.array(right, pa.float64())}
    assert values(f"[a] {operator} [b]", columns) == [compared(operator, *pair) for pair in pairs]


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1), st.sampled_from(COMPARISONS))
@settings(max_examples=20, deadline=None)
def test_texts_compare_by_the_null_rules(pairs: list[tuple[Any, Any]], operator: str) -> None:
    left, right = zip(*pairs, strict=True)
    columns = {"a": pa.array(left, pa.string()), "b": pa.array(right, pa.large_string())}
    assert values(f"[a] {operator} [b]", columns) == [compared(operator, *pair) for pair in pairs]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1))
@settings(max_examples=20, deadline=None)
def test_texts_join_by_the_null_rules(rows: list[tuple[Any, Any, Any]]) -> None:
    columns = {
        name: pa.array(each, pa.string()) for name, each in zip("abc", zip(*rows, strict=True), strict=True)
    }
    expected = [None if row == (None,) * 3 else "".join(part or "" for part in row) for row in rows]
    assert values("[a] + [b] + [c]", columns) == expected
    assert values('[a] + "" + [c]', columns) == [(row[0] or "") + (row[2] or "") for row in rows]


def model(tree: t.Tree, row: dict[str, Any]) -> Any:
    match tree:
        case t.Literal(value):
            return value
        case t.ColumnName(name):
            return row[name]
        case t.Negative(operand):
            inner = model(operand, row)
            return None if inner is None else -inner
        case t.Binary(operator, left, right) if operator in COMPARISONS:
            return compared(operator, model(left, row), model(right, row))
        case t.Binary(operator, left, right):
            return computed(operator, model(left, row), model(right, row))
        case t.If(branches, otherwise):
            found = (result for condition, result in branches if model(condition, row))
            return model(next(found, otherwise), row)
    raise AssertionError(tree)


def arithmetic(inner: st.SearchStrategy[t.Tree]) -> st.SearchStrategy[t.Tree]:
    condition = st.builds(t.Binary, st.sampled_from(COMPARISONS), inner, inner)
    branches = st.lists(st.tuples(condition, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(t.Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(t.Negative, inner),
        st.builds(t.If, branches, inner),
    )


LEAVES = st.builds(t.Literal, st.integers(0, 3)) | st.builds(t.ColumnName, st.sampled_from("ab"))


@given(
    st.recursive(LEAVES, arithmetic, max_leaves=8),
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_arithmetic_and_conditions_agree_with_the_model(tree: t.Tree, rows: list[tuple[Any, Any]]) -> None:
    left, right = zip(*rows, strict=True)
    found = values(write(tree), {"a": pa.array(left, pa.int64()), "b": pa.array(right, pa.int64())})
    assert found == pytest.approx([model(tree, {"a": a, "b": b}) for a, b in rows])


def test_whole_numbers_stay_whole_and_division_never_does() -> None:
    assert [type_of(text) for text in ("1 + 2", "1 * 2.0", "4 / 2", "-1")] == [
        pa.int64(),
        pa.float64(),
        pa.float64(),
        pa.int64(),
    ]


def test_a_division_by_zero_gives_null_and_a_warning_with_an_example() -> None:
    heard = Heard()
    assert values("[a] / [b]", {"a": [6, 5, None], "b": [3, 0, 0]}, heard) == [2.0, None, None]
    assert heard.warnings == [("divisions by zero give null", 1, "5 / 0")]


def test_a_division_by_zero_that_a_condition_keeps_away_is_not_told() -> None:
    heard = Heard()
    columns = {"a": [6, 5], "b": [3, 0]}
    assert values("IF [b] = 0 THEN 0 ELSE [a] / [b] ENDIF", columns, heard) == [2.0, 0.0]
    assert values("[b] != 0 AND [a] / [b] > 1", columns, heard) == [True, False]
    assert values("[b] = 0 OR [a] / [b] > 1", columns, heard) == [True, True]
    assert values("IIF([b] = 0, 0, 1 + [a] / [b])", columns, heard) == [3.0, 0.0]
    assert heard.warnings == []


def test_whole_numbers_beyond_64_bits_give_null_and_a_warning() -> None:
    heard = Heard()
    assert values("[a] * 4 + 1", {"a": [2**62, 1, None]}, heard) == [None, 5, None]
    assert heard.warnings == [
        ("whole numbers too large for 64 bits give null", 1, "4611686018427387904, 4, 1")
    ]


def test_a_number_with_an_overflow_elsewhere_is_still_right() -> None:
    assert values("IF [a] > 5 THEN 0 ELSE [a] * [a] ENDIF", {"a": [2**62, 3]}) == [0, 9]


def test_texts_are_compared_exactly() -> None:
    assert values('[a] = "Bart"', {"a": ["Bart", "bart", None]}) == [True, False, False]


def test_true_and_false_count_as_one_and_zero() -> None:
    columns = {"f": [True, False, None]}
    assert values("[f] = 1", columns) == [True, False, False]
    assert values("[f] + 1", columns) == [2, 1, None]
    assert values("IF [f] THEN 1 ELSE 0 ENDIF", columns) == [1, 0, 0]


def test_a_number_is_a_condition_unless_it_is_zero() -> None:
    assert values('IF [n] THEN "yes" ELSE "no" ENDIF', {"n": [0, 2, None]}) == ["no", "yes", "no"]


def test_an_unknown_condition_stays_unknown() -> None:
    columns = {"f": pa.array([None], pa.bool_())}
    assert values("NOT [f]", columns) == [None]
    assert values("[f] AND False", columns) == [False]
    assert values("[f] OR True", columns) == [True]
    assert values("[f] AND True", columns) == [None]


def test_membership_follows_the_rules_of_equality() -> None:
    columns = {"a": [1, 4, None], "s": ["x", "y", None]}
    assert values("[a] IN (1, 2)", columns) == [True, False, False]
    assert values("[a] NOT IN (1, 2)", columns) == [False, True, True]
    assert values("[a] IN (1, Null())", columns) == [True, False, True]
    assert values('[s] IN ("x", "z")', columns) == [True, False, False]
    assert values("[a] IN (1.0, 2)", columns) == [True, False, False]
    assert values("[a] IN (1.0, [a])", columns) == [True, True, True]
    many = ", ".join(str(number) for number in range(3000))
    assert values(f"[a] + 0.5 IN ({many})", columns) == [False, False, False]


def test_dates_compare_with_texts_and_with_dates_with_time() -> None:
    columns = {"d": pa.array([0, 1, None], pa.date32()), "m": pa.array([0, 1, None], pa.timestamp("ms"))}
    assert values('[d] = "1970-01-02"', columns) == [False, True, False]
    assert values('[m] < "1970-01-01 00:00:00.001"', columns) == [True, False, False]
    assert values("[d] = [m]", columns) == [True, False, True]


def test_comparing_text_with_a_number_is_told_with_both_ways_out() -> None:
    schema = pa.schema({"s": pa.string(), "n": pa.int32()})
    assert problems("[s] = 3", schema) == [
        "line 1, column 5: cannot compare text with a number: [s] is text, 3 is a whole number; "
        "write ToNumber([s]), or put the other between quotes"
    ]
    assert problems('[n] = "3"', schema) == [
        'line 1, column 5: cannot compare a number with text: [n] is a whole number, "3" is text; '
        "write both as numbers or both as text"
    ]
    assert len(problems('[n] IN (1, "2", "3")', schema)) == 2


def test_adding_text_and_a_number_is_told_with_both_ways_out() -> None:
    assert problems("[s] + 1", pa.schema({"s": pa.string()})) == [
        "line 1, column 5: cannot add text and a number: 1 is a whole number, [s] is text; "
        "write ToString(1) to join texts, or ToNumber([s]) to add numbers"
    ]


def test_arithmetic_with_dates_names_the_function_to_use() -> None:
    schema = pa.schema({"d": pa.date32()})
    assert "DateTimeDiff" in problems("[d] - [d]", schema)[0]
    assert "DateTimeAdd" in problems("[d] + 1", schema)[0]


def test_pictures_cannot_be_compared() -> None:
    assert problems("[p] = [p]", pa.schema({"p": pa.binary()})) == [
        "line 1, column 5: [p] cannot be compared; IsNull([p]) tells whether it is empty"
    ]


def test_text_is_no_condition() -> None:
    assert problems('[s] AND NOT "x"', pa.schema({"s": pa.string()})) == [
        'line 1, column 13: NOT needs a condition; "x" is text',
        "line 1, column 1: 'AND' needs a condition; [s] is text",
    ]
