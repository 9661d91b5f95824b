"""An experiment: from checked samples to a trained network, for each scope of training. Imports torch."""

import copy
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from weft.sdk import RunContext
from weft_nodes._vision.engines.engine import Reading, meanwhile
from weft_nodes._vision.evaluation.grey_thumbnails import Gallery
from weft_nodes._vision.features.activations import Activations
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.features.frozen import Frozen
from weft_nodes._vision.features.pixels import decode_once
from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.features.views import views
from weft_nodes._vision.gpu.decoding import decoder
from weft_nodes._vision.gpu.resident import Resident
from weft_nodes._vision.learning.assignment import Assignment, assign
from weft_nodes._vision.learning.course import Course
from weft_nodes._vision.learning.growth import SMALLEST, Growth
from weft_nodes._vision.learning.learner import Examples, Learner
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Objective
from weft_nodes._vision.learning.planning import plan_time, rest
from weft_nodes._vision.learning.range_test import find_rate
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.learning.stage_learning import cut_for, forms_of, stage_learner, told
from weft_nodes._vision.learning.stage_time import keep_time
from weft_nodes._vision.learning.training import train
from weft_nodes._vision.networks.allocation import keep_freed_memory
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.threads import enough_threads
from weft_nodes._vision.networks.weights import Weights

Values: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Outcome:
    """A trained network and what it learned from.

    Attributes:
        setup: How it was trained, as planned and measured where that was wished.
        network: On the CPU, in evaluation mode, with the best epoch's numbers.
        classes: Or labels, in the order of its outputs; none where it gives a number.
        objective: What it learned towards.
        course: How the training went.
        training: The pictures that could be read.
        validation: Likewise.
        computed: Pictures whose features were not in the cache; 0 where there is no cache.
        reading: What computed features, where the network was frozen.
    """

    setup: Setup
    network: Network
    classes: tuple[str, ...]
    objective: Objective
    course: Course
    training: Samples
    validation: Samples
    computed: int = 0
    reading: Reading | None = None


def learn(setup: Setup, training: Samples, validation: Samples, ctx: RunContext) -> Outcome:
    """Read the pictures and train.

    Raises:
        ToolError: Too little is left to learn once pictures that cannot be read are left out.
    """
    keep_freed_memory()
    if setup.recipe.seconds and setup.scope not in ("head only", "last stages"):
        setup = plan_time(setup, (len(training), len(validation)), ctx.scratch(), ctx)
    learn_by = {"head only": _learn_head, "last stages": _learn_stages}.get(setup.scope, _learn_network)
    outcome = learn_by(setup, training, validation, ctx)
    outcome.network.cpu().eval()
    return outcome


def _learn_network(setup: Setup, training: Samples, validation: Samples, ctx: RunContext) -> Outcome:
    folder, decode = ctx.scratch(), decoder(setup.preprocess, setup.device)
    training, seen = decode_once(training, setup.preprocess, folder, ctx, decode)
    validation, checked = decode_once(validation, setup.preprocess, folder, ctx, decode)
    assigned = assign(training, validation, setup.recipe)
    network = setup.network(assigned.objective.outputs).to(setup.device)
    rest(network, setup.recipe.depth)
    learner = Learner(network, network.groups(), setup.preprocess.normalise, setup.device, setup.others)
    lesson = _lesson(assigned, seen, checked, setup, ctx)
    lesson = replace(lesson, growth=_growth(setup, network))
    setup, lesson = _find_rate(setup, learner, lesson)
    lesson = replace(lesson, check=setup.check, gone=time.monotonic() - setup.began)
    course = train(learner, lesson, folder / "training.checkpoint")
    return Outcome(setup, network, assigned.names, assigned.objective, course, training, validation)


def _learn_stages(setup: Setup, training: Samples, validation: Samples, ctx: RunContext) -> Outcome:
    expected = assign(training, validation, setup.recipe).objective.outputs
    network = setup.network(expected)
    stages = cut_for(setup, network)
    if stages is None:
        ctx.info(f"{setup.backbone.name} cannot be cut in two; its first layers rest in every epoch instead")
        return _learn_network(setup, training, validation, ctx)
    activations = Activations(setup, stages, ctx)
    training, forms = forms_of(activations, setup, training, ctx)
    validation, checked = activations.of(validation)
    total = len(training) * len(forms.forms) + len(validation)
    ctx.info(
        f"first layers computed for {activations.computed:,} of {total:,} pictures and views by "
        f"{activations.reading.sentence()}; the others were kept"
    )
    assigned = assign(training, validation, setup.recipe)
    if assigned.objective.outputs != expected:
        network.head = setup.network(assigned.objective.outputs).head
    learner = replace(stage_learner(network, stages, setup.device), others=setup.others)
    lesson = _lesson(assigned, forms, checked, setup, ctx)
    setup, lesson = _find_rate(setup, learner, lesson)
    if setup.recipe.seconds:
        lesson = keep_time(setup, learner, lesson, len(forms.forms) - 1)
        setup = replace(setup, recipe=replace(setup.recipe, epochs=lesson.recipe.epochs))
    course = train(learner, lesson, ctx.scratch() / "stages.checkpoint")
    setup = replace(setup, recipe=told(setup.recipe, stages, forms))
    learned = (assigned.names, assigned.objective, course, training, validation)
    return Outcome(setup, network, *learned, activations.computed, activations.reading)


def _find_rate(setup: Setup, learner: Learner, lesson: Lesson) -> tuple[Setup, Lesson]:
    """The set-up and the lesson with the rate that a range test finds, where that is wished."""
    if not setup.recipe.find_rate:
        return setup, lesson
    rate = find_rate(learner, lesson)
    lesson.ctx.info(f"the range test chose a learning rate of {rate:g}")
    lesson = replace(lesson, recipe=replace(lesson.recipe, rate=rate))
    return replace(setup, recipe=replace(setup.recipe, rate=rate)), lesson


def _learn_head(setup: Setup, training: Samples, validation: Samples, ctx: RunContext) -> Outcome:
    assert isinstance(setup.start, Weights)  # the tool's checks see to it
    folder = ctx.scratch()
    expected = assign(training, validation, setup.recipe).objective.outputs
    network = setup.network(expected)
    frozen = Frozen(network, setup.pretraining, setup.preprocess, setup.device)
    extractor = frozen.extractor(ctx, exact=False)
    extractor.prepare(training, validation, folder)
    training, seen = extractor.extract(training, folder, ctx)
    validation, checked = extractor.extract(validation, folder, ctx)
    ways = views(setup.recipe.views, setup.recipe.augmentation)
    forms = Turns([seen, *(extractor.extract(training, folder, ctx, view)[1] for view in ways)])
    total = len(training) * len(forms.forms) + len(validation)
    what = "pictures and views" if ways else "pictures"
    ctx.info(f"features computed for {extractor.computed:,} of {total:,} {what}; the others were kept")
    ctx.info(f"features are those of {extractor.reading.sentence()}")
    assigned = assign(training, validation, setup.recipe)
    if assigned.objective.outputs != expected:
        network = setup.network(assigned.objective.outputs)
    lesson = _lesson(assigned, forms, checked, setup, ctx)
    # Steps so small are taken by one core; another one looks for what the evaluation wants to know.
    with closing(Gallery(ctx).ahead((training, validation))) as looking, meanwhile(looking):
        setup, course = _train_head(network, setup, lesson, folder / "head.checkpoint")
    learned = (assigned.names, assigned.objective, course, training, validation)
    return Outcome(setup, network, *learned, extractor.computed, extractor.reading)


def _lesson(
    assigned: Assignment, seen: Values | Turns, checked: Values, setup: Setup, ctx: RunContext
) -> Lesson:
    training, validation = Examples(seen, assigned.training), Examples(checked, assigned.validation)
    # Views are varied already, and what layers say of pictures is no picture.
    recipe = replace(setup.recipe, augmentation="none") if isinstance(seen, Turns) else setup.recipe
    return Lesson(training, validation, assigned.objective, recipe, ctx)


def _growth(setup: Setup, network: Network) -> Growth:
    """How pictures grow, where the network takes those of the first size."""
    whole = Growth(setup.preprocess.width, setup.preprocess.height)
    smallest = max(SMALLEST, setup.backbone.min_size)
    growth = replace(whole, start=setup.recipe.start_size, smallest=smallest)
    width, height = growth.size(1, max(2, setup.recipe.epochs))
    try:
        with torch.no_grad():
            network(torch.zeros(1, 3, height, width, device=setup.device))
    except (RuntimeError, ValueError, AssertionError):
        return whole  # A transformer that was made for one size.
    return growth


def _train_head(network: Network, setup: Setup, lesson: Lesson, file: Path) -> tuple[Setup, Course]:
    """Train on standardised features, then fold the scale into the network's last layer."""
    values = lesson.training.values
    assert not isinstance(values, Resident)  # only `train` moves them
    plain = values.forms[0] if isinstance(values, Turns) else values
    mean, scale = (torch.from_numpy(part).to(setup.device) for part in _spread(plain))
    head = copy.deepcopy(network.head).requires_grad_(True).to(setup.device)
    learner = Learner(head, [list(head.parameters())], lambda rows: (rows - mean) / scale, setup.device)
    step = lesson.recipe.batch_size * network.dimensions * lesson.objective.outputs
    with enough_threads(setup.device, step):
        setup, lesson = _find_rate(setup, learner, lesson)
        course = train(learner, lesson, file, whole_epochs=True)
    _fold(head, network.head, mean.cpu(), scale.cpu())
    return setup, course


def _spread(rows: Rows) -> tuple[Rows, Rows]:
    """Mean and standard deviation of each feature, by parts so that memory stays small."""
    total = np.zeros(rows.shape[1])
    squares = np.zeros(rows.shape[1])
    for start in range(0, len(rows), 4096):
        part = rows[start : start + 4096].astype(np.float64)
        total += part.sum(axis=0)
        squares += (part**2).sum(axis=0)
    mean = total / len(rows)
    deviation = np.sqrt(np.maximum(squares / len(rows) - mean**2, 0))
    # A feature that never changes tells nothing; dividing by its zero would.
    deviation[deviation < 1e-6] = 1.0
    return mean.astype(np.float32), deviation.astype(np.float32)


@torch.no_grad()
def _fold(trained: nn.Sequential, head: nn.Sequential, mean: torch.Tensor, scale: torch.Tensor) -> None:
    """Give `head` the numbers by which plain features lead to what standardised ones lead to."""
    source, target = trained.cpu()[-1], head.cpu()[-1]
    assert isinstance(source, nn.Linear)
    assert isinstance(target, nn.Linear)
    weight = source.weight / scale
    target.weight.copy_(weight)
    target.bias.copy_(source.bias - weight @ mean)
