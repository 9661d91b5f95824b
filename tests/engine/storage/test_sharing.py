"""Several processes on one store: none takes away, breaks or waits for ever on what another has."""

import shutil
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from workflow_files import Bench, document

from weft.events import Entry
from weft.sdk import CancelToken
from weft.storage import eviction
from weft.storage.eviction import evict
from weft.storage.folder import FolderStore
from weft.storage.records import StageRecord

SCHEMA = pa.schema([("n", pa.int64())])


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / ".weft")
    made.prepare()
    return made


def keep(store: FolderStore, key: str) -> None:
    with store.lease() as lease, store.new_artifact(key, lease) as folder:
        (folder / "a.out.arrow").write_bytes(b"x" * 100)
    store.remember(StageRecord(key=key, root="a", outputs=()))


def test_two_runs_that_make_one_result_at_once_both_succeed(store: FolderStore) -> None:
    for _ in range(20):
        ready = threading.Barrier(8)
        wrong: list[Exception] = []

        def make(ready: threading.Barrier = ready, wrong: list[Exception] = wrong) -> None:
            try:
                with store.lease() as lease, store.new_artifact("k", lease) as folder:
                    (folder / "a.out.arrow").write_text("x")
                    ready.wait()
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=make) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert store.has_data("k")
        assert [path.name for path in (store.root / "artifacts").iterdir()] == ["k"], "nothing is left over"


def test_a_removal_that_is_broken_off_leaves_no_half_result(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "k")

    def die(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", die)
    with pytest.raises(KeyboardInterrupt):
        evict(store, 0)
    monkeypatch.undo()
    assert not store.has_data("k")
    evict(store, 0)
    assert list((store.root / "artifacts").iterdir()) == [], "the rest is swept by the next run"


def test_what_another_process_removes_meanwhile_is_no_failure(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a", "b"):
        keep(store, key)
    looked = Path.stat

    def vanish(path: Path, **options: bool) -> object:
        if path.name == "a.out.arrow" and path.parent.name == "a":
            shutil.rmtree(path.parent, ignore_errors=True)
        return looked(path, **options)

    monkeypatch.setattr(Path, "stat", vanish)
    assert evict(store, 0) > 0
    assert not store.has_data("a")
    assert not store.has_data("b")


def test_a_result_that_a_run_has_planned_with_is_not_removed_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    bench.run(document({"n": ("numbers", {}), "t": ("total", {})}, "n.out t.in"))
    store = bench.request().open_store()

    def evict_elsewhere(entry: Entry) -> None:
        if entry.event.type == "run.planned":
            evict(store, 0)

    bench.listeners = [evict_elsewhere]
    assert bench.run(force=frozenset({"t"})).status == "succeeded"
    assert bench.states() == {"n": "kept", "t": "succeeded"}


def test_a_result_that_was_taken_into_use_since_the_removal_began_stays(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "k")
    with store.lease() as lease:
        size = eviction._size

        def hold(folder: Path) -> int:
            lease.hold("k")
            return size(folder)

        monkeypatch.setattr(eviction, "_size", hold)
        evict(store, 0)
        assert store.has_data("k")


def test_the_same_work_in_two_runs_at_once_is_done_by_one_of_them(tmp_path: Path) -> None:
    benches = [Bench(tmp_path), Bench(tmp_path)]
    benches[0].write(
        document({"n": ("numbers", {}), "l": ("learn", {"epochs": 10, "seconds": 0.1})}, "n.out l.in")
    )
    found: list[str] = []
    threads = [threading.Thread(target=lambda b=bench: found.append(b.run().status)) for bench in benches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["succeeded", "succeeded"]
    assert sorted(bench.states()["l"] for bench in benches) == ["kept", "succeeded"]
    assert benches[0].table("l", "log").num_rows == 10
    said = [event.message for bench in benches for event in bench.events if event.type == "node.message"]
    assert "another run does the same work; waiting for its result" in said
    assert list((tmp_path / ".weft" / "leases").glob("*.claim")) == []


def test_a_run_that_waits_for_another_can_be_cancelled(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.write(document({"n": ("numbers", {"count": 3})}))
    bench.run()
    (key,) = [path.name for path in (tmp_path / ".weft" / "artifacts").iterdir()]
    store = bench.request().open_store()
    end = store.claim(key)
    assert end is not None
    cancel = CancelToken()
    threading.Timer(0.3, cancel.abort).start()
    assert bench.run(cancel=cancel, force=frozenset({"n"})).status == "cancelled"
    assert bench.states() == {"n": "cancelled"}
    end()
    assert bench.run(force=frozenset({"n"})).status == "succeeded"
