import json
import threading
import time
from pathlib import Path

import pytest
from workflow_files import REGISTRY, Bench, document

from weft.errors import StoreError, WorkflowError
from weft.events import Event, read_line
from weft.run.checking import check_workflow
from weft.run.journal import is_written
from weft.run.reporter import MOST_WARNINGS
from weft.sdk import CancelToken


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_records_flow_through_streams_wholes_branches_and_joins(bench: Bench) -> None:
    doc = document(
        {
            "n": ("numbers", {"count": 100, "batch": 7}),
            "a": ("add", {}),
            "e": ("even_odd", {}),
            "g": ("gather", {}),
            "t": ("total", {}),
            "t_even": ("total", {}),
        },
        "n.out a.in",
        "a.out e.in",
        "e.even g.in #1",
        "e.odd g.in #2",
        "g.out t.in",
        "e.even t_even.in",
    )
    result = bench.run(doc)
    assert result.status == "succeeded"
    assert bench.table("t").to_pylist() == [{"total": 5050}]
    assert bench.table("t_even").to_pylist() == [{"total": 2550}]
    assert bench.table("g")["n"].to_pylist()[:3] == [2, 4, 6]
    assert set(bench.states().values()) == {"succeeded"}


def test_an_unchanged_workflow_runs_again_and_calls_no_tool(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "w": ("write", {"path": "o.txt"}), "t": ("total", {})},
        "n.out w.in",
        "n.out t.in",
    )
    bench.run(doc)
    started = time.perf_counter()
    bench.run()
    assert time.perf_counter() - started < 1
    assert bench.called() == set()
    assert set(bench.states().values()) == {"kept"}


def test_any_anchor_can_be_looked_at_after_a_run(bench: Bench) -> None:
    bench.run(
        document(
            {"n": ("numbers", {"count": 3000}), "a": ("add", {}), "w": ("write", {"path": "o"})},
            "n.out a.in",
            "a.out w.in",
        )
    )
    assert bench.table("n").num_rows == 1_000, "inside a stage the first records are kept"
    assert bench.table("w")["n"].to_pylist()[:2] == [1, 2], "a node without outputs shows what came in"
    with pytest.raises(StoreError, match="no node 'm'"):
        bench.table("m")
    with pytest.raises(StoreError, match="has no anchor 'x'; it has out, in"):
        bench.table("a", "x")


def test_an_output_may_be_named_by_its_letter(bench: Bench) -> None:
    bench.run(document({"n": ("numbers", {"count": 4}), "e": ("even_odd", {})}, "n.out e.in"))
    assert bench.table("e", "O")["n"].to_pylist() == [1, 3]


def test_records_and_bytes_are_counted_on_every_output(bench: Bench) -> None:
    bench.run(document({"n": ("numbers", {"count": 9}), "e": ("even_odd", {})}, "n.out e.in"))
    counts = {
        (event.node, event.anchor): (event.records, event.bytes)
        for event in bench.events
        if event.type == "output.records" and event.done
    }
    assert counts == {("n", "out"): (9, 72), ("e", "even"): (5, 40), ("e", "odd"): (4, 32)}


def test_a_schema_that_nobody_promised_is_learnt_from_the_first_batch(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "m": ("mystery", {}), "a": ("add", {"column": "twice"}), "t": ("total", {})},
        "n.out m.in",
        "m.out a.in",
        "a.out t.in",
    )
    bench.run(doc)
    assert bench.table("a")["twice"].to_pylist() == [2 * n + 1 for n in range(10)]
    changed = doc.model_copy(
        update={"nodes": {**doc.nodes, "a": doc.nodes["a"].model_copy(update={"settings": {"column": "no"}})}}
    )
    bench.write(changed)
    _, found = check_workflow(bench.request(), REGISTRY)
    assert [problem.node for problem in found.errors] == ["a"], "the last run told what m gives"
    result = bench.run()
    assert result.failure is not None
    assert (result.failure.node, result.failure.field) == ("a", "column")


@pytest.mark.parametrize(
    ("how", "message", "traced"),
    [
        ("explained", "this cannot be done; do that", False),
        ("bug", "the tool broke: ValueError: a bug", True),
        ("liar", "output 'out' gave records with x: int64 than it promised", False),
        ("anchor", "it gave records for the output 'nowhere', which it does not have", False),
    ],
)
def test_a_failing_tool_is_blamed_and_everything_ends_in_a_named_state(
    bench: Bench, how: str, message: str, traced: bool
) -> None:
    doc = document(
        {"n": ("numbers", {}), "f": ("fail", {"how": how}), "a": ("add", {}), "t": ("total", {})},
        "n.out f.in",
        "f.out a.in",
        "a.out t.in",
    )
    result = bench.run(doc)
    assert result.status == "failed"
    assert result.failure is not None
    assert result.failure.node == "f"
    assert message in result.failure.message
    assert ("ValueError" in result.traceback) == traced
    assert bench.states() == {"n": "cancelled", "f": "failed", "a": "cancelled", "t": "skipped"}
    assert not list((bench.folder / ".weft" / "artifacts").iterdir()), "nothing half-written stays"


def test_a_failure_behind_a_library_that_hides_it_blames_the_right_node(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "f": ("fail", {"how": "late"}), "r": ("reader", {})},
        "n.out f.in",
        "f.out r.in",
    )
    result = bench.run(doc)
    assert result.failure is not None
    assert (result.failure.node, result.failure.message) == ("f", "this cannot be done; do that")


def test_the_first_failure_cancels_the_rest(bench: Bench) -> None:
    doc = document(
        {
            "n": ("numbers", {"count": 4000, "batch": 1}),
            "s": ("slow", {"seconds": 0.05}),
            "m": ("numbers", {}),
            "f": ("fail", {}),
        },
        "n.out s.in",
        "m.out f.in",
    )
    started = time.perf_counter()
    assert bench.run(doc).status == "failed"
    assert time.perf_counter() - started < 5
    assert bench.states()["s"] == "cancelled"


def test_a_cancelled_run_stops_within_three_tenths_of_a_second(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {"count": 4000, "batch": 1}), "s": ("slow", {"seconds": 0.05}), "t": ("total", {})},
        "n.out s.in",
        "s.out t.in",
    )
    cancel = CancelToken()
    stopped: list[float] = []

    def stop() -> None:
        stopped.append(time.perf_counter())
        cancel.abort()

    threading.Timer(0.5, stop).start()
    result = bench.run(doc, cancel)
    assert time.perf_counter() - stopped[0] < 0.3
    assert result.status == "cancelled"
    assert bench.states() == {"n": "cancelled", "s": "cancelled", "t": "cancelled"}
    assert not list((bench.folder / ".weft" / "artifacts").iterdir())


def test_a_library_that_is_interrupted_by_the_cancel_is_no_failure(bench: Bench) -> None:
    cancel = CancelToken()
    threading.Timer(0.2, cancel.abort).start()
    result = bench.run(
        document({"n": ("numbers", {}), "f": ("fail", {"how": "interrupted"})}, "n.out f.in"), cancel
    )
    assert (result.status, result.failure) == ("cancelled", None)
    assert bench.states() == {"n": "cancelled", "f": "cancelled"}


def test_a_training_asked_to_finish_keeps_its_best_and_the_run_goes_on(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "l": ("learn", {"epochs": 1000, "seconds": 0.05}), "u": ("use_model", {})},
        "n.out l.in",
        "l.model u.model",
        "n.out u.in",
    )
    cancel = CancelToken()
    threading.Timer(0.4, cancel.finish).start()
    assert bench.run(doc, cancel).status == "succeeded"
    assert 1 <= bench.table("l", "log").num_rows < 100
    assert bench.table("u")["size"].to_pylist() == [7] * 10


def test_unfinished_work_is_found_again_by_the_same_node(bench: Bench) -> None:
    doc = document({"n": ("numbers", {}), "l": ("learn", {"epochs": 40, "seconds": 0.05})}, "n.out l.in")
    cancel = CancelToken()
    threading.Timer(0.6, cancel.abort).start()
    assert bench.run(doc, cancel).status == "cancelled"
    assert bench.run().status == "succeeded"
    first = bench.table("l", "log")["epoch"][0].as_py()
    assert 1 < first < 40
    assert not list((bench.folder / ".weft" / "work").iterdir()), "scratch goes after success"


def test_equal_warnings_are_merged_and_told_again_when_the_result_is_kept(bench: Bench) -> None:
    doc = document({"n": ("numbers", {}), "s": ("slow", {"warn": "merged"})}, "n.out s.in")

    def told() -> list[str]:
        return [event.message for event in bench.events if event.type == "node.message"]

    assert bench.run(doc).warnings == 1
    assert told() == ["10 numbers were slow; first: number 0"] or told()[0].startswith("10 numbers")
    assert bench.run().warnings == 1
    assert told()[0].startswith("10 numbers were slow")


def test_a_warning_of_one_record_is_not_told_in_the_plural_of_one(bench: Bench) -> None:
    bench.run(document({"n": ("numbers", {"count": 1}), "s": ("slow", {"warn": "merged"})}, "n.out s.in"))
    told = [event.message for event in bench.events if event.type == "node.message"]
    assert told == ["1 case: numbers were slow: number 0"]


def test_a_warning_for_each_record_does_not_grow_without_end(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {"count": 1000, "batch": 1}), "s": ("slow", {"seconds": 0, "warn": "each"})},
        "n.out s.in",
    )
    assert bench.run(doc).warnings == MOST_WARNINGS + 1
    last = [event.message for event in bench.events if event.type == "node.message"][-1]
    assert last.startswith(f"{1000 - MOST_WARNINGS:,} further warnings of other kinds; first: number ")


def test_all_problems_that_only_a_run_can_find_are_told_at_once(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "m": ("mystery", {}), "p": ("two_columns", {"one": "x", "other": "y"})},
        "n.out m.in",
        "m.out p.in",
    )
    result = bench.run(doc)
    told = [event.field for event in bench.events if event.type == "node.message" and event.level == "error"]
    assert sorted(map(str, told)) == ["one", "other"]
    assert result.failure is not None
    assert result.failure.field == "one"


def test_curves_are_told_again_when_a_result_is_kept(bench: Bench) -> None:
    doc = document({"n": ("numbers", {}), "l": ("learn", {})}, "n.out l.in")
    bench.run(doc)
    bench.run()
    assert [event.step for event in bench.events if event.type == "node.metric"] == [1, 2, 3]


def test_a_disabled_container_is_skipped_with_a_reason(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "a": ("add", {}), "t": ("total", {})},
        "n.out a.in",
        "a.out t.in",
        containers={"box": {"title": "Box", "nodes": ["a"], "enabled": False}},
    )
    assert bench.run(doc).status == "succeeded"
    assert bench.states() == {"n": "succeeded", "a": "skipped", "t": "skipped"}


def test_the_journal_is_numbered_and_reads_back(bench: Bench) -> None:
    result = bench.run(document({"n": ("numbers", {})}))
    lines = result.journal.read_text().splitlines()
    entries = [read_line(line) for line in lines]
    assert [entry.seq for entry in entries] == list(range(1, len(lines) + 1))
    assert [entry.event for entry in entries] == bench.events
    assert {"v", "run", "seq", "ts", "type"} <= json.loads(lines[0]).keys()
    last: Event = entries[-1].event
    assert last.type == "run.finished"


def test_a_workflow_with_problems_runs_nothing(bench: Bench) -> None:
    with pytest.raises(WorkflowError, match="nothing is connected"):
        bench.run(document({"n": ("numbers", {}), "t": ("total", {})}))
    assert not (bench.folder / ".weft").exists()


def test_empty_tables_flow_too(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {"count": 0}), "a": ("add", {}), "t": ("total", {})}, "n.out a.in", "a.out t.in"
    )
    bench.run(doc)
    assert bench.table("t").to_pylist() == [{"total": 0}]
    assert bench.table("a").num_rows == 0


def test_a_run_that_its_program_stops_is_interrupted_and_not_cancelled(bench: Bench) -> None:
    cancel = CancelToken()
    cancel.interrupt()
    assert bench.run(document({"n": ("numbers", {})}), cancel).status == "interrupted"
    last = bench.events[-1]
    assert last.type == "run.finished"
    assert last.status == "interrupted"


def test_a_journal_tells_whether_its_run_still_lives(bench: Bench) -> None:
    seen: list[bool] = []
    runs = bench.folder / ".weft" / "runs"
    bench.listeners.append(lambda entry: seen.append(is_written(runs / entry.run / "events.jsonl")))
    result = bench.run(document({"n": ("numbers", {})}))
    assert set(seen) == {True}
    assert not is_written(result.journal)
    assert [path.name for path in result.journal.parent.iterdir()] == ["events.jsonl"]
