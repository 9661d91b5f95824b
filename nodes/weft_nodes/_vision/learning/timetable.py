"""When a training is where: by the number of its epochs, or by the clock. No torch."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.learning.recipe import Recipe

Positions = npt.NDArray[np.int64]

_FINE = 1_000_000
"""Parts of a training that goes by the clock."""


class Timetable(ABC):
    """Which examples come in which step, and how far the whole training is then."""

    @abstractmethod
    def steps(self, number: int, seed: int) -> Iterator[Positions]:
        """The examples of each step of an epoch, from 1."""

    @abstractmethod
    def place(self, number: int, index: int) -> tuple[int, int]:
        """The step of all steps that the epoch's step `index` is, both from 0."""

    def is_over(self, number: int) -> bool:
        """Whether an epoch ends before its steps do."""
        return False


@dataclass(frozen=True)
class Counted(Timetable):
    """Every epoch goes through all examples.

    Attributes:
        examples: How many there are.
        batch: Examples of a step, at most.
        epochs: How often they are gone through.
    """

    examples: int
    batch: int
    epochs: int

    @property
    def batches(self) -> int:
        """Steps of an epoch; never one of a single example: batch normalisation needs two."""
        return min(-(-self.examples // self.batch), max(1, self.examples // 2))

    def steps(self, number: int, seed: int) -> Iterator[Positions]:
        return iter(np.array_split(np.random.default_rng(seed).permutation(self.examples), self.batches))

    def place(self, number: int, index: int) -> tuple[int, int]:
        return (number - 1) * self.batches + index, self.batches * self.epochs


@dataclass
class Timed(Timetable):
    """The clock says how far the training is, so it ends in time however fast the steps turn out.

    An epoch is an even part of the time, with the check that follows it; it goes through the
    examples about once, as planned, and where there is time left, goes on with them.

    Attributes:
        counted: The epochs as planned.
        seconds: Of all epochs and their checks.
        clock: Seconds since any moment.
        start: When the first epoch began, or would have if the training had never been interrupted.
        check: Seconds that a check takes; the last one also has to fit.
    """

    counted: Counted
    seconds: float
    clock: Callable[[], float] = time.monotonic
    start: float = 0.0
    check: float = field(default=0.0)

    def begin(self, gone: float) -> None:
        """Start the clock; `gone` seconds were trained before."""
        self.start = self.clock() - gone

    def share(self) -> float:
        """Of the time that is gone, 0 to 1."""
        return min(1.0, (self.clock() - self.start) / self.seconds)

    def steps(self, number: int, seed: int) -> Iterator[Positions]:
        again = 0
        while True:
            yield from self.counted.steps(number, seed + again)
            again += 1

    def place(self, number: int, index: int) -> tuple[int, int]:
        # A rate of zero would waste the last step.
        return min(_FINE - 1, round(self.share() * _FINE)), _FINE

    def is_over(self, number: int) -> bool:
        gone = self.clock() - self.start + self.check
        return gone >= self.seconds * number / self.counted.epochs


def counted_of(examples: int, recipe: Recipe) -> Counted:
    """The epochs of a recipe as planned, for so many examples."""
    return Counted(examples, recipe.batch_size, recipe.epochs)
