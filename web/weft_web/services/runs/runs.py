"""The runs of a workspace: start, list, cancel, resume, watch."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from pathlib import PurePosixPath
from typing import Literal

from weft.document.text import loads
from weft.errors import DocumentError
from weft.plan.plan import PlanOptions
from weft.run.checking import Request, sound_graph
from weft_web.messages.runs import RunDocument, RunInfo, RunRequest
from weft_web.services.core import ConflictError, Core, NotFoundError
from weft_web.services.runs.history import History
from weft_web.services.runs.job import Job, Patience
from weft_web.services.runs.journal import NAME, JournalTail, read_lines
from weft_web.services.runs.queue import Queue
from weft_web.services.runs.record import DamagedRecordError, RunRecord, write_record
from weft_web.services.runs.recovery import ServerMark, interrupt_if_dead, recover
from weft_web.services.runs.remaining import remaining
from weft_web.services.runs.stream import Update, watch_file, watch_job

_LOOK_SECONDS = 1.0
"""How often a worker that outlived its server is looked at."""

_WAS = {
    "queued": "still waits",
    "running": "is still at work",
    "succeeded": "succeeded",
    "failed": "failed",
    "cancelled": "was stopped",
    "interrupted": "was interrupted",
}


class Runs:
    """The runs of a workspace. All but what says otherwise is called on the server's event loop."""

    def __init__(self, core: Core, patience: Patience | None = None) -> None:
        self._core = core
        self._patience = patience or Patience()
        self._mark = ServerMark(core.store.root)
        self._history = History(core, self._mark.lives_elsewhere)
        self._queue = Queue(core.settings.workers, self._tidy)
        self._keys: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self) -> None:
        """Take up work: that of a server that is gone, then what comes."""
        await asyncio.to_thread(self._mark.set)
        found = await asyncio.to_thread(recover, self._core, self._history, self._mark)
        self._keys = found.keys
        for record in found.queued:
            self._queue.add(Job(record, self._core, self._patience))
        if found.living:
            self._keep(self._bury(found.living))
        self._tidy()

    async def stop(self) -> None:
        """Interrupt all runs that work; those that wait will be taken up again by the next server."""
        if self._stopped:
            return
        self._stopped = True
        await self._queue.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._mark.clear()

    async def submit(self, asked: RunRequest, key: str | None = None) -> RunInfo:
        """Check a workflow, write down that it is to run, and put it into the queue.

        Args:
            asked: What to run.
            key: A name that the asker made up, so that asking once more starts no second run.

        Raises:
            RefusedError: The path is none of a workflow of this workspace.
            DocumentError: The document is no workflow of today's format.
            WorkflowError: The workflow cannot run; every reason is told.
            ConflictError: The key was used for another request, or the server ends.
            StoreError: The store cannot be written.
        """
        asked = asked.model_copy(update={"path": PurePosixPath(asked.path).as_posix()})
        if (known := await self._asked_before(asked, key)) is not None:
            return known
        record, text = await asyncio.to_thread(self._checked, asked, key)
        if (known := await self._asked_before(asked, key)) is not None:
            return known
        if self._stopped:
            raise ConflictError("the service is ending; start it again and then the run")
        job = Job(record, self._core, self._patience)
        # Written at once and not in a thread, so that a second request with this key finds it.
        with self._core.store.writing():
            write_record(job.journal.parent, text)
        if key is not None:
            self._keys[key] = job.record.id
        self._queue.add(job)
        return self._queue.info(job)

    async def recent(self, workflow: str | None = None, limit: int = 50) -> list[RunInfo]:
        """The newest runs first, those of the command line too; of one workflow file where one is named."""
        found = await asyncio.to_thread(self._history.newest)
        told = [self._queue.info(job) if (job := self._queue.find(each.id)) else each for each in found]
        return [each for each in told if workflow is None or each.path == workflow][:limit]

    async def info(self, run: str) -> RunInfo:
        """A run as it stands.

        Raises:
            NotFoundError: There is no such run.
        """
        if (job := self._queue.find(run)) is not None:
            return self._queue.info(job)
        found = await asyncio.to_thread(self._history.info, run)
        if found is None:
            raise _no_run(run)
        return found

    async def document(self, run: str) -> RunDocument:
        """What a run was asked to do.

        Raises:
            NotFoundError: There is no such run, or the command line made it.
        """
        record = await self._record(run)
        if record is None:
            raise NotFoundError(f"the run {run} was made by the command line; its workflow was not kept")
        return RunDocument(path=record.path, document=record.read_document())

    async def cancel(self, run: str, mode: Literal["finish", "abort"]) -> RunInfo:
        """Stop a run.

        Raises:
            NotFoundError: There is no such run.
            ConflictError: It has ended, or is not this server's.
        """
        job = self._queue.find(run)
        if job is None or job.log.fold.end is not None:
            found = await self.info(run)
            if found.status in ("queued", "running"):
                raise ConflictError(f"the run {run} belongs to another program; stop it there")
            raise ConflictError(f"the run {run} has ended: it {_WAS[found.status]}")
        await self._queue.cancel(job, mode)
        return self._queue.info(job)

    async def resume(self, run: str) -> RunInfo:
        """Start a new run that goes on where one ended: what it finished is kept, what learns takes up
        its checkpoints.

        Raises:
            NotFoundError: There is no such run.
            ConflictError: There is nothing to go on with, or it is damaged.
            WorkflowError: The workflow cannot run any more.
        """
        found, record = await self.info(run), await self._record(run)
        if record is None:
            raise ConflictError(f"the run {run} was made by the command line; run it there again")
        asked = await asyncio.to_thread(record.asked)
        if not found.resumable:
            raise ConflictError(f"the run {run} cannot be resumed: it {_WAS[found.status]}")
        journal = self._core.store.root / "runs" / run / NAME
        return await self.submit(await asyncio.to_thread(remaining, asked, journal))

    async def watch(self, run: str, after: int = 0) -> AsyncIterator[Update]:
        """What a run says, from the event after a number on.

        Raises:
            NotFoundError: There is no such run.
        """
        if (job := self._queue.find(run)) is not None:
            return watch_job(job, after, lambda: self._queue.info(job))
        await self.info(run)
        tail = JournalTail(self._core.store.root / "runs" / run / NAME)
        return watch_file(tail, after, lambda: self._history.info(run))

    async def journal(self, run: str) -> str:
        """All events of a run, a line each; empty for one that waits.

        Raises:
            NotFoundError: There is no such run.
        """
        await self.info(run)
        lines = await asyncio.to_thread(read_lines, self._core.store.root / "runs" / run / NAME)
        return "".join(f"{line.text}\n" for line in lines)

    def _checked(self, asked: RunRequest, key: str | None) -> tuple[RunRecord, str]:
        """The record of a run that may begin, and its text."""
        self._check(asked)
        record = RunRecord.of(asked, self._mark.name, key)
        return record, record.model_dump_json()

    def _check(self, asked: RunRequest) -> None:
        workflow = self._core.workflow_path(asked.path)
        try:
            document = loads(asked.document.model_dump_json(by_alias=True))
            json.dumps(asked.parameters, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise DocumentError(f"the request cannot be written down: {error}") from error
        request = Request(
            workflow,
            asked.parameters,
            PlanOptions(asked.only, frozenset(asked.force), asked.use_cache),
            store=self._core.store.root,
            cwd=workflow.parent,
            document=document,
        )
        sound_graph(request, self._core.registry)

    async def _asked_before(self, asked: RunRequest, key: str | None) -> RunInfo | None:
        run = self._keys.get(key) if key is not None else None
        try:
            record = await self._record(run) if run is not None else None
        except (NotFoundError, DamagedRecordError):  # it was removed, or nobody knows what it was
            return None
        if run is None or record is None:
            return None
        if await asyncio.to_thread(record.asked) != asked:
            raise ConflictError(f"the Idempotency-Key {key!r} was used for another run; choose a new one")
        return await self.info(run)

    async def _record(self, run: str) -> RunRecord | None:
        if (job := self._queue.find(run)) is not None:
            return job.record
        await self.info(run)
        return await asyncio.to_thread(self._history.record, run)

    async def _bury(self, living: list[str]) -> None:
        """Wait for workers that outlived their server, and see to it that their journals end."""
        while living:
            await asyncio.sleep(_LOOK_SECONDS)
            dead = [
                run
                for run in living
                if await asyncio.to_thread(interrupt_if_dead, self._core, self._history, run)
            ]
            living = [run for run in living if run not in dead]

    def _tidy(self) -> None:
        """Remove the oldest runs where there are too many."""
        if not self._stopped:
            self._keep(asyncio.to_thread(self._history.prune))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside all else, and end it with the service at the latest."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _no_run(run: str) -> NotFoundError:
    return NotFoundError(f"there is no run {run!r}; the oldest are removed after some time")
