"""Keep a store within a size: what was not used for longest goes first, never what a run has open."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from weft.storage.folder import FolderStore

DEFAULT_CACHE_BYTES = 20 * 10**9


@dataclass(frozen=True)
class _Resting:
    path: Path
    bytes: int
    used: float


def evict(store: FolderStore, limit: int = DEFAULT_CACHE_BYTES) -> int:
    """Remove the least recently used results until the store holds at most `limit` bytes.

    What a run that died left half-written goes as well. Gives the number of bytes removed.
    """
    leases = store.leased()
    held = frozenset[str]().union(*leases.values())
    _sweep(store, leases)
    resting = sorted(_resting(store), key=lambda each: each.used)
    total = sum(each.bytes for each in resting)
    removed = 0
    for each in resting:
        if total - removed <= limit:
            break
        if each.path.name not in held and store.discard(each.path):
            removed += each.bytes
    return removed


def _resting(store: FolderStore) -> Iterable[_Resting]:
    for folder in _folders(store):
        if folder.is_dir():
            for path in folder.iterdir():
                # Another process may remove it while it is looked at.
                with suppress(FileNotFoundError):
                    if path.is_dir() and not path.name.endswith((".part", ".old")):
                        yield _Resting(path, _size(path), path.stat().st_mtime)


def _folders(store: FolderStore) -> tuple[Path, ...]:
    return (store.root / "artifacts", store.root / "work")


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                total += path.stat().st_size
    return total


def _sweep(store: FolderStore, living: Iterable[str]) -> None:
    alive = frozenset(living)
    for folder in _folders(store):
        for path in (*folder.glob("*.part"), *folder.glob("*.old")):
            if path.name.split(".")[1] not in alive:
                shutil.rmtree(path, ignore_errors=True)
