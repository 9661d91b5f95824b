"""The moving average of a network's numbers over the last steps: steadier than where the steps end.

Imports torch.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import nn

_LONGEST = 1000
"""Steps that an average reaches back at most."""


class Average:
    """Follows a module: after each step it moves a little towards what the module is then.

    It starts as the module and moves fast at first, so that it is of use in trainings of a few
    steps too: after n steps it holds about the last tenth of them.
    """

    def __init__(self, module: nn.Module, steps: int) -> None:
        """`steps`: how far back it reaches once the training is long enough."""
        self._module = module
        self._decay = 1 - 1 / max(2, min(_LONGEST, steps))
        self._count = 0
        self._state = {name: value.detach().clone() for name, value in module.state_dict().items()}

    @torch.no_grad()
    def follow(self) -> None:
        """Take in the module as it is after one more step."""
        self._count += 1
        decay = min(self._decay, (1 + self._count) / (10 + self._count))
        now = self._module.state_dict()
        moving = [name for name, value in now.items() if value.is_floating_point()]
        for name in moving:
            self._state[name].lerp_(now[name], 1 - decay)
        for name in now.keys() - set(moving):
            self._state[name].copy_(now[name])

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The module has the average's numbers for a while."""
        own = {name: value.detach().clone() for name, value in self._module.state_dict().items()}
        self._module.load_state_dict(self._state)
        try:
            yield
        finally:
            self._module.load_state_dict(own)

    def state(self) -> dict[str, torch.Tensor]:
        """The average's numbers on the CPU, by the names of the module."""
        return {name: value.cpu().clone() for name, value in self._state.items()}

    def go_on(self, state: Mapping[str, torch.Tensor], count: int) -> None:
        """Take the numbers that an average had after `count` steps."""
        self._count = count
        for name, value in self._state.items():
            value.copy_(state[name])

    @property
    def count(self) -> int:
        """The steps that were followed."""
        return self._count
