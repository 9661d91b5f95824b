"""*Unknown* as an answer: the score under which a classifier had better say nothing."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.evaluation.intervals import wilson

_SLACK = 1e-6
"""Under the lowest score that counts: a score that is computed again may differ in its last digits."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score that was chosen on validation pictures, and what it does to them.

    Attributes:
        score: Answers of a lower score are unknown.
        wanted: The precision that was asked for.
        reached: Whether the answered pictures let one expect it.
        answered: Pictures with an answer.
        right: Those of them that are right.
        total: All pictures.
    """

    score: float
    wanted: float
    reached: bool
    answered: int
    right: int
    total: int

    @property
    def unknown(self) -> int:
        """Pictures without an answer."""
        return self.total - self.answered

    def interval(self) -> tuple[float, float]:
        """Where the true precision of the answers lies with 95 % confidence."""
        low, high = wilson(self.right, self.answered)
        return float(low), float(high)


def choose_threshold(
    scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], wanted: float
) -> Threshold:
    """The lowest score above which a share of `wanted` can be expected to be right.

    What can be expected is Laplace's (right + 1) / (answers + 2), not the plain share: three right
    answers of three are no 100 %. Where no score reaches `wanted`, the one that comes nearest is taken.

    Args:
        scores: (n,) of the answers, at least one.
        right: (n,) whether each is right.
        wanted: The precision, above 0 and below 1.
    """
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    hits = np.cumsum(right[order])
    expected = (hits + 1) / (np.arange(len(hits)) + 3)
    # Answers of the same score are taken or left together.
    last_of_equals = np.append(falling[1:] < falling[:-1], True)
    enough = np.flatnonzero(last_of_equals & (expected >= wanted))
    ends = np.flatnonzero(last_of_equals)
    place = int(enough[-1] if len(enough) else ends[expected[ends].argmax()])
    below = falling[place + 1] if place + 1 < len(falling) else falling[place] * (1 - 2 * _SLACK)
    score = max(float(falling[place] + below) / 2, float(falling[place]) - _SLACK)
    return Threshold(score, wanted, len(enough) > 0, place + 1, int(hits[place]), len(scores))
