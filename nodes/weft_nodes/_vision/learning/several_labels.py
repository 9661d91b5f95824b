"""Several labels a picture, each there or not: the objective of their training. Imports torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from weft_nodes._vision.learning.balance import UNEVEN, Balance
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.objective import Objective

_MOST = 50.0
"""The largest weight: a label of a few pictures must not drown all others."""


@dataclass(frozen=True)
class SeveralLabels(Objective):
    """A yes or no for each label: binary cross-entropy; targets are (n, count) of 0 and 1.

    Attributes:
        count: Of the labels.
        smoothing: Share of each target that is given to yes and no alike.
        weights: Of a picture with a label against one without, for each label; empty for 1.
    """

    count: int
    smoothing: float = 0.0
    weights: tuple[float, ...] = ()

    @property
    def outputs(self) -> int:
        return self.count

    def losses(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        smooth = targets * (1 - self.smoothing) + self.smoothing / 2
        if not self.weights:
            found = functional.binary_cross_entropy_with_logits(outputs, smooth, reduction="none")
            return found.mean(1)
        weights = torch.tensor(self.weights, device=outputs.device)
        # A weight makes a label as much likelier as the shift takes back: the outputs stay probabilities.
        found = functional.binary_cross_entropy_with_logits(
            outputs + weights.log(), smooth, pos_weight=weights, reduction="none"
        )
        return found.mean(1)

    def plain(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return functional.binary_cross_entropy_with_logits(outputs, targets, reduction="none").mean(1)

    def score(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """F1 of each picture, where a label is said from a probability of one half on."""
        said = (outputs > 0).float()
        both = said.sum(1) + targets.sum(1)
        hits = (said * targets).sum(1)
        return torch.where(both > 0, 2 * hits / both.clamp(min=1), torch.ones_like(both))

    def verdict(self, outputs: torch.Tensor, targets: torch.Tensor) -> Verdict:
        nothing = np.zeros(0, np.float32)
        loss = float(self.plain(outputs, targets).double().mean())
        return Verdict(loss, np.zeros(0, np.int64), nothing, nothing, outputs.numpy())


def label_weights(targets: npt.NDArray[np.float32], balance: Balance) -> tuple[float, ...]:
    """How much more a picture with a label counts than one without, for each label; empty for none.

    *on* lets both sides count alike. *automatic* does half of it, by the root, and only for labels that
    so many times more pictures lack than have.

    Args:
        targets: (n, labels) of 0 and 1.
        balance: What the user wishes.
    """
    there = np.maximum(targets.sum(axis=0), 1)
    odds = np.maximum(len(targets) - there, 1) / there
    if balance == "off" or (balance == "automatic" and not (odds >= UNEVEN).any()):
        return ()
    wanted = odds if balance == "on" else np.where(odds >= UNEVEN, np.sqrt(odds), 1.0)
    return tuple(float(weight) for weight in np.minimum(wanted, _MOST))
