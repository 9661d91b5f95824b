"""A real browser for the tests of the canvas, and a real service for it to open."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

WEFT = str(Path(sys.executable).with_name("weft"))
KNOWN = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW = "no browser for the tests of the canvas: apt-get install chromium, or playwright install chromium"
ARGUMENTS = ("--no-sandbox", "--force-color-profile=srgb", "--disable-dev-shm-usage")
"""As root in a container Chromium has no sandbox of its own, and little shared memory."""


def browser_path(playwright: Playwright) -> str:
    """The browser to use: one of the machine, else Playwright's own. Where there is none the tests are
    skipped, but under `CI=true` they fail.
    """
    own = playwright.chromium.executable_path
    found = next((path for name in KNOWN if (path := shutil.which(name))), None)
    if found or Path(own).exists():
        return found or own
    if os.environ.get("CI") == "true":
        pytest.fail(HOW, pytrace=False)
    pytest.skip(HOW)


def launch(playwright: Playwright) -> Browser:
    """The browser, without a window."""
    return playwright.chromium.launch(executable_path=browser_path(playwright), args=list(ARGUMENTS))


@dataclass
class Service:
    """A running `weft serve`.

    Attributes:
        process: The server.
        url: The address to open, with its token.
        workspace: The folder that it serves.
    """

    process: subprocess.Popen[str]
    url: str
    workspace: Path

    @property
    def origin(self) -> str:
        """The address without path."""
        found = re.match(r"http://[^/]+", self.url)
        assert found
        return found[0]

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def start_service(workspace: Path, *options: str, port: int = 0) -> Service:
    """Start `weft serve` over a folder and wait until it says where it is."""
    command = [WEFT, "serve", str(workspace), "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    told: list[str] = []
    for line in process.stdout:
        told.append(line)
        if found := re.search(r"http://\S+", line):
            return Service(process, found[0], workspace)
    raise AssertionError(f"the service did not start:\n{''.join(told)}")


@contextmanager
def serving(workspace: Path, *options: str, port: int = 0) -> Iterator[Service]:
    """A service for the length of a block."""
    service = start_service(workspace, *options, port=port)
    try:
        yield service
    finally:
        service.stop()
        if service.process.stdout:
            service.process.stdout.close()


@dataclass
class Complaints:
    """What the page said of itself that no user should cause: errors of its script, lines in the console."""

    allowed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Hear what a page says."""

        def console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.heard.append(f"{message.type}: {message.text}")

        page.on("console", console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))

    def check(self) -> None:
        """Fail where something was said that no test allowed."""
        left = [text for text in self.heard if not any(each in text for each in self.allowed)]
        assert not left, "\n".join(left)


def open_canvas(context: BrowserContext, service: Service, workflow: str = "") -> Page:
    """A new window of the canvas, perhaps on a workflow of the workspace."""
    page = context.new_page()
    page.goto(service.url)
    if workflow:
        page.goto(f"{service.origin}/?workflow={workflow}")
    return page
