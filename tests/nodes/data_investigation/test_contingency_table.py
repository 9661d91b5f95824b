import datetime
import html
import json
import re

import pyarrow as pa
import pytest

from weft.sdk import ReportType, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.data_investigation.contingency_table import ContingencyTable, ContingencyTableConfig

TABLE = pa.table(
    {
        "Class_Predicted": ["lisa", "bart", "bart", "lisa", "bart"],
        "Class_True": ["lisa", "bart", "lisa", "lisa", "bart"],
        "fold": [1, 2, 1, 2, 1],
    }
)


def contingency(table: pa.Table, *columns: str, **settings: object) -> dict[str, pa.Table]:
    return run_tool(ContingencyTable, {"columns": list(columns), **settings}, {"in": table})


def page(table: pa.Table) -> str:
    assert table.num_rows == 1
    assert isinstance(table.schema.field(0).type, ReportType)
    return str(table.column(0).cast(pa.large_string())[0].as_py())


def words(text: str) -> str:
    body = re.sub(r"<style>.*?</style>|<script.*?</script>", "", text, flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", body).split()))


def pivot_data(text: str) -> dict[str, object]:
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found.group(1))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("settings", [{}, {"chi_squared": True}])
def test_the_contract_holds(settings: dict[str, object]) -> None:
    check_tool(ContingencyTable, {"columns": ["Class_Predicted", "Class_True"], **settings}, {"in": TABLE})


def test_all_combinations_come_with_frequency_and_percent_those_that_never_occur_too() -> None:
    assert contingency(TABLE, "Class_Predicted", "Class_True")["data"].to_pydict() == {
        "Class_Predicted": ["bart", "bart", "lisa", "lisa"],
        "Class_True": ["bart", "lisa", "bart", "lisa"],
        "Frequency": [2, 1, 0, 2],
        "Percent": [40.0, 20.0, 0.0, 40.0],
    }


def test_four_by_four_classes_give_sixteen_records() -> None:
    classes = ["bart_simpson", "homer_simpson", "lisa_simpson", "marge_simpson"]
    data = contingency(pa.table({"p": classes, "t": classes}), "p", "t")["data"]
    assert data.num_rows == 16
    assert sum(data["Frequency"].to_pylist()) == 4


def test_up_to_four_columns_keep_their_types() -> None:
    table = pa.table(
        {
            "a": pa.array([2, 1], pa.int16()),
            "b": [True, None],
            "c": pa.array(["x", "y"], pa.large_string()),
            "d": ["", "z"],
        }
    )
    data = contingency(table, "a", "b", "c", "d")["data"]
    assert data.num_rows == 16
    assert data.schema.types[:4] == [pa.int16(), pa.bool_(), pa.large_string(), pa.string()]
    occurring = [row for row in data.to_pylist() if row["Frequency"]]
    assert occurring == [
        {"a": 1, "b": None, "c": "y", "d": "z", "Frequency": 1, "Percent": 50.0},
        {"a": 2, "b": True, "c": "x", "d": "", "Frequency": 1, "Percent": 50.0},
    ]


def test_the_report_shows_frequencies_row_and_column_percents_and_totals() -> None:
    text = words(page(contingency(TABLE, "Class_Predicted", "Class_True")["report"]))
    assert "5 records Class_Predicted Class_True: bart Class_True: lisa Total" in text
    assert "bart 2 66.7 % 100.0 % 1 33.3 % 33.3 % 3 100.0 % 60.0 %" in text
    assert "lisa 0 0.0 % 0.0 % 2 100.0 % 66.7 % 2 100.0 % 40.0 %" in text
    assert "Total 2 40.0 % 100.0 % 3 60.0 % 100.0 % 5 100.0 % 100.0 %" in text
    assert "chi-squared" not in text


def test_the_report_of_three_columns_has_the_rows_that_occur() -> None:
    text = words(page(contingency(TABLE, "Class_Predicted", "Class_True", "fold")["report"]))
    assert "bart bart 1" in text
    assert "lisa bart" not in text


def test_chi_squared_is_told_with_a_word_of_caution() -> None:
    text = words(page(contingency(TABLE, "Class_Predicted", "Class_True", chi_squared=True)["report"]))
    assert "Chi-squared 2.2222 Degrees of freedom 1 p-value 0.1360" in text
    assert "The smallest expected frequency is 0.80, below 5" in text
    same = pa.table({"a": ["x", "x"], "b": ["y", "z"]})
    assert "needs at least two different values" in words(
        page(contingency(same, "a", "b", chi_squared=True)["report"])
    )


def test_the_pivot_carries_its_data_and_loads_nothing() -> None:
    text = page(contingency(TABLE, "Class_Predicted", "Class_True")["pivot"])
    assert pivot_data(text) == {
        "names": ["Class_Predicted", "Class_True"],
        "values": [["bart", "lisa"], ["bart", "lisa"]],
        "cells": [[0, 0, 2], [0, 1, 1], [1, 1, 2]],
    }
    assert not re.search(r"(src|href)\s*=|https?://|@import|url\(", text)


def test_values_of_users_cannot_break_the_pages() -> None:
    evil = "</script><script>alert(1)</script><!--"
    out = contingency(pa.table({"a<b>": [evil], "b": ["&amp;"]}), "a<b>", "b")
    for anchor in ("report", "pivot"):
        assert "<script>alert" not in page(out[anchor])
        assert "a<b>" not in page(out[anchor])
    assert pivot_data(page(out["pivot"]))["values"] == [[evil], ["&amp;"]]


def test_no_records_give_an_empty_table_and_pages_all_the_same() -> None:
    out = contingency(TABLE.schema.empty_table(), "Class_Predicted", "Class_True", chi_squared=True)
    assert out["data"].num_rows == 0
    assert "0 records" in words(page(out["report"]))
    assert pivot_data(page(out["pivot"]))["cells"] == []


def test_a_table_too_large_to_read_says_where_the_numbers_are() -> None:
    table = pa.table({"a": list(range(200)), "b": list(range(200))})
    out = contingency(table, "a", "b")
    assert out["data"].num_rows == 40_000
    assert "40,000 combinations, too many to show here" in words(page(out["report"]))


@pytest.mark.parametrize(
    ("columns", "settings", "message"),
    [
        (["fold"], {}, "choose two to four columns, not 1"),
        (["fold"] * 5, {}, "choose two to four columns, not 5"),
        (["fold", "fold"], {}, "column 'fold' is chosen twice; remove one of the lines"),
        (
            ["fold", "Class_True", "Class_Predicted"],
            {"chi_squared": True},
            "chi-squared needs exactly two columns, not 3; choose two, or leave out the statistic",
        ),
    ],
)
def test_wrong_choices_are_problems(columns: list[str], settings: dict[str, object], message: str) -> None:
    _, problems = configure_tool(ContingencyTable, {"columns": columns, **settings}, {"in": TABLE})
    assert problems[0].message == message


def test_columns_without_classes_cannot_be_chosen() -> None:
    table = pa.table(
        {
            "double": [1.5],
            "decimal": pa.array([1]).cast(pa.decimal128(19, 0)),
            "date": [datetime.date(2024, 1, 1)],
            "datetime": [datetime.datetime(2024, 1, 1)],
            "time": [datetime.time(1)],
            "blob": [b"x"],
            "picture": picture_array([b"x"]),
            "text": ["x"],
        }
    )
    for column in table.column_names[:-1]:
        _, problems = configure_tool(ContingencyTable, {"columns": [column, "text"]}, {"in": table})
        assert [p.field for p in problems] == ["columns.0"], column


def test_a_column_called_like_a_result_is_a_problem() -> None:
    table = pa.table({"Frequency": ["x"], "b": ["y"]})
    _, problems = configure_tool(ContingencyTable, {"columns": ["Frequency", "b"]}, {"in": table})
    assert [p.message for p in problems] == [
        "column 'Frequency' is called like a column of the result; rename it before"
    ]


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀", "row", "n"])
def test_columns_may_have_any_name(name: str) -> None:
    data = contingency(pa.table({name: ["x"], "other": ["y"]}), name, "other")["data"]
    assert data.select([name, "Frequency"]).to_pydict() == {name: ["x"], "Frequency": [1]}


def test_unknown_schemas_leave_the_data_unknown_and_the_reports_known() -> None:
    promised, problems = configure_tool(ContingencyTable, {"columns": ["a", "b"]}, {"in": None})
    assert promised["data"] is None
    assert promised["report"] is not None
    assert problems == []


def test_the_annotation_names_the_columns() -> None:
    config = ContingencyTableConfig.model_validate({"columns": ["a", "b"]})
    assert ContingencyTable(config).annotation() == "a x b"
