"""A lesson: what is learned from, towards what, and how. Imports torch."""

from dataclasses import dataclass, replace

import torch

from weft.sdk import RunContext
from weft_nodes._vision.learning.growth import Growth
from weft_nodes._vision.learning.learner import Examples
from weft_nodes._vision.learning.objective import Objective
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.stepper import View


@dataclass(frozen=True)
class Lesson:
    """What is learned, how, and who may interrupt.

    Attributes:
        training: What is learned from.
        validation: What each epoch is checked on.
        objective: What is learned towards.
        recipe: How.
        ctx: Who hears of it.
        growth: The sizes of pictures; None where no pictures are learned from.
        check: Seconds that a look at all of `validation` takes, where that was measured.
        gone: Seconds of the recipe's that went by before the first step.
    """

    training: Examples
    validation: Examples
    objective: Objective
    recipe: Recipe
    ctx: RunContext
    growth: Growth | None = None
    check: float = 0.0
    gone: float = 0.0

    def view(self, number: int, seed: int) -> View:
        """How pictures are shown in an epoch."""
        return view_of(self.growth, self.recipe, number, seed)

    def settled(self, device: torch.device, room: int) -> "Lesson":
        """With the examples on a device as far as they fit into `room` bytes, those of the training first."""
        beat = self.ctx.check_cancelled
        training, room = self.training.settled(device, room, beat)
        validation, _ = self.validation.settled(device, room, beat)
        return replace(self, training=training, validation=validation)


def view_of(growth: Growth | None, recipe: Recipe, number: int, seed: int) -> View:
    """How pictures are shown in an epoch; None where no pictures are learned from."""
    generator = torch.Generator().manual_seed(seed + 1)
    if growth is None:
        return View(None, generator)
    size = growth.size(number, recipe.epochs)
    return View(None if size == (growth.width, growth.height) else size, generator)
