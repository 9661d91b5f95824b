"""Whatever breaks in a run, it ends with a sentence, the right blame, and every node in a named state."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hostile_tools import REGISTRY, hostile
from workflow_files import Bench, document

from weft.document.model import Document
from weft.errors import StoreError
from weft.events import Entry, read_line
from weft.sdk import CancelToken


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, REGISTRY)


def chain(where: str) -> Document:
    return hostile(
        document(
            {"n": ("numbers", {}), "h": ("hostile", {"where": where}), "t": ("total", {})},
            "n.out h.in",
            "h.out t.in",
        )
    )


@pytest.mark.parametrize("where", ["open", "run", "close"])
def test_a_tool_that_breaks_outside_of_its_records_is_blamed(bench: Bench, where: str) -> None:
    result = bench.run(chain(where))
    assert result.status == "failed"
    assert result.failure is not None
    assert (result.failure.node, result.failure.message) == ("h", f"the tool broke: OSError: {where} broke")
    assert bench.states() == {"n": "cancelled", "h": "failed", "t": "skipped"}
    assert bench.events[-1].type == "run.finished"
    assert not list((bench.folder / ".weft" / "artifacts").iterdir()), "nothing half-written stays"


def test_nothing_instead_of_a_batch_is_a_mistake_and_not_the_end_of_the_records(bench: Bench) -> None:
    result = bench.run(chain("nothing"))
    assert result.failure is not None
    assert result.failure.node == "h"


def test_a_tool_that_swallows_the_failure_of_the_one_before_does_not_give_half_the_records(
    bench: Bench,
) -> None:
    result = bench.run(
        hostile(
            document(
                {
                    "n": ("numbers", {}),
                    "f": ("fail", {"how": "late"}),
                    "h": ("hostile", {"where": "swallow"}),
                },
                "n.out f.in",
                "f.out h.in",
            )
        )
    )
    assert result.failure is not None
    assert (result.failure.node, result.failure.message) == ("f", "this cannot be done; do that")


def test_a_result_that_was_damaged_on_disk_is_made_anew_by_the_next_run(bench: Bench) -> None:
    bench.run(document({"n": ("numbers", {}), "t": ("total", {})}, "n.out t.in"))
    (kept,) = (bench.folder / ".weft" / "artifacts").glob("*/n.out.arrow")
    kept.write_bytes(b"nonsense")
    result = bench.run(force=frozenset({"t"}))
    assert result.failure is not None
    assert result.failure.node == "t"
    assert "run the node again" in result.failure.message
    assert bench.states() == {"n": "kept", "t": "failed"}
    assert bench.run(force=frozenset({"t"})).status == "succeeded"
    assert bench.table("t").to_pylist() == [{"total": 45}]


def full_disk(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let files of this name be written to a device that is always full."""
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    opened = Path.open

    def open_full(path: Path, *args: Any, **options: Any) -> Any:
        return opened(Path("/dev/full") if path.name == name else path, *args, **options)

    monkeypatch.setattr(Path, "open", open_full)


def test_a_full_disk_is_told_as_such(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    full_disk(monkeypatch, "n.out.arrow")
    result = bench.run(document({"n": ("numbers", {"count": 9000}), "t": ("total", {})}, "n.out t.in"))
    assert result.failure is not None
    assert result.failure.node == "n"
    assert "the disk is full" in result.failure.message
    assert bench.states() == {"n": "failed", "t": "skipped"}
    assert not list((bench.folder / ".weft" / "artifacts").iterdir())


def test_a_tool_that_breaks_while_its_outside_is_looked_at_is_blamed(bench: Bench) -> None:
    result = bench.run(chain("fingerprint"))
    assert result.failure is not None
    assert (result.failure.node, result.failure.message) == (
        "h",
        "the tool broke: OSError: fingerprint broke",
    )
    assert bench.states() == {"n": "skipped", "h": "failed", "t": "skipped"}
    assert bench.events[-1].type == "run.finished"


def test_a_listener_that_raises_stops_the_run_and_all_others_hear_its_end(bench: Bench) -> None:
    def listen(entry: Entry) -> None:
        if entry.event.type == "output.records":
            raise BrokenPipeError("nobody reads this any more")

    bench.listeners = [listen]
    with pytest.raises(BrokenPipeError, match="nobody reads"):
        bench.run(
            document(
                {"n": ("numbers", {"count": 100_000}), "a": ("add", {}), "t": ("total", {})},
                "n.out a.in",
                "a.out t.in",
            )
        )
    assert set(bench.states()) == {"n", "a", "t"}
    assert set(bench.states().values()) == {"cancelled"}
    last = bench.events[-1]
    assert last.type == "run.finished"
    assert last.status == "cancelled"
    (journal,) = (bench.folder / ".weft" / "runs").glob("*/events.jsonl")
    assert [read_line(line).event for line in journal.read_text().splitlines()] == bench.events


def test_a_journal_that_cannot_be_written_any_more_stops_the_run_with_a_sentence(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_disk(monkeypatch, "events.jsonl")
    with pytest.raises(StoreError, match=r"cannot write the journal .*: No space left on device"):
        bench.run(document({"n": ("numbers", {})}))
    assert bench.states() == {"n": "cancelled"}


@pytest.mark.parametrize("place", ["runs", "leases", "artifacts", "records", "workflows"])
def test_a_store_that_cannot_be_written_is_told_in_a_sentence(bench: Bench, place: str) -> None:
    (bench.folder / ".weft").mkdir()
    (bench.folder / ".weft" / place).write_text("no folder")
    try:
        result = bench.run(document({"n": ("numbers", {})}))
    except StoreError as error:
        text = str(error)
    else:
        assert result.failure is not None
        text = result.failure.message
        assert bench.states() == {"n": "failed"}
    assert text.startswith("cannot write to the store")
    assert "--store" in text
    if bench.events:
        assert bench.events[-1].type == "run.finished"


def test_a_loss_that_is_no_number_reads_back_and_its_result_is_kept(bench: Bench) -> None:
    result = bench.run(document({"d": ("diverge", {})}))
    lines = result.journal.read_text().splitlines()
    assert all(json.loads(line, parse_constant=pytest.fail) for line in lines), "plain JSON"
    events = [read_line(line).event for line in lines]
    told = [event.value for event in events if event.type == "node.metric"]
    assert told[0] == 1
    assert not any(map(math.isfinite, told[1:]))
    assert bench.run().status == "succeeded"
    assert bench.states() == {"d": "kept"}
    again = [event.value for event in bench.events if event.type == "node.metric"]
    assert again[0] == 1
    assert not any(map(math.isfinite, again[1:]))


def test_a_run_that_was_done_when_it_was_asked_to_stop_has_succeeded(bench: Bench) -> None:
    cancel = CancelToken()

    def late(entry: Entry) -> None:
        if entry.event.type == "node.state" and entry.event.state == "succeeded":
            cancel.abort()

    bench.listeners = [late]
    result = bench.run(document({"n": ("numbers", {})}), cancel)
    assert bench.states() == {"n": "succeeded"}
    assert result.status == "succeeded"


def test_no_tool_is_closed_while_its_batches_are_still_at_work(bench: Bench) -> None:
    doc = document(
        {
            "n": ("numbers", {"count": 40, "batch": 1}),
            "s": ("closing", {}),
            "f": ("fail", {"how": "late"}),
        },
        "n.out s.in",
        "s.out f.in",
    )
    result = bench.run(doc)
    assert result.failure is not None
    assert result.failure.node == "f"
    assert (bench.folder / "closed").read_text() == "0", "batches at work when the tool was closed"
