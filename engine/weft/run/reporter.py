"""What one node says while it runs: progress thinned out, equal warnings merged, all to the journal."""

import threading
import time
from dataclasses import dataclass

from weft.events import NodeMessage, NodeMetric, NodeProgress
from weft.run.journal import Journal
from weft.storage.records import Said

PROGRESS_SECONDS = 0.1
"""At most ten progress events a second and node."""


MOST_WARNINGS = 200
"""Different warnings of a node that are told; a tool that puts a record's value into the message
would otherwise say one for each record."""


@dataclass
class _Merged:
    rows: int = 0
    example: str = ""


class NodeReporter:
    """The reporter that a tool's context talks to; safe to use from any thread."""

    def __init__(self, node: str, journal: Journal) -> None:
        self._node = node
        self._journal = journal
        self._lock = threading.Lock()
        self._told = 0.0
        self._waiting: NodeProgress | None = None
        self._warnings: dict[str, _Merged] = {}
        self.metrics: list[tuple[str, str, int, float]] = []
        self.said: list[Said] = []

    def progress(self, done: float, total: float | None, message: str) -> None:
        """Pass progress on, unless it comes too soon after the last."""
        event = NodeProgress(node=self._node, done=done, total=total, message=message)
        with self._lock:
            now = time.monotonic()
            soon = now - self._told < PROGRESS_SECONDS
            self._waiting = event if soon else None
            if not soon:
                self._told = now
        if not soon:
            self._journal.tell(event)

    def metric(self, name: str, step: int, value: float) -> None:
        """Pass a point of a curve on."""
        with self._lock:
            self.metrics.append((self._node, name, step, value))
        self._journal.tell(NodeMetric(node=self._node, name=name, step=step, value=value))

    def warn(self, message: str, rows: int, example: str) -> None:
        """Add up equal warnings; they are told when the node ends."""
        with self._lock:
            if len(self._warnings) >= MOST_WARNINGS and message not in self._warnings:
                message, rows, example = "further warnings of other kinds", 1, message
            merged = self._warnings.setdefault(message, _Merged(0, example))
            merged.rows += rows

    def info(self, message: str) -> None:
        """Pass a line on."""
        self._say(Said(node=self._node, level="info", message=message))

    def finish(self) -> None:
        """Tell what is still to tell: the last progress, and the merged warnings."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
            warnings, self._warnings = self._warnings, {}
        if waiting is not None:
            self._journal.tell(waiting)
        for message, merged in warnings.items():
            text = _counted(message, merged)
            self._say(Said(node=self._node, level="warning", message=text, rows=merged.rows))

    def _say(self, said: Said) -> None:
        with self._lock:
            self.said.append(said)
        tell_said(self._journal, said)


def _counted(message: str, merged: _Merged) -> str:
    """Messages speak of several: `3 pictures could not be read`; once it is `1 case: pictures could ...`."""
    if merged.rows > 1:
        first = f"; first: {merged.example}" if merged.example else ""
        return f"{merged.rows:,} {message}{first}"
    example = f": {merged.example}" if merged.example else ""
    return f"1 case: {message}{example}" if merged.rows else f"{message}{example}"


def tell_said(journal: Journal, said: Said) -> None:
    """Tell a message, for the first time or again because the node's result is kept."""
    journal.tell(NodeMessage(node=said.node, level=said.level, message=said.message, rows=said.rows))
