"""How sure a measured share is: where the true value lies, and what difference could be told at all."""

import math

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]

_Z = 1.959964
"""Standard deviations that hold 95 % of a normal distribution."""

_POWER = 0.841621
"""Standard deviations that turn "told in half of all cases" into "told in four of five"."""

_DRAWS = 4000


def wilson(part: npt.ArrayLike, whole: npt.ArrayLike) -> tuple[Figures, Figures]:
    """Low and high end of the 95 % interval of shares `part / whole`; 0 and 1 where `whole` is 0."""
    n = np.asarray(whole, np.float64)
    k = np.asarray(part, np.float64)
    counted = np.maximum(n, 1)
    p = k / counted
    middle = (p + _Z**2 / (2 * counted)) / (1 + _Z**2 / counted)
    half = _Z / (1 + _Z**2 / counted) * np.sqrt(p * (1 - p) / counted + _Z**2 / (4 * counted**2))
    # At the ends the formula gives the end itself, but for rounding.
    low = np.where((n == 0) | (k == 0), 0.0, np.maximum(middle - half, 0.0))
    high = np.where((n == 0) | (k == n), 1.0, np.minimum(middle + half, 1.0))
    return low, high


def bootstrap(
    right: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64], seed: int = 1
) -> tuple[float, float]:
    """The 95 % interval of the share of true values, where those of a group are no independent evidence.

    Groups are drawn anew with replacement, 4,000 times, and the middle 95 % of the shares taken. Never
    narrower than Wilson's interval: of ten right answers in ten a bootstrap would say that it is sure.

    Args:
        right: (n,) whether each answer is right.
        groups: (n,) the number of the group of each, from 0; all different where nothing belongs together.
        seed: Of the draws; the same seed gives the same interval.
    """
    if not len(right):
        return 0.0, 1.0
    sizes = np.bincount(groups)
    hits = np.bincount(groups, weights=right).astype(np.int64)
    # Groups of one size and as many hits are interchangeable, so only how many of each kind is drawn.
    kinds, counts = np.unique(np.stack([sizes, hits], axis=1)[sizes > 0], axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(counts.sum(), counts / counts.sum(), _DRAWS)
    shares = (drawn @ kinds[:, 1]) / (drawn @ kinds[:, 0])
    low, high = np.quantile(shares, (0.025, 0.975))
    plain = wilson(right.sum(), len(right))
    return min(float(low), float(plain[0])), max(float(high), float(plain[1]))


def detectable_difference(right: int, total: int) -> float:
    """The smallest difference of two accuracies near `right / total` that `total` pictures could show.

    At 95 % confidence and in four of five cases, for two settings whose mistakes are independent;
    two that fail on the same pictures can be told apart a little earlier. 1 where there are no pictures.
    """
    if not total:
        return 1.0
    # Two of each kind more (Agresti and Coull): no mistake at all does not mean that there are none.
    p = (right + 2) / (total + 4)
    return min(1.0, (_Z + _POWER) * math.sqrt(2 * p * (1 - p) / total))
