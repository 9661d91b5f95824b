"""`weft serve`: open a workspace folder in the browser."""

import errno
import os
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from weft.errors import WeftError
from weft_web.app import create_app
from weft_web.closing import Closing
from weft_web.security import is_loopback
from weft_web.services.folders import WORKSPACE
from weft_web.settings import Settings

_PORT = 8787
_TRIED = 20
"""Ports that are tried from the usual one on."""

_PATIENCE = 5
"""Seconds that requests have to end when the service ends."""


def serve(  # noqa: PLR0913 -- every option of the command is a parameter
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="The folder of the workflows; this one by default.")
    ] = Path(),
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Where to listen; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", min=0, max=65_535, help="The port; by default 8787 or the next that is free."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, help="How many runs work at the same time.")
    ] = 1,
    password: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            envvar="WEFT_PASSWORD",
            help="Ask visitors for this password. Other users of the machine see options of a command:"
            " better set WEFT_PASSWORD.",
        ),
    ] = None,
    root: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A further folder to choose files from; may be given several times."
        ),
    ] = None,
    plugins: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            envvar="WEFT_PLUGINS",
            help="Load the tools in the *.py files of this folder too. They run as programs do: only name"
            " a folder that you trust.",
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> None:
    """Draw, run and look at workflows in the browser. Ctrl-C ends it."""
    _check_door(host, password)
    settings = Settings(
        workspace=_folder(folder),
        host=host,
        password=password,
        token=None if password else secrets.token_urlsafe(24),
        roots=_roots(root or []),
        plugins=_folder(plugins) if plugins else None,
        workers=workers,
    )
    with _listen(host, port) as listener:
        _serve(settings, listener, open_)


def _check_door(host: str, password: str | None) -> None:
    if password is not None and not password.strip():
        raise WeftError("the password is empty; give one, or leave the option and WEFT_PASSWORD out")
    if password is None and not is_loopback(host):
        raise WeftError(
            f"at {host} other machines reach this service, which reads and writes files and runs programs;"
            " set a password by WEFT_PASSWORD, or leave --host out"
        )


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise WeftError(f"there is no folder {str(path)!r}")
    return path.resolve()


def _roots(folders: list[Path]) -> dict[str, Path]:
    """The folders by name; where two have one name, the later gets a number."""
    found: dict[str, Path] = {}
    for folder in map(_folder, folders):
        name = folder.name or "disk"
        number = 2
        while name in found or name == WORKSPACE:
            name = f"{folder.name} ({number})"
            number += 1
        found[name] = folder
    return found


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens at the port, or at one near the usual one where none was asked for."""
    tried = range(_PORT, _PORT + _TRIED) if port is None else (port,)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in tried:
        try:
            listener = socket.create_server((host, each), family=family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise WeftError(f"cannot listen at {host}, port {each}: {error.strerror or error}") from error
        # By its protocol asyncio knows that answers are to be sent at once. Without, the second part of
        # each waits until the browser has acknowledged the first, which takes 40 ms.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=listener.detach())
    if port is None:
        raise WeftError(f"the ports from {_PORT} to {_PORT + _TRIED - 1} are taken; choose another by --port")
    raise WeftError(f"port {port} is taken, perhaps by another `weft serve`; choose another by --port")


def _serve(settings: Settings, listener: socket.socket, opens: bool) -> None:
    address = _Address(settings.host, listener.getsockname()[1])
    settings = replace(settings, port=address.port)

    def announce(token: str) -> None:
        _say(f"For another browser: {address.url(token)}")

    app = create_app(settings, announce)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=_PATIENCE,
    )

    def greet() -> None:
        url = address.url(settings.token)
        _say(f"Weft serves {settings.workspace}\n\n    {url}\n\nCtrl-C ends it.")
        if opens:
            # In a thread: a browser that runs in the terminal comes back when it is closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    server = _Server(config, app.state.closing, greet)
    # Ctrl-C: the server has ended in good order before it lets the signal go on.
    with suppress(KeyboardInterrupt):
        server.run([listener])
    if not server.started:
        raise WeftError("the service cannot start; what kept it is told above")
    _say("Weft has ended.")
    _leave_behind()


def _leave_behind() -> None:
    """End the process without those threads that wait for what never comes, such as a drive that does not
    answer: Python would wait for them for ever.
    """
    end = time.monotonic() + _PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                _say("A request that does not come to its end was left behind.")
                os._exit(0)


class _Server(uvicorn.Server):
    """The server, which greets when it is ready, and ends streams of events before it waits for requests."""

    def __init__(self, config: uvicorn.Config, closing: Closing, greet: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing
        self._greet = greet

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._greet()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing.begin()
        await super().shutdown(sockets)


@dataclass(frozen=True)
class _Address:
    """Where a browser finds the service."""

    host: str
    port: int

    def url(self, token: str | None) -> str:
        """What to open; for all addresses at once, the name of the machine."""
        host = socket.gethostname() if self.host in ("0.0.0.0", "::") else self.host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}/" + (f"?token={token}" if token else "")


def _say(text: str) -> None:
    """Write to standard output at once, also where it is a pipe."""
    print(text, flush=True)
