"""What learns and what it learns from: a module, its examples in batches, and its verdict on them.

Imports torch.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from weft_nodes._vision.course import Verdict
from weft_nodes._vision.pace import Pace

_AHEAD = 3
"""Batches that are read ahead of the step that needs them."""

_JUDGED = 64
"""Examples of a batch that is only looked at."""


@dataclass(frozen=True)
class Examples:
    """What is learned from: values (n, ...) as they are kept, usually memory-mapped, and (n,) classes."""

    values: npt.NDArray[Any]
    codes: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)


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


@torch.no_grad()
def judge(learner: Learner, examples: Examples, pace: Pace) -> Verdict:
    """What the module says of each example, in evaluation mode."""
    learner.module.eval()
    loss = 0.0
    columns: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]] = []
    steps = np.array_split(np.arange(len(examples)), -(-len(examples) // _JUDGED))
    for values, codes in batches(examples, steps, learner.device):
        with precision(learner.device):
            logits = learner.module(learner.look(values)).float()
        loss += float(functional.cross_entropy(logits, codes, reduction="sum"))
        chances = logits.softmax(1)
        score, predicted = chances.max(1)
        true_score = chances.gather(1, codes[:, None])[:, 0]
        columns.append((predicted.cpu(), score.cpu(), true_score.cpu(), logits.cpu()))
        pace.add(len(codes))
    told = (torch.cat(parts).numpy() for parts in zip(*columns, strict=True))
    return Verdict(loss / len(examples), *told)


def batches(
    examples: Examples, steps: Iterable[npt.NDArray[np.int64]], device: torch.device
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Values and classes of each step on the device, read ahead on a thread."""

    def read(positions: npt.NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        values = torch.from_numpy(examples.values[positions])
        return values.to(device), torch.from_numpy(examples.codes[positions]).to(device)

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
    return torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext()
