"""Networks: a backbone of timm or Weft's own, and a head for the classes. Imports torch."""

from dataclasses import dataclass

import torch
from torch import nn

from weft_nodes._vision.weights import Pretraining, Weights
from weft_nodes._vision.zoo import Backbone


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network is built for.

    Attributes:
        classes: How many.
        width: Pixels of a picture.
        height: Pixels of a picture.
        dropout: Share of features dropped before the last layer while training.
    """

    classes: int
    width: int
    height: int
    dropout: float = 0.2


class Network(nn.Module):
    """A backbone that gives features, and a head that gives logits.

    Attributes:
        backbone: The module that gives features.
        dimensions: How many features a picture has.
        head: Dropout and a linear layer.
    """

    dimensions: int
    backbone: nn.Module
    head: nn.Sequential

    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        """Normalised pictures (n, 3, height, width) to pooled features (n, dimensions), before dropout."""
        raise NotImplementedError

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Normalised pictures (n, 3, height, width) to logits (n, classes)."""
        raise NotImplementedError

    def groups(self) -> list[list[nn.Parameter]]:
        """All parameters, from the earliest layers to the head (the last group), for rates by layer."""
        raise NotImplementedError


def build(backbone: Backbone, shape: Shape, weights: Weights | Pretraining) -> Network:
    """A network in evaluation mode, on the CPU, channels last in memory.

    Its head starts from random numbers of torch's generator (seed it before), and so does the
    backbone where a `Pretraining` (no file) is given.

    Raises:
        ToolError: The file does not fit the network, or the pictures are too small for it.
    """
    raise NotImplementedError


def seeded(seed: int) -> None:
    """Seed torch's generators of every device: call before `build` and before training."""
    torch.manual_seed(seed)
