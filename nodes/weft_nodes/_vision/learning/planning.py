"""Plans a training that has minutes in place of epochs: a step is measured, the rest is arithmetic.

Imports torch.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import nn

from weft.sdk import RunContext
from weft_nodes._vision.learning.budget import Plan, Speed, Task, plan
from weft_nodes._vision.learning.growth import SMALLEST, Growth
from weft_nodes._vision.learning.learner import precision
from weft_nodes._vision.learning.recipe import AUTOMATIC, mixing_for
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.reporting.duration import duration

_SHARE = 0.03
"""Of the time, for measuring; one step is always measured."""

_STEPS = 3


def plan_time(setup: Setup, counts: tuple[int, int], folder: Path, ctx: RunContext) -> Setup:
    """The set-up by which a training of so many pictures (T, V) ends within its seconds.

    The plan rests in `folder`, so that a training that goes on after a kill keeps to it.
    """
    file = folder / "plan.json"
    if file.exists():
        found = Plan(**json.loads(file.read_text()))
    else:
        speed = _speed(setup, ctx)
        found = plan(_task(setup, counts), speed)
        _warn_if_short(setup, found, sum(counts) * speed.see, ctx)
        half = file.with_suffix(".half")
        half.write_text(json.dumps(asdict(found)))
        half.replace(file)
    planned = _planned(setup, found)
    size = planned.preprocess
    ctx.info(
        f"for {setup.recipe.seconds / 60:g} minutes: {found.in_words}, "
        f"pictures of {size.width} x {size.height} pixels"
    )
    return planned


def _warn_if_short(setup: Setup, found: Plan, needed: float, ctx: RunContext) -> None:
    """Pictures whose features are kept take no time, but nobody knows yet which those are."""
    if not found.depth and needed > setup.recipe.seconds:
        ctx.warn(
            f"{setup.recipe.seconds / 60:g} minutes are short even for the head: to look at all "
            f"pictures once takes about {duration(needed)}; give more time, or take a smaller network"
        )


def rest(network: Network, depth: float) -> None:
    """Let all but the last `depth` of the layers stay as they are."""
    groups = network.groups()
    for group in groups[: round(len(groups) * (1 - depth))]:
        for parameter in group:
            parameter.requires_grad_(False)


def _task(setup: Setup, counts: tuple[int, int]) -> Task:
    preprocess, recipe = setup.preprocess, setup.recipe
    smallest = max(SMALLEST, setup.backbone.min_size)
    if setup.size_is_set:
        smallest = max(preprocess.width, preprocess.height)
    gone = time.monotonic() - setup.began
    whole = Growth(preprocess.width, preprocess.height, recipe.start_size)
    return Task(*counts, max(0.001, recipe.seconds - gone), whole, smallest, setup.scope == "from scratch")


def _planned(setup: Setup, found: Plan) -> Setup:
    recipe = setup.recipe
    smaller = _smaller(setup.preprocess, found.size)
    kept = {
        name: getattr(recipe, name) for name in ("batch_size", "patience", "balance", "find_rate", "seed")
    }
    if recipe.rate != AUTOMATIC[setup.scope].rate:
        # It was given; the rate of a recipe suits what that recipe trains only.
        kept["rate"] = recipe.rate
    if not found.depth:
        head = replace(AUTOMATIC["head only"], epochs=found.epochs, **kept)
        return replace(setup, scope="head only", recipe=head)
    if found.depth < 1:
        kept |= {name: getattr(recipe, name) for name in ("seconds", "augmentation")}
        stages = replace(AUTOMATIC["last stages"], epochs=found.epochs, **kept)
        return replace(setup, scope="last stages", recipe=stages, preprocess=smaller)
    recipe = replace(recipe, epochs=found.epochs)
    recipe = replace(recipe, mixup=mixing_for(replace(recipe, epochs=round(found.passes))))
    return replace(setup, recipe=recipe, preprocess=smaller, check=found.check)


def _smaller(preprocess: Preprocess, share: float) -> Preprocess:
    width, height = (round(side * share) for side in (preprocess.width, preprocess.height))
    return replace(preprocess, width=width, height=height)


def _speed(setup: Setup, ctx: RunContext) -> Speed:
    """Seconds for a picture, measured on blank pictures: what is on a picture does not change them."""
    ctx.progress(0, None, "measuring a step")
    network = setup.network(2).to(setup.device)
    count = setup.recipe.batch_size
    shape = (count, 3, setup.preprocess.height, setup.preprocess.width)
    blank = torch.zeros(shape, device=setup.device).contiguous(memory_format=torch.channels_last)
    until = time.monotonic() + _SHARE * setup.recipe.seconds
    network.train()
    _step(network, blank[:2])  # The first call of a network takes longer than all others.
    speed = measured(network, blank, until, setup.device)
    ctx.check_cancelled()
    # Several devices learn together, but one looks at the validation pictures.
    devices = 1 + len(setup.others.for_batch(count))
    return replace(speed, learn=speed.learn / devices)


def measured(module: nn.Module, inputs: torch.Tensor, until: float, device: torch.device) -> Speed:
    """How fast a module learns from inputs and looks at them; its statistics change."""
    learn = _best(lambda: _step(module, inputs), until, device)
    module.eval()
    with torch.no_grad():
        see = _best(lambda: module(inputs), until, device)
    return Speed(learn / len(inputs), see / len(inputs))


def _step(module: nn.Module, inputs: torch.Tensor) -> None:
    module.zero_grad()
    torch.autograd.backward(module(inputs).float().square().mean())


def _best(work: Callable[[], object], until: float, device: torch.device) -> float:
    """Seconds of the fastest call, of one or of as many as there is time for."""
    found: list[float] = []
    while not found or (len(found) < _STEPS and time.monotonic() < until):
        start = time.monotonic()
        with precision(device):
            work()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        found.append(time.monotonic() - start)
    return min(found)
