"""What a run says, line by line, for one who watches: first what was, then what comes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

from weft_web.messages.runs import RunInfo
from weft_web.services.runs.job import Job
from weft_web.services.runs.journal import JournalTail, Line, shorten

Update: TypeAlias = Line | RunInfo | None
"""A line of the journal, the state of the run where it changed, or nothing for some time."""

HEARTBEAT_SECONDS = 15.0
_LOOK_SECONDS = 0.5
"""How often the journal of another program's run is looked at."""


async def watch_job(job: Job, after: int, info: Callable[[], RunInfo]) -> AsyncIterator[Update]:
    """A run of this server. Ends after its last event and its final status, or with the server."""
    told = info()
    yield told
    while True:
        # Between here and the wait nothing else happens, so that no change is missed.
        lines, now = job.log.after(after), info()
        if lines:
            for line in lines:
                yield line
            after = lines[-1].seq
        elif _state(now) != _state(told):
            yield now
            told = now
        elif job.log.over:
            return
        elif not await job.log.change(HEARTBEAT_SECONDS):
            yield None


async def watch_file(
    tail: JournalTail, after: int, info: Callable[[], RunInfo | None]
) -> AsyncIterator[Update]:
    """A run of another program, or one that ended. Ends when it does, or when it is removed."""
    told: RunInfo | None = None
    silent = 0.0
    # The state is read before the lines: once it is final, the lines are all there.
    while (now := await asyncio.to_thread(info)) is not None:
        if told is None:
            yield now
            told = now
        lines = [line for line in await asyncio.to_thread(tail.read) if line.seq > after]
        for line in shorten(lines):
            yield line
            after = line.seq
        if _state(now) != _state(told):
            yield now
            told = now
        if now.status not in ("queued", "running"):
            return
        await asyncio.sleep(_LOOK_SECONDS)
        silent = 0.0 if lines else silent + _LOOK_SECONDS
        if silent >= HEARTBEAT_SECONDS:
            yield None
            silent = 0.0


def _state(info: RunInfo) -> tuple[object, ...]:
    return info.status, info.position, info.started
