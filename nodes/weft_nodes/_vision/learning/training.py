"""The loop: epochs of steps, a check after each, the best one kept, a checkpoint to go on from.

Imports torch. Every epoch seeds itself from the recipe's seed and its number, so a training that
goes on after a kill ends with the very same numbers.
"""

import hashlib
import math
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from weft.sdk import ToolError
from weft_nodes._vision.gpu.resident import room_on
from weft_nodes._vision.learning import checkpoints
from weft_nodes._vision.learning.checkpoints import Checkpoint, Now
from weft_nodes._vision.learning.course import Course, Epoch
from weft_nodes._vision.learning.learner import Learner, batches, learning, outputs_of
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.pace import Pace, beating
from weft_nodes._vision.learning.parallel.gathering import Call
from weft_nodes._vision.learning.parallel.team import Alone, Team
from weft_nodes._vision.learning.stepper import Stepper, average_of, is_out_of_memory
from weft_nodes._vision.learning.tally import Tally
from weft_nodes._vision.learning.timetable import Timed, counted_of


def train(learner: Learner, lesson: Lesson, file: Path, whole_epochs: bool = False) -> Course:
    """Train; leaves the best epoch's numbers in the module, in evaluation mode.

    Args:
        learner: Its module is changed.
        lesson: The examples and the recipe.
        file: The checkpoint; a fitting one that exists is gone on from.
        whole_epochs: A first epoch is finished even when the user asks for the best so far: for
            epochs that take a moment.

    Raises:
        ToolError: The numbers fell apart in the first epoch, memory is too small for two pictures, or
            a process on another device was lost.
    """
    devices = [learner.device] if learner.device.type == "cuda" else []
    try:
        with torch.random.fork_rng(devices):
            near = lesson.settled(learner.device, room_on(learner.device))
            return _Loop(learner, near, file, whole_epochs).run(Call(learner, lesson, file.parent))
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        raise ToolError(
            "memory is too small even for a few pictures at a time; choose a smaller image size or network",
            "image_size",
        ) from error


_FINISHED = "the user asked for the best so far"
_FELL_APART = "the loss became infinite or no number; choose a lower learning rate"


class _Loop:
    def __init__(self, learner: Learner, lesson: Lesson, file: Path, whole_epochs: bool) -> None:
        self.learner, self.lesson, self.file, self.whole_epochs = learner, lesson, file, whole_epochs
        self.ctx, self.recipe = lesson.ctx, lesson.recipe
        self.counted = counted_of(len(lesson.training), self.recipe)
        timed = Timed(self.counted, self.recipe.seconds, check=lesson.check)
        self.timed = timed if self.recipe.seconds else None
        self.timetable = self.timed or self.counted
        self.stepper = Stepper(learner, lesson.objective, self.recipe, lesson.ctx)
        self.team: Team = Alone()
        self.average = average_of(learner, self.recipe, self.counted.batches * self.recipe.epochs)
        self.targets = torch.from_numpy(lesson.validation.targets)
        self.key = _key(lesson)
        self.pace = Pace(self.ctx, (len(lesson.training) + len(lesson.validation)) * self.recipe.epochs)

    def run(self, call: Call) -> Course:
        state, ending = self._resume(), ""
        if self.timed:
            gone = sum(epoch.seconds for epoch in state.epochs) if state else 0.0
            self.timed.begin(self.lesson.gone + gone)
            self.pace.share = self.timed.share
        with (
            call.gathered(self.stepper.state(), self.pace.beat) as team,
            beating(self.learner.module, self.pace),
        ):
            self.team = self.stepper.fellow = team
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
                "as asked; this result is kept: run the node again to train all of them"
            )
        self.learner.module.load_state_dict(state.best_module)
        self.learner.module.eval()
        verdict = self.lesson.objective.verdict(state.outputs, self.targets)
        return Course(state.epochs, state.epochs[state.best - 1], verdict, ending)

    def _resume(self) -> Checkpoint | None:
        state = checkpoints.load(self.file, self.key)
        if state is None:
            return None
        self.learner.module.load_state_dict(state.now.module)
        self.stepper.go_on(state.now.stepper)
        if self.average:
            self.average.go_on(state.now.average, state.now.steps)
        for epoch in state.epochs:
            self._tell(epoch)
        self.pace.done = self.pace.total * len(state.epochs) // self.recipe.epochs
        self.ctx.info(f"goes on after epoch {len(state.epochs)}, where an earlier run stopped")
        return state

    def _why_stop(self, state: Checkpoint) -> str:
        if self.ctx.finish_early:
            return _FINISHED
        if self.timed and self.timed.share() >= 1:
            return "the time was up"
        waited = len(state.epochs) - state.best
        if self.recipe.patience and waited >= self.recipe.patience:
            return f"no better epoch among {waited:,} more"
        return ""

    def _epoch(self, number: int, before: Checkpoint | None) -> Checkpoint | str:
        """An epoch and its check; why to stop where it is of no use and an earlier one is kept."""
        self.pace.message = f"epoch {number} of {self.recipe.epochs}"
        start = time.monotonic()
        loss, score, seen, whole = self._learn(number)
        if not whole and before is not None:
            return _FINISHED
        learned = time.monotonic()
        with self.average.in_place() if self.average else nullcontext():
            outputs = outputs_of(self.learner, self.lesson.validation, self.pace)
            module = {name: value.cpu().clone() for name, value in self.learner.module.state_dict().items()}
        checked = self._judge(outputs)
        if not math.isfinite(loss + checked[0]):
            if before is None:
                raise ToolError(_FELL_APART, "learning_rate")
            self.ctx.warn(_FELL_APART)
            return _FELL_APART
        now = time.monotonic()
        if self.timed:
            self.timed.check = now - learned
        epoch = Epoch(number, loss, score, *checked, seconds=now - start, rate=seen / (learned - start))
        self._tell(epoch)
        after = self._state(epoch, outputs, module, before)
        checkpoints.save(after, self.file, self.key)
        return after

    def _learn(self, number: int) -> tuple[float, float, int, bool]:
        """All steps of an epoch: mean loss and score of the examples seen, their number, if it is whole."""
        seed = int(np.random.SeedSequence([self.recipe.seed, number]).generate_state(1)[0])
        torch.manual_seed(seed)
        view = self.lesson.view(number, seed)
        examples = self.lesson.training.in_epoch(number)
        learning(self.learner.module)
        tally = Tally(self.lesson.objective, self.learner.device)
        seen, whole = 0, True
        self.team.begin(number, seed)
        steps = map(self.team.part, self.timetable.steps(number, seed))
        for index, (values, targets) in enumerate(batches(examples, steps, self.learner.device)):
            share = self.recipe.share(*self.timetable.place(number, index))
            self.team.go(share)
            self.stepper.set_rates(share)
            outputs = self.stepper.step(values, targets, view)
            if self.average:
                self.average.follow()
            tally.add(outputs, targets)
            seen += self.stepper.seen
            self.pace.add(self.stepper.seen)
            if self.timetable.is_over(number):
                break
            if self.ctx.finish_early and not (self.whole_epochs and number == 1):
                whole = self.timed is None and seen == len(examples)
                break
        losses, score = self.team.end(tally)
        return losses / seen, score / seen, seen, whole

    def _judge(self, outputs: torch.Tensor) -> tuple[float, float]:
        """Mean loss and score of outputs for the validation pictures."""
        objective = self.lesson.objective
        loss, score = objective.plain(outputs, self.targets), objective.score(outputs, self.targets)
        return float(loss.double().mean()), float(score.double().mean())

    def _state(
        self, epoch: Epoch, outputs: torch.Tensor, module: checkpoints.State, before: Checkpoint | None
    ) -> Checkpoint:
        own = {name: value.cpu().clone() for name, value in self.learner.module.state_dict().items()}
        average = self.average.state() if self.average else {}
        now = Now(own, self.stepper.state(), average, self.average.count if self.average else 0)
        if before is None:
            return Checkpoint((epoch,), now, epoch.number, module, outputs)
        after = replace(before, epochs=(*before.epochs, epoch), now=now)
        if not epoch.better_than(before.epochs[before.best - 1]):
            return after
        return replace(after, best=epoch.number, best_module=module, outputs=outputs)

    def _tell(self, epoch: Epoch) -> None:
        for name in ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy"):
            self.ctx.metric(name, epoch.number, getattr(epoch, name))
        self.ctx.metric("pictures_per_second", epoch.number, epoch.rate)


def _key(lesson: Lesson) -> str:
    """What a checkpoint belongs to: the recipe, the objective and the examples."""
    parts = (lesson.recipe, lesson.objective, lesson.growth, torch.__version__)
    digest = hashlib.sha256(repr(parts).encode())
    for examples in (lesson.training, lesson.validation):
        digest.update(repr(examples.values.shape).encode())
        digest.update(examples.targets.tobytes())
    return digest.hexdigest()
