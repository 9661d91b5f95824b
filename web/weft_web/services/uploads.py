"""Uploads: files from the browser into a folder, under a safe name that was free."""

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO
from uuid import uuid4

from weft_web.messages.workflows import Upload
from weft_web.services.core import ConflictError, RefusedError
from weft_web.services.folders import Folders, Spot

_LONGEST = 180
"""Bytes of a name; file systems take 255, and a number may follow."""

_PIECE = 2**20

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""


@dataclass(frozen=True)
class Uploads:
    """Takes files into folders that may be browsed."""

    folders: Folders

    def take(self, folder: Spot, name: str, source: BinaryIO) -> Upload:
        """Write a file into a folder, which is made where there is none; nothing is ever overwritten.

        Raises:
            ConflictError: There is a file where the folder should be.
            RefusedError: The folder is that of the plugins: what lies there runs.
        """
        plugins = self.folders.core.settings.plugins
        if plugins is not None and folder.file.resolve().is_relative_to(plugins.resolve()):
            raise RefusedError("what lies in the folder of the plugins is run; put files there by hand")
        if folder.file.exists() and not folder.file.is_dir():
            raise ConflictError(f"{folder.path!r} is a file, no folder")
        folder.file.mkdir(parents=True, exist_ok=True)
        part = folder.file / f".{uuid4().hex}.part"
        try:
            with part.open("xb") as file:
                shutil.copyfileobj(source, file, _PIECE)
                size = file.tell()
            target = _reserve(folder.file, safe_name(name))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        place = folder.below(target.name)
        return Upload(path=place.path, setting=place.setting, bytes=size)


def safe_name(name: str) -> str:
    """A name that every system takes, as near as can be to the one that was given."""
    last = re.split(r"[/\\]", name)[-1]
    # A text of a request may hold halves of letters, which no file name can.
    plain = re.sub(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]', "_", last).strip(" .")
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    stem, suffix = PurePath(plain).stem, PurePath(plain).suffix
    suffix = suffix if len(suffix.encode()) <= 40 else ""
    room = _LONGEST - len(suffix.encode())
    return f"{stem.encode()[:room].decode(errors='ignore')}{suffix}" or "file"


def _reserve(folder: Path, name: str) -> Path:
    """The name, or the first of `name (2)`, `name (3)`, ... that is free; from now on it is taken."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        with suppress(FileExistsError):
            target.open("xb").close()
            return target
        number += 1
