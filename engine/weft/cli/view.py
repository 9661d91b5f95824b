"""What a run looks like now: a fold over its events, for bars and lines alike."""

from collections.abc import Container
from dataclasses import dataclass, field

from weft.cli.forecast import Forecast
from weft.events import (
    Entry,
    NodeMetric,
    NodePlan,
    NodeProgress,
    NodeState,
    NodeStateChanged,
    OutputRecords,
    RunFinished,
    RunPlanned,
)


@dataclass
class NodeView:
    """One node as far as the events tell. Times are seconds since 1970.

    Attributes:
        state: The last state.
        started: When it began to run, 0 before.
        now: When it was last heard of.
        seconds: The time spent in it alone, None until it ends.
        done: How far it says it is, in its own unit.
        total: How far it has to go, None where it does not say.
        message: What it says about that.
        records: Records that have left, by output.
        step: The last step of its curves.
        metrics: The values of the curves at that step.
        forecast: What is known of how long it still takes.
    """

    state: NodeState = "pending"
    started: float = 0.0
    now: float = 0.0
    seconds: float | None = None
    done: float = 0.0
    total: float | None = None
    message: str = ""
    records: dict[str, int] = field(default_factory=dict)
    step: int = 0
    metrics: dict[str, float] = field(default_factory=dict)
    forecast: Forecast = field(default_factory=Forecast)

    def rate(self, now: float = 0.0) -> float | None:
        """Records a second over the outputs, None where too little is known."""
        elapsed = (now or self.now) - self.started
        records = sum(self.records.values())
        return records / elapsed if self.started and elapsed > 0.05 and records else None

    def left(self, now: float) -> float | None:
        """Seconds that are left if it goes on as it went so far; None where nobody can tell."""
        return self.forecast.left(now)


@dataclass
class RunView:
    """A run as far as the events tell."""

    nodes: dict[str, NodeView] = field(default_factory=dict)
    plan: dict[str, NodePlan] = field(default_factory=dict)
    finished: RunFinished | None = None

    def apply(self, entry: Entry) -> None:
        """Take one event into account."""
        event = entry.event
        if isinstance(event, RunPlanned):
            self.plan = dict(event.nodes)
            for name in event.nodes:
                self.nodes.setdefault(name, NodeView())
        elif isinstance(event, RunFinished):
            self.finished = event
        elif isinstance(event, NodeStateChanged | NodeProgress | NodeMetric | OutputRecords):
            node = self.nodes.setdefault(event.node, NodeView())
            node.now = entry.ts
            _apply(node, event, entry.ts)

    def any_runs(self, names: Container[str]) -> bool:
        """Whether one of these nodes runs at the moment; takes no lock, and may be called at any time."""
        return any(node.state == "running" and name in names for name, node in list(self.nodes.items()))

    def count(self, state: NodeState) -> int:
        """How many nodes are in a state."""
        return sum(node.state == state for node in self.nodes.values())


def _apply(
    node: NodeView, event: NodeStateChanged | NodeProgress | NodeMetric | OutputRecords, ts: float
) -> None:
    match event:
        case NodeStateChanged():
            node.state, node.seconds = event.state, event.seconds
            if event.state == "running":
                node.started = ts
        case NodeProgress():
            node.done, node.total, node.message = event.done, event.total, event.message
            node.forecast = node.forecast.after(ts, event.done, event.total, event.message)
        case NodeMetric():
            if event.step != node.step:
                node.step, node.metrics = event.step, {}
            node.metrics[event.name] = event.value
            node.forecast = node.forecast.after_epoch(event.step)
        case OutputRecords():
            node.records[event.anchor] = event.records
