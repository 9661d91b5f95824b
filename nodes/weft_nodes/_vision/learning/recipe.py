"""Recipes: how long, how fast and how strictly a network learns. Plain numbers, no torch."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from weft_nodes._vision.learning.balance import Balance
from weft_nodes._vision.networks.zoo import Backbone

Scope: TypeAlias = Literal["head only", "last stages", "whole network", "from scratch"]
Augmentation: TypeAlias = Literal["none", "light", "strong"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Attributes:
        rate: The highest learning rate, that of the head.
        early_share: Of that rate for the earliest layers; the layers between go in even ratios.
        warm_up: Share of all steps in which rates rise; then they fall to zero along a cosine.
        weight_decay: Of AdamW, on weights of two dimensions or more.
        clip: The largest norm of the gradient of a step; 0 leaves it as it is.
        smoothing: Of the labels.
        averaging: Share of all steps that the average of the network's numbers reaches back, which is
            judged and kept in place of the last numbers; 0 keeps those.
        start_size: Share of the sides of pictures in the first epoch; see `Growth`.
        mixup: How far pictures are laid over each other; 0 never.
        augmentation: How training pictures are varied.
        epochs: Passes over the training pictures.
        seconds: Of the whole training, in place of epochs; 0 goes by epochs.
        batch_size: Pictures of a step.
        patience: Epochs without a better one after which to stop; 0 never.
        balance: Whether rare classes count more.
        find_rate: Whether the highest rate is found by a range test.
        depth: Share of the layers that learn, from the head back; the others rest. Of the last stages,
            share of the network's numbers.
        views: Varied pictures beside each training picture, where the network or its first layers rest.
        seed: Of all that is random.
    """

    rate: float
    early_share: float = 1.0
    warm_up: float = 0.2
    weight_decay: float = 0.02
    clip: float = 0.0
    smoothing: float = 0.1
    averaging: float = 0.0
    start_size: float = 1.0
    mixup: float = 0.0
    augmentation: Augmentation = "light"
    epochs: int = 10
    seconds: float = 0.0
    batch_size: int = 32
    patience: int = 0
    balance: Balance = "automatic"
    find_rate: bool = False
    depth: float = 1.0
    views: int = 0
    seed: int = 1

    def share(self, step: int, steps: int) -> float:
        """Of the highest rate at a step from 0: one cycle from a twentieth up to one and down to zero."""
        rising = max(1, round(self.warm_up * steps))
        if step < rising:
            return 0.05 + 0.95 * (step + 1) / rising
        return 0.5 * (1 + math.cos(math.pi * (step - rising + 1) / (steps - rising + 1)))

    def layer_share(self, group: int, groups: int) -> float:
        """Of the rate for a group of layers, the earliest being 0 and the head the last."""
        return self.early_share ** ((groups - 1 - group) / max(1, groups - 1))


AUTOMATIC: Mapping[Scope, Recipe] = MappingProxyType(
    {
        # On standardised features a linear layer bears a high rate and needs no smoothing.
        "head only": Recipe(rate=1e-3, weight_decay=0.05, smoothing=0.0, augmentation="none"),
        "last stages": Recipe(rate=1.5e-3, early_share=0.5, clip=1.0, averaging=0.08, depth=0.85, views=4),
        "whole network": Recipe(rate=1.5e-3, early_share=0.3, clip=1.0, averaging=0.08, start_size=0.75),
        "from scratch": Recipe(rate=3e-3, weight_decay=0.05, clip=1.0, averaging=0.08, start_size=0.75),
    }
)
"""What each scope learns with unless the user says otherwise; measured, see docs/decisions/training.md."""


_LONG = 30
"""Passes over the training pictures from which on they are learned by heart without mixing."""


def mixing_for(recipe: Recipe) -> float:
    """How far pictures are mixed in a training of so many epochs."""
    return 0.2 if recipe.epochs >= _LONG and recipe.augmentation != "none" else 0.0


@dataclass(frozen=True)
class Wishes:
    """What the user asked for.

    Attributes:
        backbone: The network to stand on.
        scope: What is trained.
        recipe: How.
        image_size: Pixels of the side of a square, None for the size of the pictures.
        weights_dir: Where weights are looked for first.
        device: `auto`, `cpu` or `cuda`.
        settings: All of it as JSON values, for the card and the report.
        precision: The share of answers that should be right; None always answers.
        began: When the tool began, by the clock `time.monotonic`.
    """

    backbone: Backbone
    scope: Scope
    recipe: Recipe
    image_size: int | None
    weights_dir: Path | None
    device: str
    settings: dict[str, Any]
    precision: float | None = None
    began: float = field(default_factory=time.monotonic)
