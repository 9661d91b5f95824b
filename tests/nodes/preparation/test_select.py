import datetime
from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
import pytest

from weft.errors import Severity
from weft.sdk import PictureType, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.preparation.select import Select

TABLE = pa.table({"a": [1, 2], "b c": ["x", "y"], "picture": picture_array([b"p", None])})


def select(table: pa.Table, *columns: Mapping[str, object], **settings: object) -> pa.Table:
    return run_tool(Select, {"columns": list(columns), **settings}, {"in": table})["out"]


def retype(values: pa.Array, kind: str) -> tuple[pa.Array, list[tuple[str, int, str]]]:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        settings = {"columns": [{"column": "v", "type": kind}]}
        out = run_tool(Select, settings, {"in": pa.table({"v": values})}, ctx=ctx)["out"]
    return out["v"].combine_chunks(), heard.warnings


def test_the_contract_holds() -> None:
    lines = [
        {"column": "picture", "rename": "image"},
        {"column": "a", "type": "text"},
        {"column": "*Unknown"},
    ]
    check_tool(Select, {"columns": lines}, {"in": TABLE})


def test_without_a_list_everything_passes() -> None:
    assert select(TABLE).equals(TABLE)


def test_the_order_of_the_list_is_the_order_of_the_output() -> None:
    result = select(TABLE, {"column": "picture"}, {"column": "b c", "rename": "B"}, {"column": "a"})
    assert result.column_names == ["picture", "B", "a"]
    assert result.schema.field("picture").type == PictureType()


def test_unknown_columns_pass_at_the_end_or_where_their_line_stands() -> None:
    assert select(TABLE, {"column": "picture"}).column_names == ["picture", "a", "b c"]
    unknown = {"column": "*Unknown"}
    assert select(TABLE, unknown, {"column": "a"}).column_names == ["b c", "picture", "a"]


def test_unknown_columns_can_be_kept_out() -> None:
    assert select(TABLE, {"column": "a"}, unknown=False).column_names == ["a"]
    assert select(TABLE, {"column": "a"}, {"column": "*Unknown", "keep": False}).column_names == ["a"]


def test_an_unticked_column_is_dropped() -> None:
    assert select(TABLE, {"column": "a", "keep": False}).column_names == ["b c", "picture"]


def test_two_columns_can_swap_their_names() -> None:
    lines = [{"column": "a", "rename": "b c"}, {"column": "b c", "rename": "a"}]
    assert select(TABLE, *lines)["a"].to_pylist() == ["x", "y"]


def test_renamed_pictures_are_not_copied() -> None:
    result = select(TABLE, {"column": "picture", "rename": "image"})
    old, new = (table.chunk(0).storage.buffers()[2] for table in (TABLE["picture"], result["image"]))
    assert old.address == new.address


def test_a_description_travels_with_the_column() -> None:
    result = select(TABLE, {"column": "a", "description": "how many"})
    assert result.schema.field("a").metadata == {b"description": b"how many"}


def test_a_column_that_no_longer_arrives_is_a_warning_and_its_line_stays() -> None:
    lines = [{"column": "A ", "rename": "x"}, {"column": "a"}]
    promised, problems = configure_tool(Select, {"columns": lines}, {"in": TABLE})
    assert [(p.message, p.field, p.severity) for p in problems] == [
        (
            "column 'A ' no longer arrives and is left out; did you mean 'a'?",
            "columns.0.column",
            Severity.WARNING,
        )
    ]
    assert promised["out"] is not None
    assert promised["out"].names == ["a", "b c", "picture"]


def test_names_that_collide_are_a_problem_of_the_line_that_renames() -> None:
    lines = [{"column": "a", "rename": "picture"}, {"column": "a"}, {"column": ""}]
    _, problems = configure_tool(Select, {"columns": lines}, {"in": TABLE})
    assert [(p.message, p.field) for p in problems] == [
        ("column 'a' is listed twice; remove one of the lines", "columns.1.column"),
        ("choose a column, or remove this line", "columns.2.column"),
        (
            "columns 'picture' and 'a' would both be called 'picture'; choose another name",
            "columns.0.rename",
        ),
    ]


def test_a_type_that_cannot_be_reached_is_a_problem() -> None:
    lines = [{"column": "picture", "type": "double"}, {"column": "a", "type": "date"}]
    _, problems = configure_tool(Select, {"columns": lines}, {"in": TABLE})
    assert [(p.message, p.field) for p in problems] == [
        (
            "column 'picture' holds picture and cannot become double; choose another type",
            "columns.0.type",
        ),
        ("column 'a' holds int64 and cannot become date; choose another type", "columns.1.type"),
    ]


def test_dropping_everything_is_a_problem() -> None:
    _, problems = configure_tool(Select, {"unknown": False}, {"in": TABLE})
    assert [p.message for p in problems] == ["no column is left; keep at least one"]


def test_an_unknown_schema_stays_unknown() -> None:
    assert configure_tool(Select, {"columns": [{"column": "a"}]}, {"in": None}) == ({"out": None}, [])


def test_values_that_do_not_fit_become_null_and_are_counted_with_the_first() -> None:
    texts = pa.array(["1", " 2 ", "n/a", None, "12.7", "n/a", "99999999999", "", "-0"])
    values, warnings = retype(texts, "int32")
    assert values.to_pylist() == [1, 2, None, None, 13, None, None, None, 0]
    assert warnings == [("values of column 'v' could not be turned into int32 and are null", 4, "n/a")]


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (pa.array([1.5, -1.5, 0.49, None]), "int16", [2, -2, 0, None]),
        (pa.array([True, False, None]), "int64", [1, 0, None]),
        (pa.array([True, False, None]), "text", ["True", "False", None]),
        (pa.array([0, 5, None]), "bool", [False, True, None]),
        (pa.array(["TRUE", "0", None]), "bool", [True, False, None]),
        (pa.array([1.0, 2.5, 1e20]), "text", ["1", "2.5", "1e+20"]),
        (pa.array([Decimal("1.50")]), "text", ["1.5"]),
        (pa.array([Decimal("1.50")]), "int32", [2]),
        (pa.array([2**60 + 1]), "text", [str(2**60 + 1)]),
        (pa.array([str(2**60 + 1), "2.5"]), "int64", [2**60 + 1, 3]),
        (pa.array(["1e3", "nope"]), "double", [1000.0, None]),
        (pa.array(["1.5"]), "float", [1.5]),
        (pa.array(["2024-02-29", "2024-02-29 23:00:00"]), "date", [datetime.date(2024, 2, 29)] * 2),
        (pa.array(["2024-02-29 01:02:03"]), "datetime", [datetime.datetime(2024, 2, 29, 1, 2, 3)]),
        (pa.array(["01:02:03", "25:00:00"]), "time", [datetime.time(1, 2, 3), None]),
        (pa.array([datetime.datetime(2024, 2, 29, 1, 2, 3)]), "text", ["2024-02-29 01:02:03"]),
        (pa.array([datetime.datetime(2024, 2, 29, 1, 2, 3)]), "date", [datetime.date(2024, 2, 29)]),
        (pa.array([datetime.datetime(2024, 2, 29, 1, 2, 3)]), "time", [datetime.time(1, 2, 3)]),
        (pa.array([datetime.date(2024, 2, 29)]), "datetime", [datetime.datetime(2024, 2, 29)]),
        (pa.array([datetime.date(2024, 2, 29)]), "text", ["2024-02-29"]),
        (pa.array([datetime.time(1, 2, 3)]), "text", ["01:02:03"]),
        (pa.array([b"abc", b"\xff"]), "text", ["abc", None]),
        (pa.array(["abc"]), "blob", [b"abc"]),
        (pa.array(["7", "x"]).dictionary_encode(), "int32", [7, None]),
        (pa.nulls(2), "date", [None, None]),
        (pa.nulls(2), "picture", [None, None]),
    ],
)
def test_values_become_the_new_type(values: pa.Array, kind: str, expected: list[object]) -> None:
    assert retype(values, kind)[0].to_pylist() == expected


def test_a_time_with_a_zone_becomes_what_the_clock_shows_there() -> None:
    noon = pa.array(
        [datetime.datetime(2024, 7, 1, 10, tzinfo=datetime.UTC)], pa.timestamp("us", "Europe/Berlin")
    )
    assert retype(noon, "text")[0].to_pylist() == ["2024-07-01 12:00:00"]
    assert retype(noon, "datetime")[0].to_pylist() == [datetime.datetime(2024, 7, 1, 12)]


def test_pictures_and_blobs_become_each_other_without_a_change_of_bytes() -> None:
    blob, _ = retype(picture_array([b"p", None]), "blob")
    assert (blob.type, blob.to_pylist()) == (pa.large_binary(), [b"p", None])
    picture, _ = retype(pa.array([b"p", None]), "picture")
    assert picture.type == PictureType()
    assert picture.storage.to_pylist() == [b"p", None]


@pytest.mark.parametrize("name", ["[x]", 'a"b', "😀", "*", "select"])
def test_columns_may_have_any_name(name: str) -> None:
    result = select(pa.table({name: [1]}), {"column": name, "rename": name + "!", "type": "text"})
    assert result.to_pydict() == {name + "!": ["1"]}


def test_an_empty_table_gets_the_new_schema() -> None:
    result = select(TABLE.schema.empty_table(), {"column": "a", "type": "text"})
    assert result.schema.field("a").type == pa.string()
    assert result.num_rows == 0


def test_a_short_decimal_that_does_not_fit_becomes_null() -> None:
    table = pa.table({"d": pa.array([Decimal("-3"), Decimal("1.6")], pa.decimal32(5, 2))})
    found = run_tool(Select, {"columns": [{"column": "d", "type": "byte"}]}, {"in": table})
    assert found["out"]["d"].to_pylist() == [None, 2]
