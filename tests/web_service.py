"""The service for tests: inside this process, or as `weft serve` in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
from command_line import ROOT, install_stubs
from fastapi.testclient import TestClient

from weft.document.model import Document
from weft_web.app import create_app
from weft_web.settings import Settings

API = "/api/v1"
TOKEN = "a-token-of-the-tests"
LOCAL = "http://127.0.0.1"


@contextmanager
def served(workspace: Path, enter: bool = True, **settings: Any) -> Iterator[TestClient]:
    """A client of the service of a workspace, with its lifespan; with a session unless told otherwise."""
    found = replace(Settings(workspace, token=TOKEN), **settings)
    with TestClient(create_app(found), base_url=LOCAL, follow_redirects=False) as client:
        if enter:
            assert client.get("/", params={"token": TOKEN}).status_code == 303
        yield client


def document(**more: Any) -> Document:
    """A workflow of two nodes of the built-in tools."""
    made: dict[str, Any] = {
        "title": "Names",
        "nodes": {
            "text_input": {
                "tool": "weft.text_input",
                "settings": {
                    "columns": [{"name": "name"}, {"name": "age"}],
                    "rows": [["Ada", "36"], ["Bo", "7"]],
                },
            },
            "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}},
        },
        "connections": [{"from": "text_input.out", "to": "sort.in"}],
    }
    return Document.model_validate(made | more)


def plain(made: Document) -> dict[str, Any]:
    """A workflow as JSON, as a client sends it."""
    found: dict[str, Any] = made.model_dump(mode="json", by_alias=True)
    return found


@dataclass(frozen=True)
class ServeProcess:
    """`weft serve` at work."""

    process: subprocess.Popen[str]
    greeting: str
    url: str

    @property
    def address(self) -> str:
        """Where it is, without the token."""
        return self.url.partition("/?")[0]

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        """A client that has come in."""
        with httpx2.Client(base_url=self.address, timeout=30) as client:
            assert client.get(self.url).status_code == 303
            yield client

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C, which a terminal tells every process that was started there; gives the exit code
        and all that was written after the greeting.
        """
        os.killpg(self.process.pid, signal.SIGINT)
        out, _ = self.process.communicate(timeout=30)
        return self.process.returncode, out


def serve_command(*arguments: str | Path) -> list[str]:
    """The arguments that start `weft serve` as a process."""
    code = "import sys; sys.argv[0] = 'weft'; from weft.cli import main; main()"
    return [sys.executable, "-c", code, "serve", *map(str, arguments)]


def environment(site: Path, *variables: str) -> dict[str, str]:
    """The environment of such a process; `site` gets the entry points of a checkout."""
    if not site.exists():
        install_stubs(
            site,
            "[weft.tools]",
            "builtin = weft_nodes:tools",
            "[weft.commands]",
            "serve = weft_web.command:serve",
        )
    path = [str(site), *(str(ROOT / name) for name in ("engine", "nodes", "web", "tests"))]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("WEFT_")}
    given = dict(each.split("=", 1) for each in variables)
    return {**plain, "PYTHONPATH": os.pathsep.join(path), "COLUMNS": "100", **given}


@contextmanager
def serving(
    folder: Path, site: Path, *arguments: str, variables: tuple[str, ...] = ()
) -> Iterator[ServeProcess]:
    """A `weft serve` of its own process, at a free port unless told otherwise, killed at the end."""
    port = () if "--port" in arguments else ("--port", str(free_port()))
    process = subprocess.Popen(
        serve_command(folder, *port, *arguments),
        env=environment(site, *variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        greeting = ""
        for line in process.stdout:
            greeting += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://\S+", greeting)
        assert found is not None, greeting
        yield ServeProcess(process, greeting, found[0])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
