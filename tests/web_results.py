"""Real runs in a workspace, and the ways to look at what they left."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
from fastapi.testclient import TestClient
from web_service import API

from weft.document.files import save
from weft.document.model import Document
from weft.registry.discovery import discover
from weft.run.checking import Request
from weft.run.workflow import run_workflow
from weft.storage.folder import FolderStore
from weft.storage.memory import recall

NAME = "test.workflow.json"

PEOPLE = pa.table(
    {
        "name": ["Zoë", "ada", None, "Bo", ""],
        "age": pa.array([36, 7, None, 36, 2**60], pa.int64()),
        "height": [1.5, float("nan"), float("inf"), None, 0.1],
        "born": pa.array([date(1990, 1, 2), date(2001, 2, 3), None, date(1970, 1, 1), date(2024, 1, 31)]),
        "seen": pa.array([datetime(2024, 1, day, 12, 30) for day in (5, 4, 3, 2, 1)], pa.timestamp("us")),
        "tall": [True, False, None, True, False],
    }
)

Nodes: TypeAlias = Mapping[str, tuple[str, dict[str, Any]]]
"""Node name to the tool's short name and its settings."""


def workflow(nodes: Nodes, *connections: str, **more: Any) -> Document:
    """`workflow({"a": ("input_data", {...})}, "a.out b.in")`; all nodes are pinned, so all records rest."""
    return Document.model_validate(
        {
            "nodes": {
                name: {"tool": f"weft.{tool}", "settings": settings, "pinned": True}
                for name, (tool, settings) in nodes.items()
            },
            "connections": [dict(zip(("from", "to"), each.split(), strict=True)) for each in connections],
            **more,
        }
    )


def write_arrow(path: Path, table: pa.Table, batch: int = 65_536) -> None:
    """A table as a file that Input Data reads."""
    with pa.ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table, batch)


def run(folder: Path, document: Document, **options: Any) -> None:
    """Run a workflow of a workspace as `weft run` does."""
    save(document, folder / NAME)
    request = Request(folder / NAME, store=folder / ".weft", **options)
    result = run_workflow(request, discover())
    assert result.status == "succeeded", result


def show(folder: Path, table: pa.Table) -> None:
    """Run a workflow whose node `data` gives a table."""
    write_arrow(folder / "data.arrow", table)
    run(folder, workflow({"data": ("input_data", {"path": "data.arrow"})}))


def stage_of(folder: Path, node: str) -> str:
    """The key under which the results of a node rest."""
    return recall(FolderStore(folder / ".weft"), folder / NAME).nodes[node].stage


@dataclass(frozen=True)
class Looking:
    """A client that looks at the results of one workflow."""

    client: TestClient

    def get(self, path: str, **params: Any) -> Any:
        """The JSON answer, which must be a good one."""
        answer = self.client.get(f"{API}{path}", params={"workflow": NAME, **params})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path: str, status: int, **params: Any) -> str:
        """The sentence of an answer that must be a problem."""
        answer = self.client.get(f"{API}{path}", params={"workflow": NAME, **params})
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return str(answer.json()["detail"])

    def page(self, place: str = "data/out", **params: Any) -> Any:
        """A page of records; `filter` may be conditions as they are."""
        if isinstance(params.get("filter"), list):
            params["filter"] = json.dumps(params["filter"])
        return self.get(f"/results/{place}/records", **params)

    def cells(self, place: str = "data/out", **params: Any) -> list[list[Any]]:
        """The cells of a page."""
        rows: list[list[Any]] = self.page(place, **params)["rows"]
        return rows
