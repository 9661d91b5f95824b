"""Find files below a folder without getting lost in it."""

import os
from collections.abc import Iterator
from pathlib import Path

_DEEPEST = 12
_MOST_LOOKED_AT = 500_000


def files_below(root: Path, suffix: str, most: int) -> list[Path]:
    """The files of this ending, at most `most`; hidden folders and links to folders are left out."""
    found: list[Path] = []
    for path in _walk(root):
        if path.name.endswith(suffix):
            found.append(path)
            if len(found) >= most:
                break
    return found


def _walk(root: Path) -> Iterator[Path]:
    waiting = [(root, 0)]
    looked_at = 0
    while waiting and looked_at < _MOST_LOOKED_AT:
        folder, depth = waiting.pop(0)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:  # not this user's, or gone
            continue
        looked_at += len(entries)
        for entry in entries:
            if entry.name.startswith((".", "node_modules", "__pycache__")):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST:
                    waiting.append((Path(entry.path), depth + 1))
            elif _is_file_inside(entry, root):
                yield Path(entry.path)


def _is_file_inside(entry: os.DirEntry[str], root: Path) -> bool:
    """Whether an entry is a file of the folder: itself, or by a link that does not lead out."""
    try:
        if not entry.is_file():
            return False
    except OSError:  # links that go round in a circle
        return False
    return not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root.resolve())
