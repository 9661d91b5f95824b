import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest
from run_service import LEARNING, PATH, SLOW, Workplace, lives, short, steps, wait_until, workers_of
from web_service import API, ServeProcess, plain, served, serving
from workflow_files import document

from weft.document.model import Document
from weft.events import Entry, read_line

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


@dataclass
class Stream:
    """What a stream of events held."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [read_line(text) for _, text in self.lines]

    @property
    def last(self) -> int:
        return self.lines[-1][0]

    def take(self, message: dict[str, str]) -> None:
        if message.get("event") == "status":
            assert "id" not in message
            self.statuses.append(json.loads(message["data"])["status"])
        elif "data" in message:
            self.lines.append((int(message["id"]), message["data"]))


def read(client: httpx2.Client, run: str, most: int | None = None, **options: Any) -> Stream:
    """Read a stream to its end, or so many lines of it, as a browser does."""
    found = Stream()
    message: dict[str, str] = {}
    with client.stream("GET", f"{API}/runs/{run}/events", timeout=30, **options) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                message[name] = value
                continue
            found.take(message)
            message = {}
            if most is not None and len(found.lines) >= most:
                break
    return found


def start(client: httpx2.Client, made: Document, **headers: str) -> dict[str, Any]:
    answer = client.post(f"{API}/runs", json={"path": PATH, "document": plain(made)}, headers=headers)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{API}/runs/{found['id']}"
    return found


def status(client: httpx2.Client, run: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/runs/{run}").json()
    return found


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.make(tmp_path)


@contextmanager
def server(place: Workplace, *arguments: str) -> Iterator[ServeProcess]:
    site = place.workspace.parent / "site"
    with serving(place.workspace, site, "--plugins", str(place.plugins), *arguments) as found:
        yield found


def test_a_stream_that_broke_off_goes_on_where_it_was_and_loses_nothing(place: Workplace) -> None:
    with server(place) as found, found.client() as client:
        run = start(client, SLOW)["id"]
        whole: list[Stream] = []
        other = Thread(target=lambda: whole.append(read(client, run)))
        other.start()
        parts = [read(client, run, most=3)]
        while "succeeded" not in parts[-1].statuses:
            parts.append(read(client, run, most=5, headers={"Last-Event-ID": str(parts[-1].last)}))
            assert len(parts) < 50
        other.join()
        lines = [line for part in parts for line in part.lines]
        assert lines == whole[0].lines
        assert [text for _, text in lines] == client.get(f"{API}/runs/{run}/journal").text.splitlines()
        assert [seq for seq, _ in lines] == list(range(1, len(lines) + 1))
        assert whole[0].statuses[-1] == "succeeded"
        assert sorted(set(whole[0].statuses)) in (
            ["running", "succeeded"],
            ["queued", "running", "succeeded"],
        )
        # An ended run is told from its file.
        assert read(client, run).lines == lines
        assert read(client, run, params={"after": 4}).lines == lines[4:]
        assert read(client, run, headers={"Last-Event-ID": "nonsense"}).lines == lines


def test_a_client_that_does_not_read_holds_up_nobody_and_misses_no_point_of_a_curve(place: Workplace) -> None:
    with server(place) as found, found.client() as client:
        run = start(client, document({"c": ("chatty", {"points": 12_000})}))["id"]
        with client.stream("GET", f"{API}/runs/{run}/events", timeout=60) as answer:
            lines = answer.iter_lines()
            assert next(lines).startswith("retry")
            wait_until(lambda: status(client, run)["status"] == "succeeded", seconds=60)
            told = [line for line in lines if '"type":"node.metric"' in line]
        assert len(told) == 12_000


def test_the_api_of_runs(place: Workplace) -> None:
    with served(place.workspace, plugins=place.plugins) as client:
        body = {"path": PATH, "document": plain(short())}
        first = client.post(f"{API}/runs", json=body, headers={"Idempotency-Key": "a"})
        run = first.json()["id"]
        assert client.post(f"{API}/runs", json=body, headers={"Idempotency-Key": "a"}).json()["id"] == run
        text = client.get(f"{API}/runs/{run}/events").text
        assert text.endswith('"resumable":false}\n\n')
        assert [each["id"] for each in client.get(f"{API}/runs", params={"workflow": PATH}).json()] == [run]
        assert client.get(f"{API}/runs/{run}/document").json() == body
        assert client.post(f"{API}/runs/{run}/cancel", json={"mode": "abort"}).status_code == 409
        assert client.post(f"{API}/runs/{run}/resume").status_code == 409
        for path in ("", "/events", "/journal", "/document"):
            assert client.get(f"{API}/runs/nothing{path}").status_code == 404
        broken = document({"n": ("numbers", {"count": -1}), "t": ("total", {})})
        refused = client.post(f"{API}/runs", json={"path": PATH, "document": plain(broken)})
        assert refused.status_code == 422
        errors = refused.json()["errors"]
        assert {(each["node"], each.get("field")) for each in errors} >= {("n", "count")}
        assert {each["node"] for each in errors} == {"n", "t"}


def test_a_killed_server_takes_its_worker_along_and_the_next_one_goes_on(place: Workplace) -> None:
    with server(place) as found, found.client() as client:
        run = start(client, LEARNING)["id"]
        waiting = start(client, short())["id"]
        wait_until(lambda: "node.metric" in client.get(f"{API}/runs/{run}/journal").text)
        (worker,) = workers_of(found.process.pid)
        os.kill(found.process.pid, signal.SIGKILL)
        wait_until(lambda: not lives(worker), seconds=5)
    learnt = steps(place.journal(run))
    with server(place) as found, found.client() as client:
        assert status(client, run)["status"] == "interrupted"
        assert read(client, waiting).statuses[-1] == "succeeded"
        again = client.post(f"{API}/runs/{run}/resume")
        assert again.status_code == 202
        run = again.json()["id"]
        wait_until(lambda: "node.metric" in client.get(f"{API}/runs/{run}/journal").text)
        assert steps(place.journal(run))[0] - learnt[-1] in (0, 1)
        assert client.post(f"{API}/runs/{run}/cancel", json={"mode": "finish"}).json()["status"] == "running"
        assert read(client, run).statuses[-1] == "succeeded"


def test_a_deaf_worker_does_not_outlive_its_server_for_long_and_its_run_is_told_interrupted(
    place: Workplace,
) -> None:
    with server(place) as found, found.client() as client:
        run = start(client, document({"d": ("deaf", {"seconds": 3})}))["id"]
        wait_until(lambda: (place.workspace / "deaf.pid").exists())
        os.kill(found.process.pid, signal.SIGKILL)
        found.process.wait()
    with server(place) as found, found.client() as client:
        # Another server is there before the worker has ended: nobody else writes into its journal.
        wait_until(lambda: status(client, run)["status"] == "interrupted")
        wait_until(lambda: "run.finished" in client.get(f"{API}/runs/{run}/journal").text)
        journal = place.journal(run)
        assert [entry.seq for entry in journal] == list(range(1, len(journal) + 1))


def test_ctrl_c_ends_the_server_at_once_though_a_run_is_watched(place: Workplace) -> None:
    with server(place) as found, found.client() as client:
        run = start(client, LEARNING)["id"]
        watcher = Thread(target=read, args=(client, run))
        watcher.start()
        wait_until(lambda: "node.metric" in client.get(f"{API}/runs/{run}/journal").text)
        code, out = found.interrupt()
        assert (code, out.strip()) == (0, "Weft has ended.")
        watcher.join()
    last = place.journal(run)[-1].event
    assert last.type == "run.finished"
    assert last.status == "interrupted"
