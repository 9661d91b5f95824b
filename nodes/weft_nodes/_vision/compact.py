"""Weft's own network: small enough to learn from scratch on a computer without a GPU. Imports torch."""

import torch
from torch import nn

_WIDTHS = (32, 64, 128, 192)


class Residual(nn.Module):
    """Two convolutions whose output is added to their input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _step(width, width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        added: torch.Tensor = pictures + self.norm(self.second(self.first(pictures)))
        return added.relu()


class CompactNetwork(nn.Sequential):
    """Halves the picture four times; (n, 3, height, width) to (n, 192) features."""

    def __init__(self) -> None:
        first, *others = _WIDTHS
        blocks: list[nn.Module] = [_step(3, first, stride=2, kernel=5)]
        before = first
        for width in others:
            blocks.append(nn.Sequential(_step(before, width, stride=2), Residual(width)))
            before = width
        super().__init__(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            if isinstance(module, Residual):
                # Each block starts as the identity, which lets the first steps be large.
                nn.init.zeros_(module.norm.weight)


def _step(before: int, after: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    )
