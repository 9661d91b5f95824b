"""Build small workflow files for tests, run them, and read what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
from pydantic import JsonValue
from stub_tools import ALL

from weft.document.files import save
from weft.document.model import Document
from weft.events import Entry, Event, NodePlan
from weft.plan.plan import PlanOptions
from weft.registry.registry import Registry
from weft.run.checking import Request, node_plans, plan_workflow
from weft.run.journal import Listener
from weft.run.results import find_result
from weft.run.workflow import RunResult, run_workflow
from weft.sdk import CancelToken

REGISTRY = Registry.of(*ALL)


Nodes: TypeAlias = Mapping[str, tuple[str, dict[str, JsonValue]]]
"""Node name to the tool's short name and its settings."""


def document(nodes: Nodes, *connections: str, **more: Any) -> Document:
    """`document({"a": ("numbers", {}), "b": ("add", {})}, "a.out b.in")`."""
    return Document.model_validate(
        {
            "nodes": {
                name: {"tool": f"test.{tool}", "settings": settings}
                for name, (tool, settings) in nodes.items()
            },
            "connections": [
                dict(zip(("from", "to", "name"), connection.split(), strict=False))
                for connection in connections
            ],
            **more,
        }
    )


@dataclass
class Bench:
    """A folder with one workflow file, and the means to run it."""

    folder: Path
    registry: Registry = REGISTRY
    events: list[Event] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "test.workflow.json"

    def write(self, made: Document) -> None:
        save(made, self.path)

    def request(self, **options: Any) -> Request:
        return Request(self.path, options=PlanOptions(**options), store=self.folder / ".weft")

    def run(
        self, made: Document | None = None, cancel: CancelToken | None = None, **options: Any
    ) -> RunResult:
        if made is not None:
            self.write(made)
        self.events = []
        listeners = [*self.listeners, self._hear]
        return run_workflow(self.request(**options), self.registry, listeners, cancel)

    def _hear(self, entry: Entry) -> None:
        self.events.append(entry.event)

    def plan(self, **options: Any) -> dict[str, NodePlan]:
        return node_plans(plan_workflow(self.request(**options), self.registry))

    def table(self, node: str, anchor: str | None = None) -> pa.Table:
        return find_result(self.request(), node, anchor).table

    def states(self) -> dict[str, str]:
        """The last state of every node."""
        return {event.node: event.state for event in self.events if event.type == "node.state"}

    def called(self) -> set[str]:
        """The nodes whose tools ran."""
        return {
            event.node for event in self.events if event.type == "node.state" and event.state == "running"
        }
