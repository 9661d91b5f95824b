"""Perceptual hashes: 64 bits of a picture, of which pictures that look alike share nearly all.

Each bit says whether a coarse pattern (one of the lowest 64 cosine waves) is stronger in the picture
than the median of them. Scaling, compression, brightness and a few moved pixels change few bits.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.evaluation.grey_thumbnails import SIDE, Thumbnails

Hashes = npt.NDArray[np.uint64]

_LOW = 8
"""Waves of each direction that count."""

_PLAIN = 4.0
"""Standard deviation of a thumbnail, of 255 shades, under which there is nothing to compare: the bits of
a picture of one colour would be those of its noise, and equal to those of any other."""

_NEAREST = 16

_BLOCK = 1 << 22
"""Pairs that are compared at a time: 32 MB of differences."""


def hashes(thumbnails: Thumbnails) -> Hashes:
    """(n,) 64 bits each."""
    place = np.arange(SIDE)
    waves = np.cos(np.pi * (2 * place[None] + 1) * place[:_LOW, None] / (2 * SIDE))
    strength = (waves @ thumbnails.astype(np.float64) @ waves.T).reshape(-1, _LOW * _LOW)
    # The mean brightness says nothing of what is seen.
    strength[:, 0] = 0.0
    median = np.median(strength[:, 1:], axis=1, keepdims=True)
    return np.packbits(strength > median, axis=1).view(np.uint64)[:, 0]


def plain(thumbnails: Thumbnails) -> npt.NDArray[np.bool_]:
    """(n,) whether a picture is too even to be told from others by its shapes."""
    return np.asarray(thumbnails.std(axis=(1, 2)) < _PLAIN)


def near_pairs(
    first: Hashes, second: Hashes, distance: int
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Positions in `first` and `second` of pairs that differ in at most `distance` bits, by parts.

    All are compared with all, which is a few instructions a pair. Of one that has more than 16 near
    it, the nearest 16 are given: where all pictures look alike, pairs would be as many as the square.
    """
    rows = max(1, _BLOCK // max(1, len(second)))
    for start in range(0, len(first), rows):
        apart = np.bitwise_count(first[start : start + rows, None] ^ second[None])
        here, there = np.nonzero(apart <= distance)
        order = np.lexsort((apart[here, there], here))
        here, there = here[order], there[order]
        rank = np.arange(len(here)) - np.searchsorted(here, here)
        yield here[rank < _NEAREST] + start, there[rank < _NEAREST]
