"""From what a model gives for pictures to what is said of them, by its target. No torch is imported here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft_nodes._vision.models.card import Card, class_values

Outputs = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Answers:
    """What is said of some pictures.

    Attributes:
        values: (n,) in the type of `ModelType.predicted_type`; null where the answer is unknown.
        scores: (n,) the probability that the answer is right; None for numbers, which have none.
        unknown: (n,) whether the model is not sure enough to answer.
    """

    values: pa.Array
    scores: npt.NDArray[np.float64] | None
    unknown: npt.NDArray[np.bool_]


def answers_of(card: Card, outputs: Outputs, threshold: float = 0.0) -> Answers:
    """What a model says, given what its network gives.

    Args:
        card: Of the model.
        outputs: (n, outputs) as `Classifier.calibrated` tells them.
        threshold: The score under which a class is unknown.
    """
    given, known = outputs.astype(np.float64), np.zeros(len(outputs), bool)
    match card.target:
        case "classes":
            best, scores = given.argmax(axis=1), given.max(axis=1)
            unknown = scores < threshold
            names = [
                None if unsure else card.classes[place] for place, unsure in zip(best, unknown, strict=True)
            ]
            return Answers(class_values(names, card.label_type), scores, unknown)
        case "labels":
            said = given >= np.array(card.label_thresholds)
            # As if the labels did not depend on each other: the chance that each of them is right.
            scores = np.where(said, given, 1 - given).prod(axis=1)
            return Answers(_lists(card, said), scores, known)
        case "number":
            return Answers(pa.array(card.in_unit(given[:, 0]), pa.float64()), None, known)


def _lists(card: Card, said: npt.NDArray[np.bool_]) -> pa.Array:
    values = class_values(list(card.classes), card.label_type)
    rows, places = np.nonzero(said)
    offsets = np.searchsorted(rows, np.arange(len(said) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(places)))
