"""Workflow files on disk: read with complaints that a user can act on, written safely."""

import os
import secrets
import stat
from pathlib import Path

from weft.document.model import Document
from weft.document.text import dumps, loads
from weft.errors import DocumentError, suggestion

__all__ = ["dumps", "load", "loads", "read", "replace_file", "save"]


def load(path: Path) -> Document:
    """The workflow in a file, in today's format.

    Raises:
        DocumentError: The file cannot be read, is not JSON, or is not a workflow.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"there is no file {str(path)!r}{_near(path)}") from None
    except IsADirectoryError:
        raise DocumentError(f"{str(path)!r} is a folder; name a workflow file in it") from None
    except OSError as error:
        raise DocumentError(f"{path}: the file cannot be read: {error.strerror}") from error
    return read(data, path)


def read(data: bytes, path: Path) -> Document:
    """The workflow in what a file holds; `path` is for the words.

    Raises:
        DocumentError: It is not JSON, or not a workflow.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path}: byte {error.start} is no text in UTF-8, so this is no workflow"
        ) from None
    if not text.strip():
        raise DocumentError(
            f"{path}: the file is empty; a workflow file holds one JSON object, such as"
            ' {"nodes": {}, "connections": []}'
        )
    try:
        return loads(text)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error


def save(document: Document, path: Path) -> None:
    """Write a workflow so that the file is the old one or the new one, whatever happens.

    Raises:
        DocumentError: The file cannot be written; the old one is as it was.
    """
    data = dumps(document).encode()
    try:
        replace_file(path, data)
    except OSError as error:
        raise DocumentError(
            f"{path}: the workflow cannot be saved: {error.strerror}; what was there before is unchanged"
        ) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that it is the old one or the new one, whatever happens, a power cut included."""
    # Where the path is a link, what it points to is replaced and the link stays.
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(temporary, data)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f", nor a folder {str(folder)!r}"
    return suggestion(path.name, sorted(found.name for found in folder.glob("*.json")))


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
