"""The tool's process among several: it tells the others which step to make. Imports torch."""

from typing import Any

import torch
from torch import nn

from weft_nodes._vision.learning.parallel.group import Group
from weft_nodes._vision.learning.parallel.lines import Lines
from weft_nodes._vision.learning.parallel.messages import Begin, Go, Over, Ready
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.sums import Sums
from weft_nodes._vision.learning.parallel.team import Positions, Team, part_of
from weft_nodes._vision.learning.parallel.waiting import Patience
from weft_nodes._vision.learning.tally import Tally

_START = 300.0
"""Seconds that processes may take to come: they load libraries, and find their GPU."""


class Lead(Team):
    """All others make each step at the same time.

    Whatever is wrong with one of them raises a `ToolError`, or `torch.OutOfMemoryError`.
    """

    def __init__(self, place: Place, lines: Lines, module: nn.Module) -> None:
        """Meet the others. `module` is what learns, on the device of the own place."""
        self._place, self._lines = place, lines
        lines.hear(max(_START, place.patience))
        lines.tell(Ready())
        with lines.blaming():
            self._group = Group(place, Patience(place.patience, lines.beat))
        self._sums = Sums(self._group, module, place.device)

    def begin(self, number: int, seed: int) -> None:
        self._lines.tell(Begin(number, seed))

    def part(self, positions: Positions) -> Positions:
        return part_of(positions, self._place.rank, self._place.size)

    def go(self, share: float) -> None:
        self._lines.tell(Go(share))

    def agreed(self, count: int) -> int:
        counts: list[int] = [count, *self._hear()]
        whole = sum(counts) if all(counts) else 0
        self._lines.tell(whole)
        return whole

    def add_up(self, share: float) -> None:
        with self._lines.blaming():
            self._sums.add_up(share)

    def end(self, own: Tally) -> tuple[float, float]:
        self._lines.tell(Over())
        with self._lines.blaming():
            self._group.settle()
        sums = torch.tensor([own.sums(), *self._hear()], dtype=torch.float64)
        losses, scores = sums.sum(0).tolist()
        return losses, scores

    def _hear(self) -> list[Any]:
        return self._lines.hear(self._place.patience)

    def close(self) -> None:
        """Leave the group."""
        self._group.close()
