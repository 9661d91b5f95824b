"""How good a classifier is: counts of true against predicted classes, and what follows from them.

A figure that is undefined, such as the precision of a class that was never predicted, is NaN here
and null in the table.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft_nodes._vision.evaluation.intervals import wilson

Counts = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]

EVALUATION_SCHEMA = pa.schema(
    [
        ("Class", pa.string()),
        ("Precision", pa.float64()),
        ("Recall", pa.float64()),
        ("F1", pa.float64()),
        ("Support", pa.int64()),
        ("Accuracy", pa.float64()),
        ("Precision_Low", pa.float64()),
        ("Precision_High", pa.float64()),
        ("Recall_Low", pa.float64()),
        ("Recall_High", pa.float64()),
        ("Accuracy_Low", pa.float64()),
        ("Accuracy_High", pa.float64()),
    ]
)
"""One record a class. `Support` is the number of validation pictures of the class; `Accuracy` is that
of all validation pictures and the same in each record. Low and high are the ends of the interval that
holds the true value with 95 % confidence."""


@dataclass(frozen=True)
class Evaluation:
    """What a classifier did on pictures whose classes are known.

    Attributes:
        classes: The names of the classes.
        confusion: (classes, classes) counts; rows are true classes, columns predicted ones.
        bounds: Where the true accuracy lies with 95 % confidence, where that was found with more than
            the counts; None takes Wilson's interval.
    """

    classes: tuple[str, ...]
    confusion: Counts
    bounds: tuple[float, float] | None = None

    @property
    def total(self) -> int:
        """The number of pictures."""
        return int(self.confusion.sum())

    @property
    def right(self) -> int:
        """The number of pictures whose class was predicted."""
        return int(np.trace(self.confusion))

    @property
    def accuracy(self) -> float:
        """The share of pictures whose class was predicted, NaN without pictures."""
        return self.right / self.total if self.total else math.nan

    @property
    def support(self) -> Counts:
        """Pictures of each class."""
        return self.confusion.sum(axis=1)

    @property
    def precision(self) -> Figures:
        """Of the pictures predicted as a class, the share that are of it."""
        return _share(np.diagonal(self.confusion), self.confusion.sum(axis=0))

    @property
    def recall(self) -> Figures:
        """Of the pictures of a class, the share that are predicted as it."""
        return _share(np.diagonal(self.confusion), self.support)

    @property
    def f1(self) -> Figures:
        """The harmonic mean of precision and recall."""
        both = self.confusion.sum(axis=0) + self.support
        return _share(2 * np.diagonal(self.confusion), both)

    @property
    def precision_bounds(self) -> tuple[Figures, Figures]:
        """Low and high end of the 95 % interval of each precision, NaN where that is undefined."""
        return _bounds(np.diagonal(self.confusion), self.confusion.sum(axis=0))

    @property
    def recall_bounds(self) -> tuple[Figures, Figures]:
        """Low and high end of the 95 % interval of each recall, NaN where that is undefined."""
        return _bounds(np.diagonal(self.confusion), self.support)

    def table(self) -> pa.Table:
        """The figures of each class, as `EVALUATION_SCHEMA` says."""
        columns = (self.classes, self.precision, self.recall, self.f1, self.support)
        whole = [np.full(len(self.classes), value) for value in (self.accuracy, *self.interval())]
        bounds = (*self.precision_bounds, *self.recall_bounds)
        arrays = [
            pa.array(values, field.type, from_pandas=True)
            for values, field in zip(
                (*columns, whole[0], *bounds, *whole[1:]), EVALUATION_SCHEMA, strict=True
            )
        ]
        return pa.table(arrays, EVALUATION_SCHEMA)

    def interval(self) -> tuple[float, float]:
        """Where the true accuracy lies with 95 % confidence, since few pictures say little."""
        if self.bounds is not None:
            return self.bounds
        low, high = wilson(self.right, self.total)
        return float(low), float(high)


def evaluate(classes: Sequence[str], truth: npt.ArrayLike, predicted: npt.ArrayLike) -> Evaluation:
    """Count true against predicted classes, both given as positions in `classes`."""
    size = len(classes)
    pairs = np.asarray(truth, np.int64) * size + np.asarray(predicted, np.int64)
    return Evaluation(tuple(classes), np.bincount(pairs, minlength=size * size).reshape(size, size))


def _bounds(part: Counts, whole: Counts) -> tuple[Figures, Figures]:
    low, high = wilson(part, whole)
    known = whole > 0
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _share(part: Counts, whole: Counts) -> Figures:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
