"""What a training is to learn of its pictures: the outputs, the objective, the targets. Imports torch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.learning.balance import class_weights
from weft_nodes._vision.learning.objective import Classes, Objective
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.regression import Number
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.learning.several_labels import SeveralLabels, label_weights
from weft_nodes._vision.learning.target_checks import check_targets
from weft_nodes._vision.learning.targets import indicators


@dataclass(frozen=True)
class Assignment:
    """What is to be learned.

    Attributes:
        names: Of the outputs: classes or labels; empty for a number.
        objective: What is learned towards.
        training: (n, ...) a target for each training picture, as the objective takes them.
        validation: Likewise.
    """

    names: tuple[str, ...]
    objective: Objective
    training: npt.NDArray[Any]
    validation: npt.NDArray[Any]


def assign(training: Samples, validation: Samples, recipe: Recipe) -> Assignment:
    """The assignment that the labels of two sets of pictures give.

    Raises:
        ToolError: There is nothing to learn, or the two do not go together; see `check_targets`.
    """
    names = check_targets(training, validation)
    match training.target:
        case "classes":
            codes, others = training.codes(names), validation.codes(names)
            weights = class_weights(codes, len(names), recipe.balance)
            return Assignment(names, Classes(len(names), recipe.smoothing, weights), codes, others)
        case "labels":
            there, others_there = (indicators(each.values, names) for each in (training, validation))
            weights = label_weights(there, recipe.balance)
            several = SeveralLabels(len(names), recipe.smoothing, weights)
            return Assignment(names, several, there, others_there)
        case "number":
            numbers, others_numbers = (each.numbers() for each in (training, validation))
            number = Number(float(numbers.mean()), float(numbers.std()))
            return Assignment(names, number, _standard(numbers, number), _standard(others_numbers, number))


def _standard(numbers: npt.NDArray[np.float64], number: Number) -> npt.NDArray[np.float32]:
    return ((numbers - number.mean) / number.spread).astype(np.float32)
