"""Ctrl-C: asks a training to finish with its best so far, or cancels; once more cancels, then kills."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from weft.sdk import CancelToken


@contextmanager
def interruptible(
    cancel: CancelToken, can_finish: Callable[[], bool], messages: tuple[str, str] | None
) -> Iterator[None]:
    """Turn Ctrl-C into requests to the run, while the block lasts; SIGTERM cancels at once.

    Args:
        cancel: What the run asks.
        can_finish: Whether something runs at the moment that can end early with what it has. Called in
            the middle of other code of the same thread, so it must not take a lock.
        messages: What is written to standard error when the run finishes early and when it is
            cancelled; None where something else shows it.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        finishes = number == signal.SIGINT and not cancel.finishing and can_finish()
        if finishes:
            cancel.finish()
        else:
            cancel.abort()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        if messages:
            # Written past Python's buffers, which the interrupted code may be in the middle of.
            os.write(2, f"\n{messages[0 if finishes else 1]}\n".encode())

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
