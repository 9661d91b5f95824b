"""What every service of Weft does at its door: find a port, say where it is, end in good order."""

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from weft.errors import WeftError

_TRIED = 20
"""Ports that are tried from the usual one on."""

_PATIENCE = 5
"""Seconds that threads have to end when the service has ended."""


@dataclass(frozen=True)
class Place:
    """Where a service wants to listen.

    Attributes:
        host: The name or address.
        port: What the user asked for; None for the usual one, or the next that is free.
        usual: The port where none was asked for.
        command: The name of the command, for messages.
    """

    host: str
    port: int | None
    usual: int
    command: str


@dataclass(frozen=True)
class Address:
    """Where a browser finds a service."""

    host: str
    port: int

    def url(self, token: str | None = None) -> str:
        """What to open; for all addresses at once, the name of the machine."""
        host = socket.gethostname() if self.host in ("0.0.0.0", "::") else self.host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}/" + (f"?token={token}" if token else "")


def listen(place: Place) -> socket.socket:
    """A socket that listens at the port, or at one near the usual one where none was asked for.

    Raises:
        WeftError: There is no such place, or the port is taken.
    """
    tried = range(place.usual, place.usual + _TRIED) if place.port is None else (place.port,)
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    for each in tried:
        try:
            listener = socket.create_server((place.host, each), family=family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            why = error.strerror or error
            raise WeftError(f"cannot listen at {place.host}, port {each}: {why}") from error
        # By its protocol asyncio knows that answers are to be sent at once. Without, the second part of
        # each waits until the browser has acknowledged the first, which takes 40 ms.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=listener.detach())
    if place.port is None:
        last = place.usual + _TRIED - 1
        raise WeftError(f"the ports from {place.usual} to {last} are taken; choose another by --port")
    raise WeftError(
        f"port {place.port} is taken, perhaps by another `weft {place.command}`; choose another by --port"
    )


class Server(uvicorn.Server):
    """A server that greets when it is ready, and is told before it waits for requests to end."""

    def __init__(
        self,
        app: ASGIApp,
        greet: Callable[[], None],
        ending: Callable[[], None] = lambda: None,
        patience: int = _PATIENCE,
    ) -> None:
        """Prepare to serve.

        Args:
            app: What answers.
            greet: Called when requests are taken.
            ending: Called when no more are taken, and before those that are there are waited for.
            patience: Seconds that those have to end.
        """
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=patience,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_tells_more)
        self._greet = greet
        self._ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._greet()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)

    def serve_until_told(self, listener: socket.socket) -> None:
        """Serve until Ctrl-C or SIGTERM, then end what is left of the process's threads.

        Raises:
            WeftError: The service could not start.
        """
        # The server ends in good order before it lets a signal go on. SIGTERM is then taken for Ctrl-C,
        # or the process would be gone before its callers have cleaned up.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with suppress(KeyboardInterrupt):
                self.run([listener])
        finally:
            signal.signal(signal.SIGTERM, before)
        if not self.started:
            raise WeftError("the service cannot start; what kept it is told above")
        say("Weft has ended.")
        _leave_behind()


def _tells_more(record: logging.LogRecord) -> bool:
    """Whether a line of the log is worth one. The server says how many requests it cut off when it ended;
    the traceback of each tells nothing more.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _leave_behind() -> None:
    """End the process without those threads that wait for what never comes, such as a drive that does not
    answer: Python would wait for them for ever.
    """
    end = time.monotonic() + _PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                say("A request that does not come to its end was left behind.")
                os._exit(0)


def say(text: str) -> None:
    """Write to standard output at once, also where it is a pipe."""
    print(text, flush=True)
