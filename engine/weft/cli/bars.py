"""A run on a terminal: a bar for every node that works, and above them the lines of what is done."""

import threading
import time
from types import TracebackType

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from weft.cli.lines import Lines, duration_text, metrics_text, records_text
from weft.cli.terminal import write
from weft.cli.view import NodeView
from weft.events import Entry
from weft.sdk import CancelToken

_REFRESHES = 8
_BAR_WIDTH = 24

FINISHING = "finishing: trainings end with their best so far; Ctrl-C again cancels"
CANCELLING = "cancelling"


class Bars:
    """Listens to a run and draws it while the block lasts."""

    def __init__(self, console: Console, cancel: CancelToken) -> None:
        self._console = console
        self._cancel = cancel
        self._lines = Lines(with_progress=False)
        self._lock = threading.Lock()
        self._live = Live(
            console=console, refresh_per_second=_REFRESHES, get_renderable=self._draw, transient=True
        )

    @property
    def lines(self) -> Lines:
        """The lines told so far, with the view of the run."""
        return self._lines

    def __enter__(self) -> "Bars":
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def __call__(self, entry: Entry) -> None:
        """Take an event; may come from any thread."""
        with self._lock:
            lines = list(self._lines.take(entry))
        # Printed without the lock: drawing, which may be under way, waits for it.
        for line in lines:
            write(self._console, line.text, line.style)

    def _draw(self) -> RenderableType:
        now = time.time()
        table = Table.grid(padding=(0, 2))
        with self._lock:
            for name, node in self._lines.view.nodes.items():
                if node.state == "running":
                    table.add_row(Text(name, style="bold"), _bar(node), Text(_numbers(node, now)))
        if self._cancel.finishing or self._cancel.aborted:
            table.add_row(Text(CANCELLING if self._cancel.aborted else FINISHING, style="yellow"))
        return table


def _bar(node: NodeView) -> ProgressBar:
    return ProgressBar(total=node.total or None, completed=node.done, width=_BAR_WIDTH, pulse=not node.total)


def _numbers(node: NodeView, now: float) -> str:
    parts = []
    if node.total:
        parts.append(f"{100 * node.done / node.total:.0f} %")
    if node.records:
        parts.append(records_text(node))
    if (left := node.left(now)) is not None:
        parts.append(f"{duration_text(left)} left")
    if node.message:
        parts.append(node.message)
    if node.metrics:
        parts.append(metrics_text(node))
    return "  ".join(parts)
