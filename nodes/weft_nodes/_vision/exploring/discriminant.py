"""Linear discriminants of many classes, learned fold by fold in one reading of features that rest on disk.

Each class is a cloud around its mean, and all clouds have one shape, drawn towards a ball. That makes a
model of the same form as a multinomial logistic regression, found by solving equations. No torch is imported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.features.vectors import Rows

Codes = npt.NDArray[np.int64]
Check = Callable[[], None]
"""Called between blocks; what it raises ends the work."""

_BLOCK = 2048

_SHRINKAGE = 0.3
"""How far the shape of the clouds is drawn towards a ball; measured, see docs/decisions."""

_SAMPLE = 20_000
"""Records by which probabilities are set right; more would not change the second digit."""


def standardised(rows: Rows, numbers: Codes, file: Path, check: Check) -> Rows:
    """Some of the rows, each number replaced by its root with its sign, at mean 0 and deviation 1.

    Features of networks have long tails, and their roots are told apart better. One that is the same
    everywhere becomes 0.

    Args:
        rows: (n, dimensions).
        numbers: Which of them, ascending.
        file: Is written.
        check: Called between blocks.
    """
    total, squares = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    for part in parts(len(numbers)):
        check()
        some = _roots(rows[numbers[part]]).astype(np.float64)
        total += some.sum(axis=0)
        squares += np.square(some).sum(axis=0)
    mean = total / len(numbers)
    deviation = np.sqrt(np.maximum(squares / len(numbers) - np.square(mean), 0))
    # Rounding leaves a little of a feature that is the same everywhere.
    scale = np.where(deviation > 1e-6, deviation, np.inf)
    with file.open("wb") as stream:
        for part in parts(len(numbers)):
            check()
            stream.write(((_roots(rows[numbers[part]]) - mean) / scale).astype(np.float32).data)
    return np.memmap(file, np.float32, "r", shape=(len(numbers), rows.shape[1]))


@dataclass(frozen=True)
class Folded:
    """Records that are judged by what the other folds teach.

    Attributes:
        features: (n, dimensions), standardised.
        codes: (n,) the class of each, from 0.
        fold: (n,) its fold, from 0.
        check: Called between blocks.
    """

    features: Rows
    codes: Codes
    fold: npt.NDArray[np.int16]
    check: Check

    def probabilities(self, file: Path) -> Rows:
        """(n, classes) of each record, by a model that has not seen its fold; rests in `file`."""
        classes, folds = int(self.codes.max()) + 1, int(self.fold.max()) + 1
        found = np.memmap(file, np.float32, "w+", shape=(len(self.codes), classes))
        sums, counts, products = self._moments(classes, folds)
        chances = np.log(np.bincount(self.codes) / len(self.codes)).astype(np.float32)
        for number in range(folds):
            self.check()
            seen, means = counts.sum(0) - counts[number], sums.sum(0) - sums[number]
            weights, added = _solved(products.sum(0) - products[number], means, seen)
            for part in parts(len(self.codes)):
                self.check()
                own = np.flatnonzero(self.fold[part] == number) + part.start
                found[own] = self.features[own] @ weights + added
        heat = self._heat(found, chances)
        for part in parts(len(self.codes)):
            self.check()
            found[part] = _soft(found[part] / heat + chances)
        return found

    def _moments(self, classes: int, folds: int) -> tuple[Rows, Rows, Rows]:
        """For each fold: the sums of each class, how many there are, and the products of all features."""
        width = self.features.shape[1]
        sums = np.zeros((folds, classes, width), np.float32)
        counts = np.zeros((folds, classes), np.float32)
        products = np.zeros((folds, width, width), np.float32)
        for part in parts(len(self.codes)):
            features, codes, fold = self.features[part], self.codes[part], self.fold[part]
            np.add.at(counts, (fold, codes), 1)
            for number in range(folds):
                self.check()
                own = features[fold == number]
                products[number] += own.T @ own
                marks = codes[fold == number, None] == np.arange(classes)
                sums[number] += marks.T.astype(np.float32) @ own
        return sums, counts, products

    def _heat(self, scores: Rows, chances: Rows) -> float:
        """By what to divide scores, so that probabilities are as likely as they say."""
        some = np.arange(len(scores))[:: max(1, len(scores) // _SAMPLE)]
        own, best, least = self.codes[some], 1.0, np.inf
        for heat in np.geomspace(0.05, 50, 60).tolist():
            self.check()
            chance = _soft(scores[some] / np.float32(heat) + chances)[np.arange(len(some)), own]
            surprise = float(-np.log(np.maximum(chance, 1e-12)).mean())
            if surprise < least:
                best, least = heat, surprise
        return float(best)


def _solved(products: Rows, sums: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """The weights (dimensions, classes) and what is added for each class."""
    means = sums / np.maximum(counts, 1)[:, None]
    shape = (products - sums.T @ means) / max(float(counts.sum()), 1)
    width = len(shape)
    ball = max(float(np.trace(shape)) / width, 1e-6)
    shape = (1 - _SHRINKAGE) * shape + _SHRINKAGE * ball * np.eye(width, dtype=np.float32)
    weights = np.linalg.solve(shape, means.T)
    added = -(means * weights.T).sum(axis=1) / 2
    # Of a class that the other folds lack nothing is known: nothing may be taken for it.
    return weights, np.where(counts > 0, added, np.float32(-1e6)).astype(np.float32)


def parts(count: int) -> Iterator[slice]:
    """Records from 0 to `count` in blocks."""
    return (slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK))


def _roots(rows: Rows) -> Rows:
    return np.asarray(np.sign(rows) * np.sqrt(np.abs(rows)))


def _soft(scores: Rows) -> Rows:
    lifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))
