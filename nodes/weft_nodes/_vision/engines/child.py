"""Work in a process of its own: what a library does not let be stopped ends with its process. No torch."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from threading import Thread

from weft_nodes._vision.engines.engine import Beat

_WAIT = 0.1


class ChildError(Exception):
    """The process failed; says why in one line: the last one of its errors."""


def run_child(arguments: Sequence[str], beat: Beat) -> None:
    """Run this Python with arguments, silently, until it ends.

    Its standard input ends when this process dies: see `end_with_parent`.

    Args:
        arguments: The module or script, and what it is told.
        beat: Called while it works; when it raises, the process is killed first.

    Raises:
        ChildError: It ended with an error, or was killed.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            status = _waited(process, beat)
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            if process.stdin:
                process.stdin.close()
        if status:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise ChildError(lines[-1] if lines else f"the process ended with {status}")


def _waited(process: subprocess.Popen[bytes], beat: Beat) -> int:
    while True:
        try:
            return process.wait(_WAIT)
        except subprocess.TimeoutExpired:
            beat()


def end_with_parent() -> None:
    """To be called by a child: it shall not work on for nobody when its parent is killed."""
    Thread(target=_end, daemon=True).start()


def _end() -> None:
    # The other end is held by the parent alone. Not `sys.stdin`: its lock would still be taken at the exit.
    os.read(0, 1)
    os._exit(1)
