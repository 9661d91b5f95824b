"""Lots: a number for each record that looks drawn at random and depends on its row and a seed alone.

The same seed gives the same numbers on every machine and with every version of a library.
"""

import numpy as np
import numpy.typing as npt

from weft_nodes._tables.gather import Numbers

# The constants of SplitMix64, by Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
# Generators", 2014: each row number is one step of its sequence.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def draw(rows: Numbers, seed: int) -> npt.NDArray[np.uint64]:
    """A lot for each row number; order records by (lot, row) to shuffle them."""
    start = _mix(np.array([seed], dtype=np.uint64) * _STEP)
    return _mix(start + (rows.astype(np.uint64) + np.uint64(1)) * _STEP)


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
