"""A process aside: it does for the service what could break or block it, one request after another.

A request and its answer are each one line of JSON. The process is started when it is first needed,
stays warm, and is started again when it has died or was stopped because a request took too long.
"""

import json
import subprocess
import sys
import threading
from typing import IO, Any

from weft.errors import ToolError, WeftError
from weft_web.services.watch import Watch

_MOST_ASKING = 4
"""More threads than these are not let wait for the answers of others: the service has need of them."""


class AsideError(WeftError):
    """The process aside died, took too long, or is asked for too much at once."""


class _DiedError(AsideError):
    """The process ended by itself, or somebody ended it."""


class Aside:
    """One process. Safe to use from several threads; a few wait for one another, more are refused."""

    def __init__(self, plugins: str = "", memory: int | None = None) -> None:
        """Nothing is started yet.

        Args:
            plugins: The folder of further tools, empty for none.
            memory: Bytes that a request may take, where the system tells how many it took.
        """
        self._memory = memory
        self._command = [sys.executable, "-P", "-m", "weft_web.aside", plugins]
        self._lock = threading.Lock()
        self._asking = threading.BoundedSemaphore(_MOST_ASKING)
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, request: dict[str, Any], seconds: float) -> Any:
        """The answer to a request.

        Raises:
            ToolError: What was asked for cannot be done; the sentence says why.
            AsideError: The process died, took longer than `seconds`, or too many ask it.
        """
        line = json.dumps(request).encode() + b"\n"
        if not self._asking.acquire(blocking=False):
            raise AsideError("it still works on what was asked before; try again in some seconds")
        try:
            with self._lock:
                answer = self._answer(line, seconds)
        finally:
            self._asking.release()
        if "error" in answer:
            raise ToolError(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """End the process, also in the middle of a request."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()
        with self._lock:
            self._end()

    @property
    def process_id(self) -> int | None:
        """The id of the process; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _answer(self, line: bytes, seconds: float) -> dict[str, Any]:
        warm = self._process
        try:
            return self._exchange(line, seconds)
        except _DiedError:
            # One that was warm may have died long before.
            if warm is None or self._closed:
                raise
            return self._exchange(line, seconds)

    def _exchange(self, line: bytes, seconds: float) -> dict[str, Any]:
        process = self._started()
        try:
            with Watch(process, seconds, self._memory) as watch:
                answer = _say(process, line)
            if not answer.endswith(b"\n"):
                raise EOFError
            found: dict[str, Any] = json.loads(answer)
            return found
        except (EOFError, OSError) as error:
            code = self._end()
            if watch.stopped:
                raise AsideError(f"it took {watch.stopped} and was stopped") from error
            raise _DiedError(f"the process that works on it ended with code {code}; try again") from error

    def _started(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise AsideError("the service is ending")
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        return process.wait()


def _say(process: subprocess.Popen[bytes], line: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    return process.stdout.readline()


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:  # what was not taken any more by a process that is gone
        pass
