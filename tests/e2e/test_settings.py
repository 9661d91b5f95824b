"""The settings of tools in a browser: columns, steps, formulas, models, and what is wrong with them."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, enter_saved, middle
from playwright.sync_api import Browser, BrowserContext, Cookie, Locator, expect

from weft.document.files import load

PAUSE_MS = 100
"""The editor takes nothing from a list that has only just opened: a key may be meant for the text."""
NAME = "settings.workflow.json"
NO_COLUMN = re.compile("no column 'town'")
ROWS = [["Ada", "36", "Turin"], ["Bo", "7", "Rome"], ["Cy", "51", "Turin"]]
CHAIN = {
    "people": ("text_input", {"columns": [{"name": name} for name in ("name", "age", "town")], "rows": ROWS}),
    "select": ("select", {}),
    "sort": ("sort", {"keys": [{"column": "name"}]}),
    "formula": ("formula", {}),
}
LONE = {
    "steps": ("image_processing", {"steps": [{"step": "scale"}, {"step": "grayscale"}, {"step": "flip"}]}),
    "learn": ("image_recognition", {}),
}


def workflow() -> dict[str, Any]:
    """A chain of table tools, and two tools for pictures beside it."""
    tools = {**CHAIN, **LONE}
    names = list(CHAIN)
    return {
        "format": 1,
        "nodes": {name: {"tool": f"weft.{tool}", "settings": own} for name, (tool, own) in tools.items()},
        "connections": [{"from": f"{a}.out", "to": f"{b}.in"} for a, b in pairwise(names)],
        "layout": {
            "nodes": {name: {"x": 80 + 140 * place, "y": 80} for place, name in enumerate(CHAIN)}
            | {name: {"x": 80 + 140 * place, "y": 240} for place, name in enumerate(LONE)}
        },
    }


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / NAME).write_text(json.dumps(workflow()), "utf-8")
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    return enter_saved(context, service, cookies, NAME)


def options(desk: Desk, name: str) -> Locator:
    """What a combo box offers."""
    desk.field(name).click()
    return desk.page.get_by_role("listbox").get_by_role("option")


def test_columns_are_ticked_renamed_and_ordered_and_later_tools_offer_what_is_left(desk: Desk) -> None:
    desk.select("Select")
    grid = desk.settings.get_by_role("region", name="Columns")
    expect(grid).to_contain_text("3 of 3 columns pass")
    grid.get_by_label("New name of name").fill("person")
    grid.get_by_label("New type of age").select_option("int32")
    grid.get_by_label("Keep town").uncheck()
    expect(grid).to_contain_text("2 of 3 columns pass")
    handle = grid.get_by_role("button", name=re.compile("^Move age"))
    x, y = middle(handle)
    desk.drag((x, y), (x, middle(grid.get_by_role("button", name=re.compile("^Move name")))[1] - 10))
    expect(grid.get_by_role("rowheader").first).to_contain_text("age")

    desk.select("Sort")
    expect(options(desk, "Column")).to_have_count(2)
    expect(desk.page.get_by_role("listbox").get_by_role("option").first).to_contain_text("age")
    desk.page.get_by_role("option", name=re.compile("person")).click()
    desk.anchor("Output", "out", "Sort").click()
    assert desk.open_tab("Records").get_by_role("rowheader").all_inner_texts() == ["age", "person"]
    desk.press("Control+Enter")
    desk.wait_for_run()
    desk.select("Select")
    desk.press("Control+Enter")
    desk.wait_until("Select", "Done")
    desk.wait_for_run()
    expect(desk.grid().get_by_role("columnheader", name=re.compile("^age"))).to_contain_text("int32")


def test_steps_are_added_folded_and_ordered_by_their_handles(desk: Desk) -> None:
    desk.select("Image Processing")
    steps = desk.settings.get_by_role("button", name=re.compile(r"^Move .*drag$"))

    def order() -> list[str]:
        names = [each.get_attribute("aria-label") or "" for each in steps.all()]
        return [name.removeprefix("Move ").split(",")[0] for name in names]

    first = order()
    assert len(first) == 3
    x, y = middle(steps.last)
    desk.drag((x, y), (x, middle(steps.first)[1] - 8))
    expect(steps.first).to_have_accessible_name(re.compile(f"^Move {first[2]}, 1 of 3"))
    assert order() == [first[2], first[0], first[1]]
    desk.press("Control+z")
    expect(steps.first).to_have_accessible_name(re.compile(f"^Move {first[0]}, 1 of 3"))
    steps.first.focus()
    desk.press("Alt+ArrowDown")
    assert order() == [first[1], first[0], first[2]]
    desk.settings.get_by_role("button", name="Add a step").click()
    desk.choose("Crop")
    expect(steps).to_have_count(4)
    desk.settings.get_by_role("button", name=re.compile("^Remove Crop")).click()
    expect(steps).to_have_count(3)


def test_formulas_are_coloured_completed_underlined_and_tried_on_the_first_records(desk: Desk) -> None:
    page = desk.page
    desk.select("Sort")
    desk.press("Control+Enter")
    desk.wait_until("Sort", "Done|Kept")
    desk.wait_for_run()
    desk.select("Formula")
    desk.settings.get_by_role("button", name="Add an expression").click()
    desk.set_text("Output column", "Note")
    editor = desk.field("Expression")
    editor.click()
    page.keyboard.type("Upp")
    list_ = page.locator(".cm-tooltip-autocomplete")
    expect(list_.get_by_role("option").first).to_contain_text("Uppercase")
    expect(page.locator(".cm-completionInfo")).to_contain_text("Uppercase(")
    page.wait_for_timeout(PAUSE_MS)
    desk.press("Enter")
    page.keyboard.type("[to")
    expect(list_.get_by_role("option")).to_have_text([re.compile(r"\[town\]")])
    page.wait_for_timeout(PAUSE_MS)
    desk.press("Enter")
    expect(editor).to_have_text("Uppercase([town])")
    colours = editor.locator("span").evaluate_all("(all) => all.map((each) => getComputedStyle(each).color)")
    assert len(set(colours)) >= 2
    preview = desk.settings.get_by_role("table", name="Result on the first records")
    expect(preview.get_by_role("row").nth(1)).to_contain_text("TURIN")
    expect(preview.get_by_role("row")).to_have_count(4)
    expect(desk.settings.get_by_text(re.compile("^Gives"))).to_contain_text("text")

    desk.set_formula("Expression", " + Trim([nme])")
    wrong = editor.locator(".cm-lintRange-error")
    expect(wrong.first).to_be_visible()
    expect(desk.settings.get_by_role("listitem").filter(has_text="nme").first).to_be_visible()
    wrong.first.hover()
    expect(page.locator(".cm-diagnostic")).to_contain_text("nme")
    desk.settings.get_by_role("button", name="Open Expression in a large window").click()
    dialog = page.get_by_role("dialog", name="Expression")
    dialog.get_by_label("Find a column or function").fill("lowercase")
    expect(dialog.get_by_role("region", name="Columns and functions")).to_contain_text("→")


def test_networks_tell_their_size_and_pace_and_tools_their_help(desk: Desk) -> None:
    desk.select("Image Recognition")
    networks = options(desk, "Pre-trained model")
    small = networks.filter(has_text="Small CNN")
    expect(small).to_contain_text(re.compile(r"[\d.]+ million weights"))
    expect(small).to_contain_text("nothing to download")
    expect(networks.filter(has_text=re.compile(r"\d+ MB.*(quick|times slower)"))).not_to_have_count(0)
    desk.press("Escape")
    desk.settings.get_by_role("button", name="Help on Image Recognition").click()
    expect(desk.settings.get_by_role("region", name="Help on Image Recognition")).to_contain_text("pictures")
    desk.settings.get_by_role("button", name="About Epochs").click()
    expect(desk.settings).to_contain_text(re.compile("epoch", re.IGNORECASE))


def test_what_is_wrong_is_told_at_once_on_the_field_the_node_and_in_a_list_that_leads_there(
    desk: Desk, service: Service
) -> None:
    desk.select("Sort")
    desk.choose_option("Column", "town")
    expect(desk.node("Sort")).not_to_have_accessible_description(NO_COLUMN)
    desk.select("Select")
    desk.settings.get_by_label("Keep town").uncheck()
    # Nothing has run, and another node is selected.
    expect(desk.node("Sort")).to_have_accessible_description(NO_COLUMN)
    problems = desk.open_tab("Problems").get_by_role("list", name="Problems")
    problems.get_by_role("button", name=re.compile("Sort.*town")).click()
    expect(desk.settings.get_by_role("heading", name="Sort")).to_be_visible()
    field = desk.field("Column")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("town"))
    assert load(service.workspace / NAME).nodes["sort"].settings == {"keys": [{"column": "name"}]}
    # In the field that the problem led to, where nothing was typed.
    desk.press("Control+z")
    expect(desk.node("Sort")).not_to_have_accessible_description(NO_COLUMN)
    expect(field).not_to_have_attribute("aria-invalid", "true")
