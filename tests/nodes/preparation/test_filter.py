from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.sdk import EditContext, PictureType, Severity
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.preparation.filter import Filter, FilterConfig

MOMENTS = [datetime(2024, 1, 31, 10), datetime(2024, 2, 1), None, datetime(2024, 1, 31)]
TABLE = pa.table(
    {
        "id": [0, 1, 2, 3],
        "text": ["Bart Simpson", "", None, "homer simpson"],
        "number": [1.5, -2.0, None, 3.0],
        "whole": pa.array([1, 2, None, 3], pa.int16()),
        "flag": [True, False, None, True],
        "day": pa.array([moment and moment.date() for moment in MOMENTS]),
        "moment": pa.array(MOMENTS, pa.timestamp("us")),
        "time": pa.array([3600, 0, None, 7200], pa.time32("s")),
    }
)


def chosen(table: pa.Table = TABLE, **config: Any) -> list[int]:
    """The ids of the records at T; those at F are checked to be all others, in order."""
    found = run_tool(Filter, config, {"in": table})
    true, false = (found[name].column("id").to_pylist() for name in ("true", "false"))
    assert sorted(true + false) == table.column("id").to_pylist()
    assert true == sorted(true)
    assert false == sorted(false)
    return true


def problems(**config: Any) -> list[tuple[str, str | None]]:
    found = configure_tool(Filter, config, {"in": TABLE.schema})[1]
    return [(problem.message, problem.field) for problem in found]


@pytest.mark.parametrize(
    "config",
    [
        {"column": "number", "operator": ">", "operand": "0"},
        {"column": "text", "operator": "Contains", "operand": "simpson"},
        {"mode": "custom", "expression": '[whole] > 1 AND Contains([text], "h")'},
    ],
)
def test_filter_keeps_the_contract(config: dict[str, Any]) -> None:
    check_tool(Filter, config, {"in": TABLE})


@pytest.mark.parametrize(
    ("column", "operator", "operand", "expected"),
    [
        ("number", "=", "3", [3]),
        ("number", "!=", "3", [0, 1, 2]),
        ("number", ">", "-2", [0, 3]),
        ("number", ">=", "-2", [0, 1, 3]),
        ("number", "<", "1.5", [1]),
        ("number", "<=", "1.5", [0, 1]),
        ("whole", "=", "2", [1]),
        ("whole", "<", "2.5", [0, 1]),
        ("text", "=", "Bart Simpson", [0]),
        ("text", "=", "bart simpson", []),
        ("text", "!=", "", [0, 2, 3]),
        ("text", "Contains", "SIMPSON", [0, 3]),
        ("text", "Does not contain", "simpson", [1, 2]),
        ("text", "Starts with", "bart", [0]),
        ("text", "Ends with", "simpson", [0, 3]),
        ("text", "IsNull", "", [2]),
        ("text", "IsNotNull", "", [0, 1, 3]),
        ("text", "IsEmpty", "", [1, 2]),
        ("text", "IsNotEmpty", "", [0, 3]),
        ("number", "IsEmpty", "", [2]),
        ("flag", "IsTrue", "", [0, 3]),
        ("flag", "IsFalse", "", [1]),
        ("flag", "=", "true", [0, 3]),
        ("day", "=", "2024-01-31", [0, 3]),
        ("day", ">", "2024-01-31", [1]),
        ("moment", "=", "2024-01-31", [3]),
        ("moment", ">=", "2024-01-31 10:00:00", [0, 1]),
        ("time", ">", "00:30:00", [0, 3]),
    ],
)
def test_basic_operators_by_the_type_of_the_column(
    column: str, operator: str, operand: str, expected: list[int]
) -> None:
    assert chosen(column=column, operator=operator, operand=operand) == expected


def test_between_includes_both_ends() -> None:
    assert chosen(column="number", operator="Between", operand="-2", upper="1.5") == [0, 1]
    assert chosen(column="day", operator="Between", operand="2024-02-01", upper="2024-02-01") == [1]


def test_in_list_finds_each_of_the_values() -> None:
    assert chosen(column="whole", operator="In list", values=["1", "3", "99"]) == [0, 3]
    assert chosen(column="text", operator="In list", values=["", "Bart Simpson"]) == [0, 1]


def test_the_time_in_dates_can_be_ignored() -> None:
    assert chosen(column="moment", operator="=", operand="2024-01-31", ignore_time=True) == [0, 3]
    assert chosen(column="moment", operator="<=", operand="2024-01-31 05:00:00", ignore_time=True) == [0, 3]
    assert chosen(column="day", operator="=", operand="2024-01-31", ignore_time=True) == [0, 3]


def test_custom_conditions_take_any_expression() -> None:
    assert chosen(mode="custom", expression='[number] > 0 AND NOT Contains([text], "homer")') == [0]


def test_a_number_is_true_unless_it_is_zero() -> None:
    assert chosen(mode="custom", expression="[whole] - 1") == [1, 3]


def test_records_for_which_the_condition_is_null_leave_at_false() -> None:
    assert chosen(mode="custom", expression="[flag]") == [0, 3]
    assert chosen(mode="custom", expression="NOT [flag]") == [1]
    assert chosen(mode="custom", expression="Null()") == []


def test_all_or_none_of_the_records_may_fit() -> None:
    assert chosen(mode="custom", expression="True") == [0, 1, 2, 3]
    assert chosen(mode="custom", expression="False") == []


def test_an_empty_table_gives_two_empty_tables() -> None:
    found = run_tool(Filter, {"column": "id", "operand": "1"}, {"in": TABLE.slice(0, 0)})
    assert found["true"].schema == found["false"].schema == TABLE.schema
    assert found["true"].num_rows == found["false"].num_rows == 0


def test_pictures_go_where_their_record_goes() -> None:
    pictures = pa.ExtensionArray.from_storage(PictureType(), pa.array([b"a", None, b"c"], pa.large_binary()))
    found = run_tool(Filter, {"column": "p", "operator": "IsNull"}, {"in": pa.table({"p": pictures})})
    assert found["true"].column("p").null_count == 1
    assert [each.as_py() is not None for each in found["false"].column("p")] == [True, True]


def test_a_division_by_zero_does_not_stop_the_run() -> None:
    heard = Heard()
    config = {"mode": "custom", "expression": "6 / ([whole] - 1) > 3"}
    with run_context(heard=heard) as ctx:
        found = run_tool(Filter, config, {"in": TABLE}, ctx=ctx)
    assert found["true"].column("id").to_pylist() == [1]
    assert heard.warnings == [("divisions by zero give null", 1, "6 / 0")]


@pytest.mark.parametrize("name", ["it's", 'say "hi"', "[x]", "🎈 b", "a]b"])
def test_odd_names_of_columns_work_in_both_modes(name: str) -> None:
    table = pa.table({"id": [0, 1], name: [5, 6]})
    assert chosen(table, column=name, operator=">", operand="5") == [1]
    tool = Filter(FilterConfig.model_validate({"column": name, "operator": ">", "operand": "5"}))
    assert chosen(table, mode="custom", expression=tool.annotation()) == [1]


@given(st.text(), st.sampled_from(["=", "!=", "Contains", "Starts with"]))
@settings(max_examples=20, deadline=None)
def test_any_text_may_be_compared_with(text: str, operator: str) -> None:
    table = pa.table({"id": [0, 1], "t": [text, f"{text}x"]})
    expected = {"=": [0], "!=": [1], "Contains": [0, 1], "Starts with": [0, 1]}[operator]
    assert chosen(table, column="t", operator=operator, operand=text) == expected


@pytest.mark.parametrize(
    ("config", "message", "field"),
    [
        ({}, "no column is chosen; choose one, or write an expression in custom mode", "column"),
        (
            {"column": "whole", "operand": "two"},
            "column 'whole' holds a whole number, and 'two' is none; write a number such as 3.5",
            "operand",
        ),
        (
            {"column": "number", "operand": ""},
            "column 'number' holds a number, and '' is none; write a number such as 3.5; "
            "to find nulls use IsNull",
            "operand",
        ),
        (
            {"column": "moment", "operand": "31.01.2024"},
            "column 'moment' holds a date with time, and '31.01.2024' is none; "
            "write a date such as 2024-01-31",
            "operand",
        ),
        (
            {"column": "flag", "operand": "maybe"},
            "column 'flag' holds true or false, and 'maybe' is none; write true or false",
            "operand",
        ),
        (
            {"column": "whole", "operator": "Between", "operand": "1", "upper": "x"},
            "column 'whole' holds a whole number, and 'x' is none; write a number such as 3.5",
            "upper",
        ),
        (
            {"column": "whole", "operator": "In list", "values": ["1", "x"]},
            "column 'whole' holds a whole number, and 'x' is none; write a number such as 3.5",
            "values.1",
        ),
        (
            {"column": "whole", "operator": "In list"},
            "the list is empty; add the values to look for",
            "values",
        ),
        (
            {"column": "whole", "operator": "IsTrue"},
            "IsTrue needs a column of true and false, which 'whole' is not; it holds int16; use = instead",
            "operator",
        ),
        (
            {"column": "whole", "operator": "Contains", "operand": "1"},
            "Contains needs text; [whole] is a whole number; write ToString([whole])",
            "operand",
        ),
        (
            {"mode": "custom", "expression": "[whol] > 1"},
            "line 1, column 1: no column 'whol'; did you mean 'whole'?",
            "expression",
        ),
        (
            {"mode": "custom", "expression": '"yes"'},
            'line 1, column 1: Filter needs a condition; "yes" is text',
            "expression",
        ),
        (
            {"mode": "custom"},
            "no condition is written; write one, such as [id] > 0",
            "expression",
        ),
    ],
)
def test_mistakes_are_told_at_edit_time(config: dict[str, Any], message: str, field: str) -> None:
    assert problems(**config) == [(message, field)]


def test_an_empty_condition_gets_an_example_of_its_own_columns() -> None:
    def told(schema: pa.Schema | None) -> str:
        return str(configure_tool(Filter, {"mode": "custom"}, {"in": schema})[1][0].message)

    assert told(pa.schema([("Class", pa.string())])).endswith('such as Contains([Class], "a")')
    assert told(pa.schema([("a]b", pa.date32())])).endswith("such as !IsNull([a]]b])")
    assert told(None).endswith("such as [Width] > 64")


@pytest.mark.parametrize("operator", ["=", "!=", "Contains"])
def test_an_empty_value_on_a_text_column_does_not_pass_silently(operator: str) -> None:
    (found,) = configure_tool(Filter, {"column": "text", "operator": operator}, {"in": TABLE.schema})[1]
    assert found.field == "operand"
    assert found.severity is Severity.WARNING
    assert "IsEmpty" in found.message
    assert problems(column="text", operator="IsEmpty") == []


def test_a_column_that_is_missing_is_told_once() -> None:
    assert problems(column="gone", operand="1") == [("input 'in' has no column 'gone'", "column")]


def test_a_column_that_is_missing_is_no_mistake_in_custom_mode() -> None:
    assert problems(mode="custom", column="gone", expression="[whole] > 1") == []


def test_an_unknown_schema_is_no_mistake() -> None:
    for config in ({"column": "a", "operand": "x"}, {"mode": "custom", "expression": "[a] > 1"}):
        schemas, found = configure_tool(Filter, config, {"in": None})
        assert schemas == {"true": None, "false": None}
        assert found == []


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"column": "Class Matches Prediction", "operand": "1"}, "[Class Matches Prediction] = 1"),
        ({"column": "t", "operator": "Contains", "operand": "Pedestrian"}, 'Contains([t], "Pedestrian")'),
        ({"column": "t", "operator": "Does not contain", "operand": "x"}, 'NOT Contains([t], "x")'),
        ({"column": "t", "operator": "IsNotNull"}, "NOT IsNull([t])"),
        ({"column": "t", "operator": "IsTrue"}, "[t] = True"),
        ({"column": "t", "operator": "Between", "operand": "1", "upper": "2.5"}, "[t] >= 1 AND [t] <= 2.5"),
        ({"column": "t", "operator": "In list", "values": ["a", "b"]}, '[t] IN ("a", "b")'),
        ({"mode": "custom", "expression": "[a] > 1\n  AND [b]"}, "[a] > 1 AND [b]"),
        ({}, ""),
    ],
)
def test_the_annotation_is_the_expression(config: dict[str, Any], expected: str) -> None:
    assert Filter(FilterConfig.model_validate(config)).annotation() == expected


def test_the_fingerprint_is_fresh_where_chance_decides(tmp_path: Any) -> None:
    def fingerprints(**config: Any) -> set[str]:
        tool = Filter(FilterConfig.model_validate(config))
        return {tool.fingerprint(EditContext(tmp_path)) for _ in range(2)}

    assert len(fingerprints(mode="custom", expression="Rand() > 0.5")) == 2
    assert fingerprints(mode="custom", expression="[a] > 1") == {""}
    assert fingerprints(mode="basic", column="a", expression="Rand() > 0.5") == {""}
