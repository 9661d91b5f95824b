"""Classes of uneven size: whether, and how far, pictures of rare classes count more."""

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Balance: TypeAlias = Literal["automatic", "on", "off"]

UNEVEN = 3.0
"""*automatic* weighs classes when the largest has so many times the pictures of the smallest."""


def class_weights(codes: npt.NDArray[np.int64], classes: int, balance: Balance) -> tuple[float, ...]:
    """The weight of a picture of each class, 1 on average over the pictures; empty for none.

    *on* lets all classes count alike. *automatic* does half of it, by the root, and only where classes
    are uneven: rare classes are found more often, and the accuracy over all pictures hardly falls.
    """
    counts = np.bincount(codes, minlength=classes)
    if balance == "off" or (balance == "automatic" and not is_uneven(counts)):
        return ()
    power = 1.0 if balance == "on" else 0.5
    wanted = (1 / np.maximum(counts, 1)) ** power
    return tuple(float(weight) for weight in wanted * len(codes) / (wanted * counts).sum())


def is_uneven(counts: npt.NDArray[np.int64]) -> bool:
    """Whether *automatic* weighs classes with so many pictures each."""
    return bool(counts.max() >= UNEVEN * max(1, counts.min()))


def balance_in_words(weights: tuple[float, ...], balance: Balance) -> str:
    """For the report: `on (automatic: classes are uneven), 0.6 to 2.1 times`."""
    if not weights:
        return "off (automatic: classes are even enough)" if balance == "automatic" else "off"
    why = " (automatic: classes are uneven)" if balance == "automatic" else ""
    return f"on{why}, a picture counts {min(weights):.2g} to {max(weights):.2g} times"
