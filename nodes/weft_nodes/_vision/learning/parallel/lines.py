"""All other processes of a training, as the tool's process sees them. Imports torch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from weft_nodes._vision.learning.parallel.line import Line, silent
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.waiting import LostError

_GRACE = 5.0
"""Seconds that processes have to end after a training; after a failure none."""

_TELLING = 2.0
"""Seconds in which it turns out which process was lost."""


class Lines:
    """Starts the processes on entering and ends them on leaving.

    Whatever is wrong with one of them raises a `ToolError`, or `torch.OutOfMemoryError`.

    Attributes:
        beat: Called while they are waited for; may raise.
    """

    def __init__(self, places: Sequence[Place], beat: Callable[[], None]) -> None:
        self.beat, self._places = beat, places
        self._lines: list[Line] = []

    def __enter__(self) -> "Lines":
        try:
            for place in self._places:
                self._lines.append(Line(place, self.beat))
        except BaseException:
            self._close(0)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._close(_GRACE if kind is None else 0)

    def tell(self, message: object) -> None:
        """Say the same to all."""
        for line in self._lines:
            line.send(message)

    def hear(self, patience: float) -> list[Any]:
        """What each says next, for which each has some seconds."""
        return [line.receive(patience) for line in self._lines]

    @contextmanager
    def blaming(self) -> Iterator[None]:
        """Where somebody is lost, raise who and why."""
        try:
            yield
        except LostError as error:
            self._blame()
            raise silent(self._places, self._places[0].patience) from error

    def _blame(self) -> None:
        told = wait([line.pipe for line in self._lines], _TELLING)
        for line in self._lines:
            if line.pipe in told:
                line.receive(_TELLING)

    def _close(self, grace: float) -> None:
        for line in self._lines:
            line.hang_up()
        for line in self._lines:
            line.end(grace)
