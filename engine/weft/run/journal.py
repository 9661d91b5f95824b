"""The journal of a run: numbered events, on disk and to whoever listens."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from weft.events import Entry, Event

Listener: TypeAlias = Callable[[Entry], None]


class Journal:
    """Writes each event as one line and hands it to the listeners, in one order for all."""

    def __init__(self, run: str, path: Path, listeners: Iterable[Listener] = ()) -> None:
        self.run = run
        self._listeners = tuple(listeners)
        self._lock = threading.Lock()
        self._seq = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def tell(self, event: Event) -> None:
        """Add an event."""
        with self._lock:
            self._seq += 1
            entry = Entry(run=self.run, seq=self._seq, ts=time.time(), event=event)
            self._file.write(entry.to_line() + "\n")
            for listener in self._listeners:
                listener(entry)

    def close(self) -> None:
        """End the file."""
        self._file.close()
