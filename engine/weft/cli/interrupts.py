"""Ctrl-C: once asks trainings to finish with their best so far, twice cancels, thrice kills."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from weft.sdk import CancelToken


@contextmanager
def interruptible(cancel: CancelToken, messages: tuple[str, str] | None) -> Iterator[None]:
    """Turn Ctrl-C into requests to the run, while the block lasts; SIGTERM cancels at once.

    Args:
        cancel: What the run asks.
        messages: What is written to standard error after the first and the second time; None where
            something else shows it.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        first = not cancel.finishing and number == signal.SIGINT
        if first:
            cancel.finish()
        else:
            cancel.abort()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        if messages:
            # Written past Python's buffers, which the interrupted code may be in the middle of.
            os.write(2, f"\n{messages[0 if first else 1]}\n".encode())

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
