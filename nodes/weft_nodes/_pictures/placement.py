"""How a picture lies: the angle of its lines, and where it fits on another picture."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from weft.sdk import on_white

Pixels = npt.NDArray[np.float64]

_LINES_SIDE = 400
_MATCH_SIDE = 128
_CLEARLY = 1.03
"""Turning must beat not turning by this much; what has no lines stays as it is."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A turn about the centre and a move after it.

    Attributes:
        degrees: Counter-clockwise.
        right: As a part of the width.
        down: As a part of the height.
    """

    degrees: float = 0
    right: float = 0
    down: float = 0


def level(picture: Image.Image, max_degrees: float) -> Placement:
    """The turn that makes the lines of the picture level.

    The edges of a page of text, seen along its lines, fall into sharp rows; the angle is searched
    at which they fall sharpest, first by half degrees, then by twentieths.
    """
    gray = _gray(picture, _LINES_SIDE)
    if len(gray) < 2:
        return Placement()
    steepness = np.abs(np.diff(gray, axis=0))
    edges = steepness >= max(float(np.percentile(steepness, 92)), 8.0)
    down, right = np.nonzero(edges)
    if len(down) < 20:
        return Placement()
    weights = steepness[edges]
    centred = (right - gray.shape[1] / 2, down - gray.shape[0] / 2)

    def sharpness(degrees: float) -> float:
        angle = np.radians(degrees)
        rows = centred[1] * np.cos(angle) + centred[0] * np.sin(angle)
        profile = np.bincount(np.round(rows - rows.min()).astype(np.int64), weights)
        return float((profile**2).sum())

    best = _best(sharpness, max_degrees, (0.5, 0.05))
    return Placement(-best) if sharpness(best) > _CLEARLY * sharpness(0) else Placement()


def onto(picture: Image.Image, reference: Image.Image, max_degrees: float) -> Placement:
    """The turn and move that lay the picture on the reference best, by phase correlation."""
    goal = np.fft.rfft2(_windowed(_square(reference)))
    small = _square(picture)

    def correlation(degrees: float) -> Pixels:
        turned = small.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=int(np.asarray(small).mean()))
        product = goal * np.conj(np.fft.rfft2(_windowed(turned)))
        return np.fft.irfft2(product / (np.abs(product) + 1e-9), (_MATCH_SIDE, _MATCH_SIDE))

    best = _best(lambda degrees: float(correlation(degrees).max()), max_degrees, (2.0, 0.5))
    at = np.unravel_index(int(correlation(best).argmax()), (_MATCH_SIDE, _MATCH_SIDE))
    down, right = ((int(v) + _MATCH_SIDE // 2) % _MATCH_SIDE - _MATCH_SIDE // 2 for v in at)
    longer = max(picture.size) / _MATCH_SIDE
    return Placement(best, right * longer / picture.width, down * longer / picture.height)


def _best(score: Callable[[float], float], max_degrees: float, steps: tuple[float, float]) -> float:
    coarse, fine = steps
    angles = np.arange(-max_degrees, max_degrees + 1e-9, coarse)
    near = max((*angles, 0.0), key=score)
    around = np.arange(near - coarse, near + coarse + 1e-9, fine)
    return float(max((a for a in (*around, near) if abs(a) <= max_degrees), key=score))


def _gray(picture: Image.Image, side: int) -> Pixels:
    gray = on_white(picture).convert("L")
    gray.thumbnail((side, side), Image.Resampling.BILINEAR)
    return np.asarray(gray, np.float64)


def _square(picture: Image.Image) -> Image.Image:
    """The grey picture, as large as it fits, in the middle of a square of its mean brightness."""
    gray = on_white(picture).convert("L")
    factor = _MATCH_SIDE / max(gray.size)
    gray = gray.resize((max(1, round(gray.width * factor)), max(1, round(gray.height * factor))))
    square = Image.new("L", (_MATCH_SIDE, _MATCH_SIDE), int(np.asarray(gray).mean()))
    square.paste(gray, ((_MATCH_SIDE - gray.width) // 2, (_MATCH_SIDE - gray.height) // 2))
    return square


def _windowed(square: Image.Image) -> Pixels:
    pixels = np.asarray(square, np.float64)
    fade = np.hanning(_MATCH_SIDE)
    return (pixels - pixels.mean()) * np.outer(fade, fade)
