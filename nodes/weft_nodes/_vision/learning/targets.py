"""What is learned of pictures: one class of several, several labels, or a number. No torch is imported here.

It follows from the type of the label column, unless the user wishes otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import fits, type_name

Target: TypeAlias = Literal["classes", "labels", "number"]
Wish: TypeAlias = Literal["auto", "classes", "several labels", "number"]

_WISHES: Mapping[Wish, Target] = MappingProxyType(
    {"classes": "classes", "several labels": "labels", "number": "number"}
)

IN_WORDS: Mapping[Target, str] = MappingProxyType(
    {"classes": "one class", "labels": "several labels", "number": "a number"}
)
"""Of each target, what a picture has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a label column is read.

    Attributes:
        wish: What the user wants it to be.
        separator: Between the labels of a text; empty where a text is one label.
    """

    wish: Wish = "auto"
    separator: str = ""

    def target(self, data_type: pa.DataType) -> Target:
        """What a column of this type is."""
        if self.wish != "auto":
            return _WISHES[self.wish]
        if is_list(data_type) or (self.separator and fits(data_type, "text")):
            return "labels"
        return "number" if _is_fraction(data_type) else "classes"

    def label_type(self, data_type: pa.DataType) -> pa.DataType:
        """The type of one label."""
        return data_type.value_type if is_list(data_type) else data_type

    def problem(self, column: str, data_type: pa.DataType) -> str:
        """Why a column cannot be read as is wished, and what to do; empty where it can."""
        if pa.types.is_null(data_type):
            return ""  # there are no records, or none with a label, and that is told
        target = self.target(data_type)
        said = f"column {column!r} is of type {type_name(data_type)}"
        if self.separator and not fits(data_type, "text"):
            return f"{said}; a separator of labels is for text only: empty it, or choose a column of text"
        if target == "classes" and not fits(data_type, "label"):
            return f"{said}, which names no class; choose a column of text, whole numbers, or yes and no"
        if target == "number" and not fits(data_type, "number"):
            return f"{said}, not numbers; choose a column of numbers, or make one by Select"
        if target == "labels" and not (is_list(data_type) or self.separator):
            return f"{said}, one label a picture; choose a column of lists, or give a separator of labels"
        return ""

    def difference(self, names: tuple[str, str], types: tuple[pa.DataType, pa.DataType]) -> str:
        """Why the label columns of T and V do not go together; empty where they do."""
        training, validation = (self.target(data_type) for data_type in types)
        if training != validation:
            return different_targets(names, (training, validation))
        first, second = (label_family(self.label_type(data_type)) for data_type in types)
        return "" if training == "number" or first == second else different_labels(*names, (first, second))


def different_targets(names: tuple[str, str], targets: tuple[Target, Target]) -> str:
    """The message that the label columns of T and V hold different things."""
    return (
        f"column {names[0]!r} of T holds {IN_WORDS[targets[0]]} a picture, {names[1]!r} of V "
        f"{IN_WORDS[targets[1]]}; give both the same type, with Select for one"
    )


@dataclass(frozen=True)
class Labels:
    """A label column as it was read.

    Attributes:
        text: (n,) as a person reads it, null where there is none.
        values: (n,) what is learned: lists of text or float64; None for classes.
        one: The type of one label.
    """

    text: pa.Array
    values: pa.Array | None
    one: pa.DataType


def is_list(data_type: pa.DataType) -> bool:
    """Whether a column holds lists."""
    listed = pa.types.is_list(data_type) or pa.types.is_large_list(data_type)
    return bool(listed or pa.types.is_fixed_size_list(data_type))


def label_family(data_type: pa.DataType) -> str:
    """What labels are, however wide: text, whole numbers or yes and no."""
    if pa.types.is_boolean(data_type):
        return "yes or no"
    return "whole numbers" if pa.types.is_integer(data_type) else "text"


def different_labels(training: str, validation: str, families: tuple[str, str]) -> str:
    """The message that the labels of the two inputs cannot be compared."""
    return (
        f"the labels of T ({training!r}) are {families[0]}, those of V ({validation!r}) are {families[1]}; "
        "give both the same type, with Select for one"
    )


def _is_fraction(data_type: pa.DataType) -> bool:
    return fits(data_type, "number") and not fits(data_type, "integer")


def read_labels(column: pa.Array, reading: Reading) -> Labels:
    """A label column, none of whose problems `Reading.problem` tells."""
    one = reading.label_type(column.type)
    match reading.target(column.type):
        case "classes":
            return Labels(column.cast(pa.string()), None, one)
        case "labels":
            lists = _lists(column, reading.separator)
            return Labels(_joined(lists), lists, one)
        case "number":
            numbers = pc.cast(column, pa.float64(), safe=False)
            finite = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
            return Labels(_written(finite), finite, one)


def indicators(lists: pa.Array, names: tuple[str, ...]) -> npt.NDArray[np.float32]:
    """(n, names) 1 where a list holds a name, else 0."""
    found = np.zeros((len(lists), len(names)), np.float32)
    rows = np.asarray(pc.list_parent_indices(lists), np.int64)
    places = pc.index_in(pc.list_flatten(lists), value_set=pa.array(names, pa.string()))
    known = np.asarray(places.is_valid())
    found[rows[known], np.asarray(places.drop_null(), np.int64)] = 1.0
    return found


def number_text(value: float) -> str:
    """A number as a person reads it: six digits are enough."""
    return f"{value:,.6g}"


def _lists(column: pa.Array, separator: str) -> pa.Array:
    """Lists of text without nulls, empty texts and doubles, in the order of the column."""
    if separator:
        rows = [None if text is None else text.split(separator) for text in column.to_pylist()]
    else:
        listed = column if pa.types.is_list(column.type) else column.cast(pa.list_(column.type.value_type))
        rows = listed.cast(pa.list_(pa.string())).to_pylist()
    return pa.array([None if row is None else _clean(row) for row in rows], pa.list_(pa.string()))


def _clean(labels: list[str | None]) -> list[str]:
    return list(dict.fromkeys(name for label in labels if label and (name := label.strip())))


def _joined(lists: pa.Array) -> pa.Array:
    return pa.array([None if row is None else ", ".join(row) for row in lists.to_pylist()], pa.string())


def _written(numbers: pa.Array) -> pa.Array:
    values = numbers.to_pylist()
    return pa.array([None if value is None else f"{value:.15g}" for value in values], pa.string())
