"""The store of a workspace: one folder, `.weft`, that several processes may share.

    records/<key>.json        what is remembered of a stage; small, stays when its data goes
    artifacts/<key>/          the data: <node>.<anchor>.arrow, and preview/<node>.<anchor>.arrow
    work/<key>/               scratch of unfinished work, such as checkpoints
    kept/<name>/              what tools keep by content, such as features of pictures
    workflows/<name>.json     what the last run of a workflow left
    runs/<run>/events.jsonl   the journals
    leases/                   which process has what open

Data are written under a temporary name and renamed, so a half result is never seen.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from weft.errors import StoreError
from weft.storage.artifacts import read_artifact
from weft.storage.files import check_present, remove_whole, write_whole
from weft.storage.leases import Lease, exclusive, living_leases, take_lease
from weft.storage.records import StageRecord

STORE_NAME = ".weft"

_NOT_ALLOWED = "let yourself write there, or choose another folder; `weft run` takes one by --store"
_FULL = "free some space, or choose another folder; `weft run` takes one by --store"
_ADVICE = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
}


def find_store(workflow: Path, given: Path | None = None) -> Path:
    """The folder of the store: `given`, else `WEFT_STORE`, else the nearest `.weft` above the
    workflow that belongs to this user, else one to be made beside it.
    """
    if given is not None:
        return given
    if named := os.environ.get("WEFT_STORE"):
        return Path(named)
    folder = workflow.resolve().parent
    for parent in (folder, *folder.parents):
        if _is_own(parent / STORE_NAME):
            return parent / STORE_NAME
    return folder / STORE_NAME


def _is_own(store: Path) -> bool:
    """Whether a store is there and belongs to this user: one that somebody else left in a shared
    folder such as that of temporary files must not give this user its results.
    """
    if not store.is_dir():
        return False
    return not hasattr(os, "getuid") or store.stat().st_uid == os.getuid()


class FolderStore:
    """Results of stages by key."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def prepare(self) -> None:
        """Make the folder; raises `StoreError` where that cannot be."""
        with self.writing():
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / ".gitignore").write_text("*\n", encoding="utf-8")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what goes wrong in the store's own files into a `StoreError` that says what to do."""
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOENT:
                check_present(self.root)
            advice = _ADVICE.get(error.errno or 0, "choose another folder; `weft run` takes one by --store")
            raise StoreError(f"cannot write to the store {self.root}: {error.strerror}; {advice}") from error

    @property
    def kept(self) -> Path:
        """The folder of what tools keep by content."""
        return self.root / "kept"

    def work(self, key: str) -> Path:
        """The scratch folder of a piece of work."""
        return self.root / "work" / key

    def lease(self) -> AbstractContextManager[Lease]:
        """A lease on results, for the length of a run."""
        return take_lease(self.root / "leases")

    def find(self, key: str) -> StageRecord | None:
        """What is remembered of a stage; a damaged record is as good as none."""
        try:
            return StageRecord.model_validate_json(self._record(key).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def has_data(self, key: str) -> bool:
        """Whether the outputs of a stage are still there."""
        return self._artifact(key).is_dir()

    def touch(self, key: str) -> None:
        """Say that a result was used, so that it is among the last to be removed."""
        with suppress(FileNotFoundError):  # the records can be gone where only their digest is needed
            os.utime(self._artifact(key))

    def open(self, key: str, node: str, anchor: str) -> pa.Table:
        """The records of an output that came to rest, memory-mapped.

        Raises:
            StoreError: They cannot be read; damaged ones are removed, so that the next run makes them anew.
        """
        try:
            return self._open(self._artifact(key) / f"{node}.{anchor}.arrow")
        except StoreError as error:
            if isinstance(error.__cause__, pa.ArrowInvalid | FileNotFoundError):
                self.forget_data(key)
            raise

    def open_preview(self, key: str, node: str, anchor: str) -> pa.Table:
        """The first records of any output of a stage."""
        return self._open(self._artifact(key) / "preview" / f"{node}.{anchor}.arrow")

    def _open(self, path: Path) -> pa.Table:
        try:
            return read_artifact(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise StoreError(f"the result {path} cannot be read ({error}); run the node again") from error

    @contextmanager
    def new_artifact(self, key: str, lease: Lease) -> Iterator[Path]:
        """A folder to write the outputs of a stage into; it becomes the artifact when the block
        ends well, and vanishes when it does not.
        """
        check_present(self.root)
        lease.hold(key)
        folder = self.root / "artifacts" / f"{key}.{lease.name}.part"
        # One by one, so that a store that was moved away is not made anew.
        folder.parent.mkdir(exist_ok=True)
        folder.mkdir()
        (folder / "preview").mkdir()
        try:
            yield folder
            self._put(folder, self._artifact(key))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _put(self, folder: Path, target: Path) -> None:
        """Bring a finished artifact to its place."""
        with exclusive(self.root / "leases"):
            # A forced run, or another process with the same work, may have been there before; results
            # of one key are equal, but the newer one goes with the newer record.
            remove_whole(target)
            folder.rename(target)

    def remember(self, record: StageRecord) -> None:
        """Write the record of a stage, after its data."""
        path = self._record(record.key)
        check_present(self.root)
        path.parent.mkdir(exist_ok=True)
        write_whole(path, record.model_dump_json())

    def forget_data(self, key: str) -> None:
        """Remove the data of a stage; its record stays."""
        remove_whole(self._artifact(key))

    def claim(self, key: str) -> Callable[[], None] | None:
        """The sole right to work on a stage, whose scratch has room for one; gives what ends it, or
        None while another run has it.
        """
        check_present(self.root)
        lock = FileLock(self.root / "leases" / f"{key}.claim")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None

        def end() -> None:
            with suppress(OSError):  # Windows removes no file that is open
                Path(lock.lock_file).unlink()
            lock.release()

        return end

    def discard(self, folder: Path) -> bool:
        """Remove an artifact, scratch, or what a tool keeps, unless a living process uses it by now."""
        with exclusive(self.root / "leases"):
            leases = self.leased()
            if folder.is_relative_to(self.kept):
                return not leases and remove_whole(folder)
            return not any(folder.name in held for held in leases.values()) and remove_whole(folder)

    def leased(self) -> dict[str, frozenset[str]]:
        """The leases of living processes and what they hold."""
        return living_leases(self.root / "leases")

    def _artifact(self, key: str) -> Path:
        return self.root / "artifacts" / key

    def _record(self, key: str) -> Path:
        return self.root / "records" / f"{key}.json"
