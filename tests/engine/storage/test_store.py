import errno
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from weft.errors import StoreError
from weft.sdk import PictureType, picture_array
from weft.storage import eviction
from weft.storage.artifacts import ArtifactWriter, read_artifact
from weft.storage.eviction import evict
from weft.storage.folder import FolderStore, find_store
from weft.storage.leases import living_leases
from weft.storage.memory import NodeMemory, memorise, recall
from weft.storage.previews import PREVIEW_RECORDS, Preview
from weft.storage.records import OutputRecord, StageRecord

SCHEMA = pa.schema([("n", pa.int64())])


def batch(*values: int) -> pa.RecordBatch:
    return pa.record_batch([pa.array(values, pa.int64())], schema=SCHEMA)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / ".weft")
    made.prepare()
    return made


def keep(store: FolderStore, key: str, *values: int) -> None:
    with store.lease() as lease, store.new_artifact(key, lease) as folder:
        writer = ArtifactWriter(folder / "a.out.arrow", SCHEMA)
        writer.write(batch(*values))
        digest = writer.close()
    output = OutputRecord(node="a", anchor="out", schema_=SCHEMA, records=len(values), bytes=8, digest=digest)
    store.remember(StageRecord(key=key, root="a", outputs=(output,)))


def test_a_result_is_found_by_its_key_and_read_back(store: FolderStore) -> None:
    keep(store, "k1", 1, 2, 3)
    found = store.find("k1")
    assert found is not None
    assert found.output("a", "out").schema_ == SCHEMA
    assert store.open("k1", "a", "out")["n"].to_pylist() == [1, 2, 3]
    assert store.find("k2") is None


def test_equal_records_have_equal_digests_whatever_empty_batches_come_between(tmp_path: Path) -> None:
    digests = []
    for name, batches in {"x": [batch(1), batch(2)], "y": [batch(), batch(1), batch(), batch(2)]}.items():
        writer = ArtifactWriter(tmp_path / name, SCHEMA)
        for each in batches:
            writer.write(each)
        digests.append(writer.close())
    assert digests[0] == digests[1]


def test_pictures_come_back_as_pictures(tmp_path: Path) -> None:
    schema = pa.schema([("p", PictureType())])
    writer = ArtifactWriter(tmp_path / "p", schema)
    writer.write(pa.record_batch([picture_array([b"x", None])], schema=schema))
    writer.close()
    assert read_artifact(tmp_path / "p").schema == schema


def test_a_block_that_fails_leaves_nothing(store: FolderStore) -> None:
    def fail() -> None:
        with store.lease() as lease, store.new_artifact("k", lease) as folder:
            (folder / "half").write_text("x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list((store.root / "artifacts").iterdir())
    assert not store.has_data("k")


def test_a_damaged_record_is_as_good_as_none_and_a_damaged_result_says_so(store: FolderStore) -> None:
    keep(store, "k", 1)
    (store.root / "records" / "k.json").write_text("{")
    assert store.find("k") is None
    (store.root / "artifacts" / "k" / "a.out.arrow").write_bytes(b"nonsense")
    with pytest.raises(StoreError, match="run the node again"):
        store.open("k", "a", "out")


def test_what_was_not_used_for_longest_goes_first(store: FolderStore) -> None:
    for number, key in enumerate(("old", "used", "new")):
        keep(store, key, *range(1000))
        os.utime(store.root / "artifacts" / key, (number, number))
    store.touch("old")
    size = sum(
        path.stat().st_size for path in (store.root / "artifacts" / "old").rglob("*") if path.is_file()
    )
    evict(store, 2 * size)
    assert [store.has_data(key) for key in ("old", "used", "new")] == [True, False, True]
    assert store.find("used") is not None, "the record stays: what is after it can still be kept"


def test_what_tools_keep_counts_and_goes_only_while_no_run_is_at_work(store: FolderStore) -> None:
    for number, name in enumerate(("old", "new")):
        folder = store.kept / "features" / name
        folder.mkdir(parents=True)
        (folder / "rows").write_bytes(b"x" * 1000)
        os.utime(folder, (number, number))
    with store.lease():
        evict(store, 1500)
        assert (store.kept / "features" / "old").exists()
    evict(store, 1500)
    assert [path.name for path in (store.kept / "features").iterdir()] == ["new"]


def test_the_newest_journals_stay(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eviction, "MOST_RUNS", 2)
    for name in ("20260101-1", "20260102-1", "20260103-1"):
        (store.root / "runs" / name).mkdir(parents=True)
    evict(store)
    assert sorted(path.name for path in (store.root / "runs").iterdir()) == ["20260102-1", "20260103-1"]


def test_records_whose_data_are_gone_are_forgotten_oldest_first(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eviction, "MOST_RECORDS", 1)
    for number, key in enumerate(("gone", "there", "last")):
        keep(store, key, 1)
        os.utime(store.root / "records" / f"{key}.json", (number, number))
    store.forget_data("gone")
    evict(store)
    assert [key for key in ("gone", "there", "last") if store.find(key)] == ["there", "last"]


def test_what_a_run_has_open_is_never_removed(store: FolderStore) -> None:
    keep(store, "k", 1)
    with store.lease() as lease:
        lease.hold("k")
        evict(store, 0)
        assert store.has_data("k")
    evict(store, 0)
    assert not store.has_data("k")


def test_the_lease_of_a_killed_process_ends_with_it_and_its_half_result_is_swept(store: FolderStore) -> None:
    code = (
        "import os, sys; from pathlib import Path; from weft.storage.folder import FolderStore\n"
        "store = FolderStore(Path(sys.argv[1]))\n"
        "with store.lease() as lease, store.new_artifact('dead', lease) as folder:\n"
        "    lease.hold('dead'); (folder / 'half').write_text('x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(store.root)], check=False, timeout=60)
    assert list((store.root / "artifacts").glob("dead.*.part"))
    evict(store)
    assert living_leases(store.root / "leases") == {}
    assert not list((store.root / "artifacts").glob("dead.*"))


def test_a_preview_holds_the_first_records_only(tmp_path: Path) -> None:
    preview = Preview(SCHEMA)
    preview.add(batch(*range(900)))
    preview.add(batch(*range(900)))
    preview.write(tmp_path / "p")
    assert read_artifact(tmp_path / "p").num_rows == PREVIEW_RECORDS


def test_a_preview_of_large_records_holds_at_least_one(tmp_path: Path) -> None:
    schema = pa.schema([("b", pa.large_binary())])
    preview = Preview(schema)
    preview.add(pa.record_batch([pa.array([b"x" * 9_000_000] * 2, pa.large_binary())], schema=schema))
    preview.write(tmp_path / "p")
    assert read_artifact(tmp_path / "p").num_rows == 1


def test_the_nearest_store_above_a_workflow_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEFT_STORE", raising=False)
    workflow = tmp_path / "a" / "b" / "x.workflow.json"
    workflow.parent.mkdir(parents=True)
    if not any((above / ".weft").is_dir() for above in tmp_path.parents):
        assert find_store(workflow) == workflow.parent / ".weft"
    (tmp_path / "a" / ".weft").mkdir()
    assert find_store(workflow) == tmp_path / "a" / ".weft"
    monkeypatch.setenv("WEFT_STORE", str(tmp_path / "env"))
    assert find_store(workflow) == tmp_path / "env"
    assert find_store(workflow, tmp_path / "given") == tmp_path / "given"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_the_store_of_somebody_else_above_a_workflow_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEFT_STORE", raising=False)
    workflow = tmp_path / "a" / "x.workflow.json"
    workflow.parent.mkdir()
    (tmp_path / ".weft").mkdir()
    os.chown(tmp_path / ".weft", 12345, 12345)
    assert find_store(workflow) != tmp_path / ".weft"


def test_a_store_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="choose another folder; `weft run` takes one by --store"):
        FolderStore(tmp_path / "file" / ".weft").prepare()


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "free some space, or choose another folder; `weft run` takes one by --store"),
        (errno.EACCES, "let yourself write there, or choose another folder; `weft run` takes one by --store"),
        (errno.EIO, "choose another folder; `weft run` takes one by --store"),
    ],
)
def test_the_advice_fits_what_keeps_the_store_from_being_written(
    store: FolderStore, code: int, advice: str
) -> None:
    with pytest.raises(StoreError, match=f": {os.strerror(code)}; {advice}$"), store.writing():
        raise OSError(code, os.strerror(code))


def test_a_workflow_remembers_its_nodes_and_forgets_none(store: FolderStore, tmp_path: Path) -> None:
    def node(stage: str) -> NodeMemory:
        return NodeMemory(stage=stage, root="a", tool="t", version=1, settings="{}", fingerprint="")

    workflow = tmp_path / "x.workflow.json"
    memorise(store, workflow, {"a": node("1"), "b": node("1")})
    memorise(store, workflow, {"b": node("2")})
    assert {name: known.stage for name, known in recall(store, workflow).nodes.items()} == {
        "a": "1",
        "b": "2",
    }
