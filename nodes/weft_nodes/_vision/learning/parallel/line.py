"""One of the other processes of a training, as the tool's process sees it. Imports torch."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from typing import Any

import torch

from weft.sdk import ToolError
from weft_nodes._vision.learning.parallel.member import work
from weft_nodes._vision.learning.parallel.messages import Busy, Failed
from weft_nodes._vision.learning.parallel.place import Place

_LOOK = 0.1
"""Seconds between two beats while nothing comes."""

_ADVICE = (
    "run again, and the training goes on after its last whole epoch; if this comes back, choose the device "
    "'cuda', which takes one GPU only"
)


class Line:
    """A process and the pipe to it.

    Attributes:
        pipe: To the process.
    """

    def __init__(self, place: Place, beat: Callable[[], None]) -> None:
        """Start the process; `beat` is called while it is waited for, and may raise."""
        self._place, self._beat = place, beat
        context = multiprocessing.get_context("spawn")
        self.pipe, end = context.Pipe()
        self._process = context.Process(target=work, args=(place, end), daemon=True)
        try:
            self._process.start()
        finally:
            end.close()  # Else the pipe would not tell that the process has ended.

    def send(self, message: object) -> None:
        """Say something.

        Raises:
            ToolError: The process has ended.
        """
        try:
            self.pipe.send(message)
        except OSError:
            self.receive(_LOOK)  # It may have said why.

    def receive(self, patience: float) -> Any:
        """What the process says next, for which it has some seconds.

        Raises:
            ToolError: It failed, ended or does not answer.
            torch.OutOfMemoryError: Its memory is too small.
        """
        said: Any = Busy()
        while isinstance(said, Busy):
            self._wait(patience)
            try:
                said = self.pipe.recv()
            except (EOFError, OSError) as error:
                raise self._ended() from error
        if isinstance(said, Failed):
            raise self._failed(said)
        return said

    def hang_up(self) -> None:
        """Nothing more will be said: the process ends by itself, if it still can."""
        self.pipe.close()

    def end(self, grace: float) -> None:
        """End the process, which has some seconds to do so itself."""
        self._process.join(grace)
        self._process.kill()
        self._process.join()
        self._process.close()

    def _wait(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not self.pipe.poll(_LOOK):
            self._beat()
            if time.monotonic() > deadline:
                raise silent([self._place], patience)

    def _ended(self) -> ToolError:
        self._process.join(1)
        code = self._process.exitcode
        return _error(f"on {self._place.device} ended in the middle (exit code {code})")

    def _failed(self, failed: Failed) -> Exception:
        if failed.memory:
            return torch.OutOfMemoryError(failed.why)
        return _error(f"on {self._place.device} failed: {failed.why}")


def silent(places: Sequence[Place], patience: float) -> ToolError:
    """One of some processes did not do its part in time."""
    devices = " or ".join(str(place.device) for place in places)
    return _error(f"on {devices} did not answer for {patience:g} seconds")


def _error(what: str) -> ToolError:
    return ToolError(f"the part of the training {what}; {_ADVICE}", "device")
