"""What a classifier that does not look would reach: the figure to beat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Baseline:
    """Always the class that is most frequent among the training pictures.

    Attributes:
        name: That class.
        accuracy: Its share of the validation pictures.
    """

    name: str
    accuracy: float


def majority(
    classes: Sequence[str], training: npt.NDArray[np.int64], validation: npt.NDArray[np.int64]
) -> Baseline:
    """The baseline of labels that are given as positions in `classes`."""
    frequent = int(np.bincount(training, minlength=len(classes)).argmax())
    return Baseline(classes[frequent], float((validation == frequent).mean()))
