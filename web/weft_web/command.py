"""`weft serve`: open a workspace folder in the browser."""

import secrets
import socket
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from weft.errors import WeftError
from weft_web.app import create_app
from weft_web.listening import Address, Place, Server, listen, say
from weft_web.security import is_loopback
from weft_web.services.folders import WORKSPACE
from weft_web.settings import Settings

_PORT = 8787


def serve(  # noqa: PLR0913 -- every option of the command is a parameter
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder of the workflows; this one by default.")
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
    with listen(Place(host, port, _PORT, "serve")) as listener:
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


def _serve(settings: Settings, listener: socket.socket, opens: bool) -> None:
    address = Address(settings.host, listener.getsockname()[1])
    settings = replace(settings, port=address.port)

    def announce(token: str) -> None:
        say(f"For another browser: {address.url(token)}")

    def greet() -> None:
        url = address.url(settings.token)
        say(f"Weft serves {settings.workspace}\n\n    {url}\n\nCtrl-C ends it.")
        if opens:
            # In a thread: a browser that runs in the terminal comes back when it is closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    app = create_app(settings, announce)
    # Streams of events are ended before requests are waited for.
    Server(app, greet, ending=app.state.closing.begin).serve_until_told(listener)
