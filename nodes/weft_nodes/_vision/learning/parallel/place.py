"""Where processes of a training work. Imports torch."""

from dataclasses import dataclass
from pathlib import Path

import torch

_LEAST = 8
"""Pictures of a step that a process has at least: with fewer it waits for the others more than it works,
and batch normalisation says little."""


@dataclass(frozen=True)
class Others:
    """Devices that may take a part of every batch, beside the learner's own.

    Attributes:
        devices: Of one kind, and of the same kind as the learner's own.
        patience: Seconds after which a process that says nothing counts as lost.
    """

    devices: tuple[torch.device, ...] = ()
    patience: float = 120.0

    def for_batch(self, pictures: int) -> tuple[torch.device, ...]:
        """Those that are of use where a step has so many pictures."""
        return self.devices[: max(0, pictures // _LEAST - 1)]


@dataclass(frozen=True)
class Place:
    """Of one process.

    Attributes:
        rank: 0 for the tool's own.
        size: How many processes there are.
        device: Where it works.
        folder: Through which they find each other.
        patience: See `Others`.
        threads: That torch may use on a CPU.
    """

    rank: int
    size: int
    device: torch.device
    folder: Path
    patience: float
    threads: int


def other_gpus(wish: str, own: torch.device) -> Others:
    """All GPUs but the own one, where the user left the device to Weft (`auto`) and torch can join them."""
    if wish != "auto" or own.type != "cuda" or not torch.distributed.is_available():
        return Others()
    first = own.index if own.index is not None else torch.cuda.current_device()
    numbers = [number for number in range(torch.cuda.device_count()) if number != first]
    return Others(tuple(torch.device("cuda", number) for number in numbers))
