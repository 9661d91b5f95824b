"""Keep a store within a size: what was not used for longest goes first, never what a run has open."""

import shutil
from collections.abc import Iterable
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
        if each.path.name not in held:
            shutil.rmtree(each.path, ignore_errors=True)
            removed += each.bytes
    return removed


def _resting(store: FolderStore) -> Iterable[_Resting]:
    for folder in (store.root / "artifacts", store.root / "work"):
        if folder.is_dir():
            for path in folder.iterdir():
                if path.is_dir() and not path.name.endswith((".part", ".old")):
                    yield _Resting(path, _size(path), path.stat().st_mtime)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sweep(store: FolderStore, living: Iterable[str]) -> None:
    alive = frozenset(living)
    for pattern in ("*.part", "*.old"):
        for path in (store.root / "artifacts").glob(pattern):
            if path.name.split(".")[1] not in alive:
                shutil.rmtree(path, ignore_errors=True)
