"""How fast a training goes: what the progress bar says, and where a cancellation is noticed.

Imports torch.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from torch import nn
from torch.autograd.graph import register_multi_grad_hook

from weft.sdk import RunContext

_BEAT = 0.5
"""Seconds between two lines of progress."""


@dataclass
class Pace:
    """Counts pictures of a training that takes `total`; validation pictures count by `add` too.

    Attributes:
        ctx: Who hears of it.
        total: Pictures of the whole training, each as often as it is looked at; 0 where
            nobody knows, as in a stream.
        done: Pictures so far; those of a resumed training count.
        message: What is done now, such as `epoch 2 of 4`.
        share: How much of the training is done, 0 to 1, where not the pictures say it but the clock.
    """

    ctx: RunContext
    total: int
    done: int = 0
    message: str = ""
    share: Callable[[], float] | None = None
    _fresh: int = 0
    _start: float = field(default_factory=time.monotonic)
    _told: float = 0.0

    def add(self, pictures: int) -> None:
        """So many pictures more are done."""
        self.done += pictures
        self._fresh += pictures
        self.beat()

    def beat(self) -> None:
        """Raise `Cancelled` once the run was aborted; say from time to time how far it is."""
        self.ctx.check_cancelled()
        now = time.monotonic()
        if now - self._told < _BEAT:
            return
        self._told = now
        done = self.done if self.share is None else round(self.share() * self.total)
        self.ctx.progress(done, self.total or None, ", ".join(filter(None, (self.message, self._speed(now)))))

    def _speed(self, now: float) -> str:
        if not self._fresh or now - self._start < _BEAT:
            return ""
        return f"{self._fresh / (now - self._start):,.0f} pictures/s"


@contextmanager
def beating(module: nn.Module, pace: Pace) -> Iterator[None]:
    """Beat at every layer, forward and backward: a step of a large network takes many seconds."""
    with hooked(module, pace.beat):
        yield


@contextmanager
def hooked(module: nn.Module, beat: Callable[[], None]) -> Iterator[None]:
    """Likewise, by any function."""

    def called(*_: object) -> None:
        beat()

    leaves = [layer for layer in module.modules() if not any(layer.children())]
    hooks = [layer.register_forward_pre_hook(called) for layer in leaves]
    learned = [parameter for parameter in module.parameters() if parameter.requires_grad]
    hooks += [register_multi_grad_hook((parameter,), called, mode="any") for parameter in learned]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
