"""How sure the figures of several labels are: 95 % intervals by a bootstrap. No torch is imported here."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.evaluation.intervals import wilson
from weft_nodes._vision.evaluation.several_labels_metrics import Figures, LabelEvaluation

Bounds = tuple[float, float]

_DRAWS, _FEWEST = 1000, 200
_WORK = 40_000_000
"""Probabilities that are looked at: many labels of many pictures are drawn less often, for a few seconds."""


@dataclass(frozen=True)
class LabelBounds:
    """Low and high ends.

    Attributes:
        mean_average_precision: Of it.
        micro_f1: Likewise.
        macro_f1: Likewise.
        average_precision: (labels, 2) of each label, NaN for labels that no picture has.
    """

    mean_average_precision: Bounds
    micro_f1: Bounds
    macro_f1: Bounds
    average_precision: Figures


def label_bounds(
    found: LabelEvaluation, groups: npt.NDArray[np.int64], watch: Callable[[], None], seed: int = 1
) -> LabelBounds:
    """Draw groups of pictures that look alike anew with replacement, and take the middle 95 %.

    No interval is narrower than Wilson's of a share of as many pictures as have a label: of a label that
    is never mistaken all draws would say the same.

    Args:
        found: What a model said.
        groups: (n,) the number of the group of each picture, from 0.
        watch: Called before each draw; may raise to stop.
        seed: Of the draws; the same seed gives the same.
    """
    chance, count = np.random.default_rng(seed), int(groups.max()) + 1
    draws = int(np.clip(_WORK // found.truth.size, _FEWEST, _DRAWS))
    ranked = _Ranked(found)
    single, whole = np.empty((draws, len(found.names))), np.empty((draws, 3))
    for draw in range(draws):
        watch()
        weights = np.bincount(chance.integers(count, size=count), minlength=count)[groups]
        single[draw] = ranked.average_precision(weights)
        whole[draw] = (_mean(single[draw]), *_f1(found, weights))
    total = int(found.support.sum())
    each = zip(single.T, found.average_precision, found.support.tolist(), strict=True)
    return LabelBounds(
        _middle(whole[:, 0], found.mean_average_precision, total),
        _middle(whole[:, 1], found.micro_f1, total),
        _middle(whole[:, 2], found.macro_f1, total),
        np.array([_middle(*one) for one in each]),
    )


class _Ranked:
    """The pictures of each label by falling probability, sorted once for all draws."""

    def __init__(self, found: LabelEvaluation) -> None:
        self._order = np.argsort(-found.chances, axis=0, kind="stable").astype(np.int32)
        falling = -np.take_along_axis(found.chances, self._order, 0)
        # Equal probabilities count together: the last of them stands for all.
        ends = [np.searchsorted(column, column, "right") - 1 for column in falling.T]
        self._ends = np.stack(ends, axis=1).astype(np.int32)
        self._truth = np.take_along_axis(found.truth, self._order, 0)

    def average_precision(self, weights: npt.NDArray[np.int64]) -> Figures:
        """(labels,) where each picture is there as often as its weight says; NaN without any."""
        drawn = weights[self._order]
        there = drawn * self._truth
        precision = np.cumsum(there, axis=0) / np.maximum(np.cumsum(drawn, axis=0), 1)
        hits = (there * np.take_along_axis(precision, self._ends, 0)).sum(axis=0)
        return _share(hits, there.sum(axis=0))


def _f1(found: LabelEvaluation, weights: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Micro and macro F1 of so many of each picture."""
    hits, answers, support = (weights @ part for part in (found.truth & found.said, found.said, found.truth))
    both = answers + support
    micro = float(_share(2 * hits.sum(keepdims=True), both.sum(keepdims=True))[0])
    return micro, _mean(np.where(support > 0, _share(2 * hits, both), np.nan))


def _middle(drawn: Figures, value: float, pictures: int) -> Bounds:
    known = drawn[np.isfinite(drawn)]
    if not len(known) or not np.isfinite(value):
        return float("nan"), float("nan")
    low, high = np.quantile(known, (0.025, 0.975))
    least, most = wilson(value * pictures, pictures)
    return min(float(low), float(least)), max(float(high), float(most))


def _share(part: npt.ArrayLike, whole: npt.NDArray[np.int64]) -> Figures:
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def _mean(figures: Figures) -> float:
    known = figures[np.isfinite(figures)]
    return float(known.mean()) if len(known) else float("nan")
