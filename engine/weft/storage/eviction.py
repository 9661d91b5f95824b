"""Keep a store within a size: what was not used for longest goes first, never what a run has open.

Results, unfinished work and what tools keep count towards the size. Journals and records are small:
of them the newest stay.
"""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from weft.storage.folder import FolderStore

DEFAULT_CACHE_BYTES = 20 * 10**9
MOST_RUNS = 500
"""Journals of runs that stay."""
MOST_RECORDS = 20_000
"""Records of results that stay; one of a result whose data are there stays in any case."""


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
    if not leases:
        _forget(store)
    # What tools keep has no owner: any run at work may be reading it.
    resting = sorted((*_resting(store), *(() if leases else _kept(store))), key=lambda each: each.used)
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
        yield from _inside(folder)


def _kept(store: FolderStore) -> Iterable[_Resting]:
    if store.kept.is_dir():
        for folder in store.kept.iterdir():
            yield from _inside(folder)


def _inside(folder: Path) -> Iterable[_Resting]:
    if folder.is_dir():
        for path in folder.iterdir():
            # Another process may remove it while it is looked at.
            with suppress(FileNotFoundError):
                if path.is_dir() and not path.name.endswith((".part", ".old")):
                    yield _Resting(path, _size(path), path.stat().st_mtime)


def _forget(store: FolderStore) -> None:
    """Remove the oldest journals, and the oldest records of results whose data are gone."""
    runs = store.root / "runs"
    if runs.is_dir():
        for path in sorted(runs.iterdir())[:-MOST_RUNS]:  # their names begin with the time
            shutil.rmtree(path, ignore_errors=True)
    records = store.root / "records"
    found = list(records.glob("*.json")) if records.is_dir() else []
    if len(found) > MOST_RECORDS:
        found.sort(key=lambda path: path.stat().st_mtime)
        for path in found[:-MOST_RECORDS]:
            if not store.has_data(path.stem):
                path.unlink(missing_ok=True)


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
