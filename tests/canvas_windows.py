"""Windows of the canvas in which tests look at runs of the stub tools, files and what becomes of both."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from browser import Service, serving
from playwright.sync_api import BrowserContext, Cookie, Locator, Page, expect

from weft.document.files import load, save
from weft.document.model import Document

GONE = ["Failed to load resource", "net::ERR_"]
"""What the console says of requests that got no answer, or were refused, on purpose."""


@dataclass
class Entrance:
    """The door of a service: it lets one browser after the other in, though a token works once."""

    service: Service
    cookies: list[Cookie] = field(default_factory=list)

    def open(self, context: BrowserContext, workflow: str = "") -> Page:
        """A further window, on the start page or on a workflow."""
        if not self.cookies:
            context.request.get(self.service.url)
            self.cookies = context.cookies()
        context.add_cookies(self.cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(self.address(workflow))
        return page

    def address(self, workflow: str = "") -> str:
        """Where the start page is, or a workflow."""
        return f"{self.service.origin}/" + (f"?workflow={quote(workflow)}.workflow.json" if workflow else "")


@contextmanager
def at_same_port(service: Service) -> Iterator[None]:
    """The service, started again where it was, with the plugins that lie beside its folder."""
    plugins, port = service.workspace.with_name("plugins"), urlsplit(service.origin).port
    with serving(service.workspace, "--plugins", str(plugins), port=port or 0):
        yield


def node(page: Page, label: str) -> Locator:
    """A node on the canvas, by what it is called."""
    return page.get_by_role("main", name="Canvas").get_by_role("group", name=re.compile(f"^{label},"))


def run(page: Page) -> None:
    """Press Run."""
    page.get_by_role("button", name="Run", exact=True).click()


def show(page: Page, tab: str) -> Locator:
    """A tab of the results."""
    results = page.get_by_role("region", name="Results")
    results.get_by_role("tab", name=tab).click()
    return results.get_by_role("tabpanel")


def setting(page: Page, label: str, name: str) -> Locator:
    """A setting of a node, in the panel at the right."""
    node(page, label).click()
    return page.get_by_role("complementary", name="Settings").get_by_label(name, exact=True)


def dialog(page: Page, title: str) -> Locator:
    """A dialog that is open."""
    found = page.get_by_role("dialog", name=title)
    expect(found).to_be_visible()
    return found


def message(page: Page, text: str) -> Locator:
    """A message at the bottom of the window."""
    return page.get_by_role("list", name="Messages").get_by_text(text)


def come_back(page: Page) -> None:
    """What a window hears when the user turns to it again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def write(workspace: Path, name: str, document: Document) -> Path:
    """A workflow file of the workspace."""
    path = workspace / f"{name}.workflow.json"
    save(document, path)
    return path


def settings_on_disk(path: Path, name: str) -> dict[str, Any]:
    """The settings of a node as they were saved."""
    return dict(load(path).nodes[name].settings)
