import datetime
from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
import pytest

from weft.errors import WorkflowError
from weft.sdk import PictureType, ToolError, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.transform.summarize import Summarize, SummarizeConfig

TABLE = pa.concat_tables(
    [
        pa.table({"g": ["b", "a", "b"], "n": [3, 1, 3], "x": [1.5, None, 2.5], "t": ["zz", "y", None]}),
        pa.table({"g": [None, "a"], "n": [7, None], "x": [4.0, 8.0], "t": ["", "xyz"]}),
    ]
)


def summarize(table: pa.Table, *actions: Mapping[str, object]) -> pa.Table:
    return run_tool(Summarize, {"actions": list(actions)}, {"in": table})["out"]


def one(table: pa.Table, action: str, column: str = "v", **settings: object) -> object:
    line = {"column": column, "action": action, "name": "r", **settings}
    return summarize(table, line)["r"].to_pylist()[0]


def test_the_contract_holds_with_pictures() -> None:
    table = TABLE.append_column("p", picture_array([b"1", None, b"3", b"4", b"5"]))
    actions = [
        {"column": "g"},
        {"column": "x", "action": "sum"},
        {"column": "p", "action": "last"},
        {"column": "n", "action": "mode"},
    ]
    check_tool(Summarize, {"actions": actions}, {"in": table})


def test_groups_come_in_ascending_order_with_null_first() -> None:
    result = summarize(TABLE, {"column": "g"}, {"column": "n", "action": "sum"}, {"action": "count"})
    assert result.to_pydict() == {"g": [None, "a", "b"], "Sum_n": [7, 1, 6], "Count": [1, 2, 2]}


def test_names_are_made_as_in_alteryx() -> None:
    actions = (
        "group_by", "sum", "count", "count_non_null", "count_null", "count_distinct", "min", "max", "average",
        "median", "percentile", "std_dev", "variance", "first", "last", "concatenate", "mode",
    )  # fmt: skip
    result = summarize(TABLE, *({"column": "n", "action": action} for action in actions))
    assert result.column_names == [
        "n", "Sum_n", "Count", "CountNonNull_n", "CountNull_n", "CountDistinct_n", "Min_n", "Max_n", "Avg_n",
        "Median_n", "Percentile_n", "StdDev_n", "Variance_n", "First_n", "Last_n", "Concat_n", "Mode_n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("sum", 14),
        ("count", 5),
        ("count_non_null", 4),
        ("count_null", 1),
        ("count_distinct", 4),
        ("count_distinct_non_null", 3),
        ("min", 1),
        ("max", 7),
        ("average", 3.5),
        ("median", 3.0),
        ("mode", 3),
        ("first", 3),
        ("last", None),
        ("concatenate", "3,1,3,7"),
    ],
)
def test_each_action_on_whole_numbers(action: str, expected: object) -> None:
    assert one(TABLE, action, "n") == expected


def test_deviation_and_variance_are_those_of_a_sample() -> None:
    table = pa.table({"v": [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]})
    assert one(table, "variance") == pytest.approx(32 / 7)
    assert one(table, "std_dev") == pytest.approx((32 / 7) ** 0.5)
    assert one(table.slice(0, 1), "std_dev") is None


def test_percentiles_lie_between_values() -> None:
    table = pa.table({"v": [10, 20, 30, 40]})
    assert [one(table, "percentile", percent=p) for p in (0, 25, 50, 100)] == [10.0, 17.5, 25.0, 40.0]


def test_text_can_be_longest_shortest_and_concatenated() -> None:
    table = pa.table({"v": ["bb", None, "aa", "c", "d"]})
    assert one(table, "longest") == "bb"
    assert one(table, "shortest") == "c"
    assert one(table, "concatenate", separator="'; ") == "bb'; aa'; c'; d"
    assert (one(table, "min"), one(table, "max")) == ("aa", "d")


def test_the_mode_is_the_smallest_of_the_most_frequent() -> None:
    assert one(pa.table({"v": ["b", "a", "a", "b", "c"]}), "mode") == "a"
    assert one(pa.table({"v": [5, -2, 5, -2, 1]}), "mode") == -2
    assert one(pa.table({"v": pa.nulls(2, pa.int8())}), "mode") is None


def test_concatenated_dates_and_fractions_are_written_as_people_write_them() -> None:
    assert one(pa.table({"v": [datetime.date(2024, 1, 2), None]}), "concatenate") == "2024-01-02"
    assert one(pa.table({"v": [1.0, 2.5]}), "concatenate", separator=" ") == "1 2.5"


def test_results_keep_the_type_of_their_column() -> None:
    moment = pa.array([5, 3, None], pa.timestamp("ns", "Asia/Tokyo"))
    table = pa.table({"t": moment, "d": pa.array([Decimal("1.10"), Decimal("2.20"), None])})
    result = summarize(
        table,
        {"column": "t", "action": "min"},
        {"column": "t", "action": "mode", "name": "m"},
        {"column": "d", "action": "sum"},
        {"column": "d", "action": "max"},
    )
    assert result.schema.field("Min_t").type == moment.type
    assert result["Min_t"].cast(pa.int64()).to_pylist() == [3]
    assert result["m"].cast(pa.int64()).to_pylist() == [3]
    assert result["Sum_d"].to_pylist() == [Decimal("3.30")]
    assert result.schema.field("Max_d").type == table.schema.field("d").type


def test_groups_of_every_type_keep_their_values() -> None:
    day = datetime.date(2024, 1, 2)
    table = pa.table(
        {
            "d": [day, day],
            "b": [True, True],
            "c": pa.array(["x", "x"]).dictionary_encode(),
            "t": pa.array([1, 1], pa.timestamp("ns", "UTC")),
            "f": [0.5, 0.5],
        }
    )
    result = summarize(table, *({"column": name} for name in table.column_names))
    assert result.num_rows == 1
    assert result.select(["d", "b", "c", "f"]).to_pylist() == [{"d": day, "b": True, "c": "x", "f": 0.5}]
    assert result["t"].cast(pa.int64()).to_pylist() == [1]


def test_first_and_last_take_pictures_and_lists_too() -> None:
    table = pa.table(
        {
            "g": ["a", "b", "a", "b"],
            "p": picture_array([b"1", None, b"3", b"4"]),
            "l": [[1], [2], None, [4, 4]],
        }
    )
    result = summarize(
        table,
        {"column": "p", "action": "first"},
        {"column": "g"},
        {"column": "p", "action": "last"},
        {"column": "l", "action": "last"},
        {"column": "p", "action": "count_null"},
        {"column": "p", "action": "count_distinct"},
    )
    assert result.schema.field("First_p").type == PictureType()
    assert result["First_p"].cast(pa.large_binary()).to_pylist() == [b"1", None]
    assert result["Last_p"].cast(pa.large_binary()).to_pylist() == [b"3", b"4"]
    assert result["Last_l"].to_pylist() == [None, [4, 4]]
    assert result["CountNull_p"].to_pylist() == [0, 1]
    assert result["CountDistinct_p"].to_pylist() == [2, 2]


def test_no_records_give_one_record_without_groups_and_none_with_them() -> None:
    table = TABLE.append_column("p", picture_array([None] * 5)).schema.empty_table()
    actions = [{"action": "count"}, {"column": "n", "action": "sum"}, {"column": "p", "action": "first"}]
    assert summarize(table, *actions).to_pylist() == [{"Count": 0, "Sum_n": None, "First_p": None}]
    assert summarize(table, {"column": "g"}, *actions).num_rows == 0


def test_a_sum_beyond_64_bits_says_what_to_do() -> None:
    table = pa.table({"v": pa.array([2**63 - 1, 1])})
    with pytest.raises(ToolError, match="the result 'r' is too large for int64; retype its column to double"):
        one(table, "sum")


def test_sums_of_fractions_come_out_the_same_each_time() -> None:
    table = pa.table({"v": [0.1 * n for n in range(200_000)]})
    assert len({one(table, "sum") for _ in range(3)}) == 1


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀", "row", "a0"])
def test_columns_may_have_any_name(name: str) -> None:
    result = summarize(pa.table({name: [2, 2]}), {"column": name}, {"column": name, "action": "sum"})
    assert result.to_pydict() == {name: [2], f"Sum_{name}": [4]}


def test_what_does_not_work_is_told_all_at_once() -> None:
    table = pa.table({"t": ["x"], "p": picture_array([b"x"]), "l": [[1]], "n": [1]})
    actions = [
        {"column": "t", "action": "sum"},
        {"column": "p", "action": "group_by"},
        {"column": "l", "action": "min"},
        {"column": "n", "action": "longest"},
        {"column": "p", "action": "concatenate", "name": "n"},
        {"column": "", "action": "average", "name": "n"},
        {"column": "l", "action": "count_distinct"},
    ]
    _, problems = configure_tool(Summarize, {"actions": actions}, {"in": table})
    told = {p.field: p.message for p in problems}
    assert told == {
        "actions.0.column": (
            "sum needs numbers, but column 't' holds text; choose another column, "
            "or make numbers of it with Select before"
        ),
        "actions.1.column": (
            "group by needs values that have an order, but column 'p' holds picture; choose another column"
        ),
        "actions.2.column": (
            "column 'l' holds list<item: int64>, which cannot be compared; choose or make another column"
        ),
        "actions.3.column": "longest needs text, but column 'n' holds int64; choose another column",
        "actions.4.column": (
            "concatenate needs values that can be written as text, but column 'p' holds picture; "
            "choose another column"
        ),
        "actions.5.name": "two results would be called 'n'; give one another name",
        "actions.5.column": "choose the column of average",
        "actions.6.column": (
            "column 'l' holds list<item: int64>, which cannot be compared; choose or make another column"
        ),
    }


def test_no_action_is_a_problem() -> None:
    with pytest.raises(WorkflowError, match="choose at least one action"):
        summarize(TABLE)


def test_an_unknown_schema_stays_unknown() -> None:
    promised, problems = configure_tool(Summarize, {"actions": [{"column": "g"}]}, {"in": None})
    assert (promised, problems) == ({"out": None}, [])


def test_the_annotation_names_the_results() -> None:
    actions = [{"column": "g"}, {"column": "n", "action": "sum"}]
    config = SummarizeConfig.model_validate({"actions": actions})
    assert Summarize(config).annotation() == "Group by g, Sum_n"


@pytest.mark.parametrize("action", ["sum", "average", "median", "concatenate"])
def test_numbers_too_long_for_the_database_are_refused_while_editing(action: str) -> None:
    schema = pa.schema([("wide", pa.decimal256(60, 2))])
    _, (problem,) = configure_tool(
        Summarize, {"actions": [{"column": "wide", "action": action}]}, {"in": schema}
    )
    assert problem.field == "actions.0.column"
    assert "cannot be compared; choose or make another column" in problem.message


@pytest.mark.parametrize(
    "actions",
    [[], [{"action": "sum"}], [{"column": "n"}, {"action": "sum"}, {"action": "max"}]],
    ids=["no action", "no column", "two without a column"],
)
def test_what_is_unfinished_foretells_no_nameless_column(actions: list[dict[str, str]]) -> None:
    schemas, found = configure_tool(Summarize, {"actions": actions}, {"in": TABLE.schema})
    assert schemas["out"] is None
    assert found
    assert not any("two results" in problem.message for problem in found)
