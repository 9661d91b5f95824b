import datetime

import pyarrow as pa
import pytest

from weft.sdk import PictureType, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.join.join import Join, JoinConfig

LEFT = pa.table({"id": [1, 2, 2, None, 4], "name": ["a", "b", "c", "d", "e"]})
RIGHT = pa.table({"key": [2, 1, 2, None, 9], "name": ["v", "w", "x", "y", "z"]})


def join(left: pa.Table, right: pa.Table, *keys: tuple[str, str]) -> dict[str, pa.Table]:
    lines = [{"left": one, "right": other} for one, other in keys]
    return run_tool(Join, {"keys": lines}, {"left": left, "right": right})


def test_the_contract_holds_with_pictures_on_both_sides() -> None:
    pictures = picture_array([b"p", None, b"q", b"r", b"s"])
    left, right = LEFT.append_column("picture", pictures), RIGHT.append_column("picture", pictures)
    check_tool(Join, {"keys": [{"left": "id", "right": "key"}]}, {"left": left, "right": right})
    check_tool(Join, {"by": "position"}, {"left": left, "right": right.slice(1)})


def test_partners_stand_side_by_side_in_the_order_of_left_then_right() -> None:
    out = join(LEFT, RIGHT, ("id", "key"))
    assert out["join"].to_pydict() == {
        "id": [1, 2, 2, 2, 2],
        "name": ["a", "b", "b", "c", "c"],
        "key": [1, 2, 2, 2, 2],
        "Right_name": ["w", "v", "x", "v", "x"],
    }


def test_records_without_a_partner_leave_by_their_side_and_null_matches_nothing() -> None:
    out = join(LEFT, RIGHT, ("id", "key"))
    assert out["left"].to_pydict() == {"id": [None, 4], "name": ["d", "e"]}
    assert out["right"].to_pydict() == {"key": [None, 9], "name": ["y", "z"]}


def test_all_pairs_of_keys_must_be_equal() -> None:
    left = pa.table({"a": [1, 1, 2], "b": ["x", "y", "x"]})
    right = pa.table({"b": ["y", "x"], "a": [1, 2]})
    out = join(left, right, ("a", "a"), ("b", "b"))
    assert out["join"].to_pydict() == {"a": [1, 2], "b": ["y", "x"], "Right_b": ["y", "x"], "Right_a": [1, 2]}
    assert out["left"].to_pylist() == [{"a": 1, "b": "x"}]
    assert out["right"].num_rows == 0


def test_a_name_that_is_taken_again_gets_the_prefix_again() -> None:
    left = pa.table({"x": [1], "Right_x": [2]})
    out = join(left, pa.table({"x": [1]}), ("x", "x"))
    assert out["join"].column_names == ["x", "Right_x", "Right_Right_x"]


def test_pictures_of_both_sides_come_along_and_can_be_keys() -> None:
    left = pa.table({"p": picture_array([b"x", b"y", None]), "n": [0, 1, 2]})
    right = pa.table({"q": picture_array([b"y", None, b"z"]), "m": [0, 1, 2]})
    out = join(left, right, ("p", "q"))
    assert out["join"].schema.field("q").type == PictureType()
    assert out["join"].select(["n", "m"]).to_pylist() == [{"n": 1, "m": 0}]
    assert out["left"]["n"].to_pylist() == [0, 2]
    assert out["right"]["m"].to_pylist() == [1, 2]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (pa.array([1, 2], pa.int8()), pa.array([2, 3], pa.uint64())),
        (pa.array([1.0, 2.0], pa.float32()), pa.array([2.0, 3.0])),
        (pa.array(["1", "2"]), pa.array(["2", "3"], pa.large_string()).dictionary_encode()),
        (pa.array([b"1", b"2"]), pa.array([b"2", b"3"], pa.large_binary())),
        (pa.array([1, 2]).cast(pa.decimal128(22, 2)), pa.array([2, 3]).cast(pa.decimal128(19, 0))),
        (pa.array([datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)]),) * 2,
    ],
)
def test_keys_of_one_family_match(left: pa.Array, right: pa.Array) -> None:
    out = join(pa.table({"k": left, "n": [0, 1]}), pa.table({"k": right, "m": [0, 1]}), ("k", "k"))
    pairs = out["join"].select(["n", "m"]).to_pylist()
    assert {"n": 1, "m": 0} in pairs or pairs == [{"n": 0, "m": 0}, {"n": 1, "m": 1}]


def test_a_column_of_nulls_matches_nothing() -> None:
    out = join(pa.table({"k": pa.nulls(2)}), pa.table({"k": ["a", None]}), ("k", "k"))
    assert [out[name].num_rows for name in ("left", "join", "right")] == [2, 0, 2]


def test_by_position_pairs_the_first_with_the_first() -> None:
    right = pa.concat_tables([RIGHT.slice(0, 1), RIGHT.slice(1, 2)])
    out = run_tool(Join, {"by": "position"}, {"left": LEFT, "right": right})
    assert out["join"].select(["name", "Right_name"]).to_pydict() == {
        "name": ["a", "b", "c"],
        "Right_name": ["v", "w", "x"],
    }
    assert out["left"]["name"].to_pylist() == ["d", "e"]
    assert out["right"].num_rows == 0


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀", "row"])
def test_columns_may_have_any_name(name: str) -> None:
    out = join(pa.table({name: [1]}), pa.table({name: [1]}), (name, name))
    assert out["join"].to_pydict() == {name: [1], "Right_" + name: [1]}


@pytest.mark.parametrize("by", ["columns", "position"])
def test_an_empty_side_leaves_everything_on_the_other(by: str) -> None:
    settings = {"by": by, "keys": [{"left": "id", "right": "key"}]}
    out = run_tool(Join, settings, {"left": LEFT, "right": RIGHT.schema.empty_table()})
    assert [out[name].num_rows for name in ("left", "join", "right")] == [5, 0, 0]
    out = run_tool(Join, settings, {"left": LEFT.schema.empty_table(), "right": RIGHT})
    assert [out[name].num_rows for name in ("left", "join", "right")] == [0, 0, 5]


def test_many_partners_come_in_batches_of_a_fair_size() -> None:
    left = pa.table({"k": [1] * 300, "p": picture_array([b"x"] * 300)})
    out = join(left, pa.table({"k": [1] * 300}), ("k", "k"))["join"]
    assert out.num_rows == 90_000
    assert max(batch.num_rows for batch in out.to_batches()) <= 1024


def test_keys_of_different_types_are_a_problem_with_advice() -> None:
    _, problems = configure_tool(
        Join,
        {"keys": [{"left": "id", "right": "name"}, {"left": "", "right": "nme"}]},
        {"left": LEFT, "right": RIGHT},
    )
    assert [(p.message, p.field) for p in problems] == [
        ("input 'right' has no column 'nme'", "keys.1.right"),
        (
            "column 'id' holds int64 and column 'name' holds text, which are never equal; "
            "retype one of them by a Select",
            "keys.0.right",
        ),
        ("choose a column, or remove this line", "keys.1.left"),
    ]


def test_no_keys_are_a_problem_unless_joined_by_position() -> None:
    _, problems = configure_tool(Join, {}, {"left": LEFT, "right": RIGHT})
    assert [p.message for p in problems] == ["choose at least one pair of columns that must be equal"]
    _, problems = configure_tool(Join, {"by": "position"}, {"left": LEFT, "right": RIGHT})
    assert problems == []


def test_an_unknown_side_makes_the_pairs_unknown() -> None:
    promised, problems = configure_tool(
        Join, {"keys": [{"left": "id", "right": "x"}]}, {"left": LEFT, "right": None}
    )
    assert (promised, problems) == ({"left": LEFT.schema, "join": None, "right": None}, [])


def test_the_annotation_says_what_must_be_equal() -> None:
    keys = [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}]
    assert Join(JoinConfig.model_validate({"keys": keys})).annotation() == "a = b, c = d"
