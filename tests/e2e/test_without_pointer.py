"""What the pointer does by gestures, the keyboard does too: arranging, grouping, noting, looking, ending."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Service, open_canvas, serving
from canvas_keys import STOPS, Typist
from playwright.sync_api import BrowserContext, Locator, expect
from terminal_runs import runs_the_same_in_the_terminal

GRID = 16
NAME = "keys.workflow.json"
WORKFLOW: dict[str, Any] = {
    "format": 1,
    "nodes": {
        "people": {
            "tool": "weft.text_input",
            "title": "People",
            "settings": {
                "columns": [{"name": "name"}, {"name": "town"}],
                "rows": [["Cy", "Rome"], ["Ada", "Turin"], ["Bo", "Rome"]],
            },
        },
        "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}},
        "union": {"tool": "weft.union"},
        "browse": {"tool": "weft.browse"},
    },
    "connections": [
        {"from": "people.out", "to": "sort.in"},
        {"from": "people.out", "to": "union.in", "name": "#1"},
        {"from": "sort.out", "to": "union.in", "name": "#2"},
        {"from": "union.out", "to": "browse.in"},
    ],
    "layout": {
        "nodes": {
            "people": {"x": 80, "y": 80},
            "sort": {"x": 240, "y": 160},
            "union": {"x": 400, "y": 112},
            "browse": {"x": 560, "y": 80},
        }
    },
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("workspace")
    (folder / NAME).write_text(json.dumps(WORKFLOW), "utf-8")
    with serving(folder) as found:
        yield found


def saved(service: Service) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((service.workspace / NAME).read_text("utf-8"))
    return found


def test_a_workflow_is_arranged_run_and_looked_at_by_keys_alone(
    context: BrowserContext, service: Service, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_canvas(context, service, NAME)
    typist = Typist(page)
    expect(page.locator(".react-flow__node-tool")).to_have_count(4)
    typist.find("People")
    sizes = arrange(typist)
    typist.press("Control+s")
    typist.hears("is saved")
    document = saved(service)
    assert document["layout"]["nodes"]["people"]["y"] == document["layout"]["nodes"]["union"]["y"]
    assert document["nodes"]["sort"]["title"] == "By name"
    assert document["layout"]["notes"]["sort"] == "as in the list"
    (container,) = document["containers"].values()
    assert container["title"] == "Input"
    assert set(container["nodes"]) == {"people", "union"}
    (comment,) = document["layout"]["comments"].values()
    assert comment["text"] == "Mind the order"
    (frame,) = document["layout"]["containers"].values()
    assert (comment["width"], comment["height"]) == sizes[1]
    # It grew further down for what was put into it.
    assert (frame["width"], frame["height"] > sizes[0][1]) == (sizes[0][0], True)
    look(typist)
    keep(typist)
    typist.press("Control+s")
    typist.hears("is saved")
    assert saved(service)["nodes"]["sort"]["pinned"]
    runs_the_same_in_the_terminal(service.workspace / NAME, tmp_path / "store")


def arrange(typist: Typist) -> list[tuple[int, int]]:
    """Gives the sizes of the container and of the comment."""
    page = typist.page
    typist.press("Shift+ArrowRight")
    typist.hears("2 things selected")
    typist.press("Control+Shift+ArrowUp")
    typist.press("Control+g")
    typist.stands_on("^Title of the container")
    typist.press("Control+a")
    typist.type("Input")
    typist.press("Enter")
    container = resize(typist, "^Container Input")
    typist.find("Sort")
    typist.rename("By name")
    typist.press("Shift+F2")
    expect(page.locator(".react-flow textarea")).to_be_focused()
    typist.type("as in the list")
    typist.press("Control+Enter")
    expect(page.locator(".react-flow").get_by_text("as in the list")).to_be_visible()
    typist.find("Browse")
    typist.press("d")
    expect(page.locator("#state-browse")).to_contain_text("Disabled")
    typist.press("d")
    typist.press("Control+ArrowDown")
    typist.hears("^Moved down")
    # The order of what comes into a Union.
    typist.find("Union")
    typist.press(",")
    typist.press("Shift+F10")
    expect(page.get_by_role("menu")).to_be_visible()
    typist.press("Escape")
    return [container, write(typist)]


def resize(typist: Typist, name: str) -> tuple[int, int]:
    """Larger both ways; one step too wide is taken back. Gives the width and the height."""
    typist.stands_on(name)
    typist.press("w")
    width, height = (int(each) for each in re.findall(r"\d+", typist.hears(r"^\d+ wide, \d+ high")))
    typist.press("w", "Shift+W", "h")
    typist.hears(f"^{width} wide, {height + GRID} high")
    return width, height + GRID


def write(typist: Typist) -> tuple[int, int]:
    """A comment, whose size is given; and a node comes into the container and out of it."""
    page = typist.page
    typist.press("t")
    typist.type("Mind the order")
    typist.press("Control+Enter")
    expect(page.locator(".react-flow").get_by_text("Mind the order")).to_be_visible()
    size = resize(typist, "^Comment: Mind the order")
    for home, told in (("Input", "into Input"), ("Out of all containers", "out of its container")):
        typist.find("Browse")
        typist.press("Shift+F10")
        page.get_by_role("menuitem", name=re.compile("^Into a container")).press("Enter")
        page.get_by_role("menuitemcheckbox", name=home).press("Enter")
        typist.hears(f"^Browse moved {told}")
    return size


def look(typist: Typist) -> None:
    page = typist.page
    typist.find("Browse")
    typist.press("Control+Enter")
    typist.hears("^The run has finished", timeout=30_000)
    typist.press("l")
    grid = page.get_by_role("region", name="Results", exact=True).get_by_role("grid")
    # The key shows the records and leads to them.
    expect(grid).to_be_focused()
    expect(grid.get_by_role("rowheader").first).to_be_visible()
    typist.press("Control+Home", "ArrowUp", "Enter")
    expect(heading(grid, "name")).to_have_attribute("aria-sort", "ascending")
    typist.press("Alt+ArrowDown")
    page.get_by_role("menuitem", name="Sort descending").press("Enter")
    expect(heading(grid, "name")).to_have_attribute("aria-sort", "descending")
    # The menu gives the focus back, and the records come in their new order.
    expect(grid).to_be_focused()
    expect(grid.get_by_role("rowheader").first).to_be_visible()
    typist.press("ArrowDown", "Shift+ArrowRight", "Control+c")
    typist.hears("^Copied 2 columns of 1 record")
    assert page.evaluate("navigator.clipboard.readText()").split("\n")[-1] == "Cy\tRome"
    for keys, tab in (("Alt+3", "Profile"), ("Alt+7", "History"), ("Alt+1", "Records")):
        typist.press(keys)
        shown = page.get_by_role("tab", name=re.compile(f"^{tab}"))
        expect(shown).to_have_attribute("aria-selected", "true")
        # What had the focus went with the tab before.
        expect(shown).to_be_focused()
    for _ in range(STOPS):
        if grid.evaluate("(each) => each === document.activeElement"):
            break
        typist.press("Tab")
    expect(grid).to_be_focused()
    typist.press("Alt+3")
    typist.back()
    regions = set()
    for _ in range(4):
        typist.press("F6")
        page.wait_for_timeout(60)
        regions.add(page.evaluate("document.activeElement.closest('[data-region]')?.dataset.region"))
    assert regions == {"palette", "canvas", "settings", "results"}


def keep(typist: Typist) -> None:
    """A pinned node, and the drawing as a picture."""
    page = typist.page
    typist.find("By name")
    typist.press("Shift+F10")
    page.get_by_role("menuitem", name="Cache and Run").press("Enter")
    typist.hears("^The run has finished", timeout=30_000)
    expect(page.locator(".react-flow").get_by_title("Pinned")).to_be_visible()
    for kind in ("SVG", "PNG"):
        typist.press("Control+k")
        expect(page.get_by_role("dialog", name="Find")).to_be_visible()
        typist.type(f"{kind} picture")
        with page.expect_download() as picture:
            typist.press("Enter")
        assert picture.value.suggested_filename == f"keys.{kind.lower()}"
        expect(page.get_by_role("dialog", name="Find")).to_have_count(0)


def heading(grid: Locator, name: str) -> Locator:
    return grid.get_by_role("columnheader", name=re.compile(f"^{name}"))
