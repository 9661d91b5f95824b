"""The canvas in a real browser, against a real service."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import WEFT, Complaints, Service, launch, serving
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
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
def context(
    request: pytest.FixtureRequest, browser: Browser, complaints: Complaints
) -> Iterator[BrowserContext]:
    """A browser profile of its own, 1440 x 900."""
    if "service" in request.fixturenames:
        # The windows close before the service ends, or they would complain that it is gone.
        request.getfixturevalue("service")
    found = browser.new_context(viewport={"width": 1440, "height": 900})
    found.on("page", complaints.listen)
    found.set_default_timeout(PATIENCE_MS)
    yield found
    found.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred drawn pictures in four folders; to be copied."""
    folder = tmp_path_factory.mktemp("drawn") / "pictures"
    drawing = Path(__file__).parents[2] / "workflows" / "characters" / "draw.py"
    subprocess.run(
        [sys.executable, str(drawing), str(folder), "--pictures", "100"], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Path:
    """A workspace with the sample of characters, trained for a moment by `weft run`; not to be changed."""
    workspace = tmp_path_factory.mktemp("trained")
    sample = Path(__file__).parents[2] / "workflows" / "characters" / "train.workflow.json"
    text = (
        sample.read_text("utf-8")
        .replace('"default": 12', '"default": 3')
        .replace('"default": 64', '"default": 32')
    )
    (workspace / "train.workflow.json").write_text(text, "utf-8")
    shutil.copytree(pictures, workspace / "pictures")
    subprocess.run([WEFT, "run", "train.workflow.json"], cwd=workspace, check=True, capture_output=True)
    return workspace
