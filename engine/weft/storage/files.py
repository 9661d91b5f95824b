"""Files and folders that are seen whole or not at all."""

import shutil
from pathlib import Path
from uuid import uuid4

from weft.errors import StoreError


def write_whole(path: Path, text: str) -> None:
    """Write a text under a temporary name and rename it."""
    part = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)  # where the disk is full, nothing is left to fill it


def check_present(root: Path) -> None:
    """Raise `StoreError` where a store is gone: it must not be made anew where it was."""
    if not root.is_dir():
        raise StoreError(
            f"the folder {root} is gone: it was moved, renamed or removed during the run; bring it back, or"
            " run the workflow at its new place"
        )


def remove_whole(folder: Path) -> bool:
    """Rename a folder and then remove it; False where the system does not let it go, since a program
    has a file in it open.
    """
    old = folder.with_name(f"{folder.name}.{uuid4().hex}.old")
    try:
        folder.rename(old)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    shutil.rmtree(old, ignore_errors=True)
    return True
