"""Which files a folder holds or a pattern means, in a fixed order, and a digest of their state."""

import fnmatch
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

from weft.sdk import suggestion

Matches: TypeAlias = Callable[[str], bool]
Unreadable: TypeAlias = Callable[[str, OSError], None]


class Paths(Protocol):
    """What both contexts of a tool can do: say which path a setting means."""

    def path(self, text: str) -> Path: ...


def folder_problem(text: str, paths: Paths) -> str:
    """Why the folder that a setting names cannot be listed, empty where it can."""
    if not text:
        return "no folder is chosen; choose one"
    folder = paths.path(text)
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return f"the folder {folder} does not exist{_instead(folder, _FOLDER)}"
    except NotADirectoryError:
        return f"{folder} is a file; choose the folder that it is in"
    except OSError as error:
        return f"the folder {folder} cannot be read: {error.strerror}"
    return ""


def file_problem(file: Path) -> str:
    """Why a file cannot be read, empty where it can."""
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            # Opening a pipe waits for somebody to write into it.
            return f"{file} is a pipe or a device; choose a file"
        file.open("rb").close()
    except FileNotFoundError:
        return f"the file {file} does not exist{_instead(file, _FILE)}"
    except OSError as error:
        return f"the file {file} cannot be read: {error.strerror}"
    return ""


_FOLDER = "; check the path, or choose another"
_FILE = "; run the workflow that writes it first, or choose another file"


def _instead(path: Path, advice: str) -> str:
    return suggestion(path.name, _beside(path)) or advice


def _beside(path: Path) -> list[str]:
    try:
        return os.listdir(path.parent)  # noqa: PTH208 - names alone, and quick
    except OSError:
        return []


def specification(text: str) -> Matches:
    """What matches a file specification such as `*.jpg;*.png`.

    Several may be given, parted by `;` or `,`. Case makes no difference, and `*.*` means every file,
    also one without a dot, as in Windows.
    """
    parts = [part.strip() for part in re.split("[;,]", text) if part.strip()]
    if not parts or any(part in ("*", "*.*") for part in parts):
        return lambda name: True
    pattern = re.compile("|".join(fnmatch.translate(part) for part in parts), re.IGNORECASE)
    return lambda name: pattern.match(name) is not None


def walk(
    folder: Path, matches: Matches, subfolders: bool, unreadable: Unreadable
) -> Iterator[os.DirEntry[str]]:
    """The files by name, those of a folder before those of its subfolders.

    Links to folders are followed, but into no folder twice.

    Args:
        folder: Where to look.
        matches: Which names count.
        subfolders: Look in its subfolders too, at any depth.
        unreadable: Told of each subfolder that may not be read; `folder` itself raises.
    """
    seen = {_identity(folder)}
    entries, waiting = _listed(folder), list["os.DirEntry[str]"]()
    while True:
        yield from (entry for entry in entries if matches(entry.name) and _holds(entry.is_file))
        if subfolders:
            waiting += [entry for entry in reversed(entries) if _holds(entry.is_dir)]
        if not waiting:
            return
        entries = _not_seen(waiting.pop(), seen, unreadable)


def _not_seen(
    folder: "os.DirEntry[str]", seen: set[tuple[int, int]], unreadable: Unreadable
) -> "list[os.DirEntry[str]]":
    """What is in a folder, unless that was looked at before."""
    try:
        identity = _identity(folder)
        if identity in seen:
            return []
        found = _listed(folder)
    except OSError as error:
        unreadable(folder.path, error)
        return []
    seen.add(identity)
    return found


def _listed(folder: "Path | os.DirEntry[str]") -> "list[os.DirEntry[str]]":
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: (entry.name.casefold(), entry.name))


def _holds(question: Callable[[], bool]) -> bool:
    """The answer to a question about an entry; links that go round in a circle lead to nothing."""
    try:
        return question()
    except OSError:
        return False


def _identity(folder: "Path | os.DirEntry[str]") -> tuple[int, int]:
    facts = folder.stat()
    # Some file systems of Windows give no number; there a link to a parent is the user's care.
    return (facts.st_dev, facts.st_ino)


def digest(files: Iterable["Path | os.DirEntry[str]"]) -> str:
    """One text for the paths, sizes and times of change of files; reads none of them."""
    state = hashlib.sha256()
    for file in files:
        facts = file.stat()
        line = f"{os.fspath(file)}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
        state.update(line.encode("utf-8", "surrogateescape"))
    return state.hexdigest()
