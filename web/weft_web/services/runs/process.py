"""A worker process: started, told what to do, heard, and ended with all that it started."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import cast

from weft_web.messages.worker import Order
from weft_web.services.runs.journal import Line

_KEPT_BYTES = 4_000
"""How much is kept of what a worker said last."""
_LEAVING_SECONDS = 15.0
"""How long a process may take to end after its last event."""
_DRAIN_SECONDS = 2.0

Hear = Callable[[Iterable[Line]], None]


class Worker(asyncio.SubprocessProtocol):
    """One worker. What it says is handed on as it comes and never awaited, so its pipe never fills up."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._rest = b""
        self._said = b""
        self._transport: asyncio.SubprocessTransport | None = None
        self._exited = asyncio.Event()
        self._silent = asyncio.Event()
        self._drained = asyncio.Event()
        self._open = {1, 2}

    @classmethod
    async def start(cls, order: Order, hear: Hear) -> "Worker":
        """Start a worker and give it its order.

        Raises:
            OSError: The system lets no process be started.
        """
        loop = asyncio.get_running_loop()
        # -P: a file of the folder that the server was started in must not pass for a module.
        command = (sys.executable, "-P", "-m", "weft_web.worker")
        # A session of its own: Ctrl-C at the server's terminal is not for it, and it can be ended
        # together with all that it started.
        _, worker = await loop.subprocess_exec(lambda: cls(hear), *command, start_new_session=True)
        worker.tell(order.model_dump_json(by_alias=True))
        return worker

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process runs."""
        self._transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It said something."""
        if fd == 2:
            self._said = (self._said + data)[-_KEPT_BYTES:]
            return
        *whole, self._rest = (self._rest + data).split(b"\n")
        self._hear([line for part in whole if (line := Line.read(part)) is not None])

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """It closed a pipe."""
        self._open.discard(fd)
        if fd == 1:
            self._silent.set()
        if not self._open:
            self._drained.set()

    def process_exited(self) -> None:
        """It is gone. Its pipes may still hold something, or be held by what it started."""
        self._exited.set()

    @property
    def said(self) -> str:
        """What it wrote to its standard error last."""
        return self._said.decode(errors="replace").strip()

    def tell(self, line: str) -> None:
        """Write a line to it."""
        pipe = self._living().get_pipe_transport(0)
        if pipe is not None:
            cast(asyncio.WriteTransport, pipe).write(line.encode() + b"\n")

    def leave(self) -> None:
        """Close its standard input: it interrupts its run and ends."""
        pipe = self._living().get_pipe_transport(0)
        if pipe is not None:
            pipe.close()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        transport = self._living()
        # After the process itself is gone, its group still has its number while others are in it.
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(transport.get_pid(), signal.SIGKILL)
            else:
                transport.kill()

    async def wait(self) -> int:
        """Wait for its end; gives its exit code, negative where a signal ended it."""
        leaving = asyncio.create_task(self._end_idle())
        try:
            await self._exited.wait()
            self.kill()  # what it started and left behind, which may hold its pipes too
            with suppress(TimeoutError):
                await asyncio.wait_for(self._drained.wait(), _DRAIN_SECONDS)
        finally:
            leaving.cancel()
            self._living().close()
        return self._living().get_returncode() or 0

    async def _end_idle(self) -> None:
        """Kill a process that has said its last and does not end."""
        await self._silent.wait()
        await asyncio.sleep(_LEAVING_SECONDS)
        self.kill()

    def _living(self) -> asyncio.SubprocessTransport:
        if self._transport is None:
            raise RuntimeError("the worker was not started")
        return self._transport
