"""Sums over an epoch: kept on the device, so that no step waits for them. Imports torch."""

import torch

from weft_nodes._vision.learning.objective import Objective


class Tally:
    """Losses and scores of the examples that were seen."""

    def __init__(self, objective: Objective, device: torch.device) -> None:
        self._objective = objective
        self._losses, self._scores = torch.zeros((2, 1), device=device)

    def add(self, outputs: torch.Tensor, targets: torch.Tensor) -> None:
        """Take in a step."""
        self._losses = self._losses + self._objective.plain(outputs, targets).sum()
        self._scores = self._scores + self._objective.score(outputs, targets).sum()

    def sums(self) -> tuple[float, float]:
        """Of losses and of scores; waits for the device."""
        return float(self._losses), float(self._scores)
