"""`weft serve` as a process."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_service import API, environment, free_port, serve_command, serving

from weft.cli.app import make_app


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def refused(*arguments: str | Path) -> str:
    """What `weft serve` says before it ends by itself."""
    done = CliRunner().invoke(make_app(), ["serve", *map(str, arguments)])
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.split())


def test_it_prints_one_address_the_folder_and_how_to_end_it(workspace: Path, site: Path) -> None:
    with serving(workspace, site) as service:
        assert service.greeting.count("http://") == 1
        assert str(workspace) in service.greeting
        with service.client() as client:
            assert client.get(f"{API}/service").json()["workspace"] == str(workspace)
        code, rest = service.interrupt()
    assert code == 0
    assert rest.strip() == "Weft has ended."


def test_the_browser_is_opened_at_the_address_that_is_printed(
    workspace: Path, site: Path, tmp_path: Path
) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    with serving(workspace, site, "--open", variables=(f"BROWSER={browser}",)) as service:
        wait_for(opened.exists)
        assert opened.read_text().strip() == service.url


def test_ctrl_c_ends_it_though_a_stream_is_open(workspace: Path, site: Path) -> None:
    stream = (
        "import asyncio, weft_web.routes.session as s\n"
        "from starlette.responses import StreamingResponse\n"
        "async def ticks():\n"
        "    while True:\n"
        "        yield b': tick\\n\\n'\n"
        "        await asyncio.sleep(0.05)\n"
        "@s.router.get('/ticks')\n"
        "def endless():\n"
        "    return StreamingResponse(ticks(), media_type='text/event-stream')\n"
    )
    environment(site)
    (site / "sitecustomize.py").write_text(stream)
    with serving(workspace, site) as service, service.client() as client:
        heard = threading.Event()

        def listen() -> None:
            with client.stream("GET", "/ticks") as answer:
                for _ in answer.iter_bytes():
                    heard.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert heard.wait(20)
        code, rest = service.interrupt()
        listener.join(20)
        assert not listener.is_alive()
    assert code == 0
    # Where a stream is waited for, the server complains in the end that it must cancel it.
    assert rest.strip() == "Weft has ended."


def test_ctrl_c_ends_the_runs_at_work(workspace: Path, site: Path, tmp_path: Path) -> None:
    note = tmp_path / "worker"
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "slow.py").write_text(
        "import os, pathlib, time\n"
        "from weft.sdk import OutputAnchor, Tool, ToolConfig\n\n\n"
        "class Slow(Tool[ToolConfig]):\n"
        '    """Works for ever."""\n\n'
        '    id, label, category = "slow.slow", "Slow", "Test"\n'
        '    outputs = (OutputAnchor("out"),)\n\n'
        "    def configure(self, inputs, ctx):\n"
        '        return {"out": None}\n\n'
        "    def run(self, inputs, ctx):\n"
        f"        pathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n"
        "        while True:\n"
        "            ctx.check_cancelled()\n"
        "            time.sleep(0.05)\n"
        "        yield\n"
    )
    nodes = {"slow": {"tool": "slow.slow"}}
    run = {"path": "a.workflow.json", "document": {"nodes": nodes, "connections": []}}
    plugins = ("--plugins", str(tmp_path / "tools"))
    with serving(workspace, site, *plugins) as service, service.client() as client:
        started = client.post(f"{API}/runs", json=run)
        assert started.status_code == 202, started.text
        wait_for(note.exists)
        code, rest = service.interrupt()
        worker = int(note.read_text())
        wait_for(lambda: not is_alive(worker))
    assert code == 0
    assert rest.strip() == "Weft has ended."


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds; after a while it is a mistake that it does not."""
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_store_that_cannot_be_made_is_a_sentence(workspace: Path) -> None:
    (workspace / ".weft").write_text("in the way")
    assert "cannot write to the store" in refused(workspace)


def test_the_next_free_port_is_taken_where_none_was_asked_for(workspace: Path, site: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8787))
            taken.listen()
        except OSError:
            pass  # taken by another already, which does as well
        command = serve_command(workspace)
        with subprocess.Popen(
            command, env=environment(site), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://" in line)
            process.kill()
    assert ":8787/" not in line


def test_a_port_that_is_taken_is_a_sentence(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port} is taken" in refused(workspace, "--port", port)


def test_other_machines_are_let_in_by_password_only(workspace: Path, site: Path) -> None:
    assert "set a password" in refused(workspace, "--host", "0.0.0.0")
    assert "password is empty" in refused(workspace, "--host", "0.0.0.0", "--password", " ")
    port = str(free_port())
    with serving(
        workspace, site, "--host", "0.0.0.0", "--port", port, variables=("WEFT_PASSWORD=sesame",)
    ) as service:
        assert "token" not in service.url


def test_folders_that_are_not_there_are_named(workspace: Path) -> None:
    assert "no folder" in refused(workspace / "none")
    assert "no folder" in refused(workspace, "--root", "none")


def test_further_roots_have_names_of_their_own(workspace: Path, site: Path, tmp_path: Path) -> None:
    roots = [tmp_path / "a" / "data", tmp_path / "b" / "data", tmp_path / "workspace"]
    for folder in roots:
        folder.mkdir(parents=True)
    options = [part for folder in roots for part in ("--root", str(folder))]
    with serving(workspace, site, *options) as service, service.client() as client:
        names = client.get(f"{API}/service").json()["roots"]
    assert names == ["workspace", "data", "data (2)", "workspace (2)"]


def test_an_answer_does_not_wait_until_its_first_half_is_acknowledged(workspace: Path, site: Path) -> None:
    with serving(workspace, site) as service, service.client() as client:
        took = min(client.get("/healthz").elapsed.total_seconds() for _ in range(20))
    assert took < 0.03


@pytest.mark.soak
def test_ctrl_c_in_the_middle_of_uploads_tells_no_tracebacks(workspace: Path, site: Path) -> None:
    with serving(workspace, site) as service, service.client() as client:
        host = service.address.removeprefix("http://")
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        head = f"Host: {host}\r\nCookie: {cookie}\r\nContent-Length: 9000"
        kind = "Content-Type: multipart/form-data; boundary=x"
        open_ = [socket.create_connection(("127.0.0.1", int(host.partition(":")[2]))) for _ in range(20)]
        for each in open_:
            each.sendall(f"POST {API}/files HTTP/1.1\r\n{head}\r\n{kind}\r\n\r\n--x\r\n".encode())
        time.sleep(0.5)
        code, rest = service.interrupt()
        for each in open_:
            each.close()
    assert code == 0
    assert "Traceback" not in rest
    assert "Cancel 20 running task(s)" in rest
    assert rest.strip().endswith("Weft has ended.")
