"""What learns and what it learns from: a module, its examples in batches, and its verdict on them.

Imports torch.
"""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.gpu.resident import Resident, settle
from weft_nodes._vision.gpu.sending import Sender, Sent
from weft_nodes._vision.learning.pace import Pace
from weft_nodes._vision.learning.parallel.place import Others

_AHEAD = 3
"""Batches that are read ahead of the step that needs them."""

_JUDGED = 64
"""Examples of a batch that is only looked at."""


@dataclass(frozen=True)
class Examples:
    """What is learned from.

    Attributes:
        values: (n, ...) as they are kept, usually memory-mapped; or several forms of them; or on the device.
        targets: (n, ...) what is to be said of each; see `Objective`.
    """

    values: npt.NDArray[Any] | Turns | Resident
    targets: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.targets)

    def in_epoch(self, number: int) -> "Examples":
        """As they are seen in an epoch."""
        if isinstance(self.values, Turns | Resident):
            return replace(self, values=self.values.in_epoch(number))
        return self

    def settled(self, device: torch.device, room: int, beat: Callable[[], None]) -> tuple["Examples", int]:
        """With the values on a device, where they fit into `room` bytes; and the room that is left."""
        if isinstance(self.values, Resident):
            return self, room
        held = settle(self.values, device, room, beat)
        return (self, room) if held is None else (replace(self, values=held), room - held.forms.nbytes)


@dataclass(frozen=True)
class Learner:
    """What learns.

    Attributes:
        module: Gives logits of what `look` gives; on its device.
        groups: Its parameters from the earliest layers to the head.
        look: Turns a batch of kept values on the device into the module's input.
        device: Where it works.
        others: Devices that may learn with it.
    """

    module: nn.Module
    groups: list[list[nn.Parameter]]
    look: Callable[[torch.Tensor], torch.Tensor]
    device: torch.device
    others: Others = field(default_factory=Others)


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
) -> Generator[tuple[torch.Tensor, torch.Tensor]]:
    """Values and targets of each step on the device, read and sent ahead on a thread."""
    sender = Sender(device)

    def read(positions: npt.NDArray[np.int64]) -> Sent:
        return sender.send(examples.values[positions], examples.targets[positions])

    def arrived(sent: Sent) -> tuple[torch.Tensor, torch.Tensor]:
        values, targets = sender.receive(sent)
        return values, targets

    waiting: list[Future[Sent]] = []
    with ThreadPoolExecutor(1) as reader:
        for positions in steps:
            waiting.append(reader.submit(read, positions))
            if len(waiting) > _AHEAD:
                yield arrived(waiting.pop(0).result())
        for batch in waiting:
            yield arrived(batch.result())


def precision(device: torch.device) -> Any:
    """Half precision where the hardware is made for it; full precision, which repeats exactly, on CPUs."""
    half = half_precision(device)
    return nullcontext() if half is None else torch.autocast(device.type, half)


def half_precision(device: torch.device) -> torch.dtype | None:
    """What a device computes with in 16 bits: bfloat16, or float16 on older GPUs; None on CPUs."""
    if device.type != "cuda":
        return None
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
