"""A set-up: what is trained, from what and how. Imports torch."""

import time
from dataclasses import dataclass, field

import torch

from weft_nodes._vision.learning.parallel.place import Others
from weft_nodes._vision.learning.recipe import Recipe, Scope
from weft_nodes._vision.networks.network import Network, Shape, build, seed_torch
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining, Weights
from weft_nodes._vision.networks.zoo import Backbone

DROPOUT = 0.2
"""Share of features dropped before the last layer while training."""


@dataclass(frozen=True)
class Setup:
    """What is trained and how.

    Attributes:
        backbone: The network without head.
        start: The weights that it starts from; a `Pretraining` is random numbers.
        preprocess: What is done to each picture.
        scope: What is trained.
        recipe: How.
        device: Where.
        size_is_set: Whether the user chose the size of the pictures.
        check: Seconds that a look at all validation pictures takes, where that was measured.
        began: When the tool began, by the clock `time.monotonic`; a training by minutes counts from there.
        others: Devices that may learn with it.
    """

    backbone: Backbone
    start: Weights | Pretraining
    preprocess: Preprocess
    scope: Scope
    recipe: Recipe
    device: torch.device
    size_is_set: bool = False
    check: float = 0.0
    began: float = field(default_factory=time.monotonic)
    others: Others = field(default_factory=Others)

    @property
    def pretraining(self) -> Pretraining:
        """What goes with the weights, or with the network where there are none."""
        return self.start.pretraining if isinstance(self.start, Weights) else self.start

    def network(self, classes: int) -> Network:
        """A new network; the same seed gives the same numbers."""
        shape = Shape(classes, self.preprocess.width, self.preprocess.height, DROPOUT)
        devices = [self.device] if self.device.type == "cuda" else []
        with torch.random.fork_rng(devices):
            seed_torch(self.recipe.seed)
            return build(self.backbone, shape, self.start)
