"""The events of a run at work, in memory, for whoever watches it."""

import asyncio
from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter

from weft_web.services.runs.fold import RunFold
from weft_web.services.runs.journal import Line, shorten, thin

_MOST_LINES = 20_000
"""When more lines are kept, the needless ones go."""

_seq = attrgetter("seq")


class EventLog:
    """Lines in order, what they say together, and a pulse for each change.

    Who watches keeps the number of the last line that it has, and nothing is kept for it here: one
    that is slow costs nothing.
    """

    def __init__(self) -> None:
        self.fold = RunFold()
        self._lines: list[Line] = []
        self._most = _MOST_LINES
        self._pulse = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self._lines[-1].seq if self._lines else 0

    def add(self, lines: Iterable[Line]) -> None:
        """Take lines; those that are here already are left out."""
        for line in lines:
            if line.seq <= self.last:
                continue
            self._lines.append(line)
            if line.type in RunFold.TYPES and (entry := line.entry()) is not None:
                self.fold.apply(entry)
        if len(self._lines) > self._most:
            self._lines = thin(self._lines)
            self._most = len(self._lines) + _MOST_LINES
        self.beat()

    def after(self, seq: int) -> list[Line]:
        """The lines that follow one."""
        return shorten(self._lines[bisect_right(self._lines, seq, key=_seq) :])

    @property
    def over(self) -> bool:
        """Nothing will follow, or nobody will be here to hear it."""
        return self._closed or self.fold.end is not None

    def close(self) -> None:
        """The server ends before the run has begun; who watches must not wait."""
        self._closed = True
        self.beat()

    def beat(self) -> None:
        """Wake whoever waits."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def change(self, seconds: float) -> bool:
        """Wait for the next change; False where none came in this time."""
        try:
            await asyncio.wait_for(self._pulse.wait(), seconds)
        except TimeoutError:
            return False
        return True
