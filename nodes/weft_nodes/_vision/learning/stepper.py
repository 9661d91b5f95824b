"""Steps of the optimizer: augmented, mixed, in the precision of the device, cut where memory is short.

Imports torch.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import nn

from weft_nodes._vision.learning import augment
from weft_nodes._vision.learning.averaging import Average
from weft_nodes._vision.learning.learner import Learner, half_precision, precision
from weft_nodes._vision.learning.mixing import Mixture, mix
from weft_nodes._vision.learning.objective import Objective
from weft_nodes._vision.learning.parallel.team import Alone, Fellow
from weft_nodes._vision.learning.recipe import Recipe


@dataclass
class View:
    """How the pictures of an epoch are shown.

    Attributes:
        size: Their width and height; None as they are.
        generator: What is random about them.
    """

    size: tuple[int, int] | None
    generator: torch.Generator


class Warned(Protocol):
    """Who is told where memory is too small, such as a `RunContext`."""

    def warn(self, message: str) -> None:
        """Something the user should know."""


class Stepper:
    """Makes steps: all that changes a module while it learns.

    Attributes:
        parts: Into how many parts a batch is cut, whose gradients are added up.
        fellow: Other processes that make the same steps on other parts of each batch.
        seen: Examples of the last step, in all processes.
    """

    def __init__(self, learner: Learner, objective: Objective, recipe: Recipe, ctx: Warned) -> None:
        self.learner, self.objective, self.recipe, self.ctx = learner, objective, recipe, ctx
        self.fellow: Fellow = Alone()
        self.seen = 0
        groups = parameter_groups(learner.groups, recipe)
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.rate)
        self.learned = [parameter for group in groups for parameter in group["params"]]
        # Numbers of 16 bits with a short exponent, in which small gradients would vanish.
        narrow = half_precision(learner.device) is torch.float16
        self.scaler = torch.amp.GradScaler(learner.device.type, enabled=narrow)
        self.variation = augment.variation(recipe.augmentation)
        self.parts = 1

    def step(self, values: torch.Tensor, targets: torch.Tensor, view: View) -> torch.Tensor:
        """One step; gives the outputs before it. Halves what is computed at a time while memory is short."""
        while True:
            outputs = self._tried(values, targets, view)
            self.seen = self.fellow.agreed(0 if outputs is None else len(targets))
            if outputs is not None and self.seen:
                break
            self._halve(len(targets))
        self.fellow.add_up(len(targets) / self.seen)
        self.scaler.unscale_(self.optimizer)
        if self.recipe.clip:
            nn.utils.clip_grad_norm_(self.learned, self.recipe.clip)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return outputs

    def set_rates(self, share: float) -> None:
        """Every group gets this share of its highest rate."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * share

    def state(self) -> dict[str, Any]:
        """All that the next step depends on beside the module."""
        return {"optimizer": self.optimizer.state_dict(), "scaler": self.scaler.state_dict()}

    def go_on(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])

    def _tried(self, values: torch.Tensor, targets: torch.Tensor, view: View) -> torch.Tensor | None:
        """The outputs, with the gradients in place; None where memory is too small for that."""
        try:
            return self._gradients(values, targets, view)
        except RuntimeError as error:
            if not is_out_of_memory(error) or len(targets) < 4 * self.parts:
                raise
        return None

    def _gradients(self, values: torch.Tensor, targets: torch.Tensor, view: View) -> torch.Tensor:
        self.optimizer.zero_grad()
        found = []
        # Two pictures or more in each: batch normalisation needs them.
        parts = max(1, min(self.parts, len(targets) // 2))
        for part, wanted in zip(values.tensor_split(parts), targets.tensor_split(parts), strict=True):
            loss, outputs = self._forward(part, wanted, view)
            torch.autograd.backward(self.scaler.scale(loss * (len(wanted) / len(targets))))
            found.append(outputs)
        return torch.cat(found)

    def _forward(
        self, values: torch.Tensor, targets: torch.Tensor, view: View
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The mean loss of a part, and its outputs."""
        inputs = self.learner.look(values)
        if self.variation:
            inputs = augment.vary(inputs, self.variation, view.generator, view.size)
        elif view.size:
            inputs = augment.resize(inputs, view.size)
        mixed = mix(inputs, self.recipe.mixup, view.generator) if self.recipe.mixup else None
        with precision(self.learner.device):
            outputs = self.learner.module(mixed.inputs if mixed else inputs).float()
        losses = self._losses(outputs, targets, mixed)
        return losses.mean(), outputs.detach()

    def _losses(self, outputs: torch.Tensor, targets: torch.Tensor, mixed: Mixture | None) -> torch.Tensor:
        losses = self.objective.losses(outputs, targets)
        if mixed is None:
            return losses
        others = self.objective.losses(outputs, targets[mixed.partners])
        return mixed.share * losses + (1 - mixed.share) * others

    def _halve(self, count: int) -> None:
        self.parts *= 2
        self.optimizer.zero_grad()
        if self.learner.device.type == "cuda":
            torch.cuda.empty_cache()
        self.ctx.warn(
            f"memory was too small for {count:,} pictures at a time; now {-(-count // self.parts):,} are, "
            "and a step still learns from all of them, a little more slowly"
        )


def parameter_groups(groups: list[list[nn.Parameter]], recipe: Recipe) -> list[dict[str, Any]]:
    """Groups of AdamW: rates by layer, no weight decay on biases and normalisations, none that rests."""
    found = []
    for depth, parameters in enumerate(groups):
        peak = recipe.rate * recipe.layer_share(depth, len(groups))
        moving = [parameter for parameter in parameters if parameter.requires_grad]
        for decay, chosen in (
            (recipe.weight_decay, [p for p in moving if p.ndim > 1]),
            (0.0, [p for p in moving if p.ndim <= 1]),
        ):
            if chosen:
                found.append({"params": chosen, "peak": peak, "weight_decay": decay})
    return found


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory was short, of a GPU or of the computer: torch tells the latter as a plain error."""
    if isinstance(error, torch.OutOfMemoryError):
        return True
    return any(said in str(error) for said in ("can't allocate memory", "not enough memory"))


def average_of(learner: Learner, recipe: Recipe, steps: int) -> Average | None:
    """The moving average that a recipe wants in a training of so many steps."""
    return Average(learner.module, round(recipe.averaging * steps)) if recipe.averaging else None
