"""Pictures that grow: a training begins with smaller ones, which take less time, and ends with whole ones."""

from dataclasses import dataclass

_STEP = 16
"""Sizes are multiples of it, so that halvings lose little at the borders."""

SMALLEST = 64
"""Pixels: smaller pictures save little and show too little."""

_GROWN = 0.6
"""Share of the epochs after which pictures have their whole size."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The size of pictures in each epoch.

    Attributes:
        width: Of whole pictures.
        height: Likewise.
        start: Share of the sides in the first epoch; 1 is no growth.
        smallest: Pixels that no side goes under.
    """

    width: int
    height: int
    start: float = 1.0
    smallest: int = SMALLEST

    def size(self, number: int, epochs: int) -> tuple[int, int]:
        """Width and height in an epoch from 1; the last one is always of whole pictures."""
        if number >= epochs:
            return self.width, self.height
        grown = min(1.0, (number - 1) / (_GROWN * epochs))
        share = self.start + (1 - self.start) * grown
        return self._side(self.width, share), self._side(self.height, share)

    def _side(self, whole: int, share: float) -> int:
        return min(whole, max(self.smallest, round(whole * share / _STEP) * _STEP))

    def cost(self, epochs: int) -> float:
        """What an epoch costs on average, as a share of one with whole pictures."""
        sizes = [self.size(number, epochs) for number in range(1, epochs + 1)]
        return sum(width * height for width, height in sizes) / (epochs * self.width * self.height)
