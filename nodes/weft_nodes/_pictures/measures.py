"""Numbers about the pixels of a picture: its extremes, its colours, and statistics of each channel."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from weft.sdk import eight_bit, on_white

CHANNELS = ("L", "R", "G", "B", "A")
"""Grey, red, green, blue, alpha: every picture has some of these once palettes and CMYK are RGB."""

STATISTICS = (
    "Pixels",
    "Sum",
    "Squared_Sum",
    "Mean",
    "Median",
    "RMS",
    "Variance",
    "Standard_Deviation",
)

_DARK, _BRIGHT = 30, 220

Numbers = npt.NDArray[np.float64]


def base(picture: Image.Image) -> dict[str, int | str]:
    """Size, kind, extremes and colours, by the names of the columns; channels it lacks are left out."""
    gray = on_white(picture).convert("L").histogram()
    red, green, blue = _most_common(on_white(picture).convert("RGB"))
    found: dict[str, int | str] = {
        "Mode": picture.mode,
        "Width": picture.width,
        "Height": picture.height,
        "Channels": len(picture.getbands()),
        "Common_Color_RGB": f"{red}, {green}, {blue}",
        "Common_Color_Hex": f"#{red:02x}{green:02x}{blue:02x}",
        "Dark_Pixels": sum(gray[: _DARK + 1]),
        "Bright_Pixels": sum(gray[_BRIGHT:]),
    }
    for channel, values, _ in _channels(picture):
        found[f"Min_{channel}"], found[f"Max_{channel}"] = round(values[0]), round(values[-1])
    return found


def summary(picture: Image.Image) -> dict[str, float]:
    """Statistics of each channel that the picture has, by the names of the columns."""
    found = {}
    for channel, values, counts in _channels(picture):
        total = counts.sum()
        mean, square = (float((values**power * counts).sum() / total) for power in (1, 2))
        # Around the mean, since the difference of two large numbers would lose the small ones.
        variance = float(((values - mean) ** 2 * counts).sum() / total)
        middle = np.searchsorted(np.cumsum(counts), [(total + 1) // 2, total // 2 + 1])
        numbers = (total, mean * total, square * total, mean, values[middle].mean(), square**0.5)
        for name, number in zip(STATISTICS, (*numbers, variance, variance**0.5), strict=True):
            found[f"Summary_{channel}_{name}"] = float(number)
    return found


def _channels(picture: Image.Image) -> Iterator[tuple[str, Numbers, npt.NDArray[np.int64]]]:
    """Each channel with the values that occur in it, rising, and how often each does.

    Greys of 16 and 32 bits are told as they are; what is no number does not count.
    """
    if picture.mode.startswith("I") or picture.mode == "F":
        pixels = np.asarray(picture, np.float64)
        values, counts = np.unique(pixels[np.isfinite(pixels)], return_counts=True)
        if values.size:
            yield "L", values, counts
        return
    plain = eight_bit(picture)
    for channel, band in zip(plain.getbands(), plain.split(), strict=True):
        histogram = np.asarray(band.histogram(), np.int64)
        present = np.nonzero(histogram)[0]
        yield channel, present.astype(np.float64), histogram[present]


def _most_common(picture: Image.Image) -> tuple[int, int, int]:
    """The colour of most pixels; of equally common ones that with the least red, green, blue."""
    pixels = np.asarray(picture, np.uint32)
    packed = np.sort(((pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]).ravel())
    starts = np.concatenate([[0], np.nonzero(np.diff(packed))[0] + 1])
    lengths = np.diff(np.append(starts, packed.size))
    colour = int(packed[starts[lengths.argmax()]])
    return colour >> 16, colour >> 8 & 255, colour & 255
