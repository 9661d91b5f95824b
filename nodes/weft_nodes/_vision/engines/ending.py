"""What stands behind the features of a network: its head, and what its target makes of it. No torch here."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from weft_nodes._vision.engines import openvino_engine
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.models.stored import Head


@dataclass(frozen=True)
class Ending:
    """From features (n, dimensions) to what `Classifier.calibrated` gives (n, outputs).

    Attributes:
        head: The last layer.
        card: Of the model.
    """

    head: Head
    card: Card

    def attach(self, model: Any) -> Any:
        """A graph of OpenVINO that gives features, as one that gives answers."""
        library = openvino_engine.openvino()
        ops = library.opset13
        features = model.output(0).get_node().input_value(0)
        logits = ops.add(ops.matmul(features, self.head.weight, False, True), self.head.bias)
        match self.card.target:
            case "classes":
                said = ops.softmax(ops.divide(logits, np.float32(self.card.temperature)), 1)
            case "labels":
                said = ops.sigmoid(logits)
            case "number":
                said = logits
        return library.Model([ops.result(said)], model.get_parameters(), "classifier")

    def answers(self, features: Rows) -> Rows:
        """The same, plainly calculated."""
        logits = features @ self.head.weight.T + self.head.bias
        match self.card.target:
            case "classes":
                raised = np.exp((logits - logits.max(1, keepdims=True)) / self.card.temperature)
                said: Rows = raised / raised.sum(1, keepdims=True)
                return said
            case "labels":
                return 1 / (1 + np.exp(-logits))
            case "number":
                return logits
