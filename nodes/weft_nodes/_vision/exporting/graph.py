"""A classifier as one graph from pixels to probabilities, its preprocessing inside. Imports torch."""

import json
from collections.abc import Mapping
from types import MappingProxyType

import torch
from torch import nn

from weft_nodes._vision.engines.conversion import settled
from weft_nodes._vision.learning.targets import Target
from weft_nodes._vision.models.classifier import Classifier

INPUT = "pictures"
"""The name of the input: uint8 (n, height, width, 3), red, green, blue; n is free."""

OUTPUT = "probabilities"
"""The name of the output: float32 (n, classes), calibrated as those of Predict are; of a model that gives a
number, (n, 1) in the unit of its label column."""

_GIVES: Mapping[Target, str] = MappingProxyType(
    {
        "classes": "the probability of each class",
        "labels": "the probability of each label",
        "number": "the number in the unit of the label",
    }
)


class Graph(nn.Module):
    """What `Classifier.probabilities` does, as a module that exporters can follow; numbers in their unit.

    It calls the very functions that Predict calls, so that neither can change without the other.
    """

    def __init__(self, classifier: Classifier) -> None:
        super().__init__()
        self.network = settled(classifier.network, classifier.card.preprocess)
        self._classifier = classifier
        self.eval()

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """uint8 pixels (n, height, width, 3) to probabilities (n, classes), or numbers (n, 1)."""
        card = self._classifier.card
        said = self._classifier.calibrated(self.network(card.preprocess.normalise(pictures)))
        found: torch.Tensor = card.in_unit(said)
        return found

    def example(self) -> torch.Tensor:
        """An input to follow: more than one picture, or exporters would take the number for fixed."""
        size = self._classifier.card.preprocess
        return torch.zeros((2, size.height, size.width, 3), dtype=torch.uint8)

    def megabytes(self) -> float:
        """The size of its numbers."""
        tensors = [*self.network.parameters(), *self.network.buffers()]
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors) / 1e6


def facts(classifier: Classifier) -> dict[str, str]:
    """What the file is to tell whoever opens it, as text by name.

    `classes` is a JSON list in the order of the outputs. No paths or settings of the training: the
    file may be given away.
    """
    card = classifier.card
    told = {
        "classes": json.dumps(card.classes, ensure_ascii=False),
        "label": card.label,
        "label_type": card.label_type,
        "network": card.backbone,
        "licence": card.pretraining.license,
        "input": f"uint8 (n, {card.preprocess.height}, {card.preprocess.width}, 3), red, green, blue",
        "target": "" if card.target == "classes" else card.target,
        "output": f"float32 (n, {card.outputs}), {_GIVES[card.target]}",
        "label_thresholds": json.dumps(card.label_thresholds) if card.label_thresholds else "",
        "threshold": "" if card.threshold is None else repr(card.threshold),
        "made_by": f"weft {card.versions.get('weft', '')}".strip(),
    }
    return {name: text for name, text in told.items() if text}
