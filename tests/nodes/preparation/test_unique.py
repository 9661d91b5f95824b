import pyarrow as pa
import pytest

from weft.sdk import PictureType, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.preparation.unique import Unique


def unique(table: pa.Table, *columns: str) -> tuple[pa.Table, pa.Table]:
    out = run_tool(Unique, {"columns": list(columns)}, {"in": table})
    return out["unique"], out["duplicates"]


def test_the_contract_holds() -> None:
    table = pa.table({"a": [1, 1, 2], "picture": picture_array([b"x", b"x", None])})
    check_tool(Unique, {"columns": ["a", "picture"]}, {"in": table})


def test_the_first_of_each_kind_passes_and_the_order_stays() -> None:
    table = pa.table({"k": ["b", "a", "b", "c", "a"], "n": [0, 1, 2, 3, 4]})
    first, later = unique(table, "k")
    assert first.to_pydict() == {"k": ["b", "a", "c"], "n": [0, 1, 3]}
    assert later.to_pydict() == {"k": ["b", "a"], "n": [2, 4]}


def test_all_chosen_columns_must_be_equal() -> None:
    table = pa.table({"a": [1, 1, 1], "b": [1, 2, 1]})
    assert [part["b"].to_pylist() for part in unique(table, "a", "b")] == [[1, 2], [1]]


def test_nulls_are_equal_and_so_are_nans() -> None:
    table = pa.table({"x": [None, float("nan"), None, float("nan"), 1.0], "n": [0, 1, 2, 3, 4]})
    assert unique(table, "x")[0]["n"].to_pylist() == [0, 1, 4]


def test_text_is_compared_exactly() -> None:
    assert unique(pa.table({"x": ["a", "A", "a ", "a"]}), "x")[0]["x"].to_pylist() == ["a", "A", "a "]


def test_pictures_are_equal_when_their_bytes_are() -> None:
    table = pa.table({"picture": picture_array([b"x", b"y", None, b"x", None]), "n": [0, 1, 2, 3, 4]})
    first, later = unique(table, "picture")
    assert (first["n"].to_pylist(), later["n"].to_pylist()) == ([0, 1, 2], [3, 4])
    assert first.schema.field("picture").type == PictureType()


def test_nothing_repeats_and_everything_repeats() -> None:
    first, later = unique(pa.table({"x": [1, 2, 3]}), "x")
    assert (first.num_rows, later.num_rows) == (3, 0)
    first, later = unique(pa.table({"x": [1, 1, 1]}), "x")
    assert (first.num_rows, later.num_rows) == (1, 2)


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀", "row"])
def test_columns_may_have_any_name(name: str) -> None:
    assert unique(pa.table({name: [2, 2]}), name)[0].to_pydict() == {name: [2]}


def test_an_empty_table_gives_two_empty_tables() -> None:
    schema = pa.schema({"x": pa.int64(), "picture": PictureType()})
    for part in unique(schema.empty_table(), "x"):
        assert (part.num_rows, part.schema) == (0, schema)


def test_no_column_is_a_problem_and_so_is_one_that_cannot_be_compared() -> None:
    table = pa.table({"l": [[1]]})
    _, problems = configure_tool(Unique, {}, {"in": table})
    assert [p.message for p in problems] == ["choose at least one column that makes two records the same"]
    _, problems = configure_tool(Unique, {"columns": ["l", "gone"]}, {"in": table})
    assert sorted(p.field or "" for p in problems) == ["columns.0", "columns.1"]


def test_the_schema_may_be_unknown_while_editing() -> None:
    promised, problems = configure_tool(Unique, {"columns": ["x"]}, {"in": None})
    assert (promised, problems) == ({"unique": None, "duplicates": None}, [])
