"""Learners for trainings in several processes: those import this file."""

from collections.abc import Callable
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from weft.sdk import RunContext
from weft_nodes._vision.learning.learner import Examples, Learner
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.parallel.place import Others
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.networks.preprocess import Preprocess

CPU = torch.device("cpu")
SIDE = 4
PLAIN: dict[str, Any] = {
    "rate": 0.03,
    "augmentation": "none",
    "clip": 1.0,
    "averaging": 0.2,
    "epochs": 3,
    "batch_size": 24,
}


class Narrow(nn.Module):
    """Runs out of memory in every process but the tool's, where it is given more than so many pictures."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        if parent_process() is not None and len(values) > self.most:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return values


def pictures(count: int, seed: int, folder: Path) -> Examples:
    """Dark and bright pictures, in a file that is mapped into memory."""
    codes = np.arange(count) % 2
    noise = np.random.default_rng(seed).integers(0, 160, (count, SIDE, SIDE, 3))
    file = folder / f"{seed}.pixels"
    (noise + 60 * codes[:, None, None, None]).astype(np.uint8).tofile(file)
    return Examples(np.memmap(file, np.uint8, "r", shape=noise.shape), codes.astype(np.int64))


def student(others: Others, *before: nn.Module, look: Callable[..., torch.Tensor] | None = None) -> Learner:
    """A small network, always with the same numbers."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        layers = nn.Conv2d(3, 4, 3), nn.GroupNorm(2, 4), nn.ReLU(), nn.Flatten(), nn.Linear(16, 2)
        module = nn.Sequential(*before, *layers).to(memory_format=torch.channels_last)
    groups = [list(module[:-1].parameters()), list(module[-1].parameters())]
    return Learner(module, groups, look or Preprocess(SIDE, SIDE).normalise, CPU, others)


def lesson(folder: Path, ctx: RunContext, **changed: Any) -> Lesson:
    """Some pictures to learn from."""
    recipe = Recipe(**{**PLAIN, **changed})
    return Lesson(pictures(70, 0, folder), pictures(20, 1, folder), Classes(2), recipe, ctx)
