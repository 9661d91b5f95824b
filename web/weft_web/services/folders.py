"""Folders that may be browsed: the workspace, and those that `--root` names."""

import fnmatch
import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from weft.errors import ToolError
from weft.sdk import picture_format
from weft_web.messages.workflows import FileEntry, Folder
from weft_web.services.core import Core, GoneError, NotFoundError, RefusedError, readable, visible
from weft_web.services.memo import Memo
from weft_web.services.thumbnails import LARGEST, SMALLEST, Thumbnails
from weft_web.services.workflows import SUFFIX

WORKSPACE = "workspace"
"""The name of the root that is the workspace folder."""

_MOST_ENTRIES = 5_000
_WIDTHS = (16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
"""Widths that thumbnails are made in: of a few, more are found again."""

Kind: TypeAlias = Literal["folder", "picture", "table", "workflow", "other"]

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
_TABLES = frozenset(
    {".yxdb", ".arrow", ".feather", ".ipc", ".parquet", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"}
)


@dataclass(frozen=True)
class Spot:
    """A place in a root. `base` is the folder that paths in settings count from."""

    root: str
    path: str
    file: Path
    base: Path

    def below(self, name: str) -> "Spot":
        """What is in this folder under a name."""
        path = (PurePosixPath(self.path) / name).as_posix()
        return Spot(self.root, path, self.file / name, self.base)

    @property
    def setting(self) -> str:
        """The text to put into a setting: from the workflow's folder, or whole in another root."""
        if self.root != WORKSPACE:
            return self.file.as_posix()
        return Path(os.path.relpath(self.file, self.base)).as_posix()


@dataclass(frozen=True)
class Folders:
    """What may be looked at. Links never lead out of a root, and hidden entries are left out."""

    core: Core
    _digests: Memo[tuple[str, int, int], str] = field(default_factory=lambda: Memo(20_000))
    """The SHA-256 of files, by path, time and size."""

    @property
    def roots(self) -> dict[str, Path]:
        """The roots by name, the workspace first."""
        return {WORKSPACE: self.core.settings.workspace, **self.core.settings.roots}

    def spot(self, root: str, path: str, workflow: str = "") -> Spot:
        """A place that is named from outside, for a workflow; it need not exist.

        Raises:
            NotFoundError: There is no such root.
            GoneError: Its folder was moved or removed.
            RefusedError: The path leads out of it, or is hidden.
        """
        if root not in self.roots:
            raise NotFoundError(f"there is no root {root!r}; there are {', '.join(self.roots)}")
        folder = self.roots[root]
        if not folder.is_dir():
            raise GoneError(folder)
        base = self.core.workflow_path(workflow).parent if workflow else self.core.settings.workspace
        file = visible(folder, path)
        return Spot(root, PurePosixPath(path).as_posix() if path else ".", file, base)

    def browse(self, spot: Spot, pattern: str = "") -> Folder:
        """What is in a folder; `pattern` such as `*.csv` leaves out other files.

        Raises:
            NotFoundError: There is no such folder.
        """
        if not spot.file.is_dir():
            raise NotFoundError(f"there is no folder {spot.path!r} in {spot.root!r}")
        with os.scandir(spot.file) as entries:
            shown = [each for each in entries if self._is_shown(spot.root, each)]
        files = {each.name for each in shown if not each.is_dir()}
        fits = _fitting(pattern)
        wanted = [each for each in shown if each.name not in files or fits(each.name.lower())]
        wanted.sort(key=lambda each: (each.name in files, each.name.casefold(), each.name))
        found = [_entry(spot, each) for each in wanted[:_MOST_ENTRIES]]
        return Folder(
            root=spot.root,
            roots=tuple(self.roots),
            path=spot.path,
            setting=spot.setting,
            entries=tuple(each for each in found if each is not None),
            pictures=sum(kind_of(name) == "picture" for name in files),
            truncated=len(wanted) > _MOST_ENTRIES,
        )

    def picture(self, spot: Spot) -> tuple[Path, str]:
        """The file of a picture and its format, such as `JPEG`.

        Raises:
            NotFoundError: There is no such file.
            RefusedError: It is no picture.
        """
        if not spot.file.is_file():
            raise NotFoundError(f"there is no file {spot.path!r} in {spot.root!r}")
        with spot.file.open("rb") as file:
            found = picture_format(file.read(12))
        if found is None:
            raise RefusedError(f"{spot.path!r} is no picture; only pictures can be looked at here")
        return spot.file, found

    def thumbnail(self, spot: Spot, width: int) -> tuple[bytes, str]:
        """A small WebP of a picture, at most as wide and high as asked, and a tag that names it.

        Raises:
            NotFoundError: There is no such file.
            RefusedError: It is no picture.
            ToolError: It is damaged, or too large.
        """
        path, _ = self.picture(spot)
        width = next(each for each in _WIDTHS if each >= min(max(width, SMALLEST), LARGEST))
        about = path.stat()
        key = (str(path), about.st_mtime_ns, about.st_size)
        digest = self._digests.get(key, lambda: _digest(path))
        tag = f"{digest[:32]}-{width}"
        made = Thumbnails(self.core.store.kept / "thumbnails")
        if (found := made.find(digest, width)) is not None:
            return found, tag
        try:
            return made.make(path.read_bytes(), width, digest), tag
        except ToolError as error:
            raise ToolError(f"{spot.path}: {error}") from error

    def _is_shown(self, root: str, entry: os.DirEntry[str]) -> bool:
        """Whether an entry is a file or folder that is not hidden and does not lead out by a link."""
        try:
            if entry.name.startswith(".") or not (entry.is_file() or entry.is_dir()):
                return False
        except OSError:  # links that go round in a circle
            return False
        if not entry.is_symlink():
            return True
        return Path(entry.path).resolve().is_relative_to(self.roots[root].resolve())


def _entry(spot: Spot, entry: os.DirEntry[str]) -> FileEntry | None:
    """An entry to show; None for one that is gone by now."""
    try:
        about = entry.stat()
    except OSError:
        return None
    folder = stat.S_ISDIR(about.st_mode)
    place = spot.below(entry.name)
    return FileEntry(
        name=readable(entry.name),
        path=readable(place.path),
        setting=readable(place.setting),
        kind="folder" if folder else kind_of(entry.name),
        bytes=0 if folder else about.st_size,
        modified=about.st_mtime,
    )


def kind_of(name: str) -> Kind:
    """What a file is, by its name."""
    if name.endswith(SUFFIX):
        return "workflow"
    suffix = PurePosixPath(name).suffix.lower()
    return "picture" if suffix in _PICTURES else "table" if suffix in _TABLES else "other"


def _fitting(pattern: str) -> Callable[[str], object]:
    """Whether a name in small letters fits a pattern, or one of several with `;` between."""
    parts = dict.fromkeys(part for each in pattern.lower().split(";") if (part := each.strip()))
    return re.compile("|".join(map(fnmatch.translate, parts)) if parts else "").match


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
