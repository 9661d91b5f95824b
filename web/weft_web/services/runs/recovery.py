"""What becomes of the runs of a server that is gone, and of a command line that is gone."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from weft.run.journal import is_written
from weft_web.services.core import Core
from weft_web.services.runs.closing import INTERRUPTED, close_journal
from weft_web.services.runs.history import History
from weft_web.services.runs.journal import NAME
from weft_web.services.runs.record import DamagedRecordError, RunRecord


class ServerMark:
    """Says that this server lives, by a lock that is free as soon as its process is gone."""

    def __init__(self, store: Path) -> None:
        self.name = uuid4().hex
        self._folder = store / "service"
        self._lock = self._lock_of(self.name)

    def set(self) -> None:
        """From now on this server lives."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock.acquire()

    def clear(self) -> None:
        """It does not any more."""
        with suppress(OSError):  # Windows removes no file that is open
            Path(self._lock.lock_file).unlink()
        self._lock.release()

    def lives(self, name: str) -> bool:
        """Whether a server lives, this one or another."""
        if name == self.name:
            return True
        lock = self._lock_of(name)
        if not Path(lock.lock_file).exists():
            return False
        try:
            with lock.acquire(timeout=0):
                Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout:
            return True
        return False

    def lives_elsewhere(self, name: str) -> bool:
        """Whether a server other than this one lives."""
        return name != self.name and self.lives(name)

    def recovering(self) -> FileLock:
        """What is held while runs are taken over, so that only one server takes each."""
        return FileLock(self._folder / "recovery.lock", thread_local=False)

    def _lock_of(self, name: str) -> FileLock:
        return FileLock(self._folder / f"{name}.server", thread_local=False)


@dataclass
class Found:
    """What a server found when it started.

    Attributes:
        queued: Runs that wait; they are this server's now.
        living: Runs whose server is gone, but whose worker is still busy ending.
        keys: Runs by the `Idempotency-Key` that they were asked for with.
    """

    queued: list[RunRecord] = field(default_factory=list)
    living: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


def recover(core: Core, history: History, mark: ServerMark) -> Found:
    """Take over what nobody minds: runs that wait are queued again, those at work were interrupted."""
    found = Found()
    with mark.recovering():
        for run in history.names():
            record, info = _record(history, run), history.info(run)
            if record is not None and record.key is not None:
                found.keys[record.key] = run
            if info is None or info.finished is not None:
                continue
            if record is not None and mark.lives(record.server):
                continue
            if record is not None and info.status == "queued":
                record = record.model_copy(update={"server": mark.name})
                record.write(core.store.root / "runs" / run)
                found.queued.append(record)
            elif not interrupt_if_dead(core, history, run):
                found.living.append(run)
    found.queued.sort(key=lambda record: record.created)
    return found


def interrupt_if_dead(core: Core, history: History, run: str) -> bool:
    """Write into the journal of a run without a living process that it was interrupted; False where
    the process lives.
    """
    folder = history.folder(run)
    if folder is None:
        return True
    if is_written(folder / NAME):
        return False
    record = _record(history, run)
    with suppress(OSError):  # the history says it of itself, as long as the journal cannot be written
        close_journal(folder / NAME, record.opening(core) if record else None, INTERRUPTED)
    return True


def _record(history: History, run: str) -> RunRecord | None:
    """What a run was asked to do, where that is known; the history tells of a damaged one."""
    try:
        return history.record(run)
    except DamagedRecordError:
        return None
