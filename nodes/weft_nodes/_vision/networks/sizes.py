"""At which size a network looks at pictures."""

from collections import Counter

import numpy as np

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.networks.zoo import Backbone

LARGEST = 512
"""Pixels: pictures are taken as they are up to this; Alteryx Designer refuses larger ones."""

_STEP = 32
"""Networks halve a picture five times, so multiples of 32 lose nothing at the borders."""


def choose_size(training: Samples, backbone: Backbone, wish: int | None) -> tuple[int, int, str]:
    """Width and height that the network works at, and the reason as a phrase.

    The wish of the user; else the size of the training pictures where all have one; else a square
    of the middle of their longer sides, within what the model and `LARGEST` allow.

    Raises:
        ToolError: The size is under the minimum of the model.
    """
    if wish is not None:
        if wish < backbone.min_size:
            raise ToolError(too_small(backbone, f"the image size {wish}"), "image_size")
        return wish, wish, "as set"
    counts = Counter(map(tuple, training.sizes.tolist()))
    width, height = counts.most_common(1)[0][0]
    if len(counts) == 1 and max(width, height) <= LARGEST:
        if min(width, height) < backbone.min_size:
            raise ToolError(too_small(backbone, f"the pictures' size {width} x {height}"), "image_size")
        return width, height, "the size of the training pictures"
    middle = float(np.median(training.sizes.max(axis=1)))
    least = -(-backbone.min_size // _STEP) * _STEP
    side = int(min(LARGEST, max(least, round(middle / _STEP) * _STEP)))
    if len(counts) == 1:
        return side, side, f"since the pictures are larger ({width} x {height}) than {LARGEST} pixels"
    return side, side, f"since the pictures have {len(counts):,} different sizes"


def too_small(backbone: Backbone, what: str) -> str:
    """The message that a size is under the minimum of a model."""
    least = backbone.min_size
    return (
        f"{what} is under the minimum of {backbone.name}, {least} x {least} pixels; "
        f"set the image size to {least} or more, or choose another model"
    )


def tell_small(samples: Samples, backbone: Backbone, ctx: RunContext) -> None:
    """Warn of pictures that are enlarged although they are under the minimum of the model."""
    small = np.flatnonzero(samples.sizes.min(axis=1) < backbone.min_size)
    if len(small):
        width, height = samples.sizes[small[0]]
        ctx.warn(
            f"{samples.side.name} pictures are under the minimum of {backbone.name}, "
            f"{backbone.min_size} pixels, and are enlarged",
            len(small),
            f"record {samples.rows[small[0]] + 1:,} of {samples.side.letter} has {width} x {height}",
        )
