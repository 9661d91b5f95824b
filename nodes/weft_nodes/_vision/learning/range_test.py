"""The range test: the learning rate rises step by step until the loss does; a safe part of that is taken.

Imports torch.
"""

import math

import numpy as np
import torch

from weft_nodes._vision.learning.learner import Learner, batches, learning
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.stepper import Stepper
from weft_nodes._vision.learning.timetable import Counted

_STEPS = 60
"""Steps at most: many enough for a smooth curve, few enough to cost less than an epoch mostly."""

_LOWEST, _HIGHEST = 0.02, 20.0
"""Where it begins and ends, as multiples of the recipe's rate."""

_MEMORY = 0.8
"""How much of the smoothed loss is what it was a step before."""

_SAFE = 0.3
"""Of the rate at which the loss was lowest: there it is about to rise. A training is only for a moment at
its highest rate, so it bears more than the tenth that is usual for constant rates."""

_FAR = 4.0
"""How many times over or under the usual rate the found one may be: a few steps on noisy losses can err."""


def find_rate(learner: Learner, lesson: Lesson) -> float:
    """The highest rate for a training of this learner by this lesson; the module stays as it was.

    It is never far from what the recipe says, which was measured.
    """
    before = {name: value.clone() for name, value in learner.module.state_dict().items()}
    devices = [learner.device] if learner.device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        rates, losses = _climb(learner, lesson)
    learner.module.load_state_dict(before)
    return chosen(rates, losses, lesson.recipe.rate)


def chosen(rates: list[float], losses: list[float], usual: float) -> float:
    """The rate to take, of the smoothed losses at rising rates."""
    best = rates[int(np.argmin(losses))]
    rate = min(_FAR * usual, max(usual / _FAR, best * _SAFE))
    return float(f"{rate:.2g}")


def _climb(learner: Learner, lesson: Lesson) -> tuple[list[float], list[float]]:
    """Rates and smoothed losses, until the loss is far above its lowest or no number."""
    recipe = lesson.recipe
    torch.manual_seed(recipe.seed)
    stepper = Stepper(learner, lesson.objective, recipe, lesson.ctx)
    counted = Counted(
        len(lesson.training), recipe.batch_size, -(-_STEPS * recipe.batch_size // len(lesson.training))
    )
    order = [step for number in range(counted.epochs) for step in counted.steps(number, recipe.seed + number)]
    view = lesson.view(1, recipe.seed)
    learning(learner.module)
    rates: list[float] = []
    losses: list[float] = []
    mean = 0.0
    for index, (values, targets) in enumerate(batches(lesson.training, order[:_STEPS], learner.device)):
        lesson.ctx.check_cancelled()
        lesson.ctx.progress(index, _STEPS, "looking for the learning rate")
        share = _LOWEST * (_HIGHEST / _LOWEST) ** (index / (_STEPS - 1))
        stepper.set_rates(share)
        loss = float(lesson.objective.plain(stepper.step(values, targets, view), targets).mean())
        mean = _MEMORY * mean + (1 - _MEMORY) * loss
        smooth = mean / (1 - _MEMORY ** (index + 1))
        if losses and not smooth < 3 * min(losses) + math.log(2):
            break
        rates.append(share * recipe.rate)
        losses.append(smooth)
    return rates, losses
