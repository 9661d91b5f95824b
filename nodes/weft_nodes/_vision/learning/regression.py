"""A number for each picture: the objective of its training. Imports torch."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.objective import Objective


@dataclass(frozen=True)
class Number(Objective):
    """A number: Huber's loss; targets are (n,), in standard deviations from the mean of T.

    Small errors count by their square and large ones by their size, so that a few wild numbers do not
    decide what is learned.

    Attributes:
        mean: Of the training pictures, in the unit of the column.
        spread: Their standard deviation.
    """

    mean: float
    spread: float

    @property
    def outputs(self) -> int:
        return 1

    def losses(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return functional.huber_loss(outputs[:, 0], targets, reduction="none")

    def plain(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return self.losses(outputs, targets)

    def score(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """One less the squared error: its mean is the share of the variance of T that is explained."""
        return 1 - (outputs[:, 0] - targets) ** 2

    def verdict(self, outputs: torch.Tensor, targets: torch.Tensor) -> Verdict:
        nothing = np.zeros(0, np.float32)
        loss = float(self.plain(outputs, targets).double().mean())
        return Verdict(loss, np.zeros(0, np.int64), nothing, nothing, outputs.numpy())
