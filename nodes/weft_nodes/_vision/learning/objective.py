"""What a network shall come to: the loss it learns by, and how right its outputs are. Imports torch.

One class for each kind of target; the loop of training knows none of them.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch.nn import functional

from weft_nodes._vision.learning.course import Verdict


class Objective(ABC):
    """How outputs (n, `outputs`) of a network are held against targets (n, ...).

    Everything is said of each example, so that means over batches of any size, over weighted
    examples and over mixed ones are right. An objective is compared and printed by its fields: its
    `repr` is part of what a checkpoint belongs to.
    """

    @property
    @abstractmethod
    def outputs(self) -> int:
        """How many numbers the head of a network gives for a picture."""

    @abstractmethod
    def losses(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """(n,) What is made small by learning: smoothed and weighted as the recipe wants."""

    @abstractmethod
    def plain(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """(n,) The loss that curves show: without smoothing and weights, so that those of training
        and validation can be compared."""

    @abstractmethod
    def score(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """(n,) How right each is; the mean is the figure that the best epoch is chosen by, 1 at best."""

    @abstractmethod
    def verdict(self, outputs: torch.Tensor, targets: torch.Tensor) -> Verdict:
        """What the outputs say of all validation examples; both on the CPU."""


@dataclass(frozen=True)
class Classes(Objective):
    """One class of several: cross-entropy; targets are (n,) positions of classes.

    Attributes:
        count: Of the classes.
        smoothing: Of the labels: the share that is given to all classes alike.
        weights: Of each class in what is learned by; empty counts all examples alike.
    """

    count: int
    smoothing: float = 0.0
    weights: tuple[float, ...] = ()

    @property
    def outputs(self) -> int:
        return self.count

    def losses(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        losses = functional.cross_entropy(outputs, targets, reduction="none", label_smoothing=self.smoothing)
        if not self.weights:
            return losses
        # Not torch's weighted mean: it divides by the weights of the batch, and so undoes them
        # in batches of one class.
        return losses * torch.tensor(self.weights, device=outputs.device)[targets]

    def plain(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return functional.cross_entropy(outputs, targets, reduction="none")

    def score(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return (outputs.argmax(1) == targets).float()

    def verdict(self, outputs: torch.Tensor, targets: torch.Tensor) -> Verdict:
        chances = outputs.softmax(1)
        score, predicted = chances.max(1)
        true_score = chances.gather(1, targets[:, None])[:, 0]
        said = (predicted.numpy(), score.numpy(), true_score.numpy())
        return Verdict(float(self.plain(outputs, targets).double().mean()), *said, outputs.numpy())
