"""Rows of examples that come in several forms: each epoch takes the next form of every example. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Turns:
    """Several forms of the same examples, of which one is seen at a time.

    Neighbours see different forms, and as many epochs as there are forms see all of them.

    Attributes:
        forms: Arrays (n, ...) of one shape, such as the features of pictures and of their mirror images.
        number: The epoch.
    """

    forms: Sequence[npt.NDArray[Any]]
    number: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """(forms, n, ...)."""
        return (len(self.forms), *self.forms[0].shape)

    def in_epoch(self, number: int) -> "Turns":
        """As they are seen in an epoch."""
        return replace(self, number=number)

    def __getitem__(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
        """The rows of some examples, each in the form whose turn it is."""
        found = np.empty((len(positions), *self.forms[0].shape[1:]), self.forms[0].dtype)
        turns = (positions + self.number) % len(self.forms)
        for turn, rows in enumerate(self.forms):
            chosen = turns == turn
            if chosen.any():
                found[chosen] = rows[positions[chosen]]
        return found
