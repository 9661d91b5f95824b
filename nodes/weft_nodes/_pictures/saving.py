"""Pictures put into files: never half, never over another file by accident, never outside the folder."""

import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from weft.sdk import ToolError

ENDINGS = MappingProxyType(
    {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "BMP": ".bmp", "TIFF": ".tif", "WEBP": ".webp"}
)


@dataclass
class Places:
    """Gives each picture of a run its file, in the order of the records.

    Attributes:
        folder: Below which all files lie.
        if_exists: What to do where there is a file: `fail`, `overwrite` or `add number`. Two pictures
            of one run never overwrite each other: the second gets a number.
    """

    folder: Path
    if_exists: str
    _last: dict[str, int] = field(default_factory=dict)

    def place(self, subfolder: str, name: str, ending: str) -> tuple[Path, bool]:
        """The file for a picture, and whether another picture of this run has the name already.

        Names that differ in capitals only count as the same, since many file systems think so.

        Raises:
            ToolError: There is such a file, and `if_exists` says to fail.
        """
        parent = self.folder / subfolder if subfolder else self.folder
        number = self._last.get(self._key(parent / f"{name}{ending}"), 0)
        doubled = number > 0
        while True:
            number += 1
            path = parent / (f"{name}_{number}{ending}" if number > 1 else f"{name}{ending}")
            if self._key(path) in self._last:
                continue
            if self.if_exists == "overwrite" or not os.path.lexists(path):
                break
            if self.if_exists == "fail":
                advice = "choose another folder, or what to do if a file exists"
                raise ToolError(f"{path} exists already; {advice}", "if_exists")
        self._last[self._key(parent / f"{name}{ending}")] = number
        self._last.setdefault(self._key(path), 1)
        return path, doubled

    def _key(self, path: Path) -> str:
        return os.path.relpath(path, self.folder).casefold()


def write(path: Path, data: bytes, overwrite: bool) -> None:
    """Write a file as a whole: under another name first, so that half a picture is never seen.

    Raises:
        ToolError: The file came into being meanwhile, or it cannot be written; nothing is left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
        try:
            unfinished.write_bytes(data)
            _move(unfinished, path, overwrite)
        finally:
            unfinished.unlink(missing_ok=True)
    except FileExistsError:
        raise ToolError(f"{path} was made by another program meanwhile; run again", "if_exists") from None
    except OSError as error:
        raise ToolError(f"{path} cannot be written: {error.strerror or error}", "folder") from error


def _move(unfinished: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        unfinished.replace(path)
        return
    try:
        os.link(unfinished, path)  # unlike a rename, this fails where there is a file
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        unfinished.rename(path)
