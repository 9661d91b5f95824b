"""Whether an exported model says what the original says. No torch is imported here."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.learning.targets import Target
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

if TYPE_CHECKING:
    from weft_nodes._vision.models.classifier import Classifier

Probabilities: TypeAlias = npt.NDArray[np.float32]
Judge: TypeAlias = Callable[[Pixels], Probabilities]
"""uint8 pixels (n, height, width, 3) to probabilities (n, classes), for any n."""

_BATCH = 8
_DRAWN = 16


def largest_difference(
    classifier: "Classifier", judge: Judge, pixels: Pixels, watch: Callable[[], None]
) -> float:
    """The largest difference of any probability of any picture; NaN where one is no number.

    The first picture is judged alone and the others in batches: the export must take both.

    Args:
        classifier: The original.
        judge: The export.
        pixels: At least one picture.
        watch: Called before each batch; may raise to stop.
    """
    largest, card = np.float64(0), classifier.card
    for part in _parts(len(pixels)):
        watch()
        expected = card.in_unit(classifier.probabilities(pixels[part]).astype(np.float64))
        difference = np.abs(judge(pixels[part]) - expected).max() / card.spread
        largest = np.maximum(largest, difference)  # which keeps NaN, unlike `max`
    return float(largest)


def told(target: Target, source: str, difference: float) -> str:
    """How far an export and its original are apart on pictures of a source, in words."""
    if target == "number":
        return f"numbers of {source} differ by {difference:.1e} standard deviations at most"
    return f"probabilities of {source} differ by {difference:.1e} at most"


def _parts(count: int) -> Iterator[slice]:
    yield slice(0, 1)
    for start in range(1, count, _BATCH):
        yield slice(start, start + _BATCH)


def drawn(preprocess: Preprocess) -> Pixels:
    """Pictures for want of real ones, always the same: coarse patches of colour, and pure noise."""
    chance = np.random.default_rng(1)
    shape = (_DRAWN, preprocess.height, preprocess.width, 3)
    pictures = chance.integers(0, 256, shape, np.uint8)
    for number in range(0, _DRAWN, 2):
        patches = chance.integers(0, 256, (8, 8, 3), np.uint8)
        rows = np.arange(preprocess.height) * 8 // preprocess.height
        columns = np.arange(preprocess.width) * 8 // preprocess.width
        pictures[number] = patches[rows][:, columns]
    return pictures


def spread(count: int, wanted: int) -> list[int]:
    """Positions of at most `wanted` of `count` records, evenly over all of them."""
    return np.unique(np.linspace(0, count - 1, min(count, wanted)).astype(int)).tolist() if count else []
