from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from weft.sdk import ToolError
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning.checks import check_classes, tell_leaks, tell_unmeasured
from weft_nodes._vision.learning.samples import Samples, Side
from weft_nodes._vision.learning.targets import label_family

T = Side("training", "T", "image", "Class")
V = Side("validation", "V", "photo", "Kind")


def labelled(side: Side, labels: list[Any], label_type: pa.DataType | None = None) -> Samples:
    array = pa.array(labels, label_type or pa.string())
    nothing = pa.chunked_array([pa.array([b""] * len(labels), pa.large_binary())])
    return Samples(side, nothing, np.arange(len(labels)), array.cast(pa.string()), array.type)


def test_classes_come_sorted_in_the_order_of_their_type() -> None:
    assert check_classes(labelled(T, ["b", "a", "b"]), labelled(V, ["a"])) == ("a", "b")
    numbers = labelled(T, [10, 9, -1], pa.int16()), labelled(V, [9], pa.int64())
    assert check_classes(*numbers) == ("-1", "9", "10")
    assert check_classes(labelled(T, [True, False], pa.bool_()), labelled(V, [True], pa.bool_())) == (
        "false",
        "true",
    )


def test_one_class_is_too_few() -> None:
    with pytest.raises(ToolError, match="column 'Class' of T holds one class only, 'a'") as caught:
        check_classes(labelled(T, ["a", "a"]), labelled(V, ["a"]))
    assert caught.value.field == "training_label"


def test_classes_that_only_validation_has_are_named() -> None:
    with pytest.raises(
        ToolError, match=r"V has 2 classes that T does not have: 'c', 'd'; give T pictures"
    ) as caught:
        check_classes(labelled(T, ["a", "b"]), labelled(V, ["d", "a", "c"]))
    assert caught.value.field == "validation_label"
    many = labelled(V, [f"x{n}" for n in range(9)])
    with pytest.raises(ToolError, match="'x0', 'x1', 'x2', 'x3', 'x4' and 4 more"):
        check_classes(labelled(T, ["a", "b"]), many)


def test_labels_of_two_types_cannot_be_compared() -> None:
    with pytest.raises(
        ToolError, match=r"labels of T \('Class'\) are text, those of V \('Kind'\) are whole numbers"
    ):
        check_classes(labelled(T, ["1", "2"]), labelled(V, [1], pa.int64()))


def test_families_of_labels_do_not_depend_on_their_width() -> None:
    assert label_family(pa.int8()) == label_family(pa.uint64()) == "whole numbers"
    assert label_family(pa.string()) == label_family(pa.large_string()) == "text"
    assert label_family(pa.bool_()) == "yes or no"


def test_classes_without_validation_pictures_are_told() -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        assert tell_unmeasured(labelled(V, ["b"]), ("a", "b", "c"), ctx) == ("a", "c")
        assert tell_unmeasured(labelled(V, ["a", "b"]), ("a", "b"), ctx) == ()
    assert [(rows, example) for _, rows, example in heard.warnings] == [(2, "a")]


def test_a_leak_is_counted_in_v_and_shown_by_the_first_pair() -> None:
    training = replace(labelled(T, ["a", "b", "a"]), digests=[b"1", b"2", b"1"], rows=np.array([0, 3, 4]))
    validation = replace(labelled(V, ["a", "b", "a"]), digests=[b"9", b"1", b"1"], rows=np.array([2, 5, 6]))
    heard = Heard()
    with run_context(heard=heard) as ctx:
        assert tell_leaks(training, validation, ctx) == 2
        assert tell_leaks(training, replace(validation, digests=[b"7", b"8", b"9"]), ctx) == 0
    ((_, rows, example),) = heard.warnings
    assert (rows, example) == (2, "record 6 of V is record 1 of T")
