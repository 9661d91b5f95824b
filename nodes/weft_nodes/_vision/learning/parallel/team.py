"""What the processes of a training ask of each other. One that is alone asks nothing.

Imports torch.
"""

from abc import ABC, abstractmethod

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.learning.tally import Tally

Positions = npt.NDArray[np.int64]


class Fellow(ABC):
    """The other processes, as a step sees them."""

    @abstractmethod
    def agreed(self, count: int) -> int:
        """Pictures of the step in all processes, of which `count` are here and went through.

        A count of 0 says that memory was too small here; the answer is 0 then in every process.
        """

    @abstractmethod
    def add_up(self, share: float) -> None:
        """Gradients and statistics become those of all processes, where `share` of the pictures are here."""


class Team(Fellow):
    """The other processes, as the loop of the tool's own process sees them."""

    @abstractmethod
    def begin(self, number: int, seed: int) -> None:
        """An epoch begins."""

    @abstractmethod
    def part(self, positions: Positions) -> Positions:
        """What is learned here of the examples of a step."""

    @abstractmethod
    def go(self, share: float) -> None:
        """The next step is made, with this share of the highest rate."""

    @abstractmethod
    def end(self, own: Tally) -> tuple[float, float]:
        """The epoch ends; sums of losses and scores in all processes, of which `own` are here."""


class Alone(Team):
    """Nobody else learns."""

    def agreed(self, count: int) -> int:
        return count

    def add_up(self, share: float) -> None:
        """Nothing is to be added."""

    def begin(self, number: int, seed: int) -> None:
        """Nobody is to be told."""

    def part(self, positions: Positions) -> Positions:
        return positions

    def go(self, share: float) -> None:
        """Nobody is to be told."""

    def end(self, own: Tally) -> tuple[float, float]:
        return own.sums()


def part_of(positions: Positions, rank: int, size: int) -> Positions:
    """What one of several processes learns of the examples of a step: parts differ by one at most."""
    return np.array_split(positions, size)[rank]
