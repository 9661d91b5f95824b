"""A run on a terminal: a bar for every node that works, and above them the lines of what is done."""

import threading
import time
from contextlib import ExitStack
from types import TracebackType

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from weft.cli.keys import unseen_control_keys
from weft.cli.lines import Lines, duration_text, records_text
from weft.cli.terminal import folded, shortened, write
from weft.cli.view import NodeView
from weft.events import Entry
from weft.sdk import CancelToken

_REFRESHES = 8
_BAR_WIDTHS = ((100, 24), (80, 12), (0, 8))
"""How wide a bar is, by the least width of the terminal."""
_GAP = 2

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
        self._open = ExitStack()

    @property
    def lines(self) -> Lines:
        """The lines told so far, with the view of the run."""
        return self._lines

    def __enter__(self) -> "Bars":
        self._open.enter_context(unseen_control_keys())
        self._open.enter_context(self._live)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def __call__(self, entry: Entry) -> None:
        """Take an event; may come from any thread."""
        with self._lock:
            lines = list(self._lines.take(entry))
        # Printed without the lock: drawing, which may be under way, waits for it.
        for line in lines:
            write(self._console, line.text, line.style, line.indent)

    def _draw(self) -> RenderableType:
        with self._lock:
            view = self._lines.view.nodes
            running = {name: node for name, node in view.items() if node.state == "running"}
            bars = bar_rows(running, self._console.width, time.time())
        if not (self._cancel.finishing or self._cancel.aborted):
            return bars
        # Below the bars, in a row of its own: in one of their columns it would push them aside.
        said = folded(CANCELLING if self._cancel.aborted else FINISHING, self._console.width - 1)
        return Group(bars, Text(said, style="yellow"))


def bar_rows(nodes: dict[str, NodeView], width: int, now: float) -> Table:
    """A row for each node that runs, each of one line however narrow the terminal is."""
    bar = next(size for least, size in _BAR_WIDTHS if width >= least)
    names = min(max(map(cell_len, nodes), default=0), width // 3)
    # The last letter of a line stays free: after it terminals do not agree where the cursor is.
    room = max(width - 1 - names - bar - 2 * _GAP, 0)
    table = Table.grid(padding=(0, _GAP, 0, 0))
    for name, node in nodes.items():
        table.add_row(
            Text(shortened(name, names), style="bold", no_wrap=True),
            ProgressBar(total=node.total or None, completed=node.done, width=bar, pulse=not node.total),
            Text(numbers_text(node, now, room), no_wrap=True),
        )
    return table


def numbers_text(node: NodeView, now: float, width: int) -> str:
    """How far a node is in at most `width` letters; what matters least is left out first."""
    parts = {
        "share": f"{100 * node.done / node.total:.0f} %" if node.total else "",
        "records": records_text(node),
        "left": f"{duration_text(left)} left" if (left := node.left(now)) is not None else "",
        "message": node.message,
    }
    brief = node.message.partition(", ")[0]
    text = _joined(parts)
    # The bar shows the share as well; the message begins with what matters in it.
    for less in ({"share": ""}, {"message": brief}, {"records": ""}, {"left": ""}):
        if cell_len(text) <= width:
            break
        parts |= less
        text = _joined(parts)
    return shortened(text, width)


def _joined(parts: dict[str, str]) -> str:
    return "  ".join(filter(None, parts.values()))
