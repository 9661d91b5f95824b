"""A classifier as the service of a model wants it. Imports torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import JsonValue

from weft_nodes._pictures.reading import Reading, read_bytes
from weft_nodes._vision.allocation import keep_freed_memory
from weft_nodes._vision.classifier import Classifier, class_values
from weft_nodes._vision.preprocess import Pixels
from weft_web.model_server.answers import Prediction

_READING = Reading(max_pixels=50_000_000)
"""Strangers may send pictures here, and several are decoded at the same time."""


def load_judge(packed: bytes, device: str, batch: int) -> "ModelJudge":
    """A judge that has judged once already: the first time takes longest.

    Args:
        packed: The model.
        device: `auto`, `cpu` or `cuda`.
        batch: Pictures that the network sees at a time; 0 for as many as in Predict.

    Raises:
        ToolError: The model cannot be read, or there is no such device.
    """
    keep_freed_memory()
    classifier = Classifier.load(packed, device)
    judge = ModelJudge(classifier, batch or classifier.batch_size)
    size = classifier.card.preprocess
    judge.judge([np.zeros((size.height, size.width, 3), np.uint8)])
    return judge


@dataclass(frozen=True)
class ModelJudge:
    """A `Judge` with a classifier.

    Attributes:
        classifier: The model.
        batch: Pictures that the network sees at a time, filled up where there are fewer, so that a
            picture's scores do not depend on what comes with it.
    """

    classifier: Classifier
    batch: int

    @property
    def title(self) -> str:
        card = self.classifier.card
        classes = ", ".join(card.classes[:10]) + (", ..." if len(card.classes) > 10 else "")
        size = f"{card.preprocess.width} x {card.preprocess.height}"
        return f"Weft model: {card.label} by {card.backbone}, {size} pixels ({classes})"

    @property
    def card(self) -> Mapping[str, JsonValue]:
        found: dict[str, JsonValue] = self.classifier.card.model_dump(mode="json")
        return found

    def look(self, picture: bytes) -> Pixels:
        """The picture as Image Input and Predict make it ready for the network.

        Raises:
            ToolError: It is no picture, damaged, or too large.
        """
        return self.classifier.card.preprocess.pixels(read_bytes(picture, _READING))

    def judge(self, looks: Sequence[Pixels]) -> list[Prediction]:
        """What the model says of at most `batch` pictures."""
        card = self.classifier.card
        chances = self.classifier.probabilities(np.stack(looks), self.batch).astype(float)
        best, scores = chances.argmax(axis=1), chances.max(axis=1)
        unknown = scores < (card.threshold or 0.0)
        names = [
            None if not sure else card.classes[place] for place, sure in zip(best, ~unknown, strict=True)
        ]
        values = class_values(names, card.label_type).to_pylist()
        return [
            Prediction(
                predicted=values[row],
                score=float(scores[row]),
                unknown=bool(unknown[row]),
                probabilities=dict(zip(card.classes, chances[row].tolist(), strict=True)),
            )
            for row in range(len(looks))
        ]
