"""Frozen networks: of the zoo with ready-made weights, or of a trained model. Imports torch."""

from dataclasses import dataclass
from pathlib import Path

import torch

from weft.sdk import RunContext
from weft_nodes._vision.classifier import Classifier
from weft_nodes._vision.extraction import Extractor, open_cache
from weft_nodes._vision.network import Network, Shape, build
from weft_nodes._vision.preprocess import Preprocess
from weft_nodes._vision.weights import Pretraining, Weights, locate
from weft_nodes._vision.zoo import Backbone


@dataclass(frozen=True)
class Frozen:
    """A network that turns pictures into features and learns no more.

    Attributes:
        network: In evaluation mode; what its head says counts for nothing here.
        pretraining: What it started from.
        preprocess: What it wants done to pictures.
        device: Where it works.
    """

    network: Network
    pretraining: Pretraining
    preprocess: Preprocess
    device: torch.device

    def extractor(self, ctx: RunContext) -> Extractor:
        """What computes its features, with those that were kept before."""
        cache = open_cache(self.network, self.pretraining, self.preprocess, self.device, ctx)
        return Extractor(self.network, self.preprocess, self.device, cache)


def of_weights(backbone: Backbone, weights: Weights, size: int, device: torch.device) -> Frozen:
    """A network with ready-made weights, for squares of `size` pixels.

    Raises:
        ToolError: The weights do not fit the network, or the size does not.
    """
    with torch.random.fork_rng(devices=[]):
        network = build(backbone, Shape(2, size, size), weights)
    return Frozen(network, weights.pretraining, weights.pretraining.preprocess(size, size), device)


def of_model(classifier: Classifier) -> Frozen:
    """The network of a trained model."""
    card = classifier.card
    return Frozen(classifier.network, card.pretraining, card.preprocess, classifier.device)


def fetch_weights(backbone: Backbone, folder: Path | None, ctx: RunContext) -> Weights:
    """The weights of a network, fetched where they are not on this machine; tells how far it is.

    Raises:
        ToolError: They are nowhere.
    """

    def watch(done: float, total: float | None) -> None:
        ctx.check_cancelled()
        ctx.progress(done, total, f"fetching the weights of {backbone.name}")

    return locate(backbone, folder, watch)
