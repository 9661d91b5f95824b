"""Frozen networks: of the zoo with ready-made weights, or of a trained model. Imports torch."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from weft.sdk import RunContext
from weft_nodes._vision.engines import machine
from weft_nodes._vision.engines.trial import Choice, Job, by_torch
from weft_nodes._vision.engines.trial import choose as choose_engine
from weft_nodes._vision.features.extraction import Coming, Extractor
from weft_nodes._vision.features.features import FeatureCache, features_key
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes._vision.networks.network import Network, Shape, build
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining, Weights, locate
from weft_nodes._vision.networks.zoo import Backbone


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

    def extractor(self, ctx: RunContext, exact: bool = True) -> Extractor:
        """What computes its features, with those that were kept before.

        Args:
            ctx: The run.
            exact: Whether features must be those of float32; else int8 may be taken on a CPU where it is
                faster and near enough.
        """

        def choose(coming: Coming) -> tuple[Choice, FeatureCache]:
            choice = self._choice(coming, exact, ctx)
            return choice, self._cache(choice.variant, ctx)

        return Extractor(self.network, self.preprocess, self.device, self._cache("", ctx), choose)

    def _choice(self, coming: Coming, exact: bool, ctx: RunContext) -> Choice:
        if self.device.type != "cpu":
            return by_torch(self.network, self.preprocess, "there is a GPU")
        folder = ctx.cache("engines") / machine.key(self._key(""))

        def beat() -> None:
            ctx.progress(0, None, "choosing what computes the features")
            ctx.check_cancelled()

        given = coming.count, coming.decoded, exact, beat, coming.aside
        return choose_engine(Job(self.network, self.preprocess, folder, *given))

    def _cache(self, variant: str, ctx: RunContext) -> FeatureCache:
        return FeatureCache(ctx.cache("features") / self._key(variant), self.network.dimensions)

    def _key(self, variant: str) -> str:
        engine = " ".join(filter(None, (self.device.type, variant and machine.key(variant))))
        return features_key(self.pretraining, self._digest, self.preprocess, engine)

    @cached_property
    def _digest(self) -> str:
        return self.network.digest()


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
