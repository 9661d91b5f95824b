"""The last events of a run whose worker is gone: who reads the journal alone must learn how it ended."""

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weft.events import (
    Entry,
    Event,
    NodeMessage,
    NodeState,
    NodeStateChanged,
    RunFinished,
    RunStarted,
    RunStatus,
)
from weft_web.services.runs.fold import RunFold
from weft_web.services.runs.journal import Line, read_lines

_CRASHES = frozenset({"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP"})
_DETAIL = {"interrupted": "the run was interrupted", "cancelled": "the run was stopped"}


@dataclass(frozen=True)
class Ending:
    """How a run ended that could not say it itself.

    Attributes:
        status: How it ended.
        reason: Why, for the user; may be empty where the status says all.
        details: What the process said last.
    """

    status: RunStatus
    reason: str = ""
    details: str = ""


INTERRUPTED = Ending("interrupted", "the program that ran it ended before the run did; resume it to go on")


def death(code: int, said: str) -> Ending:
    """A worker died: by a signal, which gives a negative code, or by itself."""
    reason = _how_it_died(code)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("Fatal Python error")]
    if last := (fatal or lines)[-1:]:
        reason += f"; the last it said: {last[0][:300]}"
    return Ending("failed", reason, said)


def _how_it_died(code: int) -> str:
    if code >= 0:
        return f"the process of this run ended by itself with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if name == "SIGKILL":
        return (
            "the process of this run was killed (SIGKILL), by someone or by the system for want of memory;"
            " work on less at a time or close other programs, and resume the run"
        )
    if name in _CRASHES:
        return f"the process of this run crashed ({name}), most likely in a library that a tool uses"
    return f"the process of this run was ended from outside ({name})"


def close_journal(path: Path, opening: RunStarted | None, ending: Ending) -> None:
    """Add to a journal what its run could not tell any more; one that is ended stays as it is.

    Args:
        path: The journal; it need not exist. Its folder is named after the run.
        opening: The first event where the run told none.
        ending: How the run ended.

    Raises:
        OSError: The journal cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _mend_end(path)
    lines, fold = read_lines(path), RunFold()
    for line in lines:
        if (entry := line.entry()) is not None:
            fold.apply(entry)
    if fold.end is not None:
        return
    events = [opening] if opening is not None and fold.started is None else []
    last = max((line.seq for line in lines), default=0)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        for entry in number([*events, *closing_events(fold, ending)], path.parent.name, last):
            file.write(entry.to_line() + "\n")


def number(events: list[Event], run: str, last: int) -> Iterator[Entry]:
    """Events as entries that follow the last one."""
    now = time.time()
    for seq, event in enumerate(events, last + 1):
        yield Entry(run=run, seq=seq, ts=now, event=event)


def closing_events(fold: RunFold, ending: Ending) -> list[Event]:
    """The events that end a run: every node in a named state, and the run itself."""
    events: list[Event] = []
    detail = _DETAIL.get(ending.status, ending.reason)
    for node in fold.nodes("running"):
        if ending.status == "failed":
            events.append(
                NodeMessage(node=node, level="error", message=ending.reason, traceback=ending.details)
            )
        events.append(_state(node, "failed" if ending.status == "failed" else "cancelled", detail))
    for node in fold.nodes("pending"):
        events.append(_state(node, "skipped" if ending.status == "failed" else "cancelled", detail))
    seconds = max(0.0, time.time() - fold.started) if fold.started is not None else 0.0
    end = RunFinished(status=ending.status, warnings=fold.warnings, seconds=seconds, message=ending.reason)
    return [*events, end]


def _state(node: str, state: NodeState, detail: str) -> NodeStateChanged:
    return NodeStateChanged(node=node, state=state, detail=detail)


def _mend_end(path: Path) -> None:
    """End the last line, or remove it where the process died in the middle of it."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        data = file.read()
        rest = data[data.rfind(b"\n") + 1 :]
        if not rest:
            return
        if Line.read(rest) is not None:
            file.write(b"\n")
        else:
            file.truncate(len(data) - len(rest))
