"""Pictures of several requests judged together: a network takes eight hardly longer than a few.

Everything here but `judge` runs on the event loop, so counters need no lock.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from weft_web.model_server.answers import Prediction


class FullError(Exception):
    """So many pictures wait that another would wait too long."""


@dataclass(frozen=True)
class Lot:
    """How pictures are gathered.

    Attributes:
        size: Most pictures that are judged together.
        wait: Seconds that the first one waits for others at most. It does not wait where no other
            request is on its way.
        room: Most pictures that are at work or wait.
    """

    size: int
    wait: float
    room: int


@dataclass(frozen=True)
class _Waiting:
    look: Any
    answer: "asyncio.Future[Prediction]"


class Batcher:
    """Gathers pictures and has them judged, lot after lot, in one thread."""

    def __init__(self, judge: Callable[[Sequence[Any]], list[Prediction]], lot: Lot) -> None:
        self._judge = judge
        self._lot = lot
        self._waiting: deque[_Waiting] = deque()
        self._changed = asyncio.Event()
        self._coming = 0
        self._taken = 0

    @contextmanager
    def coming(self) -> Iterator[None]:
        """While a request is read and its pictures are decoded: others wait a moment for them."""
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1
            self._changed.set()

    @contextmanager
    def taken(self, pictures: int) -> Iterator[None]:
        """While these many pictures are at work or wait.

        Raises:
            FullError: There is no room for them.
        """
        if self._taken + pictures > self._lot.room:
            raise FullError
        self._taken += pictures
        try:
            yield
        finally:
            self._taken -= pictures

    def ask(self, looks: Sequence[Any]) -> list["asyncio.Future[Prediction]"]:
        """Line up pictures; gives their answers to come, in order."""
        loop = asyncio.get_running_loop()
        lined = [_Waiting(look, loop.create_future()) for look in looks]
        self._waiting.extend(lined)
        self._changed.set()
        return [each.answer for each in lined]

    async def work(self) -> None:
        """Judge lot after lot, until cancelled."""
        with ThreadPoolExecutor(1, "network") as thread:
            while True:
                await self._judge_together(await self._gather(), thread)

    async def _gather(self) -> list[_Waiting]:
        """The next lot: full, or all that came while the first one waited."""
        while not self._waiting:
            await self._next_change()
        try:
            async with asyncio.timeout(self._lot.wait):
                while self._coming and len(self._waiting) < self._lot.size:
                    await self._next_change()
        except TimeoutError:
            pass  # those that are still on their way come with a later lot
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._lot.size))]

    async def _next_change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _judge_together(self, lot: list[_Waiting], thread: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(thread, self._judge, [each.look for each in lot])
        except Exception as error:  # whoever asked is told; the next lot may go well
            for each in lot:
                if not each.answer.done():
                    each.answer.set_exception(error)
            return
        for each, prediction in zip(lot, found, strict=True):
            if not each.answer.done():
                each.answer.set_result(prediction)
