import asyncio
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command_line import ROOT, CommandLine
from command_line import command_line as make_command_line
from run_service import (
    LEARNING,
    PATH,
    SLOW,
    Workplace,
    asked,
    ended,
    hear,
    learns,
    lives,
    own_workers,
    short,
    soon,
    states,
    steps,
    wait_until,
)
from workflow_files import document

from weft.document.files import save
from weft.errors import DocumentError, StoreError, WorkflowError
from weft.events import RunFinished
from weft_web.services.core import ConflictError, NotFoundError, RefusedError
from weft_web.services.runs.history import MOST_RUNS, History
from weft_web.services.runs.journal import read_ends
from weft_web.services.runs.record import RunRecord, read_record

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.make(tmp_path)


def test_a_run_is_written_down_works_elsewhere_and_its_journal_is_what_was_heard(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            info = await runs.submit(asked(short(), parameters={}))
            assert info.status == "queued"
            record = read_record(place.folder(info.id))
            assert record is not None
            assert record.asked() == asked(short())
            heard = await hear(runs, info.id)
            assert [each.status for each in heard.infos][-1] == "succeeded"
            assert heard.entries == place.journal(info.id)
            assert (await runs.journal(info.id)).splitlines() == [line.text for line in heard.lines]
            assert (await runs.document(info.id)).document == short()
            assert [each.id for each in await runs.recent(PATH)] == [info.id]
            assert await runs.recent("other.workflow.json") == []
            # The workflow was never saved.
            assert not (place.workspace / PATH).exists()

    asyncio.run(story())


def test_a_workflow_that_cannot_run_is_refused_with_every_problem_and_leaves_nothing(
    place: Workplace,
) -> None:
    broken = document({"n": ("numbers", {"count": -1}), "t": ("total", {})})

    async def story() -> None:
        async with place.runs() as runs:
            with pytest.raises(WorkflowError) as error:
                await runs.submit(asked(broken))
            assert {problem.node for problem in error.value.problems} == {"n", "t"}
            with pytest.raises(WorkflowError, match="no node 'x'"):
                await runs.submit(asked(short(), only=("x",)))
            with pytest.raises(RefusedError):
                await runs.submit(asked(short()).model_copy(update={"path": "../out.workflow.json"}))
            with pytest.raises(DocumentError, match="format"):
                await runs.submit(asked(short().model_copy(update={"format": 99})))
            assert await runs.recent() == []

    asyncio.run(story())


@pytest.mark.parametrize("workers", [1, 2])
def test_so_many_runs_work_at_a_time_as_there_are_workers(place: Workplace, workers: int) -> None:
    async def story() -> None:
        async with place.runs(workers) as runs:
            slow = document({"n": ("numbers", {"count": 8}), "s": ("slow", {"seconds": 0.6})}, "n.out s.in")
            first = await runs.submit(asked(slow))
            second = await runs.submit(asked(SLOW))
            assert second.position == (0 if workers == 1 else None)
            one, other = await asyncio.gather(ended(runs, first.id), ended(runs, second.id))
            assert one.status == other.status == "succeeded"
            assert one.finished is not None
            assert other.started is not None
            assert (one.finished < other.started) == (workers == 1)

    asyncio.run(story())


def test_a_killed_worker_fails_only_its_run_which_can_be_resumed(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs(workers=2) as runs:
            info = await runs.submit(asked(LEARNING))
            await hear(runs, info.id, until=learns)
            (worker,) = own_workers()
            other = await runs.submit(asked(SLOW))
            await asyncio.sleep(0.2)
            os.kill(worker, signal.SIGKILL)
            heard = await hear(runs, info.id)
            assert heard.infos[-1].status == "failed"
            assert "killed (SIGKILL)" in heard.infos[-1].message
            assert heard.infos[-1].resumable
            journal = place.journal(info.id)
            assert [entry.seq for entry in journal] == list(range(1, len(journal) + 1))
            assert heard.entries[-1] == journal[-1]
            assert states(journal)["l"] == "failed"
            assert states(journal)["n"] == "succeeded"
            assert (await ended(runs, other.id)).status == "succeeded"

            again = await runs.resume(info.id)
            second = await hear(runs, again.id, until=learns)
            # It goes on after the epochs that the first run has done; the last may not have come to rest.
            assert steps(second.entries)[0] - steps(journal)[-1] in (0, 1)
            assert steps(journal)[-1] > 1
            assert states(second.entries)["n"] == "kept"
            await runs.cancel(again.id, "abort")
            assert (await ended(runs, again.id)).status == "cancelled"

    asyncio.run(story())


@pytest.mark.parametrize(
    ("how", "reason"), [("crash", r"crashed \(SIGSEGV\)"), ("exit", "exit code 7.*no licence")]
)
def test_a_worker_that_dies_of_a_tool_says_of_what(place: Workplace, how: str, reason: str) -> None:
    made = document(
        {"n": ("numbers", {}), "d": ("die", {"how": how}), "t": ("total", {})}, "n.out d.in", "d.out t.in"
    )

    async def story() -> None:
        async with place.runs() as runs:
            info = await ended(runs, (await runs.submit(asked(made))).id)
            journal = place.journal(info.id)
            assert info.status == "failed"
            (blame,) = [
                entry.event
                for entry in journal
                if entry.event.type == "node.message" and entry.event.node == "d"
            ]
            assert blame.traceback
            assert states(journal) == {"n": "failed", "d": "failed", "t": "skipped"}
            assert re.search(reason, info.message)

    asyncio.run(story())


def test_a_worker_that_does_not_listen_is_ended_with_all_that_it_started(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            info = await runs.submit(asked(document({"d": ("deaf", {})})))
            note = place.workspace / "deaf.pid"
            await soon(lambda: note.exists() and note.read_text())
            program = int(note.read_text())
            (worker,) = own_workers()
            started = time.monotonic()
            await runs.cancel(info.id, "abort")
            found = await ended(runs, info.id)
            assert time.monotonic() - started < 4
            assert found.status == "cancelled"
            assert states(place.journal(info.id)) == {"d": "cancelled"}
            await soon(lambda: not lives(program) and not lives(worker))

    asyncio.run(story())


def test_a_training_that_is_asked_to_finish_keeps_its_best(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            info = await runs.submit(asked(LEARNING))
            await hear(runs, info.id, until=learns)
            await runs.cancel(info.id, "finish")
            assert (await ended(runs, info.id)).status == "succeeded"
            assert 0 < len(steps(place.journal(info.id))) < 400

    asyncio.run(story())


def test_a_run_is_taken_out_of_the_queue(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            first = await runs.submit(asked(LEARNING))
            waiting, last = await runs.submit(asked(SLOW)), await runs.submit(asked(short()))
            assert (waiting.position, last.position) == (0, 1)
            heard = asyncio.create_task(hear(runs, waiting.id))
            await asyncio.sleep(0)
            assert (await runs.cancel(waiting.id, "finish")).status == "cancelled"
            assert (await heard).infos[-1].status == "cancelled"
            assert [entry.event.type for entry in place.journal(waiting.id)] == [
                "run.started",
                "run.finished",
            ]
            assert (await runs.info(last.id)).position == 0
            # Told before the worker is there to hear it.
            await runs.cancel(first.id, "abort")
            assert (await ended(runs, first.id)).status == "cancelled"
            assert (await ended(runs, last.id)).status == "succeeded"
            for run in (first.id, last.id):
                with pytest.raises(ConflictError, match="has ended"):
                    await runs.cancel(run, "abort")
            with pytest.raises(ConflictError, match="cannot be resumed"):
                await runs.resume(last.id)
            with pytest.raises(NotFoundError):
                await runs.info("../runs")

    asyncio.run(story())


def test_the_end_of_the_service_interrupts_and_the_next_one_goes_on(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            info = await runs.submit(asked(LEARNING))
            await hear(runs, info.id, until=learns)
            waiting = await runs.submit(asked(short()), key="twice")
            watcher = asyncio.create_task(hear(runs, waiting.id))
            await asyncio.sleep(0)
        await watcher
        assert own_workers() == []
        assert states(place.journal(info.id))["l"] == "cancelled"
        async with place.runs() as runs:
            assert (await ended(runs, waiting.id)).status == "succeeded"
            found = await runs.info(info.id)
            assert (found.status, found.resumable) == ("interrupted", True)
            # A key holds beyond a restart.
            assert (await runs.submit(asked(short()), key="twice")).id == waiting.id

    asyncio.run(story())


def test_a_key_starts_one_run_however_often_it_is_sent(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            infos = await asyncio.gather(*(runs.submit(asked(short()), key="k") for _ in range(4)))
            assert len({info.id for info in infos}) == 1
            with pytest.raises(ConflictError, match="Idempotency-Key 'k'"):
                await runs.submit(asked(short(count=3)), key="k")
            assert (await runs.submit(asked(short()))).id != infos[0].id

    asyncio.run(story())


def test_what_was_forced_and_is_done_is_not_forced_again_by_a_resume(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            await ended(runs, (await runs.submit(asked(LEARNING, only=("n",)))).id)
            info = await runs.submit(asked(LEARNING, use_cache=False, only=("l",)))
            await hear(runs, info.id, until=learns)
            await runs.cancel(info.id, "abort")
            await ended(runs, info.id)
            again = await runs.resume(info.id)
            heard = await hear(runs, again.id, until=learns)
            assert states(heard.entries) == {"n": "kept", "l": "running"}

    asyncio.run(story())


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return make_command_line(tmp_path, monkeypatch)


def test_runs_of_the_command_line_are_listed_and_watched_while_they_go_on(
    place: Workplace, weft: CommandLine
) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            own = await ended(runs, (await runs.submit(asked(short()))).id)
            save(LEARNING, place.workspace / "cli.workflow.json")
            arguments = weft.process("run", place.workspace / "cli.workflow.json")
            process = subprocess.Popen(
                arguments,
                env=weft.environment,
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                root = place.workspace / ".weft" / "runs"
                await soon(lambda: len(list(root.glob("*/events.jsonl"))) == 2)
                found, old = await runs.recent()
                assert (found.status, found.path, found.title) == ("running", "cli.workflow.json", "cli")
                assert old == own
                watcher = asyncio.create_task(hear(runs, found.id))
                with pytest.raises(ConflictError, match="another program"):
                    await runs.cancel(found.id, "abort")
                await soon(lambda: "node.metric" in (root / found.id / "events.jsonl").read_text())
            finally:
                process.kill()
                process.wait()
            heard = await watcher
            assert heard.infos[-1].status == "interrupted"
            assert steps(heard.entries)
            with pytest.raises(ConflictError, match="command line"):
                await runs.resume(found.id)
        async with place.runs() as runs:
            last = place.journal(found.id)[-1].event
            assert isinstance(last, RunFinished)
            assert last.status == "interrupted"

    asyncio.run(story())


def test_the_oldest_runs_that_ended_are_removed(place: Workplace) -> None:
    core = place.core()
    made = [RunRecord.of(asked(short()), "another") for _ in range(MOST_RUNS + 3)]
    for number, record in enumerate(made):
        found = record.model_copy(update={"created": float(number)})
        folder = place.folder(record.id)
        found.write(folder)
        if number != 1:
            (folder / "events.jsonl").write_text(
                '{"v":1,"run":"x","seq":1,"ts":1.0,"type":"run.finished","status":"failed","warnings":0,"seconds":1}\n'
            )
    history = History(core)
    history.prune()
    left = [info.id for info in history.newest()]
    assert left == [record.id for record in (*reversed(made[3:]), made[1])]
    assert history.newest()[-1].status == "queued"
    wait_until(lambda: len(list((place.workspace / ".weft" / "runs").iterdir())) == MOST_RUNS + 1)
    assert read_ends(place.folder(made[5].id) / "events.jsonl")[0] is not None


def test_a_run_that_another_server_has_just_taken_up_is_not_taken_for_interrupted(place: Workplace) -> None:
    record = RunRecord.of(asked(short()), "another").model_copy(update={"status": "running"})
    record.write(place.folder(record.id))
    for alive, status in ((True, "running"), (False, "interrupted")):
        found = History(place.core(), {"another": alive}.__getitem__).info(record.id)
        assert found is not None
        assert (found.status, found.resumable) == (status, not alive)


def test_the_key_of_a_run_that_could_not_be_written_down_can_be_used_again(place: Workplace) -> None:
    async def story() -> None:
        async with place.runs() as runs:
            folder = place.workspace / ".weft" / "runs"
            await asyncio.sleep(0.5)  # it looks for old runs when it starts
            shutil.rmtree(folder, ignore_errors=True)
            folder.write_text("in the way, as a full disk is")
            with pytest.raises(StoreError):
                await runs.submit(asked(short()), "k")
            folder.unlink()
            first = await runs.submit(asked(short()), "k")
            assert (await ended(runs, first.id)).status == "succeeded"
            while place.folder(first.id).exists():  # its end may be written down a little later
                shutil.rmtree(place.folder(first.id))
                await asyncio.sleep(0.5)
            again = await runs.submit(asked(short()), "k")
            assert again.id != first.id

    asyncio.run(story())
