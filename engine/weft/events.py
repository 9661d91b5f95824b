"""What a run tells the outside: one numbered journal of small, frozen events.

Whoever shows a run (progress bars, a browser, a log) folds over these and needs nothing else.
A line of the journal is `{"v":1,"run":...,"seq":...,"ts":...,"type":...,...}`; `seq` rises by one.
"""

import json
import math
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

NodeState: TypeAlias = Literal["pending", "running", "kept", "succeeded", "failed", "cancelled", "skipped"]
RunStatus: TypeAlias = Literal["succeeded", "failed", "cancelled", "interrupted"]
"""`interrupted`: the program that ran it ended before the run did; said by itself where it has the time,
else by whoever finds that out."""

Level: TypeAlias = Literal["info", "warning", "error"]

Number: TypeAlias = Annotated[
    float,
    BeforeValidator(lambda value: math.nan if value is None else value),
    WithJsonSchema({"type": ["number", "null"]}),
]
"""A number that may be none, such as the loss of a training that went astray: null in JSON."""


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)


class RunStarted(_Event):
    """A run begins; `workflow` is the file, with its folder; `targets` are the nodes asked for."""

    type: Literal["run.started"] = "run.started"
    workflow: str
    targets: tuple[str, ...] = ()


class NodePlan(_Event):
    """What is meant to happen to one node, and why."""

    action: Literal["run", "kept", "skipped"]
    reason: str
    detail: str = ""


class RunPlanned(_Event):
    """What would run and what is kept, before anything runs."""

    type: Literal["run.planned"] = "run.planned"
    nodes: dict[str, NodePlan]


class NodeStateChanged(_Event):
    """A node enters a state; every node of a run ends in a named one."""

    type: Literal["node.state"] = "node.state"
    node: str
    state: NodeState
    detail: str = ""
    seconds: float | None = None


class NodeProgress(_Event):
    """How far a node is, in its own unit; at most ten a second and node, the last one always."""

    type: Literal["node.progress"] = "node.progress"
    node: str
    done: float
    total: float | None = None
    message: str = ""


class NodeMetric(_Event):
    """A point of a curve; never dropped."""

    type: Literal["node.metric"] = "node.metric"
    node: str
    name: str
    step: int
    value: Number


class NodeMessage(_Event):
    """A line about a node. `rows` is how many records a warning counts, 0 where it counts none."""

    type: Literal["node.message"] = "node.message"
    node: str
    level: Level
    message: str
    rows: int = 0
    field: str | None = None
    traceback: str = ""


class OutputRecords(_Event):
    """How many records and bytes have left an output so far; `done` when no more will come."""

    type: Literal["output.records"] = "output.records"
    node: str
    anchor: str
    records: int
    bytes: int
    done: bool = False


class RunFinished(_Event):
    """A run ends. `warnings` counts the warning messages of its nodes."""

    type: Literal["run.finished"] = "run.finished"
    status: RunStatus
    warnings: int
    seconds: float
    message: str = ""


Event: TypeAlias = Annotated[
    RunStarted
    | RunPlanned
    | NodeStateChanged
    | NodeProgress
    | NodeMetric
    | NodeMessage
    | OutputRecords
    | RunFinished,
    Field(discriminator="type"),
]


class Entry(_Event):
    """An event with its place in the journal. `ts` is seconds since 1970, UTC."""

    v: Literal[1] = 1
    run: str
    seq: int
    ts: float
    event: Event

    def to_line(self) -> str:
        """One line of JSON, flat: the envelope and the event's own fields side by side."""
        head = self.model_dump_json(exclude={"event"})
        return f"{head[:-1]},{self.event.model_dump_json()[1:]}"


def read_line(line: str) -> Entry:
    """The entry that `Entry.to_line` wrote."""
    data = json.loads(line)
    envelope = {key: data.pop(key) for key in ("v", "run", "seq", "ts")}
    return Entry.model_validate({**envelope, "event": data})
