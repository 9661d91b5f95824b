"""Which picture files a folder holds, in a fixed order and without a list of all of them."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from weft.sdk import ToolError

EXTENSIONS = MappingProxyType(
    {
        "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
        "PNG": (".png", ".apng"),
        "GIF": (".gif",),
        "BMP": (".bmp", ".dib"),
        "TIFF": (".tif", ".tiff"),
        "WebP": (".webp",),
    }
)


Unreadable: TypeAlias = Callable[[str, OSError], None]


def _pass_over(folder: str, error: OSError) -> None:
    """What is told once, in the run, need not be told again."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder and which of its files count.

    Attributes:
        folder: Where to look.
        subfolders: Look in its subfolders too, at any depth; links to folders are not followed.
        extensions: Endings of file names in lower case, with the dot.
    """

    folder: Path
    subfolders: bool
    extensions: tuple[str, ...]

    def entries(self, unreadable: Unreadable = _pass_over) -> Iterator[os.DirEntry[str]]:
        """The files, by name, those of a folder before those of its subfolders.

        Names that begin with a dot are passed over: such files are no pictures of the user.

        Args:
            unreadable: Told of each subfolder that cannot be read, which is then passed over.

        Raises:
            ToolError: The folder itself cannot be read.
        """
        yield from self._inside(str(self.folder), unreadable)

    def _inside(self, folder: str, unreadable: Unreadable) -> Iterator[os.DirEntry[str]]:
        entries = sorted(self._visible(folder, unreadable), key=lambda entry: entry.name)
        yield from (entry for entry in entries if self._counts(entry))
        if self.subfolders:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._inside(entry.path, unreadable)

    def _visible(self, folder: str, unreadable: Unreadable) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                yield from (entry for entry in found if not entry.name.startswith("."))
        except OSError as error:
            if folder == str(self.folder):
                message = f"the folder {folder} cannot be read: {error.strerror}"
                raise ToolError(message, "folder") from error
            unreadable(folder, error)

    def _counts(self, entry: os.DirEntry[str]) -> bool:
        return entry.name.lower().endswith(self.extensions) and entry.is_file()

    def is_empty(self, enough: int = 5_000) -> bool:
        """Whether there is surely no picture; gives up after `enough` entries, to be quick.

        Raises:
            ToolError: The folder itself cannot be read.
        """
        waiting, seen = [str(self.folder)], 0
        while waiting:
            for entry in self._visible(waiting.pop(), _pass_over):
                seen += 1
                if self._counts(entry) or seen > enough:
                    return False
                if self.subfolders and entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
        return True

    def digest(self) -> str:
        """One text for the names, sizes and times of change of all files."""
        state = hashlib.sha256()
        for entry in self.entries():
            try:
                facts = entry.stat()
            except FileNotFoundError:  # removed since the folder was listed
                continue
            name = os.path.relpath(entry.path, self.folder)
            state.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        return state.hexdigest()
