"""A watch over a process at work: what takes too long, or too much memory, is ended."""

import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

_LOOK_SECONDS = 0.05
"""Between two looks at its memory, a process takes some hundred megabytes at the most."""


class Watch:
    """For the length of a block; `stopped` then says what the process took too much of, if it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory: int | None = None) -> None:
        """Nothing is watched yet.

        Args:
            process: What is ended.
            seconds: How long it may take.
            memory: Bytes that it may take; None for any number.
        """
        self.stopped = ""
        self._process = process
        self._seconds = seconds
        self._memory = memory
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        end = time.monotonic() + self._seconds
        while (left := end - time.monotonic()) > 0:
            if self._done.wait(min(left, _LOOK_SECONDS) if self._memory else left):
                return
            if self._memory and _own_memory(self._process.pid) > self._memory:
                self._stop(f"more than {self._memory / 2**30:g} GB of memory")
                return
        self._stop(f"longer than {self._seconds:g} seconds")

    def _stop(self, what: str) -> None:
        self.stopped = what
        self._process.kill()


def _own_memory(process: int) -> int:
    """Bytes that a process holds of its own, pages of files left out; 0 where the system does not tell."""
    try:
        found = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    line = next((line for line in found.splitlines() if line.startswith("RssAnon:")), "RssAnon: 0 kB")
    return int(line.split()[1]) * 1024
