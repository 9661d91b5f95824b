"""Taking turns at what works for one thread at a time, and may hang."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from weft_web.services.core import BusyError


class Turns:
    """Lets in one thread after the other. Who waits too long is sent away, so that what hangs, such as
    a look at a file on a drive that does not answer, holds up its own request alone.
    """

    def __init__(self, seconds: float = 5.0) -> None:
        """`seconds` is how long a thread waits for its turn."""
        self._seconds = seconds
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """For the length of a block nobody else is let in.

        Raises:
            BusyError: The one before does not come to its end.
        """
        if not self._lock.acquire(timeout=self._seconds):
            raise BusyError(
                "the check before this one does not come to its end: a file or folder that it looks at does"
                " not answer, perhaps on another machine; correct its path, and start the service again"
            )
        try:
            yield
        finally:
            self._lock.release()
