"""A run as lines of text: what is worth a line, in the order in which it happens."""

from collections.abc import Iterator
from dataclasses import dataclass

from weft.cli.curves import epoch_text
from weft.cli.terminal import counted
from weft.cli.view import NodeView, RunView
from weft.events import (
    Entry,
    NodeMessage,
    NodeMetric,
    NodeProgress,
    NodeState,
    NodeStateChanged,
    OutputRecords,
    RunPlanned,
)

PROGRESS_SECONDS = 10.0
"""How often a node that works for long says how far it is, where lines are all there is."""

_NAME_WIDTH = 30

_SLOWEST_RATE = 10
"""Records a second below which the rate says nothing: what gives a model gives one record."""

_ENDS: tuple[tuple[NodeState, str], ...] = (
    ("succeeded", "ran"),
    ("kept", "kept"),
    ("failed", "failed"),
    ("cancelled", "cancelled"),
    ("skipped", "skipped"),
)
"""The states in which nodes end, as the summary counts them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and how it is meant: `error`, `warning`, `info`, `good` or nothing.

    Where it is too long for a terminal, it goes on below its first `indent` letters.
    """

    text: str
    style: str = ""
    indent: int = 0


class Lines:
    """Turns events into lines. Keeps which curve points and which progress were told already."""

    def __init__(self, with_progress: bool) -> None:
        self.view = RunView()
        self._with_progress = with_progress
        self._untold: set[str] = set()
        self._told_at: dict[str, float] = {}

    def take(self, entry: Entry) -> Iterator[Line]:
        """The lines that an event makes."""
        event = entry.event
        # The values of an epoch come one by one; the line is complete when something else comes.
        ended = {name for name in self._untold if _ends_step(name, self.view.nodes[name], entry)}
        for name in sorted(ended):
            node = self.view.nodes[name]
            yield self._line(name, epoch_text(node.step, node.metrics))
        self._untold -= ended
        self.view.apply(entry)
        match event:
            case RunPlanned():
                yield Line(_plan_text(event), "info")
            case NodeMetric() if self.view.nodes[event.node].state == "running":
                self._untold.add(event.node)
            case NodeMessage():
                place = f"{event.node}.{event.field}" if event.field else event.node
                yield Line(f"{event.level}: {place}: {event.message}", event.level)
            case NodeProgress() if self._with_progress:
                yield from self._progress(event.node, entry.ts, self._told_at.get(event.node, 0.0))
            case OutputRecords(done=False) if self._with_progress:
                # Every node of a chain counts records; one of them is enough to say that it goes on.
                yield from self._progress(event.node, entry.ts, max(self._told_at.values(), default=0.0))
            case NodeStateChanged(state="succeeded"):
                node = self.view.nodes[event.node]
                yield self._line(event.node, ended_text(node), "good")
            case NodeStateChanged(state="skipped") if event.detail:
                yield Line(f"skipped: {event.node}: {event.detail}", "info")

    def _progress(self, name: str, now: float, told: float) -> Iterator[Line]:
        node = self.view.nodes[name]
        if node.state == "running" and now - max(told, node.started) >= PROGRESS_SECONDS:
            self._told_at[name] = now
            yield self._line(name, progress_text(node, now) if node.done else records_text(node))

    def _line(self, name: str, text: str, style: str = "") -> Line:
        width = min(max(map(len, self.view.nodes), default=0), _NAME_WIDTH)
        return Line(f"{name:<{width}}  {text}", style, max(width, len(name)) + 2)


def ended_text(node: NodeView) -> str:
    """`5,633 records, 12.3 s`: how many left in all, and the time of the node alone.

    No rate: in a chain records come as fast as the slowest node of it, which is not this node's pace.
    """
    seconds = [] if node.seconds is None else [f"{node.seconds:.1f} s"]
    return ", ".join([*_counts(node), *seconds]) or "done"


def records_text(node: NodeView) -> str:
    """`5,633 records, 458/s` so far; several outputs by name."""
    parts = _counts(node)
    if (rate := node.rate()) is not None and rate >= _SLOWEST_RATE:
        parts.append(f"{rate:,.0f}/s")
    return ", ".join(parts)


def _counts(node: NodeView) -> list[str]:
    if len(node.records) > 1:
        return ["records: " + ", ".join(f"{anchor} {number:,}" for anchor, number in node.records.items())]
    return [counted(number, "record") for number in node.records.values()]


def progress_text(node: NodeView, now: float) -> str:
    """How far a node is, in its own words."""
    parts = [f"{node.done:,.0f}" + (f" of {node.total:,.0f}" if node.total else "")]
    if (left := node.left(now)) is not None:
        parts.append(f"{duration_text(left)} left")
    if node.message:
        parts.append(node.message)
    return ", ".join(parts)


def duration_text(seconds: float) -> str:
    """`0:07`, `12:30`, `1:02:30`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def summary(view: RunView) -> Line:
    """The last line of a run."""
    done = view.finished
    if done is None:
        return Line("the run did not end", "error")
    counts = [f"{number} {word}" for state, word in _ENDS if (number := view.count(state))]
    text = f"{done.status} in {done.seconds:.1f} s"
    if counts:
        text += f"; nodes: {', '.join(counts)}"
    if done.warnings:
        text += f"; {counted(done.warnings, 'warning')}"
    style = "error" if done.status != "succeeded" else "warning" if done.warnings else "good"
    return Line(text, style)


def _ends_step(name: str, node: NodeView, entry: Entry) -> bool:
    event = entry.event
    if isinstance(event, NodeMetric):
        return event.node == name and event.step != node.step
    return getattr(event, "node", name) == name


def _plan_text(event: RunPlanned) -> str:
    actions = [plan.action for plan in event.nodes.values()]
    parts = [f"{actions.count('run')} to run", f"{actions.count('kept')} kept"]
    if skipped := actions.count("skipped"):
        parts.append(f"{skipped} skipped")
    return f"{counted(len(actions), 'node')}: {', '.join(parts)}"
