"""Write a file so that the old one stays whole until the new one is: temporary file, fsync, rename."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from weft.sdk import ToolError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def replacing(target: Path, start: Path | None = None) -> Iterator[Path]:
    """A temporary file beside `target` that takes its place at the end of the block.

    After an error, also when the user stops the run, the temporary file is removed and `target` is
    what it was.

    Args:
        target: The file to make or to replace.
        start: A file whose bytes the temporary file begins with.

    Raises:
        ToolError: The folder cannot be written to, or the disk is full.
    """
    # A link is followed, so that it still is a link afterwards.
    target = Path(os.path.realpath(target))
    with blamed(target):
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        if start is not None:
            with blamed(target):
                shutil.copyfile(start, temporary)
        yield temporary
        with blamed(target):
            _give_rights(temporary, target)
            _sync(temporary, os.O_RDWR)
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    if os.name == "posix":
        _sync(target.parent, os.O_RDONLY)


def replacing_all(made: Mapping[Path, Path]) -> None:
    """Put files that belong together in place, each a copy of one that was made elsewhere.

    All are copied before the first takes its place. The first of them is removed before and comes last,
    so that what reads it never finds it with an old one of the others.

    Args:
        made: By each file's place, where it is now.

    Raises:
        ToolError: As `replacing`.
    """
    with ExitStack() as stack:
        # Left in the opposite order, so the first is put in place last.
        for target, source in made.items():
            stack.enter_context(replacing(target, start=source))
        if len(made) > 1:
            first = next(iter(made))
            with blamed(first):
                first.unlink(missing_ok=True)


def _give_rights(temporary: Path, target: Path) -> None:
    """The rights of the file that is replaced, or those of any new file."""
    if target.exists():
        shutil.copymode(target, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def blamed(target: Path) -> Iterator[None]:
    """Around what writes: a full disk and missing rights as a sentence that names the file."""
    try:
        yield
    except OSError as error:
        # Libraries in other languages give the reason as text only.
        if error.errno in _FULL or re.search("No space left|File too large|os error 122", str(error)):
            raise ToolError(
                f"the disk is full: {target} could not be written, what was there before is untouched; "
                "make room or choose another folder"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ToolError(f"{target} cannot be written: {error.strerror}; choose another folder") from error
        raise ToolError(f"{target} could not be written: {error.strerror or error}") from error
