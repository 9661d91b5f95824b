"""Scores that mean what they say: of all answers with a score of 0.9, nine in ten should be right.

A network that learned is mostly too sure, or with smoothed labels too modest. One number, the
temperature, divides what it gives before softmax; it changes no answer, only how sure it sounds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.evaluation.intervals import wilson

Logits = npt.NDArray[np.float32]
Figures = npt.NDArray[np.float64]

_COLDEST, _HOTTEST = 0.05, 20.0
_FITTED_ON = 10_000
"""Pictures that are enough to fit one number."""

_CHUNK = 4096
"""Rows that are worked on at a time, in double precision."""

BINS = 10


@dataclass(frozen=True)
class Reliability:
    """How scores and right answers go together, in bins of equal width.

    Attributes:
        count: (bins,) answers whose score is in the bin.
        score: (bins,) their mean score, NaN where there are none.
        right: (bins,) the share of them that is right, NaN where there are none.
        low: (bins,) the lower end of that share's 95 % interval.
        high: (bins,) the upper end.
        error: The expected calibration error: the mean distance of the two, by answers.
    """

    count: npt.NDArray[np.int64]
    score: Figures
    right: Figures
    low: Figures
    high: Figures
    error: float


def fit_temperature(logits: Logits, truth: npt.NDArray[np.int64]) -> float:
    """The temperature that makes the true classes likeliest, from 0.05 to 20; 1 without pictures.

    Args:
        logits: (n, classes).
        truth: (n,) positions of the true classes.

    The truth counts as a little uncertain, as in Platt's method: where every answer is right, few
    pictures must not make the scores certain.
    """
    if not len(logits):
        return 1.0
    chosen = np.unique(np.linspace(0, len(logits) - 1, min(len(logits), _FITTED_ON)).astype(np.int64))
    values = logits[chosen].astype(np.float64)
    doubt = 1 / (len(values) + 2)
    target = (1 - doubt) * values[np.arange(len(values)), truth[chosen]] + doubt * values.mean(axis=1)
    # The loss is convex in the inverse of the temperature: halve where its slope changes sign.
    low, high = np.log(1 / _HOTTEST), np.log(1 / _COLDEST)
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if _slope(values, target, np.exp(middle)) > 0 else (middle, high)
    return float(np.exp(-(low + high) / 2))


def _slope(values: Figures, target: Figures, sharpness: float) -> float:
    """Of the loss by the inverse of the temperature: what is expected less what is true."""
    total = 0.0
    for start in range(0, len(values), _CHUNK):
        some = values[start : start + _CHUNK]
        chances = probabilities(some, 1 / sharpness)
        total += float((chances * some).sum() - target[start : start + _CHUNK].sum())
    return total


def probabilities(logits: npt.NDArray[np.floating], temperature: float = 1.0) -> Figures:
    """Softmax of (n, classes) logits at a temperature, in double precision."""
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    np.exp(scaled, out=scaled)
    return scaled / scaled.sum(axis=1, keepdims=True)


def scores_of(logits: Logits, temperature: float, answers: npt.NDArray[np.int64]) -> Figures:
    """(n,) the probability of one class of each picture: of its answer, or of its truth."""
    found = np.empty(len(logits))
    for start in range(0, len(logits), _CHUNK):
        part = slice(start, start + _CHUNK)
        chances = probabilities(logits[part], temperature)
        found[part] = np.take_along_axis(chances, answers[part, None], axis=1)[:, 0]
    return found


def reliability(scores: Figures, right: npt.NDArray[np.bool_]) -> Reliability:
    """What the scores of (n,) answers promised, and how many of these are right."""
    place = np.minimum((scores * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(place, minlength=BINS)
    hits = np.bincount(place, weights=right, minlength=BINS)
    counted = np.where(count > 0, count, np.nan)
    score = np.bincount(place, weights=scores, minlength=BINS) / counted
    share = hits / counted
    low, high = wilson(hits, count)
    error = float(np.nansum(np.abs(score - share) * count) / max(1, len(scores)))
    return Reliability(count, score, share, low, high, error)
