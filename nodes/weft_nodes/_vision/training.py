"""The loop: epochs of steps, a check after each, the best one kept, a checkpoint to go on from.

Imports torch. Every epoch seeds itself from the recipe's seed and its number, so a training that
goes on after a kill ends with the very same numbers.
"""

import hashlib
import math
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from weft.sdk import RunContext, ToolError
from weft_nodes._vision import augment, checkpoints
from weft_nodes._vision.checkpoints import Checkpoint
from weft_nodes._vision.course import Course, Epoch
from weft_nodes._vision.learner import Examples, Learner, batches, outputs_of, precision
from weft_nodes._vision.objective import Objective
from weft_nodes._vision.pace import Pace, beating
from weft_nodes._vision.recipe import Recipe


@dataclass(frozen=True)
class Lesson:
    """What is learned, how, and who may interrupt."""

    training: Examples
    validation: Examples
    objective: Objective
    recipe: Recipe
    ctx: RunContext


def train(learner: Learner, lesson: Lesson, file: Path, whole_epochs: bool = False) -> Course:
    """Train; leaves the best epoch's numbers in the module, in evaluation mode.

    Args:
        learner: Its module is changed.
        lesson: The examples and the recipe.
        file: The checkpoint; a fitting one that exists is gone on from.
        whole_epochs: A first epoch is finished even when the user asks for the best so far: for
            epochs that take a moment.

    Raises:
        ToolError: The numbers fell apart in the first epoch, or a GPU has too little memory.
    """
    devices = [learner.device] if learner.device.type == "cuda" else []
    try:
        with torch.random.fork_rng(devices):
            return _Loop(learner, lesson, file, whole_epochs).run()
    except torch.OutOfMemoryError as error:
        raise ToolError(
            f"the GPU has too little memory for {lesson.recipe.batch_size} pictures at a time; "
            "choose a smaller batch size or image size",
            "batch_size",
        ) from error


_FINISHED = "the user asked for the best so far"
_FELL_APART = "the loss became infinite or no number; choose a lower learning rate"


class _Loop:
    def __init__(self, learner: Learner, lesson: Lesson, file: Path, whole_epochs: bool) -> None:
        self.learner, self.lesson, self.file, self.whole_epochs = learner, lesson, file, whole_epochs
        self.ctx, self.recipe = lesson.ctx, lesson.recipe
        examples = len(lesson.training)
        # Never a step of one picture: batch normalisation needs two.
        self.batches = min(-(-examples // self.recipe.batch_size), max(1, examples // 2))
        groups = _parameter_groups(learner.groups, self.recipe)
        self.optimizer = torch.optim.AdamW(groups, lr=self.recipe.rate)
        self.variation = augment.variation(self.recipe.augmentation)
        self.key = _key(lesson)
        per_epoch = len(lesson.training) + len(lesson.validation)
        self.pace = Pace(self.ctx, per_epoch * self.recipe.epochs)

    def run(self) -> Course:
        state, ending = self._resume(), ""
        with beating(self.learner.module, self.pace):
            for number in range(len(state.epochs) + 1 if state else 1, self.recipe.epochs + 1):
                if state and (ending := self._why_stop(state)):
                    break
                after = self._epoch(number, state)
                if isinstance(after, str):
                    ending = after
                    break
                state = after
        assert state is not None  # a recipe has one epoch or more
        if ending == _FINISHED:
            # A warning, and told again as long as this result is kept: nobody should take it for the whole.
            self.ctx.warn(
                f"the training was ended after {len(state.epochs):,} of {self.recipe.epochs:,} epochs, "
                "as asked; run this node anew (--force) to train all of them"
            )
        self.learner.module.load_state_dict(state.best_module)
        self.learner.module.eval()
        targets = torch.from_numpy(self.lesson.validation.targets)
        verdict = self.lesson.objective.verdict(state.outputs, targets)
        return Course(state.epochs, state.epochs[state.best - 1], verdict, ending)

    def _resume(self) -> Checkpoint | None:
        state = checkpoints.load(self.file, self.key)
        if state is None:
            return None
        self.learner.module.load_state_dict(state.module)
        self.optimizer.load_state_dict(state.optimizer)
        for epoch in state.epochs:
            self._tell(epoch)
        self.pace.done = self.pace.total * len(state.epochs) // self.recipe.epochs
        self.ctx.info(f"goes on after epoch {len(state.epochs)}, where an earlier run stopped")
        return state

    def _why_stop(self, state: Checkpoint) -> str:
        if self.ctx.finish_early:
            return _FINISHED
        waited = len(state.epochs) - state.best
        if self.recipe.patience and waited >= self.recipe.patience:
            return f"no better epoch among {waited:,} more"
        return ""

    def _epoch(self, number: int, before: Checkpoint | None) -> Checkpoint | str:
        """An epoch and its check; why to stop where it is of no use and an earlier one is kept."""
        self.pace.message = f"epoch {number} of {self.recipe.epochs}"
        start = time.monotonic()
        loss, score, seen = self._learn(number)
        if seen < len(self.lesson.training) and before is not None:
            return _FINISHED
        learned = time.monotonic()
        outputs = outputs_of(self.learner, self.lesson.validation, self.pace)
        checked = self._judge(outputs)
        if not math.isfinite(loss + checked[0]):
            if before is None:
                raise ToolError(_FELL_APART, "learning_rate")
            self.ctx.warn(_FELL_APART)
            return _FELL_APART
        epoch = Epoch(
            number,
            loss,
            score,
            *checked,
            seconds=time.monotonic() - start,
            rate=seen / (learned - start),
        )
        self._tell(epoch)
        after = self._state(epoch, outputs, before)
        checkpoints.save(after, self.file, self.key)
        return after

    def _learn(self, number: int) -> tuple[float, float, int]:
        """All steps of an epoch: mean loss and score of the pictures seen, and their number."""
        seed = int(np.random.SeedSequence([self.recipe.seed, number]).generate_state(1)[0])
        torch.manual_seed(seed)
        generator = torch.Generator().manual_seed(seed + 1)
        order = np.random.default_rng(seed).permutation(len(self.lesson.training))
        self.learner.module.train()
        objective = self.lesson.objective
        losses, score = torch.zeros((2, 1), device=self.learner.device)
        seen = 0
        for index, (values, targets) in enumerate(
            batches(self.lesson.training, np.array_split(order, self.batches), self.learner.device)
        ):
            for group in self.optimizer.param_groups:
                step = (number - 1) * self.batches + index
                group["lr"] = group["peak"] * self.recipe.share(step, self.batches * self.recipe.epochs)
            outputs = self._step(values, targets, generator)
            losses = losses + objective.plain(outputs, targets).sum()
            score = score + objective.score(outputs, targets).sum()
            seen += len(targets)
            self.pace.add(len(targets))
            if self.ctx.finish_early and not (self.whole_epochs and number == 1):
                break
        return float(losses) / seen, float(score) / seen, seen

    def _judge(self, outputs: torch.Tensor) -> tuple[float, float]:
        """Mean loss and score of outputs for the validation pictures."""
        objective, targets = self.lesson.objective, torch.from_numpy(self.lesson.validation.targets)
        loss, score = objective.plain(outputs, targets), objective.score(outputs, targets)
        return float(loss.double().mean()), float(score.double().mean())

    def _step(self, values: torch.Tensor, targets: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """One step of the optimizer; gives the outputs before it."""
        inputs = self.learner.look(values)
        if self.variation:
            inputs = augment.vary(inputs, self.variation, generator)
        with precision(self.learner.device):
            outputs = self.learner.module(inputs).float()
        loss = self.lesson.objective.losses(outputs, targets).mean()
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        self.optimizer.step()
        return outputs.detach()

    def _state(self, epoch: Epoch, outputs: torch.Tensor, before: Checkpoint | None) -> Checkpoint:
        module = {name: value.cpu().clone() for name, value in self.learner.module.state_dict().items()}
        optimizer = self.optimizer.state_dict()
        if before is None:
            return Checkpoint((epoch,), module, optimizer, epoch.number, module, outputs)
        after = replace(before, epochs=(*before.epochs, epoch), module=module, optimizer=optimizer)
        if not epoch.better_than(before.epochs[before.best - 1]):
            return after
        return replace(after, best=epoch.number, best_module=module, outputs=outputs)

    def _tell(self, epoch: Epoch) -> None:
        for name in ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy"):
            self.ctx.metric(name, epoch.number, getattr(epoch, name))
        self.ctx.metric("pictures_per_second", epoch.number, epoch.rate)


def _parameter_groups(groups: list[list[nn.Parameter]], recipe: Recipe) -> list[dict[str, Any]]:
    """Groups of AdamW: rates by layer, no weight decay on biases and normalisations."""
    found = []
    for depth, parameters in enumerate(groups):
        peak = recipe.rate * recipe.layer_share(depth, len(groups))
        for decay, chosen in (
            (recipe.weight_decay, [p for p in parameters if p.ndim > 1]),
            (0.0, [p for p in parameters if p.ndim <= 1]),
        ):
            if chosen:
                found.append({"params": chosen, "peak": peak, "weight_decay": decay})
    return found


def _key(lesson: Lesson) -> str:
    """What a checkpoint belongs to: the recipe, the objective and the examples."""
    digest = hashlib.sha256(repr((lesson.recipe, lesson.objective, torch.__version__)).encode())
    for examples in (lesson.training, lesson.validation):
        digest.update(repr(examples.values.shape).encode())
        digest.update(examples.targets.tobytes())
    return digest.hexdigest()
