"""Minutes for the last stages of a network: views, epochs and seconds that fit. Imports torch.

What the first layers say is computed once, in a time that is known only afterwards; what is left is for
the epochs. The plan rests in the scratch folder, so that a training that goes on after a kill keeps to it.
"""

import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from weft_nodes._vision.learning.budget import epochs_in
from weft_nodes._vision.learning.learner import Learner, learning
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.planning import measured
from weft_nodes._vision.learning.setup import Setup

_VIEWS = 0.3
"""Of the time that is left once the pictures themselves went through the first layers, for views."""

_SHARE = 0.03
"""Of the time that is left, for measuring a step."""


@dataclass(frozen=True)
class StagePlan:
    """What fits: views of each picture, epochs, and the seconds of all of them."""

    views: int
    epochs: int
    seconds: float


def planned_before(folder: Path) -> StagePlan | None:
    """The plan of an earlier, killed run."""
    file = folder / "stages.json"
    return StagePlan(**json.loads(file.read_text("utf-8"))) if file.exists() else None


def views_in_time(setup: Setup, seconds: float, views: int) -> int:
    """How many views there is time for, where a set of them takes so many seconds."""
    return max(0, min(views, int(_VIEWS * left_of(setup) / max(seconds, 1e-3))))


def left_of(setup: Setup) -> float:
    """Seconds of the recipe's that are left."""
    return max(1e-3, setup.recipe.seconds - (time.monotonic() - setup.began))


def keep_time(setup: Setup, learner: Learner, lesson: Lesson, views: int) -> Lesson:
    """The lesson with the epochs and seconds that are left for it."""
    folder = lesson.ctx.scratch()
    plan = planned_before(folder)
    if plan is None:
        plan = _plan(setup, learner, lesson, views)
        half = folder / "stages.half"
        half.write_text(json.dumps(asdict(plan)), "utf-8")
        half.replace(folder / "stages.json")
        lesson.ctx.info(f"{plan.epochs:,} epochs in the {plan.seconds:,.0f} seconds that are left")
    return replace(lesson, recipe=replace(lesson.recipe, epochs=plan.epochs, seconds=plan.seconds))


def _plan(setup: Setup, learner: Learner, lesson: Lesson, views: int) -> StagePlan:
    before = {name: value.clone() for name, value in learner.module.state_dict().items()}
    few = np.arange(min(len(lesson.training), lesson.recipe.batch_size))
    inputs = learner.look(torch.from_numpy(lesson.training.values[few]).to(learner.device))
    learning(learner.module)
    until = time.monotonic() + _SHARE * left_of(setup)
    speed = measured(learner.module, inputs, until, learner.device)
    learner.module.load_state_dict(before)
    seconds = left_of(setup)
    devices = 1 + len(learner.others.for_batch(lesson.recipe.batch_size))
    each = len(lesson.training) * speed.learn / devices + len(lesson.validation) * speed.see
    return StagePlan(views, epochs_in(seconds, seconds / max(each, 1e-6)), seconds)
