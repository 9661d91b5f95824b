import datetime

import pyarrow as pa
import pytest

from weft.errors import Severity, WorkflowError
from weft.sdk import PictureType, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.join.union import Union

FIRST = pa.table({"a": pa.array([1, 2], pa.int32()), "b": ["x", "y"]})
SECOND = pa.table({"b": ["z"], "c": picture_array([b"p"]), "a": pa.array([2.5])})


def union(*tables: pa.Table, **settings: object) -> pa.Table:
    return run_tool(Union, settings, {"in": list(tables)})["out"]


@pytest.mark.parametrize("missing", ["null", "common"])
def test_the_contract_holds(missing: str) -> None:
    check_tool(Union, {"missing": missing}, {"in": [FIRST, SECOND]})


def test_columns_of_one_name_lie_under_each_other_and_missing_ones_are_null() -> None:
    result = union(FIRST, SECOND)
    assert result.select(["a", "b"]).to_pydict() == {"a": [1.0, 2.0, 2.5], "b": ["x", "y", "z"]}
    assert result.schema.field("c").type == PictureType()
    assert result["c"].is_null().to_pylist() == [True, True, False]


def test_missing_columns_are_a_warning_while_editing_and_in_the_run() -> None:
    _, problems = configure_tool(Union, {}, {"in": [FIRST, SECOND]})
    message = "input 1 has no column 'c'; its records have no value there"
    assert [(p.message, p.severity) for p in problems] == [(message, Severity.WARNING)]
    heard = Heard()
    with run_context(heard=heard) as ctx:
        run_tool(Union, {}, {"in": [FIRST, SECOND]}, ctx=ctx)
    assert heard.warnings == [(message, 0, "")]


def test_only_common_columns_can_be_kept() -> None:
    result = union(SECOND, FIRST, missing="common")
    assert result.to_pydict() == {"b": ["z", "x", "y"], "a": [2.5, 1.0, 2.0]}


def test_missing_columns_can_be_an_error() -> None:
    with pytest.raises(WorkflowError, match="input 1 has no column 'c'; make it there, or choose"):
        union(FIRST, SECOND, missing="error")
    assert union(FIRST, FIRST, missing="error").num_rows == 4


def test_by_position_the_first_input_names_the_columns() -> None:
    other = pa.table({"p": pa.array([3], pa.int64()), "q": ["z"]})
    result = union(FIRST, other, match="position")
    assert result.to_pydict() == {"a": [1, 2, 3], "b": ["x", "y", "z"]}
    assert result.schema.field("a").type == pa.int64()
    longer = other.append_column("r", pa.array([True]))
    assert union(FIRST, longer, match="position")["r"].to_pylist() == [None, None, True]


def test_three_inputs_follow_in_their_order() -> None:
    assert union(*(pa.table({"n": [n]}) for n in (3, 1, 2)))["n"].to_pylist() == [3, 1, 2]


def test_dates_beside_times_widen_and_nulls_fit_everything() -> None:
    dates = pa.table({"t": [datetime.date(2024, 1, 2)]})
    times = pa.table({"t": pa.array([datetime.datetime(2024, 1, 2, 3)], pa.timestamp("us"))})
    assert union(dates, pa.table({"t": pa.nulls(1)}), times)["t"].to_pylist() == [
        datetime.datetime(2024, 1, 2),
        None,
        datetime.datetime(2024, 1, 2, 3),
    ]


def test_types_without_a_common_one_are_a_problem_with_advice() -> None:
    _, problems = configure_tool(Union, {}, {"in": [FIRST, pa.table({"a": ["x"], "b": [1]})]})
    assert [p.message for p in problems] == [
        "column 'a' holds text in input 2 but int32 before; retype one of them by a Select",
        "column 'b' holds int64 in input 2 but text before; retype one of them by a Select",
    ]


def test_a_value_that_does_not_fit_the_wider_type_says_so() -> None:
    seconds = pa.table({"t": pa.array([2**40], pa.timestamp("s"))})
    nanos = pa.table({"t": pa.array([1], pa.timestamp("ns"))})
    with pytest.raises(ToolError, match="a value of column 't' does not fit datetime"):
        union(seconds, nanos)


def test_nothing_in_common_is_a_problem() -> None:
    _, problems = configure_tool(
        Union, {"missing": "common"}, {"in": [pa.table({"a": [1]}), pa.table({"b": [1]})]}
    )
    assert [p.message for p in problems] == [
        "the inputs have no column in common; match them by position, or rename columns"
    ]


def test_an_unknown_input_makes_the_result_unknown() -> None:
    promised, problems = configure_tool(Union, {}, {"in": [FIRST.schema, None]})
    assert (promised, problems) == ({"out": None}, [])


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀"])
def test_columns_may_have_any_name(name: str) -> None:
    assert union(pa.table({name: [1]}), pa.table({name: [2]})).to_pydict() == {name: [1, 2]}


def test_empty_inputs_give_an_empty_table() -> None:
    result = union(FIRST.schema.empty_table(), SECOND.schema.empty_table())
    assert (result.num_rows, result.column_names) == (0, ["a", "b", "c"])
