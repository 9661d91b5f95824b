"""The runs that wait and those at work."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Literal

from weft_web.messages.runs import RunInfo
from weft_web.services.runs.closing import Ending
from weft_web.services.runs.job import Job


class Queue:
    """Takes up runs in their order, so many at a time.

    Args:
        most: How many work at a time.
        on_end: Called after each end of a run.
    """

    def __init__(self, most: int, on_end: Callable[[], None]) -> None:
        self._most = max(1, most)
        self._on_end = on_end
        self._waiting: list[Job] = []
        self._at_work: dict[Job, asyncio.Task[None]] = {}
        self._open = True

    def find(self, run: str) -> Job | None:
        """A run that waits or works."""
        jobs = (*self._waiting, *self._at_work)
        return next((job for job in jobs if job.record.id == run), None)

    def jobs(self) -> list[Job]:
        """All of them."""
        return [*self._at_work, *self._waiting]

    def add(self, job: Job) -> None:
        """Put a run at the end."""
        self._waiting.append(job)
        self._take_up()

    def info(self, job: Job) -> RunInfo:
        """A run as it stands, with its place in the queue."""
        return job.info(self._waiting.index(job) if job in self._waiting else None)

    async def cancel(self, job: Job, mode: Literal["finish", "abort"]) -> None:
        """Stop a run; one that waits ends without having begun."""
        if job not in self._waiting:
            job.cancel(mode)
            return
        self._waiting.remove(job)
        await job.end(Ending("cancelled", "it was taken out of the queue"))
        self._moved()

    async def stop(self) -> None:
        """Interrupt all that work; those that wait stay written down as waiting."""
        self._open = False
        for job in self._at_work:
            job.stop()
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)
        for job in self._waiting:
            job.log.close()

    def _take_up(self) -> None:
        while self._open and self._waiting and len(self._at_work) < self._most:
            job = self._waiting.pop(0)
            task = asyncio.create_task(job.work(), name=f"run {job.record.id}")
            self._at_work[job] = task
            task.add_done_callback(partial(self._leave, job))
            self._moved()

    def _leave(self, job: Job, task: asyncio.Task[None]) -> None:
        del self._at_work[job]
        if not task.cancelled() and (error := task.exception()) is not None:
            job.log.close()
            loop = task.get_loop()
            loop.call_exception_handler({"message": f"{task.get_name()} broke", "exception": error})
        self._on_end()
        self._take_up()

    def _moved(self) -> None:
        """Those that wait have another place now."""
        for job in self._waiting:
            job.log.beat()
