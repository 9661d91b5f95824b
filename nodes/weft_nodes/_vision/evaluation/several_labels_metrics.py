"""How good a model of several labels is: figures of each label and of whole answers. No torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft_nodes._vision.evaluation.intervals import wilson
from weft_nodes._vision.evaluation.metrics import EVALUATION_SCHEMA

Figures = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

LABELS_SCHEMA = EVALUATION_SCHEMA.append(pa.field("Average_Precision", pa.float64()))
"""One record a label, as for classes. `Accuracy` is the share of validation pictures of which every label
is right, and the same in each record."""

_UNKNOWN = 0.5
"""The threshold of a label that no validation picture has, or all have."""


@dataclass(frozen=True)
class LabelEvaluation:
    """What a model said of pictures whose labels are known.

    Attributes:
        names: Of the labels.
        truth: (n, labels) whether a picture has each.
        chances: (n, labels) the probability of each.
        thresholds: (labels,) from which probability on each is said.
        bounds: Where the true share of exact answers lies with 95 % confidence.
    """

    names: tuple[str, ...]
    truth: Truths
    chances: Figures
    thresholds: Figures
    bounds: tuple[float, float] = (0.0, 1.0)

    @property
    def said(self) -> Truths:
        """(n, labels) what it answers."""
        return self.chances >= self.thresholds

    @property
    def hits(self) -> npt.NDArray[np.int64]:
        """Of each label, pictures that have it and are said to."""
        return (self.truth & self.said).sum(axis=0)

    @property
    def support(self) -> npt.NDArray[np.int64]:
        """Pictures with each label."""
        return self.truth.sum(axis=0)

    @property
    def answers(self) -> npt.NDArray[np.int64]:
        """Pictures that are said to have each label."""
        return self.said.sum(axis=0)

    @property
    def precision(self) -> Figures:
        """Of the pictures said to have a label, the share that have it; NaN where there are none."""
        return _share(self.hits, self.answers)

    @property
    def recall(self) -> Figures:
        """Of the pictures with a label, the share that are said to have it; NaN where there are none."""
        return _share(self.hits, self.support)

    @property
    def f1(self) -> Figures:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.hits, self.answers + self.support)

    @property
    def average_precision(self) -> Figures:
        """The area under the curve of precision by recall; NaN for labels that no picture has."""
        columns = zip(self.truth.T, self.chances.T, strict=True)
        return np.array([average_precision(truth, chances) for truth, chances in columns])

    @property
    def mean_average_precision(self) -> float:
        """Of the labels that a picture has."""
        return _mean(self.average_precision)

    @property
    def micro_f1(self) -> float:
        """F1 of all labels of all pictures taken together: frequent labels count more."""
        both = int(self.answers.sum() + self.support.sum())
        return 2 * int(self.hits.sum()) / both if both else float("nan")

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels that a picture has: all count alike."""
        return _mean(self.f1[self.support > 0])

    @property
    def exact(self) -> Truths:
        """(n,) whether every label of a picture is right."""
        found: Truths = (self.truth == self.said).all(axis=1)
        return found

    @property
    def exact_match(self) -> float:
        """The share of pictures of which every label is right."""
        return float(self.exact.mean())

    def bounds_of(self, part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> tuple[Figures, Figures]:
        """Low and high end of the 95 % interval of each share, NaN where that is undefined."""
        low, high = wilson(part, whole)
        return np.where(whole > 0, low, np.nan), np.where(whole > 0, high, np.nan)

    def table(self) -> pa.Table:
        """The figures of each label, as `LABELS_SCHEMA` says."""
        whole = [np.full(len(self.names), value) for value in (self.exact_match, *self.bounds)]
        columns = (
            *(self.names, self.precision, self.recall, self.f1, self.support, whole[0]),
            *self.bounds_of(self.hits, self.answers),
            *self.bounds_of(self.hits, self.support),
            *whole[1:],
            self.average_precision,
        )
        pairs = zip(columns, LABELS_SCHEMA, strict=True)
        arrays = [pa.array(values, field.type, from_pandas=True) for values, field in pairs]
        return pa.table(arrays, LABELS_SCHEMA)


def probabilities_of(logits: npt.NDArray[np.floating]) -> Figures:
    """(n, labels) the probability of each label, in double precision."""
    found: Figures = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return found


def choose_thresholds(truth: Truths, chances: Figures) -> Figures:
    """Of each label, the probability from which on to say it for the best F1.

    Between the last probability that is said and the next one, so that what is computed again in another
    way says the same; of equally good ones the nearest to one half.
    """
    return np.array([_threshold(*column) for column in zip(truth.T, chances.T, strict=True)])


def curve(truth: Truths, chances: Figures) -> tuple[Figures, Figures, Figures]:
    """Recall, precision and F1 of one label for each probability from which on it may be said, falling."""
    order = np.argsort(-chances, kind="stable")
    last = np.append(np.diff(chances[order]) < 0, True)
    hits = np.cumsum(truth[order])[last]
    said = np.flatnonzero(last) + 1
    total = int(truth.sum())
    return hits / max(1, total), hits / said, 2 * hits / (said + total)


def average_precision(truth: Truths, chances: Figures) -> float:
    """The mean precision over the pictures with the label, in the order of their probabilities."""
    if not truth.any():
        return float("nan")
    recall, precision, _ = curve(truth, chances)
    return float((np.diff(recall, prepend=0.0) * precision).sum())


def _threshold(truth: Truths, chances: Figures) -> float:
    if truth.all() or not truth.any():
        return _UNKNOWN
    f1 = curve(truth, chances)[2]
    falling = np.unique(chances)[::-1]
    below = np.append(falling[1:], 0.0)
    # A threshold may stand anywhere in its gap: as near to one half as is not too near to an end.
    edge = 0.1 * (falling - below)
    places = np.clip(_UNKNOWN, below + edge, falling - edge)
    best = np.flatnonzero(f1 >= f1.max() - 1e-12)
    return float(places[best[np.abs(places[best] - _UNKNOWN).argmin()]])


def _share(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> Figures:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _mean(figures: Figures) -> float:
    known = figures[np.isfinite(figures)]
    return float(known.mean()) if len(known) else float("nan")
