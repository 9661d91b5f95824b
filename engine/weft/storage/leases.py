"""Leases: which results a living process has open, so that nobody else removes them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout, lock_descriptor, unlock_descriptor

from weft.storage.files import check_present, write_whole


class Lease:
    """The keys that one run has open. The lock on its file is free as soon as the process is gone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{uuid4().hex}.json"
        self._keys: set[str] = set()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """A name that no other living run has."""
        return self.path.stem

    def hold(self, *keys: str) -> None:
        """Keep results from being removed until the lease ends. What is there after it stays there."""
        with self._lock:
            if not self._keys.issuperset(keys):
                self._keys.update(keys)
                with exclusive(self.path.parent):
                    write_whole(self.path, json.dumps(sorted(self._keys)))


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Held while somebody takes results into use, or removes one that nobody uses.

    Raises:
        StoreError: The store is gone. A lock by its path would make the folder anew, hence one by its file.
    """
    try:
        file = (folder / "holding.lock").open("a", encoding="utf-8")
    except FileNotFoundError:
        check_present(folder.parent)
        raise
    with file:
        lock_descriptor(file.fileno(), poll_interval=0.01)
        try:
            yield
        finally:
            unlock_descriptor(file.fileno())


@contextmanager
def take_lease(folder: Path) -> Iterator[Lease]:
    """A lease that ends with the block, or with the process."""
    folder.mkdir(exist_ok=True)
    lease = Lease(folder)
    lock = FileLock(lease.path.with_suffix(".lock"))
    with lock:
        write_whole(lease.path, "[]")
        yield lease
        lease.path.unlink(missing_ok=True)
    Path(lock.lock_file).unlink(missing_ok=True)


def living_leases(folder: Path) -> dict[str, frozenset[str]]:
    """The leases of living processes with the keys they hold; what dead ones left is removed."""
    found: dict[str, frozenset[str]] = {}
    for path in folder.glob("*.json"):
        lock = FileLock(path.with_suffix(".lock"), timeout=0)
        try:
            with lock:
                path.unlink(missing_ok=True)
            Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout:
            with suppress(FileNotFoundError):  # it ended just now
                found[path.stem] = frozenset(json.loads(path.read_text(encoding="utf-8")))
    return found
