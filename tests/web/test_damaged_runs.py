"""What is told of runs whose files are damaged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from run_service import PATH, asked, short
from web_service import API, served

from weft.events import RunFinished, RunStarted
from weft_web.services.runs.closing import number
from weft_web.services.runs.record import RunRecord

SAID = "what this run was asked to do cannot be read: its run.json is damaged ("


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "work").mkdir()
    with served(tmp_path / "work") as found:
        yield found


def failed(folder: Path) -> tuple[str, Path]:
    """A run that failed yesterday, and the file of its record."""
    record = RunRecord.of(asked(short()), server="gone")
    place = folder / "work" / ".weft" / "runs" / record.id
    record.write(place)
    end = RunFinished(status="failed", warnings=0, seconds=1.0, message="n: it broke")
    told = number([RunStarted(workflow=PATH), end], record.id, 0)
    (place / "events.jsonl").write_text("".join(f"{each.to_line()}\n" for each in told))
    return record.id, place / "run.json"


def status(client: TestClient, run: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/runs/{run}").json()
    assert found in client.get(f"{API}/runs").json()
    return found


def test_a_failed_run_with_a_sound_record_can_be_resumed(client: TestClient, tmp_path: Path) -> None:
    run, _ = failed(tmp_path)
    assert status(client, run)["resumable"] is True


@pytest.mark.parametrize("seen", [False, True], ids=["never seen", "seen before"])
@pytest.mark.parametrize("damage", ["", "half", "[]", "\0" * 100, "{}"])
def test_a_run_whose_record_is_damaged_says_so_and_is_not_offered_for_resuming(
    client: TestClient, tmp_path: Path, damage: str, seen: bool
) -> None:
    run, file = failed(tmp_path)
    if seen:
        assert status(client, run)["resumable"] is True
    text = file.read_text()
    file.write_text(text[: len(text) // 2] if damage == "half" else damage)
    found = status(client, run)
    assert (found["status"], found["resumable"]) == ("failed", False)
    assert found["message"].startswith(f"n: it broke; {SAID}")
    assert found["message"].endswith("), so it cannot be resumed; run the workflow again")
    for answer in (client.post(f"{API}/runs/{run}/resume"), client.get(f"{API}/runs/{run}/document")):
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith(SAID)


@pytest.mark.parametrize("seen", [False, True], ids=["never seen", "seen before"])
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"document": {"nodes": 5}}, "nodes: must be an object"),
        ({"document": {"format": 999}}, "999"),
        (
            {"parameters": {"a": {"b": 1}}, "document": {"nodes": {"A b": {}}}},
            "a name is made of small letters",
        ),
    ],
    ids=["nodes", "format", "name"],
)
def test_resume_is_not_offered_for_a_run_whose_workflow_is_damaged(
    client: TestClient, tmp_path: Path, damage: dict[str, Any], reason: str, seen: bool
) -> None:
    run, file = failed(tmp_path)
    if seen:
        assert status(client, run)["resumable"] is True
    file.write_text(json.dumps({**json.loads(file.read_text()), **damage}))
    found = status(client, run)
    assert (found["status"], found["resumable"]) == ("failed", False)
    assert found["message"].startswith(f"n: it broke; {SAID}")
    answer = client.post(f"{API}/runs/{run}/resume")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith(SAID)
    for told in (found["message"], answer.json()["detail"]):
        assert reason in told
        assert "\n" not in told


def test_a_run_of_which_nothing_can_be_read_is_still_listed(client: TestClient, tmp_path: Path) -> None:
    run, file = failed(tmp_path)
    file.write_text("{")
    (file.parent / "events.jsonl").unlink()
    found = status(client, run)
    assert (found["status"], found["resumable"]) == ("interrupted", False)
    assert found["message"].startswith(SAID)
