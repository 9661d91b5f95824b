import datetime as dt
from typing import Any

import pytest

from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.in_out.text_input import TextInput

SETTINGS: dict[str, Any] = {
    "columns": [
        {"name": "n"},
        {"name": "a [b] 😀"},
        {"name": "zip", "type": "text"},
        {"name": "d", "type": "date"},
    ],
    "rows": [["1", "x", "007", "2024-02-29"], ["", "", "", ""], ["-3", "y", "1", "2024-03-01"]],
}


def test_keeps_the_contract() -> None:
    check_tool(TextInput, SETTINGS)
    check_tool(TextInput, {"columns": [{"name": "a"}]})


def test_cells_get_the_type_of_their_column_and_empty_ones_are_null() -> None:
    assert run_tool(TextInput, SETTINGS)["out"].to_pydict() == {
        "n": [1, None, -3],
        "a [b] 😀": ["x", None, "y"],
        "zip": ["007", None, "1"],
        "d": [dt.date(2024, 2, 29), None, dt.date(2024, 3, 1)],
    }


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("bool", "TRUE", True),
        ("int64", "12", 12),
        ("double", "1e3", 1000.0),
        ("datetime", "2024-02-29 01:02:03", dt.datetime(2024, 2, 29, 1, 2, 3)),
        ("time", "01:02:03", dt.time(1, 2, 3)),
        ("text", "12", "12"),
    ],
)
def test_every_type_can_be_asked_for(kind: str, text: str, value: object) -> None:
    settings = {"columns": [{"name": "a", "type": kind}], "rows": [[text]]}
    assert run_tool(TextInput, settings)["out"].to_pydict() == {"a": [value]}


def test_problems_name_the_cell() -> None:
    settings = {
        "columns": [{"name": "a", "type": "int64"}, {"name": "b", "type": "date"}],
        "rows": [["1", "2024-01-01"], ["x", "2024-02-30"]],
    }
    schemas, problems = configure_tool(TextInput, settings)
    what = "change the cell or the type of the column"
    assert [(problem.field, problem.message) for problem in problems] == [
        ("rows.1.0", f"row 2, column 'a': 'x' is not a whole number; {what}"),
        ("rows.1.1", f"row 2, column 'b': '2024-02-30' is not a date such as 2024-12-31; {what}"),
    ]
    assert schemas == {"out": None}


@pytest.mark.parametrize(
    ("settings", "field", "said"),
    [
        ({}, "columns", "there is no column; add one"),
        ({"columns": [{"name": ""}]}, "columns.0.name", "column 1 has no name; give it one"),
        (
            {"columns": [{"name": "a"}, {"name": "a"}]},
            "columns.1.name",
            "two columns are called 'a'; rename one",
        ),
        (
            {"columns": [{"name": "a"}], "rows": [["1", "2"]]},
            "rows.0",
            "row 1 has 2 cells, there are 1 columns",
        ),
    ],
)
def test_a_table_that_is_none_is_a_problem(settings: dict[str, Any], field: str, said: str) -> None:
    _, (problem,) = configure_tool(TextInput, settings)
    assert (problem.field, problem.message) == (field, said)
