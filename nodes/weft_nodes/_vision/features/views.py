"""Views: a fixed number of variants of a picture, for networks that see each of them only once.

Imports torch. A view follows from the picture, its number and the strength, so what a network makes of
it can be kept by content, and comes out the same whenever it is made.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import torch

from weft_nodes._vision.features.pixels import try_pixels
from weft_nodes._vision.learning.augment import Variation, variation, vary
from weft_nodes._vision.learning.recipe import Augmentation
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

_MIDDLE = 127.5
"""Of 0 to 255: variations are made on numbers around zero."""


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at pictures.

    Attributes:
        number: From 1; the first is the mirror image, the others are cropped and tinted, and mirrored
            half of the time.
        by: How far the others are varied.
    """

    number: int
    by: Variation

    def digest(self, picture: bytes) -> bytes:
        """What stands for the view of a picture, given the picture's SHA-256."""
        way = "mirror" if self.number == 1 else f"{self.number} {self.by!r}"
        return hashlib.sha256(picture + way.encode()).digest()

    def pixels(self, pixels: Pixels, picture: bytes) -> Pixels:
        """The view of pixels (height, width, 3) of the picture with this SHA-256."""
        if self.number == 1:
            return np.ascontiguousarray(pixels[:, ::-1])
        generator = torch.Generator().manual_seed(int.from_bytes(self.digest(picture)[:7], "big"))
        centred = torch.from_numpy(pixels.astype(np.float32)).sub_(_MIDDLE).div_(_MIDDLE)
        varied = vary(centred.permute(2, 0, 1)[None], self.by, generator)[0].permute(1, 2, 0)
        return varied.mul(_MIDDLE).add_(_MIDDLE).round_().clamp_(0, 255).to(torch.uint8).numpy()


def views(count: int, strength: Augmentation) -> tuple[View, ...]:
    """So many views; none where pictures are not to be varied."""
    by = variation(strength)
    return () if by is None else tuple(View(number, by) for number in range(1, count + 1))


def try_view(preprocess: Preprocess, picture: bytes, digest: bytes, view: View | None) -> Pixels | str:
    """The pixels of a view of a picture, of the picture itself without one, or why it cannot be read."""
    found = try_pixels(preprocess, picture)
    return found if view is None or isinstance(found, str) else view.pixels(found, digest)
