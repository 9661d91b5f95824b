"""One run, from the queue to its last event."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from weft.errors import WeftError
from weft_web.messages.runs import RunInfo
from weft_web.messages.worker import ABORT, FINISH
from weft_web.services.core import Core, GoneError
from weft_web.services.runs.closing import (
    INTERRUPTED,
    Ending,
    close_journal,
    closing_events,
    death,
    number,
)
from weft_web.services.runs.journal import NAME, Line, read_lines
from weft_web.services.runs.log import EventLog
from weft_web.services.runs.process import Worker
from weft_web.services.runs.record import RunRecord


@dataclass(frozen=True)
class Patience:
    """How many seconds a worker has to react.

    Attributes:
        abort: After the user ended its run.
        stop: After the server asked it to leave.
    """

    abort: float = 8.0
    stop: float = 5.0


class Job:
    """A run that this server has in its hands."""

    def __init__(self, record: RunRecord, core: Core, patience: Patience) -> None:
        self.record = record
        self.log = EventLog()
        self._core = core
        self._patience = patience
        self._folder = core.store.root / "runs" / record.id
        self._worker: Worker | None = None
        self._wish: Literal["finish", "abort"] | None = None
        self._stopping = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def journal(self) -> Path:
        """The file of its events."""
        return self._folder / NAME

    async def work(self) -> None:
        """Run it in a worker, and see to it that its journal ends."""
        self.record = self.record.model_copy(update={"status": "running"})
        try:
            await asyncio.to_thread(self._core.check_present)
            await asyncio.to_thread(self.record.write, self._folder)
            self._worker = await Worker.start(self.record.order(self._core), self.log.add)
        except (OSError, WeftError) as error:
            await self.end(Ending("failed", f"the process of this run could not be started: {error}"))
            return
        self.log.beat()
        self._repeat_wishes()
        code = await self._worker.wait()
        if self._timer is not None:
            self._timer.cancel()
        await self.end(self._ending(code))

    async def end(self, ending: Ending) -> None:
        """Tell what is still to tell, where the run could not do so itself."""
        if self.log.fold.end is None:
            opening = self.record.opening(self._core)
            # The disk is full or the workspace gone, perhaps; who watches learns it all the same.
            with suppress(OSError, GoneError):
                await asyncio.to_thread(self._core.check_present)
                await asyncio.to_thread(close_journal, self.journal, opening, ending)
            self.log.add(await asyncio.to_thread(read_lines, self.journal, self.log.last))
        if self.log.fold.end is None:
            events = closing_events(self.log.fold, ending)
            self.log.add(map(Line.of, number(events, self.record.id, self.log.last)))

    def cancel(self, mode: Literal["finish", "abort"]) -> None:
        """Ask the worker to finish early, or to stop now; one that does not stop is killed."""
        if self._wish != "abort":
            self._wish = mode
        self._repeat_wishes()

    def stop(self) -> None:
        """Interrupt the run: the server ends."""
        self._stopping = True
        self._repeat_wishes()

    def _repeat_wishes(self) -> None:
        """Tell the worker what was wished, which may have been before it was there."""
        if self._worker is None:
            return
        if self._wish is not None:
            self._worker.tell(FINISH if self._wish == "finish" else ABORT)
        if self._stopping:
            self._worker.leave()
            self._kill_after(self._patience.stop)
        elif self._wish == "abort":
            self._kill_after(self._patience.abort)

    def _kill_after(self, seconds: float) -> None:
        if self._timer is None and self._worker is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._worker.kill)

    def _ending(self, code: int) -> Ending:
        if self._stopping:
            return INTERRUPTED
        if self._wish == "abort":
            return Ending("cancelled")
        return death(code, self._worker.said if self._worker else "")

    def info(self, position: int | None = None) -> RunInfo:
        """The run as it stands."""
        record, fold = self.record, self.log.fold
        return RunInfo(
            id=record.id,
            path=record.path,
            title=record.title,
            status=fold.end.status if fold.end is not None else record.status,
            created=record.created,
            started=fold.started,
            finished=fold.ended,
            seconds=fold.end.seconds if fold.end is not None else None,
            position=position,
            warnings=fold.end.warnings if fold.end is not None else fold.warnings,
            message=fold.end.message if fold.end is not None else "",
            targets=record.only,
            resumable=fold.end is not None and fold.end.status != "succeeded",
        )
