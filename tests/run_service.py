"""A workspace whose runs are started, watched and killed in tests."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from command_line import ROOT
from workflow_files import Nodes, document

from weft.document.model import Document
from weft.events import Entry, read_line
from weft_web.messages.runs import RunInfo, RunRequest
from weft_web.services.core import Core
from weft_web.services.runs import Runs
from weft_web.services.runs.job import Patience
from weft_web.services.runs.journal import Line
from weft_web.settings import Settings

PATH = "test.workflow.json"

SHORT: Nodes = {"n": ("numbers", {}), "t": ("total", {})}
SLOW = document({"n": ("numbers", {"count": 8}), "s": ("slow", {"seconds": 0.15})}, "n.out s.in")
LEARNING = document(
    {"n": ("numbers", {}), "l": ("learn", {"epochs": 400, "seconds": 0.05}), "t": ("total", {})},
    "n.out l.in",
    "n.out t.in",
)


def short(**settings: Any) -> Document:
    """A workflow that is done at once."""
    return document({"n": ("numbers", settings), "t": ("total", {})}, "n.out t.in")


def asked(made: Document, **more: Any) -> RunRequest:
    """The request to run it."""
    return RunRequest(path=PATH, document=made, **more)


@dataclass(frozen=True)
class Workplace:
    """A workspace folder with the stub tools as plugins."""

    workspace: Path
    plugins: Path

    @classmethod
    def make(cls, folder: Path) -> "Workplace":
        found = cls(folder / "workspace", folder / "plugins")
        found.workspace.mkdir()
        found.plugins.mkdir()
        for name in ("stub_tools.py", "stubborn_tools.py"):
            shutil.copy(ROOT / "tests" / name, found.plugins)
        return found

    def core(self, workers: int = 1) -> Core:
        return Core.open(Settings(self.workspace, plugins=self.plugins, workers=workers))

    @asynccontextmanager
    async def runs(self, workers: int = 1, patience: Patience | None = None) -> AsyncIterator[Runs]:
        """The service of runs, from its start to its stop."""
        found = Runs(self.core(workers), patience or Patience(abort=0.5, stop=3.0))
        await found.start()
        try:
            yield found
        finally:
            await found.stop()

    def folder(self, run: str) -> Path:
        return self.workspace / ".weft" / "runs" / run

    def journal(self, run: str) -> list[Entry]:
        """All events of a run, from the file."""
        return entries((self.folder(run) / "events.jsonl").read_text().splitlines())


@dataclass
class Heard:
    """What a watcher was told."""

    lines: list[Line]
    infos: list[RunInfo]

    @property
    def entries(self) -> list[Entry]:
        return entries(line.text for line in self.lines)


def entries(lines: Iterable[str]) -> list[Entry]:
    return [read_line(line) for line in lines]


def states(found: Iterable[Entry]) -> dict[str, str]:
    """The last state of every node."""
    return {entry.event.node: entry.event.state for entry in found if entry.event.type == "node.state"}


def steps(found: Iterable[Entry]) -> list[int]:
    """The steps of all curves."""
    return [entry.event.step for entry in found if entry.event.type == "node.metric"]


async def hear(runs: Runs, run: str, after: int = 0, until: Callable[[Line], bool] | None = None) -> Heard:
    """Watch a run to its end, or until a line."""
    heard = Heard([], [])
    async for update in await runs.watch(run, after):
        if isinstance(update, RunInfo):
            heard.infos.append(update)
        elif update is not None:
            heard.lines.append(update)
            if until is not None and until(update):
                break
    return heard


def learns(line: Line) -> bool:
    """Something is being learnt."""
    return line.type == "node.metric"


async def ended(runs: Runs, run: str) -> RunInfo:
    """The run at its end."""
    return (await hear(runs, run)).infos[-1]


def workers_of(parent: int) -> list[int]:
    """The worker processes that a process started."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if not folder.name.isdecimal() or b"weft_web.worker" not in (folder / "cmdline").read_bytes():
                continue
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def lives(process: int) -> bool:
    """Whether a process is at work; one that is dead and not yet counted by its parent is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to come true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


async def soon(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to come true, while the event loop goes on."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        await asyncio.sleep(0.02)


def own_workers() -> list[int]:
    return workers_of(os.getpid())
