from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.features.vectors import vector_array
from weft_nodes.computer_vision.image_search import ImageSearch

ANGLES = (0, 10, 25, 90, 180)


def at_angles(*angles: float | None, length: float = 1) -> pa.Array:
    """Vectors of the plane."""
    known = np.array([angle is not None for angle in angles], np.bool_)
    turned = np.deg2rad([angle or 0 for angle in angles])
    return vector_array(
        (length * np.stack([np.cos(turned), np.sin(turned)], axis=1)).astype(np.float32), known
    )


def table(*angles: float | None, name: str = "v", length: float = 1) -> pa.Table:
    pictures = picture_array(shape("disc", i) for i in range(len(angles)))
    names = pa.array([str(angle) for angle in angles])
    return pa.table({"name": names, "image": pictures, name: at_angles(*angles, length=length)})


def search(data: pa.Table, queries: pa.Table, **settings: Any) -> pa.Table:
    return run_tool(ImageSearch, settings, {"data": data, "queries": queries})["out"]


@pytest.mark.parametrize("method", ["exact", "index"])
def test_it_keeps_the_contract_of_a_tool(method: str) -> None:
    queries = table(5, None, 100)
    check_tool(ImageSearch, {"method": method, "count": 3}, {"data": table(*ANGLES), "queries": queries})


@pytest.mark.parametrize("method", ["exact", "index", "auto"])
def test_the_nearest_come_first_with_rank_and_cosine_whatever_the_lengths(method: str) -> None:
    found = search(table(*ANGLES, length=3), table(12, 170, length=0.5), count=3, method=method)
    assert found.schema.names == [
        *("name", "image", "v"),
        "Rank",
        "Similarity",
        *("Found_name", "Found_image", "Found_v"),
    ]
    assert found["name"].to_pylist() == ["12"] * 3 + ["170"] * 3
    assert found["Rank"].to_pylist() == [1, 2, 3] * 2
    assert found["Found_name"].to_pylist() == ["10", "0", "25", "180", "90", "25"]
    expected = np.cos(np.deg2rad([2, 12, 13, 10, 80, 145]))
    assert np.allclose(found["Similarity"].to_pylist(), expected, atol=1e-5)


def test_all_columns_of_both_come_along_pictures_included() -> None:
    data, queries = table(*ANGLES), table(90)
    (row,) = search(data, queries, count=1, others_only=False).to_pylist()
    assert row["image"] == queries["image"][0].as_py()
    assert row["Found_image"] == data["image"][3].as_py()
    assert row["Found_v"] == data["v"][3].as_py()


@pytest.mark.parametrize("method", ["exact", "index"])
def test_the_same_picture_is_left_out_or_not(method: str) -> None:
    data = table(0, 0, 0, 40, 80)
    alone = search(data, data, count=2, method=method)
    assert alone["Found_name"].to_pylist()[:4] == ["40", "80", "40", "80"]
    both = search(data, data, count=2, method=method, others_only=False)
    assert both["Similarity"].to_pylist()[0] == pytest.approx(1, abs=1e-6)
    assert both["Found_name"].to_pylist()[:2] == ["0", "0"]


def test_more_copies_than_the_index_is_asked_for_hide_nothing() -> None:
    data = table(*[0] * 60, 50, 70)
    found = search(data, table(0), count=2, method="index")
    assert found["Found_name"].to_pylist() == ["50", "70"]


@pytest.mark.parametrize("method", ["exact", "index"])
def test_few_records_give_fewer_neighbours_and_none_gives_none(method: str) -> None:
    assert search(table(0, 10), table(90), count=9, method=method)["Rank"].to_pylist() == [1, 2]
    for data, queries in ((table(), table(90)), (table(0), table())):
        empty = search(data, queries, method=method)
        assert empty.num_rows == 0
        assert "Found_image" in empty.schema.names


def test_records_without_a_direction_are_passed_over_and_counted() -> None:
    broken = np.array([[0, 0], [np.nan, 1], [np.inf, 1], [1, 0]], np.float32)
    data = pa.table({"name": ["zero", "nan", "inf", "good"], "v": vector_array(broken, np.ones(4, bool))})
    heard = Heard()
    with run_context(heard=heard) as ctx:
        inputs = {"data": data, "queries": table(None, 10)}
        found = run_tool(ImageSearch, {}, inputs, ctx=ctx)["out"]
    assert found["Found_name"].to_pylist() == ["good"]
    assert found["name"].to_pylist() == ["10"]
    assert heard.warnings == [
        ("records of D have no vector and are passed over", 3, "record 1"),
        ("records of Q have no vector and are passed over", 1, "record 1"),
    ]


def test_names_that_are_taken_get_the_prefix_until_they_are_not() -> None:
    queries = table(0).append_column("Rank", pa.array([7])).append_column("+name", pa.array(["🐱"]))
    promised, problems = configure_tool(ImageSearch, {"prefix": "+"}, {"data": table(10), "queries": queries})
    assert not problems
    names = ["name", "image", "v", "Rank", "+name", "+Rank", "Similarity", "++name", "+image", "+v"]
    assert promised["out"] is not None
    assert promised["out"].names == names
    assert search(table(10), queries, prefix="+").schema == promised["out"]


def test_the_column_of_vectors_is_found_where_there_is_one_and_must_be_chosen_among_several() -> None:
    two = table(0).append_column("w 'x' [1]", at_angles(1))
    _, (problem,) = configure_tool(ImageSearch, {}, {"data": two, "queries": table(0)})
    assert problem.field == "data_vector"
    assert problem.message == "choose one of the columns with vectors: v, w 'x' [1]"
    found = search(two, table(0), data_vector="w 'x' [1]")
    assert found["Similarity"][0].as_py() == pytest.approx(np.cos(np.deg2rad(1)), abs=1e-6)


def test_mistakes_are_told_while_editing() -> None:
    plain = pa.table({"name": ["a"]})
    _, (problem,) = configure_tool(ImageSearch, {}, {"data": table(0), "queries": plain})
    assert (problem.field, problem.message) == (
        "query_vector",
        "there is no column with vectors; make one by Embed before",
    )
    _, (problem,) = configure_tool(
        ImageSearch, {"query_vector": "name"}, {"data": table(0), "queries": table(0)}
    )
    assert problem.message == "column 'name' holds no vectors; those that do: v"
    wide = pa.table({"v": vector_array(np.ones((1, 5), np.float32), np.ones(1, bool))})
    _, (problem,) = configure_tool(ImageSearch, {}, {"data": table(0), "queries": wide})
    assert problem.message.startswith("the vectors of D have 2 numbers, those of Q 5, so they come from")
    assert configure_tool(ImageSearch, {}, {"data": None, "queries": table(0)}) == ({"out": None}, [])


def test_exact_and_index_agree_on_many_vectors_in_several_pieces() -> None:
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(5000, 16)).astype(np.float32)
    data = pa.table({"id": range(5000), "v": vector_array(rows, np.ones(5000, bool))})
    data = pa.concat_tables([data.slice(0, 4500), data.slice(4500)])
    queries = data.slice(100, 300)
    exact = search(data, queries, count=4, method="exact")
    scores = rows[100:400] @ (rows / np.linalg.norm(rows, axis=1, keepdims=True)).T
    scores[np.arange(300), np.arange(100, 400)] = -np.inf
    assert exact["Found_id"].to_pylist() == np.argsort(-scores, axis=1)[:, :4].ravel().tolist()
    index = search(data, queries, count=4, method="index")
    same = np.array(index["Found_id"].to_pylist()) == np.array(exact["Found_id"].to_pylist())
    assert same.mean() > 0.98
