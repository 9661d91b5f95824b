"""The canvas in a real browser, against a real service."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Complaints, Service, launch, serving
from playwright.sync_api import Browser, BrowserContext, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty folder to serve."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def service(workspace: Path) -> Iterator[Service]:
    with serving(workspace) as found:
        yield found


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the pages of a test may not say; the test may allow what it causes on purpose."""
    found = Complaints()
    yield found
    found.check()


@pytest.fixture
def context(browser: Browser, complaints: Complaints) -> Iterator[BrowserContext]:
    """A browser profile of its own, 1440 x 900."""
    found = browser.new_context(viewport={"width": 1440, "height": 900})
    found.on("page", complaints.listen)
    found.set_default_timeout(15_000)
    yield found
    found.close()
