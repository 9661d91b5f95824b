"""What a person meets first: the start page, the list of shortcuts, what buttons say of themselves."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, enter, enter_saved
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, expect

NAME = "train.workflow.json"
WORKFLOW: dict[str, Any] = {
    "format": 1,
    "title": "Characters: train",
    "nodes": {
        "people": {
            "tool": "weft.text_input",
            "title": "People",
            "settings": {"columns": [{"name": "name"}], "rows": [["Ada"], ["Bo"]]},
        },
        "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}},
    },
    "connections": [{"from": "people.out", "to": "sort.in"}],
    "layout": {"nodes": {"people": {"x": 80, "y": 80}, "sort": {"x": 260, "y": 80}}},
}
SILENT = """buttons => buttons
    .filter((each) => each.checkVisibility() && !each.closest("[aria-hidden=true]"))
    .filter((each) => each.role !== "switch") // it stands beside its word
    .filter((each) => !(each.textContent.trim() || each.title))
    .map((each) => each.outerHTML)"""
"""Buttons that show no word and say none on hover."""


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
def start(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Page:
    """A window on the start page."""
    return enter(context, service, cookies)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    return enter_saved(context, service, cookies, NAME)


def test_the_first_thing_that_is_called_like_the_workflow_of_the_folder_is_that_workflow(
    start: Page,
) -> None:
    expect(start.get_by_role("heading", name="Samples")).to_be_visible()
    expect(start.get_by_text(re.compile("^Characters: train")).nth(1)).to_be_visible()
    start.get_by_text("Characters: train").first.click()
    expect(start.get_by_role("button", name=re.compile("^File "))).to_have_text(NAME)


def test_the_title_of_a_sample_opens_it_as_its_button_does(start: Page) -> None:
    samples = start.get_by_role("region", name="Samples")
    title = samples.get_by_role("heading", name="Tables: a week and a half at the bakery")
    title.get_by_role("button").click()
    name = start.get_by_role("button", name=re.compile("^File "))
    expect(name).to_have_text(re.compile("tables.*tables.workflow.json"))


def test_no_row_of_the_shortcuts_is_cut_without_a_sign_that_there_is_more(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size({"width": 1280, "height": 800})
    desk.focus_canvas()
    desk.press("?")
    dialog = page.get_by_role("dialog", name="Shortcuts")
    expect(dialog.get_by_text("Open the context menu")).to_be_attached()
    expect(dialog.get_by_text("Menu key", exact=True)).to_be_attached()
    body = dialog.locator("[class*=body]")
    over = "body => body.scrollHeight - body.clientHeight"
    faded = """body => {
        const fade = body.querySelector("[class*=more]").getBoundingClientRect();
        return fade.bottom - body.getBoundingClientRect().bottom;
    }"""
    covered = """body => {
        const fade = body.querySelector("[class*=more]").getBoundingClientRect();
        return [...body.querySelectorAll("dl > div")].some(
            (row) => row.getBoundingClientRect().bottom > fade.top + 1);
    }"""
    if body.evaluate(over) > 0:
        assert abs(body.evaluate(faded)) <= 1, "the rows at the lower edge fade"
    body.evaluate("body => body.scrollTo(0, body.scrollHeight)")
    assert not body.evaluate(covered), "nothing covers the last row"


def test_every_button_says_what_it_is_and_that_of_a_shortcut_its_keys(desk: Desk) -> None:
    page = desk.page
    desk.select("People", "Sort")
    assert page.locator("button").evaluate_all(SILENT) == []
    told = {
        title.rpartition(" (")[0]: title.rpartition(" (")[2].rstrip(")")
        for title in page.locator("button[title]").evaluate_all("all => all.map((each) => each.title)")
    }
    keys = {
        "Undo": "Ctrl Z",
        "Redo": "Ctrl Y",
        "Find a tool or a node": "Ctrl K",
        "Run": "Ctrl R",
        "Finish now, keep the best": "Ctrl .",
        "Zoom in": "Ctrl +",
        "Zoom out": "Ctrl -",
        "Back to 100 %": "Ctrl 1",
        "Fit the whole workflow": "Ctrl 0",
        "Align left": "Ctrl Shift ←",
        "Put into a container": "Ctrl G",
        "Delete": "Delete",
    }
    assert {name: told.get(name) for name in keys} == keys


def test_a_whole_page_cannot_be_pasted_as_the_name_of_a_node(desk: Desk) -> None:
    desk.node("Sort").click()
    desk.press("F2")
    field = desk.page.get_by_role("textbox", name="Name of the node")
    field.press("Control+a")
    desk.page.keyboard.insert_text("long " * 100)
    assert len(field.input_value()) == 200
    field.press("Escape")
