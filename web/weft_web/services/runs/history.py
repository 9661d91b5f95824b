"""The runs that the store knows, of this service, of others and of the command line."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from weft.events import Entry, RunFinished, RunStarted
from weft.run.journal import is_written
from weft.storage.files import remove_whole
from weft_web.messages.runs import RunInfo
from weft_web.services.core import Core
from weft_web.services.runs.journal import NAME, read_ends
from weft_web.services.runs.record import NAME as RECORD
from weft_web.services.runs.record import DamagedRecordError, RunRecord, file_title, read_record

MOST_RUNS = 200
"""Runs of a workspace that stay."""

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class History:
    """Reads what runs left. What ended does not change any more and is read once."""

    def __init__(self, core: Core, lives: Callable[[str], bool] = lambda _: False) -> None:
        """`lives` says whether another server is at work, by its name."""
        self._core = core
        self._lives = lives
        self._root = core.store.root / "runs"
        self._ended: dict[str, tuple[object, RunInfo]] = {}
        """What was told of runs, and the state of the record that it was told by."""

    def folder(self, run: str) -> Path | None:
        """The folder of a run that there is."""
        folder = self._root / run
        return folder if _RUN.fullmatch(run) and folder.is_dir() else None

    def names(self) -> list[str]:
        """All runs."""
        try:
            return sorted(path.name for path in self._root.iterdir() if _RUN.fullmatch(path.name))
        except FileNotFoundError:
            return []

    def record(self, run: str) -> RunRecord | None:
        """What a run was asked to do; None for one of the command line.

        Raises:
            DamagedRecordError: It was written down, and cannot be read any more.
        """
        folder = self.folder(run)
        return read_record(folder) if folder is not None else None

    def info(self, run: str) -> RunInfo | None:
        """A run as its files tell it."""
        folder = self.folder(run)
        if folder is None:
            return None
        state = _state(folder)
        if (known := self._ended.get(run)) is not None and known[0] == state:
            return known[1]
        found = self._read(folder)
        if found is not None and found.finished is not None:
            self._ended[run] = state, found
        return found

    def newest(self) -> list[RunInfo]:
        """All runs, the newest first."""
        found = [info for run in self.names() if (info := self.info(run)) is not None]
        return sorted(found, key=lambda info: (info.created, info.id), reverse=True)

    def prune(self) -> None:
        """Remove the oldest runs that ended, beyond those that stay."""
        for info in self.newest()[MOST_RUNS:]:
            if info.status not in ("queued", "running"):
                remove_whole(self._root / info.id)
                self._ended.pop(info.id, None)

    def _read(self, folder: Path) -> RunInfo | None:
        ends, damage = read_ends(folder / NAME), ""
        try:
            record = read_record(folder)
        except DamagedRecordError as error:
            record, damage = None, str(error)
        if record is None and ends[0] is None and not damage:
            return None
        alive = not _finished(ends[1]) and (is_written(folder / NAME) or self._starts(record, ends[0]))
        if not alive:
            ends = read_ends(folder / NAME)  # it may have ended since
        told = self._told(folder.name, record, ends, alive)
        if told.resumable and record is not None:
            damage = _damage(record)
        if damage and told.status != "succeeded":
            said = f"{told.message}; {damage}" if told.message else damage
            return told.model_copy(update={"message": said, "resumable": False})
        return told

    def _starts(self, record: RunRecord | None, first: Entry | None) -> bool:
        """Whether another server has just taken a run up, and its worker has told nothing yet."""
        return (
            record is not None and first is None and record.status == "running" and self._lives(record.server)
        )

    def _told(
        self, run: str, record: RunRecord | None, ends: tuple[Entry | None, Entry | None], alive: bool
    ) -> RunInfo:
        first, last = ends
        begun = first.event if first is not None and isinstance(first.event, RunStarted) else None
        path = record.path if record is not None else self._path(begun)
        info = RunInfo(
            id=run,
            path=path,
            title=record.title if record is not None else file_title(path),
            status="running" if alive else "interrupted",
            created=record.created if record is not None else first.ts if first is not None else 0.0,
            started=first.ts if begun is not None and first is not None else None,
            targets=record.only if record is not None else begun.targets if begun is not None else (),
        )
        if last is not None and isinstance(last.event, RunFinished):
            ended = {key: getattr(last.event, key) for key in ("status", "seconds", "warnings", "message")}
            resumable = record is not None and last.event.status != "succeeded"
            return info.model_copy(update={**ended, "finished": last.ts, "resumable": resumable})
        if alive or record is None:
            return info
        if first is None and record.status == "queued":
            return info.model_copy(update={"status": "queued"})
        return info.model_copy(update={"resumable": True})

    def _path(self, begun: RunStarted | None) -> str:
        """The workflow file of a run of the command line."""
        if begun is None:
            return ""
        path = Path(begun.workflow)
        for root in (self._core.settings.workspace.absolute(), self._core.settings.workspace.resolve()):
            with suppress(ValueError):
                return path.relative_to(root).as_posix()
        return path.as_posix()


def _state(folder: Path) -> object:
    """The state of the file of a record; None where there is none."""
    try:
        about = (folder / RECORD).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


def _damage(record: RunRecord) -> str:
    """Why a run cannot be resumed by its record, though that can be read; empty where it can."""
    try:
        record.asked()
    except DamagedRecordError as error:
        return str(error)
    return ""


def _finished(last: Entry | None) -> bool:
    return last is not None and isinstance(last.event, RunFinished)
