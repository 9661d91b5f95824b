"""What a plan says and what the run of the same document does are one thing."""

import json
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from web_service import API, document, plain, served

NAME = "flows/a.workflow.json"
PATIENCE = 60.0


def test_a_run_does_what_the_plan_of_the_same_document_said(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "table.csv").write_text("name,age\nAda,36\nBo,7\n", encoding="utf-8")
    made: dict[str, Any] = {
        "parameters": {"by": {"default": "name"}, "table": {"type": "file", "default": "table.csv"}},
        "nodes": {
            "text_input": {"tool": "weft.input_data", "settings": {"path": "${table}"}},
            "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "${by}"}]}},
        },
    }
    other: dict[str, Any] = made | {"parameters": made["parameters"] | {"by": {"default": "age"}}}
    with served(tmp_path) as client:
        for nodes, more in (
            (made, {}),
            (made, {}),
            (other, {}),
            (other, {"force": ["sort"]}),
            (other, {"only": ["text_input"]}),
            (other, {"parameters": {"by": "name"}}),
            (made, {}),
        ):
            asked = {"path": NAME, "document": plain(document(**nodes)), **more}
            planned = client.post(f"{API}/plan", json=asked).json()
            assert planned["problems"] == []
            assert planned_in_run(client, tmp_path, asked) == planned["nodes"]
            assert client.post(f"{API}/plan", json=asked).json()["outdated"] == []
        changed = {"path": NAME, "document": plain(document(**other))}
        assert client.post(f"{API}/plan", json=changed).json()["outdated"] == ["sort"]
        other["nodes"]["sort"]["settings"] = {"keys": 3}
        answer = client.post(f"{API}/plan", json={"path": NAME, "document": plain(document(**other))}).json()
        assert answer["problems"]
        assert answer["outdated"] == ["sort"]


def planned_in_run(client: TestClient, workspace: Path, asked: dict[str, Any]) -> Any:
    """Run it to its end; gives what its journal says was planned."""
    answer = client.post(f"{API}/runs", json=asked)
    assert answer.is_success, answer.text
    run = answer.json()["id"]
    end = time.monotonic() + PATIENCE
    while (status := client.get(f"{API}/runs/{run}").json()["status"]) in ("queued", "running"):
        assert time.monotonic() < end, "the run does not end"
        time.sleep(0.05)
    assert status == "succeeded"
    journal = (workspace / ".weft" / "runs" / run / "events.jsonl").read_text("utf-8")
    events = [json.loads(line) for line in journal.splitlines()]
    return next(event["nodes"] for event in events if event["type"] == "run.planned")
