"""What the events of a run say together."""

from weft.events import Entry, NodeMessage, NodeStateChanged, RunFinished, RunPlanned, RunStarted


class RunFold:
    """The state of a run and of its nodes, event by event."""

    TYPES = frozenset({"run.started", "run.planned", "run.finished", "node.state", "node.message"})
    """The events that change it."""

    def __init__(self) -> None:
        self.started: float | None = None
        self.ended: float | None = None
        self.end: RunFinished | None = None
        self.warnings = 0
        self.planned: tuple[str, ...] = ()
        """The nodes that were meant to run."""
        self._nodes: dict[str, str] = {}

    def apply(self, entry: Entry) -> None:
        """Take the next event."""
        match entry.event:
            case RunStarted():
                self.started = entry.ts
            case RunPlanned(nodes=nodes):
                self.planned = tuple(name for name, plan in nodes.items() if plan.action == "run")
                wanted = (name for name, plan in nodes.items() if plan.action != "skipped")
                self._nodes = dict.fromkeys(wanted, "pending") | self._nodes
            case NodeStateChanged(node=node, state=state):
                self._nodes[node] = state
            case NodeMessage(level="warning"):
                self.warnings += 1
            case RunFinished() as end:
                self.end, self.ended = end, entry.ts
            case _:
                pass

    def nodes(self, state: str) -> list[str]:
        """The nodes that are in a state, in the order of the plan."""
        return [name for name, found in self._nodes.items() if found == state]
