"""How many threads torch calculates with. Imports torch."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

_SMALL = 1 << 24
"""Multiplications of a step up to which it is done sooner than threads have agreed on it."""


@contextmanager
def enough_threads(device: torch.device, multiplications: int) -> Iterator[None]:
    """Let one thread calculate steps that are so small that sharing them would cost more than it brings.

    torch cuts whatever has more than 32,768 numbers into parts, one a core, and waits for all of them. Where
    anything else runs on one of the cores, a sum that takes a hundredth of a millisecond waits for several.

    Args:
        device: Where it calculates; on a GPU nothing is changed.
        multiplications: Of one step. The choice goes by this alone, so that results are the same again.
    """
    before = torch.get_num_threads()
    if device.type != "cpu" or multiplications > _SMALL:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
