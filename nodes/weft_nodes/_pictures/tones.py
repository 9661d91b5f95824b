"""Brightness, greys, and black and white; every function takes modes L, LA, RGB and RGBA."""

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from weft.sdk import on_white
from weft_nodes._pictures.steps import Brightness, Threshold

_LUMA = (0.299, 0.587, 0.114)
"""How much red, green and blue count for the brightness."""
_CUT = 0.005
"""The part of the pixels at either end that stretching the contrast may clip: single hot pixels."""
_GAINS = (0.4, 4.0)
"""How far even lighting may darken and brighten a place; more would only raise noise."""


def balance(picture: Image.Image, step: Brightness) -> Image.Image:
    """The picture with its brightness balanced; colours keep their proportions, alpha stays."""
    colours = picture.convert("L" if picture.mode in ("L", "LA") else "RGB")
    gray = on_white(picture).convert("L")
    match step.method:
        case "gamma":
            done = _mapped(colours, _gamma(colours, step.target))
        case "stretch contrast":
            done = _mapped(colours, _stretch(gray))
        case "even lighting":
            done = _evened(colours, gray, step.target)
    if picture.mode in ("LA", "RGBA"):
        done.putalpha(picture.getchannel("A"))
    return done


def grayscale(picture: Image.Image) -> Image.Image:
    """The picture in L, or in LA where it has transparency."""
    return picture.convert("LA" if picture.mode in ("LA", "RGBA") else "L")


def threshold(picture: Image.Image, step: Threshold) -> Image.Image:
    """The picture in L with 0 and 255 only; what is transparent counts as white."""
    gray = on_white(picture).convert("L")
    match step.method:
        case "otsu":
            limit = otsu(gray.histogram())
            return gray.point([255 * (v > limit) for v in range(256)])
        case "fixed":
            return gray.point([255 * (v > step.value) for v in range(256)])
    radius = step.block_size // 2
    if step.method == "adaptive mean":
        around = gray.filter(ImageFilter.BoxBlur(radius))
    else:
        # The spread that OpenCV takes for a block of this size.
        around = gray.filter(ImageFilter.GaussianBlur(0.3 * (radius - 1) + 0.8))
    brighter = np.asarray(gray, np.float32) > np.asarray(around, np.float32) - step.offset
    return Image.fromarray(brighter.astype(np.uint8) * np.uint8(255))


def otsu(histogram: list[int]) -> int:
    """The grey that divides a histogram of 256 into two groups that differ most from each other.

    The darker group is `<=` it. Where several divide equally well, the middle one.
    """
    counts = np.asarray(histogram, np.float64)
    below = np.cumsum(counts)
    total, mass = below[-1], np.cumsum(counts * np.arange(256))
    above = total - below
    usable = (below > 0) & (above > 0)
    if not usable.any():
        return 127
    spread = np.zeros(256)
    difference = mass[usable] / below[usable] - (mass[-1] - mass[usable]) / above[usable]
    spread[usable] = below[usable] * above[usable] * difference**2
    best = np.nonzero(spread >= spread.max() * (1 - 1e-12))[0]
    return int(best[(len(best) - 1) // 2])


def _gamma(colours: Image.Image, target: int) -> Callable[[float], float]:
    """The power that brings the mean brightness to the target; by halving, since it falls evenly."""
    counts = np.asarray(colours.histogram(), np.float64).reshape(-1, 256)
    shares = np.asarray(_LUMA if len(counts) == 3 else (1.0,)) @ (counts / counts.sum(axis=1, keepdims=True))
    levels = np.arange(256) / 255
    low, high = math.log(0.1), math.log(10)
    for _ in range(30):
        middle = (low + high) / 2
        brighter = float((shares * levels ** math.exp(middle)).sum()) * 255 > target
        low, high = (middle, high) if brighter else (low, middle)
    power = math.exp(low)
    return lambda value: 255 * (value / 255) ** power


def _stretch(gray: Image.Image) -> Callable[[float], float]:
    shares = np.cumsum(gray.histogram()) / (gray.width * gray.height)
    low, high = (int(np.searchsorted(shares, share)) for share in (_CUT, 1 - _CUT))
    if high <= low:
        return lambda value: value
    return lambda value: (value - low) * 255 / (high - low)


def _mapped(colours: Image.Image, curve: Callable[[float], float]) -> Image.Image:
    table = [min(255, max(0, round(curve(value)))) for value in range(256)]
    return colours.point(table * len(colours.getbands()))


def _evened(colours: Image.Image, gray: Image.Image, target: int) -> Image.Image:
    light = gray.filter(ImageFilter.GaussianBlur(max(4.0, max(gray.size) / 10)))
    gain = np.clip(target / np.maximum(np.asarray(light, np.float32), 1), *_GAINS)
    pixels = np.asarray(colours, np.float32)
    evened = pixels * (gain if pixels.ndim == 2 else gain[..., None])
    return Image.fromarray(np.clip(np.rint(evened), 0, 255).astype(np.uint8))
