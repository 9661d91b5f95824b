"""The journal of a run: numbered events, on disk and to whoever listens."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from weft.errors import StoreError
from weft.events import Entry, Event

Listener: TypeAlias = Callable[[Entry], None]


class Journal:
    """Writes each event as one line and hands it to the listeners, in one order for all.

    A listener that raises, or a file that cannot be written any more, is left out from then on:
    whoever tells an event is not to blame for it, and the others still hear all of them.

    A lock beside the file is held until the journal is closed or the process is gone; see `is_written`.
    """

    def __init__(
        self,
        run: str,
        path: Path,
        listeners: Iterable[Listener] = (),
        on_loss: Callable[[], object] = lambda: None,
    ) -> None:
        self.run = run
        self.lost: BaseException | None = None
        """What the first listener raised that was left out."""
        self._listeners: list[Listener] = [self._write, *listeners]
        self._on_loss = on_loss
        self._lock = threading.Lock()
        self._seq = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._held = _lock_of(path)
        self._held.acquire()
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def tell(self, event: Event) -> None:
        """Add an event."""
        with self._lock:
            self._seq += 1
            entry = Entry(run=self.run, seq=self._seq, ts=time.time(), event=event)
            for listener in tuple(self._listeners):
                try:
                    listener(entry)
                except BaseException as error:
                    self._listeners.remove(listener)
                    self._lose(error)

    def close(self) -> None:
        """End the file."""
        try:
            self._file.close()
        except OSError as error:
            self._lose(self._unwritable(error))
        with suppress(OSError):  # Windows removes no file that is open
            Path(self._held.lock_file).unlink()
        self._held.release()

    def _write(self, entry: Entry) -> None:
        try:
            self._file.write(entry.to_line() + "\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(f"cannot write the journal {self._file.name}: {error.strerror}; the run is stopped")

    def _lose(self, error: BaseException) -> None:
        self.lost = self.lost or error
        self._on_loss()


def is_written(path: Path) -> bool:
    """Whether a living process writes this journal."""
    lock = _lock_of(path)
    if not Path(lock.lock_file).exists():
        return False
    try:
        with lock.acquire(timeout=0):
            Path(lock.lock_file).unlink(missing_ok=True)
    except Timeout:
        return True
    except OSError:  # the lock is free, but the folder or the system does not let it be removed
        return False
    return False


def _lock_of(path: Path) -> FileLock:
    return FileLock(path.with_suffix(".lock"))
