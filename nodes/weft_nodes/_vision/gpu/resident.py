"""Examples that stay on the device, so that an epoch sends it nothing but their positions. Imports torch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from weft_nodes._vision.features.turns import Turns

_SHARE = 0.5
"""Of the memory that is free on a GPU: the rest is for what the network keeps for its gradients."""

_PART = 64_000_000
"""Bytes that are sent at a time: a cancellation must not wait for gigabytes."""


@dataclass(frozen=True, eq=False)
class Resident:
    """Values of examples, all on one device. Takes the place of an array or of `Turns`.

    Attributes:
        forms: (forms, n, ...) as `Turns` has them; an array is one form.
        shape: Of what it takes the place of.
        number: The epoch.
    """

    forms: torch.Tensor
    shape: tuple[int, ...]
    number: int = 0

    def in_epoch(self, number: int) -> "Resident":
        """As they are seen in an epoch."""
        return replace(self, number=number)

    def __getitem__(self, positions: npt.NDArray[np.int64]) -> torch.Tensor:
        """The rows of some examples on the device, each in the form whose turn it is."""
        turns = (positions + self.number) % len(self.forms)
        rows = torch.from_numpy(turns * self.forms.shape[1] + positions)
        if self.forms.is_cuda:
            rows = rows.pin_memory()  # else sending them would wait for all that the device has to do
        there = rows.to(self.forms.device, non_blocking=True)
        return self.forms.flatten(0, 1).index_select(0, there)


def room_on(device: torch.device) -> int:
    """Bytes that examples may take on a device; none on a CPU, which maps their file into memory."""
    if device.type != "cuda":
        return 0
    free, _ = torch.cuda.mem_get_info(device)
    return int(free * _SHARE)


def settle(
    values: npt.NDArray[Any] | Turns, device: torch.device, room: int, beat: Callable[[], None]
) -> Resident | None:
    """Values moved to a device; None where they are more than `room` bytes.

    `beat` is called between parts and may raise.
    """
    forms = values.forms if isinstance(values, Turns) else (values,)
    if sum(form.nbytes for form in forms) > room:
        return None
    kind = torch.from_numpy(np.empty(0, forms[0].dtype)).dtype
    held = torch.empty((len(forms), *forms[0].shape), dtype=kind, device=device)
    rows = max(1, _PART * len(forms[0]) // max(1, forms[0].nbytes))
    for place, form in zip(held, forms, strict=True):
        for start in range(0, len(form), rows):
            beat()
            # A copy, for torch takes no memory that cannot be written to.
            place[start : start + rows].copy_(torch.from_numpy(np.array(form[start : start + rows])))
    return Resident(held, tuple(values.shape))
