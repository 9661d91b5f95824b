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
    ]
)
"""One record a class. `Support` is the number of validation pictures of the class; `Accuracy` is that
of all validation pictures and the same in each record."""


@dataclass(frozen=True)
class Evaluation:
    """What a classifier did on pictures whose classes are known.

    Attributes:
        classes: The names of the classes.
        confusion: (classes, classes) counts; rows are true classes, columns predicted ones.
    """

    classes: tuple[str, ...]
    confusion: Counts

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

    def table(self) -> pa.Table:
        """The figures of each class, as `EVALUATION_SCHEMA` says."""
        columns = (self.classes, self.precision, self.recall, self.f1, self.support)
        accuracy = np.full(len(self.classes), self.accuracy)
        arrays = [
            pa.array(values, field.type, from_pandas=True)
            for values, field in zip((*columns, accuracy), EVALUATION_SCHEMA, strict=True)
        ]
        return pa.table(arrays, EVALUATION_SCHEMA)

    def interval(self) -> tuple[float, float]:
        """Where the true accuracy lies with 95 % confidence (Wilson), since few pictures say little."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.959964, self.total, self.accuracy
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


def evaluate(classes: Sequence[str], truth: npt.ArrayLike, predicted: npt.ArrayLike) -> Evaluation:
    """Count true against predicted classes, both given as positions in `classes`."""
    size = len(classes)
    pairs = np.asarray(truth, np.int64) * size + np.asarray(predicted, np.int64)
    return Evaluation(tuple(classes), np.bincount(pairs, minlength=size * size).reshape(size, size))


def _share(part: Counts, whole: Counts) -> Figures:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
