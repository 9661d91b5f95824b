import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
from run_service import LEARNING, Workplace, asked, ended, entries, lives, short, states, steps, wait_until
from workflow_files import document

from weft.document.model import Document
from weft.events import Entry
from weft_web.services.runs.record import RunRecord

MAIN = "import sys; from weft_web.worker import main; sys.exit(main())"
HASTY = "import sys; import weft_web.worker as worker; worker.GRACE_SECONDS = 0.3; sys.exit(worker.main())"


class Process:
    """A worker, told by hand what a server tells it."""

    def __init__(self, place: Workplace, made: Document, code: str = MAIN) -> None:
        record = RunRecord.of(asked(made), "nobody")
        order = record.order(place.core())
        self.run = record.id
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.file = place.folder(self.run) / "events.jsonl"
        self.tell(order.model_dump_json(by_alias=True))

    @property
    def orders(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    def tell(self, line: str) -> None:
        self.orders.write(line.encode() + b"\n")
        self.orders.flush()

    def text(self) -> str:
        """The journal so far."""
        return self.file.read_text() if self.file.exists() else ""

    def end(self) -> list[Entry]:
        """What it said, once it has ended by itself."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        # Its standard input stays open, or it would take the server for gone.
        out, self.said = self.process.stdout.read(), self.process.stderr.read()
        self.process.wait(timeout=20)
        return entries(out.decode().splitlines())

    def close(self) -> None:
        """End it, where it has not ended, and its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.make(tmp_path)


@pytest.fixture
def started(place: Workplace) -> Iterator[list[Process]]:
    """The workers of a test; none is left behind."""
    processes: list[Process] = []
    yield processes
    for each in processes:
        each.close()


def begin(place: Workplace, made: Document, started: list[Process], code: str = MAIN) -> Process:
    process = Process(place, made, code)
    started.append(process)
    return process


def test_what_tools_print_is_no_event_and_they_find_nothing_to_read(
    place: Workplace, started: list[Process]
) -> None:
    worker = begin(place, document({"c": ("chatty", {"points": 3})}), started)
    told = worker.end()
    assert told == place.journal(worker.run)
    assert steps(told) == [0, 1, 2]
    assert worker.process.returncode == 0
    assert worker.said.decode().splitlines() == [
        '{"v":1,"run":"x","seq":1,"ts":0,"type":"run.finished"}',
        "raw",
    ]


def test_a_server_that_does_not_listen_does_not_hold_up_the_run(
    place: Workplace, started: list[Process]
) -> None:
    worker = begin(place, document({"c": ("chatty", {"points": 2_000})}), started)
    wait_until(lambda: "run.finished" in worker.text())
    # Far more than a pipe holds was written, and nothing of it was read.
    assert len(worker.text()) > 4 * 65_536
    assert worker.process.poll() is None
    assert worker.end() == place.journal(worker.run)


@pytest.mark.parametrize(("word", "status"), [("finish", "succeeded"), ("abort", "cancelled")])
def test_a_word_ends_a_training(place: Workplace, started: list[Process], word: str, status: str) -> None:
    worker = begin(place, LEARNING, started)
    wait_until(lambda: "node.metric" in worker.text())
    worker.tell("nonsense")
    worker.tell(word)
    last = worker.end()[-1].event
    assert last.type == "run.finished"
    assert last.status == status


@pytest.mark.parametrize("how", ["end of input", "signal"])
def test_a_worker_without_a_server_interrupts_its_run_and_ends(
    place: Workplace, started: list[Process], how: str
) -> None:
    worker = begin(place, LEARNING, started)
    wait_until(lambda: "node.metric" in worker.text())
    if how == "signal":
        worker.process.send_signal(signal.SIGTERM)
    else:
        worker.orders.close()
    worker.process.wait(timeout=5)
    journal = place.journal(worker.run)
    last = journal[-1].event
    assert last.type == "run.finished"
    assert last.status == "interrupted"
    assert states(journal)["l"] == "cancelled"


def test_a_worker_without_a_server_ends_though_its_tool_does_not_listen_and_so_does_what_it_started(
    place: Workplace, started: list[Process]
) -> None:
    worker = begin(place, document({"d": ("deaf", {})}), started, HASTY)
    note = place.workspace / "deaf.pid"
    wait_until(lambda: note.exists() and note.read_text())
    worker.orders.close()
    worker.process.wait(timeout=10)
    assert worker.process.returncode == -signal.SIGKILL
    wait_until(lambda: not lives(int(note.read_text())))


def test_a_worker_whose_server_is_gone_before_the_run_begins_leaves_no_trace(
    place: Workplace, started: list[Process]
) -> None:
    worker = begin(place, short(), started)
    worker.orders.close()
    worker.process.wait(timeout=10)
    assert worker.text() == ""
    idle = subprocess.run(
        [sys.executable, "-m", "weft_web.worker"], input=b"", capture_output=True, check=True, timeout=20
    )
    assert (idle.stdout, idle.stderr) == (b"", b"")


def test_a_run_that_cannot_begin_any_more_says_so_in_its_journal(
    place: Workplace, started: list[Process]
) -> None:
    broken = document({"n": ("numbers", {"count": -1}), "t": ("total", {})})
    worker = begin(place, broken, started)
    told = worker.end()
    assert told == place.journal(worker.run)
    assert states(told) == {"n": "failed", "t": "failed"}
    last = told[-1].event
    assert last.type == "run.finished"
    assert last.message.startswith("the workflow cannot run: n.count: count must not be negative; and 1 more")


def test_a_store_that_cannot_be_written_is_told_on_standard_error(
    place: Workplace, started: list[Process]
) -> None:
    core = place.core()
    (core.store.root / "runs").write_text("a file where a folder should be")
    worker = begin(place, short(), started)
    assert worker.end() == []
    assert worker.process.returncode == 2
    assert b"cannot write to the store" in worker.said


def test_a_file_of_the_current_folder_is_no_module_of_a_worker(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.workspace / "json.py").write_text("raise SystemExit('taken for a module')")
    monkeypatch.chdir(place.workspace)

    async def story() -> None:
        async with place.runs() as runs:
            assert (await ended(runs, (await runs.submit(asked(short()))).id)).status == "succeeded"

    asyncio.run(story())
