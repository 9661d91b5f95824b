"""Every view as a screen reader and a weak eye meet it: axe finds nothing in light and dark."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import WEFT, Service, serving
from canvas_axe import Inspector
from canvas_desk import Desk, admit, enter
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, expect

SAMPLES = Path(__file__).parents[2] / "workflows"
TRAIN, TABLES = "characters/train.workflow.json", "tables/tables.workflow.json"
CHANGED = "characters/other.workflow.json"
"""The training again, for the test that changes it: unsaved changes are offered to every window."""

DIALOG, MENU, LIST, SETTINGS = "dialog[open]", "[role=menu]", "[data-picklist]", "[data-region=settings]"
RESULTS = "[data-region=results]"
FOLDED = f"{SETTINGS} [aria-expanded=false]:not([aria-haspopup], [role=combobox])"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The samples, with a training that was run."""
    workspace = tmp_path_factory.mktemp("samples")
    for name in ("characters", "tables"):
        shutil.copytree(SAMPLES / name, workspace / name, ignore=shutil.ignore_patterns("results"))
    shutil.copy(workspace / TRAIN, workspace / CHANGED)
    drawing = [sys.executable, str(SAMPLES / "characters" / "draw.py")]
    training = [WEFT, "run", TRAIN, "--store", ".weft", "--set", "epochs=1", "--set", "size=24"]
    for command in ([*drawing, "characters/pictures", "--pictures", "40"], training):
        subprocess.run(command, cwd=workspace, check=True, capture_output=True, timeout=120)
    with serving(workspace) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def page(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Page:
    """A window on the training."""
    return opened(context, service, cookies, TRAIN)


def opened(context: BrowserContext, service: Service, cookies: list[Cookie], workflow: str) -> Page:
    page = enter(context, service, cookies, workflow)
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".react-flow__node").first).to_be_visible()
    return page


def select(page: Page, label: str) -> None:
    """Go to a node by the search of the desk."""
    page.keyboard.press("Control+k")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    expect(page.locator(f"{SETTINGS} h2")).to_have_text(label)


def test_the_start_page_the_empty_canvas_and_their_dialogs_pass_axe(
    context: BrowserContext, service: Service, cookies: list[Cookie]
) -> None:
    page = enter(context, service, cookies)
    page.emulate_media(reduced_motion="reduce")
    inspector = Inspector(page)
    expect(page.get_by_role("button", name=re.compile("^Open a copy of Tables"))).to_be_visible()
    inspector.look("start page")
    page.keyboard.press("Control+Alt+n")
    expect(page.get_by_role("button", name="Add a tool")).to_be_visible()
    inspector.look("empty canvas")
    for keys, view, within in (
        ("a", "quick-add", LIST),
        ("?", "shortcuts", DIALOG),
        ("Control+k", "search", DIALOG),
        ("Control+o", "open", DIALOG),
        ("Control+Shift+s", "save as", DIALOG),
    ):
        page.keyboard.press(keys)
        inspector.look(view, within)
        page.keyboard.press("Escape")
        expect(page.locator(within)).to_have_count(0)
    for name in ("Layout", "Theme", "Help", "File Untitled.workflow.json"):
        page.get_by_role("button", name=name, exact=True).click()
        inspector.look(f"menu {name}", MENU)
        page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("form")
    page.keyboard.press("ArrowDown")
    inspector.look("found tools", "[data-region=palette]")
    page.keyboard.press("?")
    inspector.look("help of a tool", DIALOG)
    inspector.tell()


@pytest.mark.parametrize("file", [TRAIN, TABLES])
def test_the_outline_and_the_settings_of_every_tool_pass_axe(
    file: str, context: BrowserContext, service: Service, cookies: list[Cookie]
) -> None:
    page = opened(context, service, cookies, file)
    inspector = Inspector(page)
    page.keyboard.press("Control+Alt+o")
    expect(page.get_by_role("tree")).to_be_visible()
    inspector.look("outline", "[data-region=palette]")
    nodes = json.loads((service.workspace / file).read_text("utf-8"))["nodes"]
    one_of_each = {node["tool"]: name for name, node in nodes.items()}
    for tool, name in one_of_each.items():
        row = page.locator(f'[data-row="node {name}"]')
        row.click()
        expect(row).to_have_attribute("aria-selected", "true")
        while page.locator(FOLDED).count():
            page.locator(FOLDED).first.click()
        inspector.look(f"settings of {tool}", SETTINGS)
    inspector.tell()


def test_every_tab_of_the_results_and_the_picture_viewer_pass_axe(page: Page) -> None:
    inspector = Inspector(page)
    desk = Desk(page)
    for label, tabs in (
        ("Image Recognition", ("Records", "Learning", "Report", "Messages", "History")),
        ("Image Processing", ("Pictures", "Profile", "Records")),
    ):
        select(page, label)
        for tab in tabs:
            desk.open_tab(tab)
            expect(page.locator(f"{RESULTS} [aria-busy=true]")).to_have_count(0)
            inspector.look(f"tab {tab}", RESULTS)
    desk.grid().get_by_role("gridcell").get_by_role("button").or_(desk.grid().locator("img")).first.click()
    inspector.look("picture viewer", DIALOG)
    page.keyboard.press("Escape")
    inspector.tell()


def test_what_lies_over_a_workflow_and_all_pages_of_the_settings_pass_axe(
    context: BrowserContext, service: Service, cookies: list[Cookie]
) -> None:
    page = opened(context, service, cookies, CHANGED)
    inspector = Inspector(page)
    press = page.keyboard.press
    inspector.look("workflow")
    select(page, "Image Recognition")
    press("c")
    inspector.look("which output", LIST)
    press("Enter")
    inspector.look("what to connect with", LIST)
    press("Escape")
    expect(page.locator(LIST)).to_have_count(0)
    press("Shift+F10")
    inspector.look("menu of a node", MENU)
    press("Escape")
    press(".")
    inspector.look("connection")
    press("Control+a")
    inspector.look("several")
    press("Escape")
    press("Control+Shift+e")
    expect(page.get_by_role("region", name="What would run")).to_be_visible()
    inspector.look("what would run")
    press("Home")
    press("d")
    expect(page.locator(".react-flow__node [data-off]").first).to_be_visible()
    inspector.look("switched off")
    page.locator(".react-flow__node-comment").first.click()
    inspector.look("comment", SETTINGS)
    page.locator(".react-flow__node-container").get_by_text("Input and prepare").click()
    inspector.look("container", SETTINGS)
    expect(page.get_by_role("banner").get_by_text("changed", exact=True)).to_be_visible()
    page.reload()
    inspector.look("unsaved changes are offered", DIALOG)
    inspector.tell()


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (720, 450)])
def test_a_small_window_and_one_at_200_percent_pass_axe(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    inspector = Inspector(page)
    inspector.look("small window")
    for panel in ("Settings", "Tools"):
        page.get_by_role("button", name=f"Show the {panel.lower()}").click()
        expect(page.get_by_label(panel, exact=True)).to_be_visible()
        inspector.look(f"{panel} over the canvas")
        page.keyboard.press("Escape")
        expect(page.get_by_label(panel, exact=True)).to_have_count(0)
    across = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(across) == 0
    inspector.tell()
