from typing import Any

import pyarrow as pa
import pytest
from drawn_targets import coloured, sized

from weft.sdk import ToolError, picture_array
from weft_nodes._vision.learning.samples import Samples, Side, gather
from weft_nodes._vision.learning.target_checks import check_targets
from weft_nodes._vision.learning.targets import Reading, Target, indicators, read_labels


@pytest.mark.parametrize(
    ("data_type", "reading", "target"),
    [
        (pa.string(), Reading(), "classes"),
        (pa.int64(), Reading(), "classes"),
        (pa.bool_(), Reading(), "classes"),
        (pa.int64(), Reading("number"), "number"),
        (pa.float32(), Reading(), "number"),
        (pa.decimal128(9, 2), Reading(), "number"),
        (pa.list_(pa.string()), Reading(), "labels"),
        (pa.list_(pa.int32(), 2), Reading(), "labels"),
        (pa.string(), Reading(separator=";"), "labels"),
    ],
)
def test_what_is_learned_follows_from_the_type(data_type: Any, reading: Reading, target: Target) -> None:
    assert reading.target(data_type) == target
    assert reading.problem("x", data_type) == ""


@pytest.mark.parametrize(
    ("data_type", "reading", "problem"),
    [
        (pa.float64(), Reading("classes"), "which names no class"),
        (pa.string(), Reading("number"), "not numbers"),
        (pa.string(), Reading("several labels"), "give a separator"),
        (pa.float64(), Reading(separator=";"), "for text only"),
    ],
)
def test_a_column_that_cannot_be_what_is_wished_says_why(
    data_type: Any, reading: Reading, problem: str
) -> None:
    assert problem in reading.problem("x", data_type)


def test_texts_are_split_and_lists_are_cleaned() -> None:
    split = read_labels(pa.array(["cat; dog", "dog;;dog", "", None]), Reading(separator=";"))
    assert split.values is not None
    assert split.values.to_pylist() == [["cat", "dog"], ["dog"], [], None]
    assert split.text.to_pylist() == ["cat, dog", "dog", "", None]
    numbers = read_labels(pa.array([[9, 10], [None, 9]]), Reading())
    assert numbers.values is not None
    assert numbers.values.to_pylist() == [["9", "10"], ["9"]]
    assert numbers.one == pa.int64()
    assert indicators(numbers.values, ("9", "10")).tolist() == [[1, 1], [1, 0]]


def side(values: pa.Array, letter: str = "T", reading: Reading | None = None) -> Samples:
    name = {"T": "training", "V": "validation"}[letter]
    table = pa.table({"image": picture_array([b"p"] * len(values)), "y": values})
    return gather(table, Side(name, letter, "image", "y"), reading or Reading())


def test_numbers_that_are_none_are_left_out_with_the_reason() -> None:
    samples = side(pa.array([1.5, None, float("nan"), float("inf"), 2.0]))
    assert samples.numbers().tolist() == [1.5, 2.0]
    assert [(one.record, one.reason) for one in samples.skipped] == [
        (2, "the label is null"),
        (3, "the label is no finite number"),
        (4, "the label is no finite number"),
    ]


def test_labels_come_in_the_order_of_their_type() -> None:
    both = side(pa.array([[10], [9, 2]])), side(pa.array([[9]]), "V")
    assert check_targets(*both) == ("2", "9", "10")


@pytest.mark.parametrize(
    ("training", "validation", "message"),
    [
        (pa.array([3.0, 3.0]), pa.array([1.0]), "the same number, 3, for every picture"),
        (pa.array([["a"], ["a"]]), pa.array([["a"]]), "one label only, 'a'"),
        (pa.array([["a"], ["b"]]), pa.array([["c"]]), "labels that T does not have: 'c'"),
        (pa.array([["a"], ["b"]]), pa.array([1.0]), "several labels a picture, 'y' of V a number"),
        (
            pa.array([["a"], ["b"]]),
            pa.array([[1]]),
            "T .* are text, those of V .* whole numbers",
        ),
    ],
)
def test_what_cannot_be_learned_is_refused(training: pa.Array, validation: pa.Array, message: str) -> None:
    with pytest.raises(ToolError, match=message):
        check_targets(side(training), side(validation, "V"))


def test_drawn_pictures_have_what_they_are_said_to_have() -> None:
    assert coloured(4).column("Colours").to_pylist() == [[], ["blue"], ["red"], ["blue", "red"]]
    assert len(set(sized(4).column("Width").to_pylist())) == 4
