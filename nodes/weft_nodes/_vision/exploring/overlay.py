"""A heat map laid over its picture, and pictures made small."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from weft.sdk import decode, encode, on_white

_LARGEST = 512
"""Pixels of the longer side of an explained picture."""

_SMALL = 256
"""Pixels of the longer side of a picture that is shown beside others."""

_STOPS = (0.0, 0.5, 1.0)
_COLOURS = ((255, 214, 10), (247, 127, 0), (208, 0, 32))
"""From little heat to much: yellow, orange, red. Where there is none the picture shows through."""

_STRONGEST = 0.72
"""Of the colour where the heat is greatest; the rest is the picture."""

_QUALITY = 88


def heat_over(picture: bytes, heat: npt.NDArray[np.float32]) -> bytes:
    """The picture as a JPEG, at most 512 pixels large, coloured where the heat is.

    Args:
        picture: The bytes of an image file.
        heat: (rows, columns) over the whole picture, 0 to 1.

    Raises:
        ToolError: The picture cannot be read.
    """
    ground = _shrunk(picture, _LARGEST)
    map_ = Image.fromarray(np.asarray(heat, np.float32)).resize(ground.size, Image.Resampling.BICUBIC)
    # Bicubic curves run beyond the numbers that they join.
    strength = np.clip(np.asarray(map_), 0, 1)
    shades = np.stack(
        [np.interp(strength, _STOPS, channel) for channel in zip(*_COLOURS, strict=True)], axis=-1
    )
    alpha = (_STRONGEST * strength)[..., None]
    mixed = np.asarray(ground, np.float64) * (1 - alpha) + shades * alpha
    return encode(Image.fromarray(np.round(mixed).astype(np.uint8)), "JPEG", _QUALITY)


def small(picture: bytes) -> bytes:
    """The picture at most 256 pixels large: as it is, or as a JPEG.

    Raises:
        ToolError: The picture cannot be read.
    """
    shrunk = _shrunk(picture, _SMALL)
    encoded = encode(shrunk, "JPEG", _QUALITY)
    return picture if len(picture) <= len(encoded) else encoded


def _shrunk(picture: bytes, largest: int) -> Image.Image:
    found = on_white(decode(picture, at_least=(largest, largest))).convert("RGB")
    found.thumbnail((largest, largest))
    return found
