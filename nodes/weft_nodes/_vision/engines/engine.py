"""The contract of what computes a network: batches of pixels in, rows of numbers out. No torch here."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TypeVar

import numpy as np

from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.networks.preprocess import Pixels

Part = TypeVar("Part")
Found = TypeVar("Found")

Beat = Callable[[], None]
"""Called at least every 0.3 s while something takes long; raises `Cancelled` to stop it."""

LIMIT = 1e-4
"""How far a probability may be from that of torch; of numbers, in standard deviations."""

_POLL = 0.1
"""Seconds after which a wait looks whether the user wants to stop."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How pictures became numbers, for people.

    Attributes:
        engine: `torch` or `openvino`.
        precision: `float32` or `int8`; on GPUs torch calculates in bfloat16.
        why: A phrase that says why it was taken.
        rate: Pictures a second as measured in the trial; None where there was none.
        cosine: Mean cosine of its features to those of float32 on some of the user's pictures; None
            where they are float32.
        worst: The smallest of these cosines.
    """

    engine: str = "torch"
    precision: str = "float32"
    why: str = ""
    rate: float | None = None
    cosine: float | None = None
    worst: float | None = None

    def sentence(self) -> str:
        """Such as `OpenVINO, int8 (cosine to float32: mean 0.9997, worst 0.9993), 300 pictures/s`."""
        name = {"openvino": "OpenVINO"}.get(self.engine, self.engine)
        text = f"{name}, {self.precision}"
        if self.cosine is not None and self.worst is not None:
            text += f" (cosine to float32: mean {self.cosine:.4f}, worst {self.worst:.4f})"
        if self.rate is not None:
            text += f", {self.rate:,.0f} pictures/s in a trial"
        return f"{text}; {self.why}" if self.why else text


class Engine(ABC):
    """Computes one network. A picture's row never depends on the pictures beside it, on CPUs.

    Attributes:
        batch: Pictures that it takes at a time; fewer are filled up.
    """

    batch: int

    @abstractmethod
    def stream(self, batches: Iterable[Pixels], beat: Beat) -> Iterator[Rows]:
        """Rows (n, dimensions) of each batch (n, height, width, 3) of uint8, in order; n may be 0.

        Batches are asked for before the rows of earlier ones are given, at most a handful ahead, so
        whoever gives them may prepare the next ones on other threads meanwhile. One stream at a time.
        """

    def each(self, parts: Iterable[tuple[Part, Pixels]], beat: Beat) -> Iterator[tuple[Part, Rows]]:
        """Likewise, with something that goes with each batch."""
        waiting: deque[Part] = deque()

        def batches() -> Iterator[Pixels]:
            for part, pixels in parts:
                waiting.append(part)
                yield pixels

        for rows in self.stream(batches(), beat):
            yield waiting.popleft(), rows


def filled(pixels: Pixels, batch: int) -> Pixels:
    """At most `batch` pictures, filled up with black ones."""
    if len(pixels) == batch:
        return np.ascontiguousarray(pixels)
    full = np.zeros((batch, *pixels.shape[1:]), np.uint8)
    full[: len(pixels)] = pixels
    return full


@contextmanager
def meanwhile(work: Iterator[object]) -> Iterator[None]:
    """Let a thread go on with some work, piece by piece, as long as this lasts; the rest stays to be done.

    What goes wrong in it is raised at the end.
    """
    enough = Event()
    failed: list[Exception] = []

    def go_on() -> None:
        try:
            while not enough.is_set() and next(work, enough) is not enough:
                pass
        except Exception as error:  # raised again below, in the thread that waits
            failed.append(error)

    thread = Thread(target=go_on, name="weft-meanwhile", daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
    if failed:
        raise failed[0]


def patiently(function: Callable[[], Found], beat: Beat) -> Found:
    """What a function of a library gives that cannot be stopped: it runs on a thread of its own.

    When `beat` raises, the thread is left to itself, and what it finds is forgotten.
    """
    found: list[Found] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(function())
        except BaseException as error:  # raised again below, in the thread that waits
            failed.append(error)

    beat()  # whoever has cancelled already shall leave no thread behind
    thread = Thread(target=work, name="weft-engine", daemon=True)
    thread.start()
    while thread.is_alive():
        beat()
        thread.join(_POLL)
    if failed:
        raise failed[0]
    return found[0]
