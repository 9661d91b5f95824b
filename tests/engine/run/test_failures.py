"""Whatever breaks in a run, it ends with a sentence, the right blame, and every node in a named state."""

from pathlib import Path

import pytest
from hostile_tools import REGISTRY
from workflow_files import Bench, document

from weft.document.model import Document


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, REGISTRY)


def chain(where: str) -> Document:
    return document(
        {"n": ("numbers", {}), "h": ("hostile", {"where": where}), "t": ("total", {})},
        "n.out h.in",
        "h.out t.in",
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


def test_a_full_disk_is_told_as_such(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    opened = Path.open

    def open_full(path: Path, mode: str = "r", *args: object, **options: object) -> object:
        if path.name == "n.out.arrow" and "w" in mode:
            return opened(Path("/dev/full"), "wb", buffering=1024)
        return opened(path, mode, *args, **options)  # type: ignore[call-overload]  # passed on as it came

    monkeypatch.setattr(Path, "open", open_full)
    result = bench.run(document({"n": ("numbers", {"count": 9000}), "t": ("total", {})}, "n.out t.in"))
    assert result.failure is not None
    assert result.failure.node == "n"
    assert "the disk is full" in result.failure.message
    assert bench.states() == {"n": "failed", "t": "skipped"}
    assert not list((bench.folder / ".weft" / "artifacts").iterdir())
