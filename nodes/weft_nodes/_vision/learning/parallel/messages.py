"""What is said over the pipe between the tool's process and another one; in between, plain numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ready:
    """Of another process: it has read its job; of the tool's process: all have, so meet them."""


@dataclass(frozen=True)
class Busy:
    """Of another process: what it does takes long, but goes on."""


@dataclass(frozen=True)
class Begin:
    """Of the tool's process: an epoch begins, with the steps that its seed says."""

    number: int
    seed: int


@dataclass(frozen=True)
class Go:
    """Of the tool's process: the next step, with this share of the highest rate."""

    share: float


@dataclass(frozen=True)
class Over:
    """Of the tool's process: the epoch is over, and its sums are wanted."""


@dataclass(frozen=True)
class Failed:
    """Of another process, at its end: why, and whether its memory was too small."""

    why: str
    memory: bool = False
