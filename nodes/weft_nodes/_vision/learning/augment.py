"""Varied pictures: a whole batch is flipped, cropped, turned and tinted by a few tensor operations.

Imports torch. All that is random comes from the generator that is given.
"""

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from weft_nodes._vision.learning.recipe import Augmentation


@dataclass(frozen=True, slots=True)
class Variation:
    """How far pictures are varied.

    Attributes:
        area: Smallest share of the picture that is looked at.
        stretch: Highest ratio by which width and height change against each other.
        turn: Most degrees of rotation to either side.
        light: Highest change of contrast and brightness, as a share.
        erase: Share of pictures in which a box is blanked.
        colour: Highest change of saturation and of each channel, as a share, in half of the pictures.
    """

    area: float
    stretch: float
    turn: float = 0.0
    light: float = 0.0
    erase: float = 0.0
    colour: float = 0.0


def variation(strength: Augmentation) -> Variation | None:
    """What a strength means; None leaves pictures as they are."""
    if strength == "none":
        return None
    if strength == "light":
        return Variation(area=0.7, stretch=1.1, light=0.1)
    return Variation(area=0.35, stretch=4 / 3, turn=15.0, light=0.3, erase=0.25, colour=0.4)


def vary(
    pictures: torch.Tensor,
    by: Variation,
    generator: torch.Generator,
    size: tuple[int, int] | None = None,
) -> torch.Tensor:
    """Normalised pictures (n, 3, height, width), each flipped half of the time and varied.

    `size` is the width and height of the result, by default that of the pictures. Numbers are drawn
    on the CPU, so a seed means the same on every device.
    """
    count, _, height, width = pictures.shape
    draws = torch.rand((8, count), generator=generator)
    theta = _frames(draws, by, height / width).to(pictures.device)
    wide, high = size or (width, height)
    grid = functional.affine_grid(theta, [count, 3, high, wide], align_corners=False)
    varied = functional.grid_sample(pictures, grid, "bilinear", "reflection", align_corners=False)
    if by.light:
        change = (torch.rand((2, count, 1, 1, 1), generator=generator) * 2 - 1) * by.light
        contrast, brightness = change.to(pictures.device)
        varied = varied * (1 + contrast) + brightness
    if by.colour:
        varied = _tint(varied, torch.rand((5, count), generator=generator), by.colour)
    if by.erase:
        varied = _erase(varied, torch.rand((4, count), generator=generator), by.erase)
    return varied.contiguous(memory_format=torch.channels_last)


def resize(pictures: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Pictures (n, 3, height, width) at a smaller width and height, each pixel the mean of its area."""
    return functional.interpolate(pictures, (size[1], size[0]), mode="area")


def _frames(draws: torch.Tensor, by: Variation, ratio: float) -> torch.Tensor:
    """(n, 2, 3) matrices from places in the new picture to places in the old one, both -1 to 1.

    `ratio` is height by width: a rotation must not shear pictures that are no squares.
    """
    area = by.area + (1 - by.area) * draws[0]
    stretch = torch.exp((draws[1] * 2 - 1) * math.log(by.stretch) / 2)
    wide, high = (area.sqrt() * stretch).clamp(max=1), (area.sqrt() / stretch).clamp(max=1)
    angle = (draws[2] * 2 - 1) * math.radians(by.turn)
    flip = torch.where(draws[3] < 0.5, -1.0, 1.0)
    x, y = (draws[4] * 2 - 1) * (1 - wide), (draws[5] * 2 - 1) * (1 - high)
    first = torch.stack([angle.cos() * wide * flip, -angle.sin() * high * ratio, x], dim=1)
    second = torch.stack([angle.sin() * wide * flip / ratio, angle.cos() * high, y], dim=1)
    return torch.stack([first, second], dim=1)


def _tint(pictures: torch.Tensor, draws: torch.Tensor, most: float) -> torch.Tensor:
    """Half of the pictures more or less colourful, and their channels stronger or weaker."""
    lot, *changes = draws[:, :, None, None, None].to(pictures.device)
    saturation, red, green, blue = ((change * 2 - 1) * most * (lot < 0.5) for change in changes)
    grey = pictures.mean(1, keepdim=True)
    coloured = grey + (pictures - grey) * (1 + saturation)
    return coloured * (1 + torch.cat([red, green, blue], dim=1) / 2)


def _erase(pictures: torch.Tensor, draws: torch.Tensor, share: float) -> torch.Tensor:
    """Blank a box of a fifth to two fifths of either side in some of the pictures."""
    _, _, height, width = pictures.shape
    left, top, side, lot = draws.to(pictures.device)
    side = 0.2 + 0.2 * side
    across = torch.arange(width, device=pictures.device) / width
    down = torch.arange(height, device=pictures.device) / height
    in_x = (across >= (left * (1 - side))[:, None]) & (across < (left * (1 - side) + side)[:, None])
    in_y = (down >= (top * (1 - side))[:, None]) & (down < (top * (1 - side) + side)[:, None])
    box = in_y[:, :, None] & in_x[:, None, :] & (lot < share)[:, None, None]
    return pictures.masked_fill(box[:, None], 0.0)
