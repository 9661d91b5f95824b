"""The desk around the canvas: palette, panels, theme, outline and shortcuts, and what of it is remembered."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, box_of, enter_saved, middle
from playwright.sync_api import Browser, BrowserContext, Cookie, Locator, expect
from terminal_runs import runs_the_same_in_the_terminal

NAME = "desk.workflow.json"
WORKFLOW: dict[str, Any] = {
    "format": 1,
    "nodes": {
        "people": {
            "tool": "weft.text_input",
            "title": "People",
            "settings": {"columns": [{"name": "name"}], "rows": [["Ada"], ["Bo"]]},
        },
        "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}},
        "browse": {"tool": "weft.browse"},
    },
    "connections": [{"from": "people.out", "to": "sort.in"}, {"from": "sort.out", "to": "browse.in"}],
    "containers": {"order": {"title": "Order", "nodes": ["sort"]}},
    "layout": {
        "nodes": {"people": {"x": 80, "y": 80}, "sort": {"x": 260, "y": 80}, "browse": {"x": 440, "y": 80}}
    },
}
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("workspace")
    (folder / NAME).write_text(json.dumps(WORKFLOW), "utf-8")
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    return enter_saved(context, service, cookies, NAME)


def reload(desk: Desk) -> None:
    desk.page.reload()
    expect(desk.nodes()).to_have_count(3)


def edge(desk: Desk, label: str) -> Locator:
    """What lies between two panels."""
    return desk.page.get_by_role("separator", name=label)


def test_the_palette_has_colours_icons_search_and_favourites_that_stay(desk: Desk) -> None:
    tools = desk.tools
    dots = tools.locator("h2 [class*=dot]")
    colours = dots.evaluate_all("(all) => all.map((each) => getComputedStyle(each).backgroundColor)")
    # The favourites and seven categories.
    assert len(set(colours)) >= 7
    icons = tools.locator("[data-tool] svg.lucide")
    expect(icons).to_have_count(tools.locator("[data-tool]").count())
    names = icons.evaluate_all("(all) => all.map((each) => each.getAttribute('class'))")
    assert len(set(names)) > len(names) * 0.9

    search = tools.get_by_label("Search the tools")
    search.fill("imrec")
    expect(tools.locator("[data-tool]").first).to_have_accessible_name("Image Recognition")
    search.fill("vlookup")
    expect(tools.locator("[data-tool]")).to_have_text(["Join"])
    search.fill("nothing like it")
    expect(tools.get_by_text("No tool is called or does that.")).to_be_visible()
    tools.get_by_role("button", name="Clear the search").click()

    favourites = tools.get_by_role("region", name="Favourites")
    expect(favourites).to_contain_text("Press the star")
    joins = tools.get_by_role("region", name="Join")
    joins.get_by_role("button", name="Union", exact=True).hover()
    joins.get_by_role("button", name="Keep Union as a favourite").click()
    tools.get_by_role("button", name="Transform", exact=True).click()
    for _ in range(2):
        expect(favourites.locator("[data-tool]")).to_have_text(["Union"])
        expect(tools.get_by_role("region", name="Transform").locator("[data-tool]")).to_have_count(0)
        reload(desk)
    favourites.get_by_role("button", name="Union", exact=True).hover()
    favourites.get_by_role("button", name="Remove Union from the favourites").click()
    expect(favourites.locator("[data-tool]")).to_have_count(0)


def test_panels_are_resized_and_folded_and_the_desk_remembers(desk: Desk) -> None:
    panels = (desk.tools, desk.settings, desk.results)
    before = {part: box_of(part) for part in panels}
    x, y = middle(edge(desk, "Width of the tools"))
    desk.drag((x, y), (x + 80, y))
    x, y = middle(edge(desk, "Height of the results"))
    desk.drag((x, y), (x, y - 60))
    x, y = middle(edge(desk, "Width of the settings"))
    desk.drag((x, y), (x - 40, y))
    edge(desk, "Width of the settings").press("ArrowLeft")
    wanted = {
        desk.tools: before[desk.tools]["width"] + 80,
        desk.settings: before[desk.settings]["width"] + 56,
    }
    for _ in range(2):
        for part, width in wanted.items():
            assert box_of(part)["width"] == pytest.approx(width, abs=2)
        assert box_of(desk.results)["height"] == pytest.approx(before[desk.results]["height"] + 60, abs=2)
        reload(desk)

    across = box_of(desk.canvas)["width"]
    edge(desk, "Width of the tools").dblclick()
    expect(desk.tools).to_have_count(0)
    assert box_of(desk.canvas)["width"] > across + 200
    desk.press("Control+j")
    expect(desk.results).to_have_count(0)
    reload(desk)
    expect(desk.tools).to_have_count(0)
    expect(desk.results).to_have_count(0)
    desk.page.get_by_role("button", name="Show the tools").click()
    expect(desk.tools).to_be_visible()
    desk.page.get_by_role("button", name="Layout").click()
    desk.choose("Reset the layout")
    for part, box in before.items():
        assert box_of(part)["width"] == pytest.approx(box["width"], abs=2)


def test_the_theme_follows_the_system_until_one_is_chosen(desk: Desk) -> None:
    page = desk.page
    page.emulate_media(color_scheme="light")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert light != dark
    page.get_by_role("button", name="Theme").click()
    expect(page.get_by_role("menuitemcheckbox", name="As the system")).to_be_checked()
    page.get_by_role("menuitemcheckbox", name="Light").click()
    assert page.evaluate(GROUND) == light
    reload(desk)
    assert page.evaluate(GROUND) == light
    desk.press("Shift+Alt+T")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(GROUND) == dark


def test_the_outline_mirrors_the_graph_and_what_is_selected(desk: Desk) -> None:
    desk.press("Control+Alt+o")
    tree = desk.page.get_by_role("tree", name="Outline of the workflow")
    rows = tree.get_by_role("treeitem")
    names = re.compile(r"(People|Order|Sort|Browse)")
    expect(rows.filter(has_text=names).first).to_be_visible()
    assert {"People", "Order", "Sort", "Browse"} <= set(tree.locator("[class*=label]").all_inner_texts())
    desk.select("Sort")
    expect(tree.locator('[data-row="node sort"]')).to_have_attribute("aria-selected", "true")
    tree.locator('[data-row="node browse"]').click()
    expect(desk.settings.get_by_role("heading", name="Browse")).to_be_visible()
    desk.press("Delete")
    expect(desk.nodes()).to_have_count(2)
    expect(tree.locator('[data-row="node browse"]')).to_have_count(0)
    desk.press("Control+z")
    expect(tree.locator('[data-row="node browse"]')).to_be_visible()


def test_the_shortcuts_are_listed_and_those_of_designer_do_what_they_do_there(
    desk: Desk, service: Service, tmp_path: Path
) -> None:
    desk.focus_canvas()
    desk.press("?")
    dialog = desk.page.get_by_role("dialog", name="Shortcuts")
    expect(dialog.get_by_role("region")).not_to_have_count(0)
    dialog.get_by_label("Search the shortcuts").fill("browse")
    expect(dialog.locator("dl > div")).to_have_count(1)
    expect(dialog.locator("dl > div")).to_contain_text(re.compile(r"Ctrl.*Shift.*B$"))
    desk.press("Escape")
    desk.select("Sort")
    desk.press("Control+Shift+B")
    expect(desk.nodes()).to_have_count(4)
    expect(desk.connections()).to_have_count(3)
    desk.press("Control+Shift+S")
    asked = desk.page.get_by_role("dialog", name="Save as")
    asked.get_by_label("Name").fill("browsed")
    asked.get_by_role("button", name="Save", exact=True).click()
    expect(asked).to_have_count(0)
    desk.press("Control+r")
    desk.wait_until("Browse", "succeeded")
    desk.wait_for_run()
    runs_the_same_in_the_terminal(service.workspace / "browsed.workflow.json", tmp_path / "store")
