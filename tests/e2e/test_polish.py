"""Gestures of the canvas that are easily broken: what is dragged onto what, and what is seen meanwhile."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, Point, admit, box_of, enter_saved, middle
from playwright.sync_api import Browser, BrowserContext, Cookie, expect

NAME = "polish.workflow.json"
PLACES: dict[str, Point] = {
    "people": (80, 80),
    "others": (80, 240),
    "sort": (400, 80),
    "all": (560, 160),
    "sample": (240, 400),
}


def workflow() -> dict[str, Any]:
    """Two small tables, one of them sorted, are put together; a Sample stands alone."""
    rows = {"columns": [{"name": "name"}, {"name": "age"}], "rows": [["Ada", "36"], ["Bo", "7"]]}
    return {
        "format": 1,
        "parameters": {"most": {"type": "integer", "default": 5}},
        "nodes": {
            "people": {"tool": "weft.text_input", "title": "People", "settings": rows},
            "others": {"tool": "weft.text_input", "title": "Others", "settings": rows},
            "sort": {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}},
            "all": {"tool": "weft.union"},
            "sample": {"tool": "weft.sample", "settings": {"count": "${most}"}},
        },
        "connections": [
            {"from": "people.out", "to": "sort.in"},
            {"from": "sort.out", "to": "all.in", "name": "#1"},
            {"from": "others.out", "to": "all.in", "name": "#2"},
        ],
        "containers": {"left": {"title": "Tables", "nodes": ["people", "others"]}},
        "layout": {
            "nodes": {name: {"x": x, "y": y} for name, (x, y) in PLACES.items()},
            "comments": [{"text": "Read **this**", "x": 400, "y": 280, "width": 160, "height": 64}],
        },
    }


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("workspace")) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    """The workflow, drawn at its full size."""
    (service.workspace / NAME).write_text(json.dumps(workflow()), encoding="utf-8")
    found = enter_saved(context, service, cookies, NAME)
    found.page.keyboard.press("Control+1")
    return found


def test_a_copy_is_seen_while_it_is_dragged(desk: Desk) -> None:
    start = middle(desk.node("Sample"))
    with desk.dragging(start, (start[0], start[1] - 96), hold="Alt"):
        expect(desk.nodes()).to_have_count(len(PLACES) + 1)
        assert middle(desk.node("Sample")) == start
    expect(desk.nodes()).to_have_count(len(PLACES) + 1)
    expect(desk.node("Sample", 1)).to_be_visible()
    assert middle(desk.node("Sample")) == start
    assert desk.undo_all() == 1
    expect(desk.nodes()).to_have_count(len(PLACES))


def test_a_node_dropped_onto_a_connection_goes_into_it(desk: Desk) -> None:
    one, other = (
        middle(desk.anchor("Output", "out", "People")),
        middle(desk.anchor("Input", "in", "Sort")),
    )
    desk.drag(middle(desk.node("Sample")), ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2))
    expect(desk.connection("people.out", "sample.in")).to_be_attached()
    expect(desk.connection("sample.out", "sort.in")).to_be_attached()
    expect(desk.connection("people.out", "sort.in")).to_have_count(0)
    assert desk.undo_all() == 1
    expect(desk.connection("people.out", "sort.in")).to_be_attached()


def test_a_connection_whose_end_is_dropped_on_nothing_is_gone(desk: Desk) -> None:
    end = middle(desk.anchor("Input", "in", "Sort"))
    end = (end[0] - 20, end[1])
    desk.drag(end, (end[0] - 20, end[1] + 160))
    expect(desk.connections()).to_have_count(2)
    assert desk.undo_all() == 1
    expect(desk.connections()).to_have_count(3)


def test_an_anchor_tells_its_letter_its_name_and_its_records(desk: Desk) -> None:
    desk.select("Union")
    desk.press("Control+Enter")
    desk.wait_until("Union", "Done|Kept")
    desk.wait_for_run()
    anchor = desk.anchor("Input", "in", "Union")
    anchor.hover()
    expect(anchor).to_have_attribute("title", re.compile(r"in( \(.*\))?, 4 records$"))


def test_frames_and_comments_are_resized_by_their_corners(desk: Desk) -> None:
    for label in ("Tables", "Read **this**"):
        thing = desk.node(label)
        box = box_of(thing)
        desk.page.mouse.click(box["x"] + 80, box["y"] + 12)
        corner = (box["x"] + box["width"], box["y"] + box["height"])
        desk.drag(corner, (corner[0] + 32, corner[1] + 16))
        after = box_of(thing)
        assert after["width"] > box["width"] + 20, label
        assert after["height"] > box["height"] + 8, label
    assert desk.undo_all() == 2


def test_what_is_from_before_a_change_says_so_until_the_next_run(desk: Desk) -> None:
    desk.select("Union")
    desk.press("Control+Enter")
    desk.wait_until("Union", "Done|Kept")
    desk.wait_for_run()
    note = desk.results.get_by_role("note").filter(has_text="From before the change")
    expect(note).to_have_count(0)
    desk.select("Sort")
    desk.settings.get_by_role("radio", name="Last").click()
    expect(note).to_be_visible()
    chip = desk.canvas.get_by_role("button", name=re.compile(r"2 records, before the change, from sort"))
    expect(chip).to_be_visible()
    expect(
        desk.canvas.get_by_role("button", name=re.compile(r"records, before .* from people"))
    ).to_have_count(0)
    desk.page.keyboard.press("Control+z")
    expect(note).to_have_count(0)


def test_a_file_is_saved_while_a_menu_is_open(desk: Desk, service: Service) -> None:
    desk.select("Sort")
    desk.settings.get_by_role("radio", name="Last").click()
    desk.settings.get_by_role("button", name="More on Sort", exact=True).click()
    expect(desk.page.get_by_role("menu")).to_be_visible()
    desk.page.keyboard.press("Control+s")
    expect(desk.page.get_by_role("menu")).to_have_count(0)
    expect(desk.page.get_by_role("banner")).to_contain_text(re.compile(r"saved \d+ s ago"))
    assert '"last"' in (service.workspace / NAME).read_text("utf-8")


def test_an_output_dropped_onto_an_output_is_told_why(desk: Desk) -> None:
    desk.drag(middle(desk.anchor("Output", "out", "Sample")), middle(desk.anchor("Output", "out", "Others")))
    said = desk.page.get_by_role("list", name="Messages")
    expect(said.get_by_text("Connections go from outputs to inputs; this is an output")).to_be_visible()
    expect(desk.connections()).to_have_count(3)


def test_what_is_deleted_does_not_move_the_drawing_though_what_fed_it_is_out_of_sight(desk: Desk) -> None:
    desk.page.mouse.move(*desk.at(480, 360))
    desk.page.mouse.wheel(460, 0)
    drawn = desk.page.locator(".react-flow__viewport")
    expect(drawn).to_have_attribute("style", re.compile(r"translate\(-1\d\dpx"))
    assert middle(desk.node("People"))[0] < box_of(desk.canvas)["x"]
    before = drawn.get_attribute("style")
    desk.node("Sort").click()
    desk.press("Delete")
    expect(desk.node("Sort")).to_have_count(0)
    expect(desk.node("Union")).to_be_focused()
    desk.press("Control+z")
    expect(desk.node("Sort")).to_be_visible()
    assert drawn.get_attribute("style") == before
