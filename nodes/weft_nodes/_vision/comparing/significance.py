"""Whether one classifier is better than another on the same pictures, or only luckier: McNemar's test.

Pictures that both have right, or both wrong, say nothing about which is better; those that only one
has right do. Were both equally good, each of these would fall to either like a tossed coin.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

LEVEL = 0.05
"""Below this a difference counts as real."""

_EXACT = 25
"""With fewer pictures that only one has right, the normal curve is no good picture of the coin."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two classifiers side by side, by their positions.

    Attributes:
        first: The earlier one.
        second: The later one.
        only_first: Pictures that only the earlier one has right.
        only_second: Pictures that only the later one has right.
        chance: How likely so large a difference is between equals, 0 to 1, corrected for the number of
            pairs that are looked at.
    """

    first: int
    second: int
    only_first: int
    only_second: int
    chance: float

    @property
    def better(self) -> int | None:
        """The position of the better one; None where no difference can be told."""
        if self.chance >= LEVEL:
            return None
        return self.first if self.only_first > self.only_second else self.second


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided p-value: of the exact binomial test where fewer than 25 pictures decide, else of the
    chi-squared test with one degree of freedom and continuity correction.
    """
    total = only_first + only_second
    if total < _EXACT:
        tail = sum(math.comb(total, count) for count in range(min(only_first, only_second) + 1))
        return min(1.0, 2 * tail / 2**total)
    distance = max(abs(only_first - only_second) - 1, 0) / math.sqrt(total)
    return math.erfc(distance / math.sqrt(2))


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for their number by Holm's method, in the same order.

    The chance that even one of several equal pairs looks different then stays below the level.
    """
    corrected = [0.0] * len(values)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        least = max(least, min(1.0, values[place] * (len(values) - rank)))
        corrected[place] = least
    return corrected


def compare_pairs(right: Sequence[npt.NDArray[np.bool_]]) -> tuple[Pair, ...]:
    """Every pair of classifiers, the first with all later ones first.

    Args:
        right: For each classifier whether it had each picture right; all of one length.
    """
    pairs = list(combinations(range(len(right)), 2))
    only = [(int((right[a] & ~right[b]).sum()), int((right[b] & ~right[a]).sum())) for a, b in pairs]
    chances = holm([mcnemar(*counts) for counts in only])
    return tuple(
        Pair(*pair, *counts, chance) for pair, counts, chance in zip(pairs, only, chances, strict=True)
    )
