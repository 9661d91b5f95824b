import json
from pathlib import Path

import pytest

from weft.events import (
    Entry,
    Event,
    NodeMetric,
    NodePlan,
    NodeProgress,
    NodeStateChanged,
    OutputRecords,
    RunPlanned,
    RunStarted,
)
from weft_web.services.runs.closing import INTERRUPTED, Ending, close_journal, death
from weft_web.services.runs.fold import RunFold
from weft_web.services.runs.journal import JournalTail, Line, read_ends, read_lines
from weft_web.services.runs.log import EventLog

STARTED = RunStarted(workflow="/w/a.workflow.json")
PLANNED = RunPlanned(
    nodes={
        "a": NodePlan(action="run", reason="never_ran"),
        "b": NodePlan(action="run", reason="never_ran"),
        "off": NodePlan(action="skipped", reason="disabled"),
    }
)


def told(*events: Event) -> str:
    made = [Entry(run="r", seq=seq, ts=100.0 + seq, event=event) for seq, event in enumerate(events, 1)]
    return "".join(entry.to_line() + "\n" for entry in made)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "r" / "events.jsonl"
    path.parent.mkdir()
    running = NodeStateChanged(node="a", state="running")
    path.write_text(told(STARTED, PLANNED, running))
    return path


def fold_of(path: Path) -> tuple[RunFold, list[int]]:
    fold, lines = RunFold(), read_lines(path)
    for line in lines:
        entry = line.entry()
        assert entry is not None
        fold.apply(entry)
    return fold, [line.seq for line in lines]


@pytest.mark.parametrize("rest", ["", '{"v":1,"run":"r","seq":4,"ts":1', "{}", "\0\0\0\0"])
def test_the_journal_of_a_dead_worker_is_ended_wherever_it_broke_off(journal: Path, rest: str) -> None:
    with journal.open("a") as file:
        file.write(rest)
    close_journal(journal, STARTED, Ending("failed", "it was killed", "Traceback"))
    fold, numbers = fold_of(journal)
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert (fold.nodes("failed"), fold.nodes("skipped"), fold.nodes("running")) == (["a"], ["b"], [])
    assert fold.end is not None
    assert (fold.end.status, fold.end.message) == ("failed", "it was killed")
    for line in journal.read_text().splitlines():
        json.loads(line)


def test_a_last_line_that_only_lacks_its_end_is_kept(journal: Path) -> None:
    journal.write_text(told(STARTED, PLANNED).rstrip("\n"))
    close_journal(journal, STARTED, INTERRUPTED)
    fold, numbers = fold_of(journal)
    assert numbers == [1, 2, 3, 4, 5]
    assert fold.nodes("cancelled") == ["a", "b"]


def test_a_journal_that_is_ended_stays_as_it_is(journal: Path) -> None:
    close_journal(journal, STARTED, INTERRUPTED)
    before = journal.read_bytes()
    close_journal(journal, STARTED, Ending("failed", "later"))
    assert journal.read_bytes() == before


def test_a_run_that_never_began_has_a_beginning_and_an_end(tmp_path: Path) -> None:
    path = tmp_path / "r" / "events.jsonl"
    close_journal(path, STARTED, death(-9, ""))
    fold, numbers = fold_of(path)
    assert numbers == [1, 2]
    assert fold.started is not None
    first, last = read_ends(path)
    assert first is not None
    assert first.event == STARTED
    assert last is not None
    assert last.event == fold.end


def test_unreadable_lines_are_skipped_and_half_ones_wait(journal: Path) -> None:
    tail = JournalTail(journal)
    assert [line.seq for line in tail.read()] == [1, 2, 3]
    half = told(*[STARTED] * 5).splitlines()[-1]
    with journal.open("a") as file:
        file.write(f"\nnonsense\n[]\n{{}}\n\xff\n{half[:30]}")
    assert tail.read() == []
    with journal.open("a") as file:
        file.write(half[30:] + "\n")
    assert [line.seq for line in tail.read()] == [5]
    assert read_ends(journal)[1] is not None


@pytest.mark.parametrize(
    ("code", "said", "reason"),
    [
        (-9, "", "killed (SIGKILL)"),
        (-11, "Fatal Python error: Segmentation fault\n\nExtension modules: many", "Segmentation fault"),
        (-15, "", "ended from outside (SIGTERM)"),
        (-200, "", "signal 200"),
        (3, "Traceback\nImportError: no\n\n", "exit code 3; the last it said: ImportError: no"),
    ],
)
def test_a_death_is_told_in_plain_words(code: int, said: str, reason: str) -> None:
    assert reason in death(code, said).reason


def test_a_client_that_is_far_behind_is_spared_progress_and_nothing_else() -> None:
    log = EventLog()
    events: list[Event] = [STARTED, PLANNED]
    for step in range(9_900):
        events.append(NodeProgress(node="a", done=step))
        if step % 100 == 0:
            events.append(OutputRecords(node="a", anchor="out", records=step, bytes=0))
            events.append(NodeMetric(node="a", name="loss", step=step, value=1.0))
    lines = [line for part in told(*events).encode().splitlines() if (line := Line.read(part))]
    near = lines[-300].seq
    log.add(lines)
    log.add(lines[-5:])  # once more
    assert [line.seq for line in log.after(near)] == list(range(near + 1, log.last + 1))
    late = log.after(0)
    kinds = [line.type for line in late]
    assert kinds.count("node.metric") == 99
    assert kinds[:2] == ["run.started", "run.planned"]
    assert (kinds.count("node.progress"), kinds.count("output.records")) == (1, 1)
    assert [line.seq for line in late] == sorted(line.seq for line in late)
    assert late[-1].seq == log.last


def test_a_run_of_days_does_not_fill_the_memory() -> None:
    log = EventLog()
    for start in range(1, 60_000, 1_000):
        text = (
            f'{{"v":1,"run":"r","seq":{seq},"ts":1,"type":"node.progress","node":"a","done":1}}'
            for seq in range(start, start + 1_000)
        )
        log.add(line for part in text if (line := Line.read(part.encode())))
    assert log.last == 60_000
    assert len(log) < 21_000
