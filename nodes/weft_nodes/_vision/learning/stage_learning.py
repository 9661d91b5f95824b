"""The last stages of a network and its head, on activations of a trunk that rests. Imports torch."""

import time
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from weft.sdk import RunContext
from weft_nodes._vision.features.activations import Activations, Halves
from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.features.views import views
from weft_nodes._vision.learning.learner import Learner
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.learning.stage_time import planned_before, views_in_time
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.stages import Stages, cut


def cut_for(setup: Setup, network: Network) -> Stages | None:
    """The network, cut so that the recipe's share of it learns; None where it cannot be cut."""
    size = setup.preprocess
    # Not blank: a wrong cut could say the same of nothing.
    noise = np.random.default_rng(0).integers(0, 256, (2, size.height, size.width, 3), np.uint8)
    return cut(network.backbone, size.normalise(torch.from_numpy(noise)), setup.recipe.depth)


def forms_of(
    activations: Activations, setup: Setup, samples: Samples, ctx: RunContext
) -> tuple[Samples, Turns]:
    """Training pictures that can be read: what the trunk says of them and of their views.

    Raises:
        ToolError: The disk is too small even without views.
    """
    wished = views(setup.recipe.views, setup.recipe.augmentation)
    count = activations.affordable(len(samples), len(wished))
    if count < len(wished):
        ctx.warn(
            f"the disk has room for {count:,} of {len(wished):,} views of each picture only, so the network "
            "sees less variety; make room, or choose fewer views or a smaller image size"
        )
    start = time.monotonic()
    samples, plain = activations.of(samples)
    if setup.recipe.seconds:
        before = planned_before(ctx.scratch())
        count = before.views if before else views_in_time(setup, time.monotonic() - start, count)
    forms: list[Halves] = [plain]
    for view in wished[:count]:
        forms.append(activations.of(samples, view)[1])
    return samples, Turns(forms)


def stage_learner(network: Network, stages: Stages, device: torch.device) -> Learner:
    """What learns: the tail and the head, whose numbers are those of the network."""
    network.requires_grad_(False)
    module = nn.Sequential(stages.tail, network.head).requires_grad_(True).to(device)
    own = {id(parameter) for parameter in module.parameters()}
    groups = [[parameter for parameter in group if id(parameter) in own] for group in network.groups()]
    return Learner(module, [group for group in groups if group], _look, device)


def _look(activations: torch.Tensor) -> torch.Tensor:
    full = activations.float()
    return full.contiguous(memory_format=torch.channels_last) if full.ndim == 4 else full


def told(recipe: Recipe, stages: Stages, forms: Turns) -> Recipe:
    """The recipe with the share that learned and the views that there were, for the report."""
    return replace(recipe, depth=stages.share, views=len(forms.forms) - 1)
