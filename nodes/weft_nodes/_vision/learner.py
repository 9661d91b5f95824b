"""What learns and what it learns from: a module, its examples in batches, and its verdict on them.

Imports torch.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from weft_nodes._vision.pace import Pace
from weft_nodes._vision.turns import Turns

_AHEAD = 3
"""Batches that are read ahead of the step that needs them."""

_JUDGED = 64
"""Examples of a batch that is only looked at."""


@dataclass(frozen=True)
class Examples:
    """What is learned from.

    Attributes:
        values: (n, ...) as they are kept, usually memory-mapped; or several forms of them.
        targets: (n, ...) what is to be said of each; see `Objective`.
    """

    values: npt.NDArray[Any] | Turns
    targets: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.targets)

    def in_epoch(self, number: int) -> "Examples":
        """As they are seen in an epoch."""
        return replace(self, values=self.values.in_epoch(number)) if isinstance(self.values, Turns) else self


@dataclass(frozen=True)
class Learner:
    """What learns.

    Attributes:
        module: Gives logits of what `look` gives; on its device.
        groups: Its parameters from the earliest layers to the head.
        look: Turns a batch of kept values on the device into the module's input.
        device: Where it works.
    """

    module: nn.Module
    groups: list[list[nn.Parameter]]
    look: Callable[[torch.Tensor], torch.Tensor]
    device: torch.device


def learning(module: nn.Module) -> None:
    """Set a module to training, but not the layers that rest: their statistics stay too."""
    module.train()
    for layer in module.modules():
        own = list(layer.parameters(recurse=False))
        if own and not any(parameter.requires_grad for parameter in own):
            layer.eval()


@torch.no_grad()
def outputs_of(learner: Learner, examples: Examples, pace: Pace) -> torch.Tensor:
    """What the module gives for each example, in evaluation mode: (n, outputs) on the CPU."""
    learner.module.eval()
    found = []
    steps = np.array_split(np.arange(len(examples)), -(-len(examples) // _JUDGED))
    for values, targets in batches(examples, steps, learner.device):
        with precision(learner.device):
            outputs = learner.module(learner.look(values)).float()
        found.append(outputs.cpu())
        pace.add(len(targets))
    return torch.cat(found)


def batches(
    examples: Examples, steps: Iterable[npt.NDArray[np.int64]], device: torch.device
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Values and targets of each step on the device, read ahead on a thread."""

    def read(positions: npt.NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        values = torch.from_numpy(examples.values[positions])
        return values.to(device), torch.from_numpy(examples.targets[positions]).to(device)

    waiting: list[Future[tuple[torch.Tensor, torch.Tensor]]] = []
    with ThreadPoolExecutor(1) as reader:
        for positions in steps:
            waiting.append(reader.submit(read, positions))
            if len(waiting) > _AHEAD:
                yield waiting.pop(0).result()
        for batch in waiting:
            yield batch.result()


def precision(device: torch.device) -> Any:
    """Half precision where the hardware is made for it; full precision, which repeats exactly, on CPUs."""
    half = half_precision(device)
    return nullcontext() if half is None else torch.autocast(device.type, half)


def half_precision(device: torch.device) -> torch.dtype | None:
    """What a device computes with in 16 bits: bfloat16, or float16 on older GPUs; None on CPUs."""
    if device.type != "cuda":
        return None
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
