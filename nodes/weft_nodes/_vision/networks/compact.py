"""Weft's own network: small enough to learn from scratch on a computer without a GPU. Imports torch."""

import torch
from torch import nn

_WIDTHS = (24, 48, 96, 160)
"""Channels after each halving of the picture; see docs/decisions/models.md for what was measured."""


class Residual(nn.Module):
    """Two convolutions whose output is added to their input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _step(width, width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(n, width, ...) to the same shape."""
        added: torch.Tensor = pictures + self.norm(self.second(self.first(pictures)))
        return added.relu()


class Summary(nn.Module):
    """How much of each feature is in the picture, and how strong it is where it is strongest."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(n, width, height, width) to (n, 2 width)."""
        return torch.cat([pictures.mean((2, 3)), pictures.amax((2, 3))], dim=1)


class CompactNetwork(nn.Sequential):
    """Halves the picture four times; (n, 3, height, width) to (n, 320) features.

    Convolutions see the picture at its full size before each halving, which is dear but learns from
    far fewer pictures than convolutions that skip every other pixel.
    """

    def __init__(self) -> None:
        first, *others = _WIDTHS
        blocks: list[nn.Module] = [nn.Sequential(_step(3, first), nn.MaxPool2d(2))]
        before = first
        for width in others:
            blocks.append(nn.Sequential(_step(before, width), nn.MaxPool2d(2)))
            before = width
        super().__init__(*blocks, Residual(before), Summary())
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            if isinstance(module, Residual):
                # It starts as the identity, which lets the first steps be large.
                nn.init.zeros_(module.norm.weight)


def _step(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    )
