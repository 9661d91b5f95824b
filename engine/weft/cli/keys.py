"""The keyboard while bars are drawn: a key that the terminal shows itself would push them aside."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unseen_control_keys() -> Iterator[None]:
    """Keep the terminal from writing `^C` while the block lasts; it is as before afterwards.

    Where standard input is no terminal, belongs to another program at the moment, or the system has
    no such switch, everything stays as it is.
    """
    try:
        import termios
    except ImportError:  # Windows shows no control keys
        yield
        return
    handle = _keyboard()
    if handle is None:
        yield
        return
    before = termios.tcgetattr(handle)
    silent = termios.tcgetattr(handle)
    silent[3] &= ~termios.ECHOCTL
    termios.tcsetattr(handle, termios.TCSANOW, silent)
    try:
        yield
    finally:
        if _keyboard() is not None:
            termios.tcsetattr(handle, termios.TCSANOW, before)


def _keyboard() -> int | None:
    """The terminal of standard input; None for a run in the background, which would be stopped over it."""
    try:
        handle = sys.stdin.fileno()
        return handle if os.tcgetpgrp(handle) == os.getpgrp() else None
    except (OSError, ValueError, AttributeError):  # no terminal, closed, or none at all
        return None
