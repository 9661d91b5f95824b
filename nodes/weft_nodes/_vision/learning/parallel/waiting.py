"""Waits for other processes, but not for ever."""

import time
from collections.abc import Callable

_SHORTEST, _LONGEST = 0.0001, 0.005
"""Seconds between two looks: short at first, since most waits are."""


class LostError(Exception):
    """Another process did not do its part."""


class Patience:
    """Waits until something is true."""

    def __init__(self, seconds: float, beat: Callable[[], None]) -> None:
        """`beat` is called meanwhile and may raise."""
        self._seconds, self._beat = seconds, beat

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready` says so.

        Raises:
            LostError: That took too long.
        """
        deadline, pause = time.monotonic() + self._seconds, _SHORTEST
        while not ready():
            self._beat()
            if time.monotonic() > deadline:
                raise LostError(f"nothing came for {self._seconds:g} seconds")
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST)
