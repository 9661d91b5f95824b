"""Tools come onto the canvas by a search, out of an anchor, and go again; anchors say what they are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, box_of, enter, middle, new_workflow
from playwright.sync_api import Browser, BrowserContext, Cookie, Locator, expect
from terminal_runs import runs_the_same_in_the_terminal

NAMES = {
    "tool": "weft.text_input",
    "title": "Names",
    "settings": {"columns": [{"name": "name"}], "rows": [["Ada"], ["Bo"]]},
}
SORT = {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all of these tests: each draws a workflow of its own."""
    with serving(tmp_path_factory.mktemp("workspace")) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    """An empty canvas."""
    return new_workflow(enter(context, service, cookies))


def row(**nodes: dict[str, Any]) -> dict[str, Any]:
    """Nodes in a row, not connected."""
    places = {name: {"x": 96 + 200 * place, "y": 96} for place, name in enumerate(nodes)}
    return {"nodes": nodes, "connections": [], "layout": {"nodes": places}}


def found(desk: Desk) -> Locator:
    """What the quick search offers."""
    return desk.page.locator("[data-picklist]").get_by_role("option")


def test_a_double_click_asks_for_a_tool_and_puts_it_there(desk: Desk) -> None:
    desk.canvas.dblclick(position={"x": 300, "y": 260})
    desk.page.keyboard.type("contab")
    expect(found(desk).first).to_contain_text("Contingency Table")
    expect(found(desk).first.locator("mark")).not_to_have_count(0)
    desk.press("Escape")
    expect(found(desk)).to_have_count(0)
    desk.canvas.dblclick(position={"x": 300, "y": 260})
    desk.page.keyboard.type("dedupe")
    expect(found(desk).first).to_contain_text("Unique")
    desk.press("Enter")
    x, y = middle(desk.node("Unique"))
    left, top = desk.at(300, 260)
    assert abs(x - left) < 60
    assert abs(y - top) < 60


def test_an_anchor_dragged_onto_nothing_asks_for_what_fits(desk: Desk) -> None:
    desk.put(**row(learn={"tool": "weft.image_recognition"}, sort=SORT))
    desk.drag(middle(desk.anchor("Output", "model", "Image Recognition")), desk.at(420, 330))
    expect(found(desk).filter(has_text="Image Recognition Predict")).to_have_count(1)
    # It takes nothing.
    expect(found(desk).filter(has_text="Text Input")).to_have_count(0)
    desk.page.keyboard.type("Recognition Predict")
    desk.press("Enter")
    expect(desk.connection("learn.model", "image_recognition_predict.model")).to_be_attached()

    desk.drag(middle(desk.anchor("Input", "in", "Sort")), desk.at(330, 420))
    expect(desk.page.get_by_role("dialog", name="Feed from a new tool")).to_be_visible()
    # It gives nothing.
    expect(found(desk).filter(has_text="Output Data")).to_have_count(0)
    desk.page.keyboard.type("Text Input")
    desk.press("Enter")
    expect(desk.connection("text_input.out", "sort.in")).to_be_attached()


def test_anchors_have_letters_and_a_tool_goes_behind_one_of_them(desk: Desk) -> None:
    desk.put(**row(names=NAMES, join={"tool": "weft.join"}, filter={"tool": "weft.filter"}))
    for label, letters in (("Join", "LRLJR"), ("Filter", "TF")):
        shown = desk.node(label).locator("[class*=letter]").all_inner_texts()
        assert "".join(shown).replace(" ", "") == letters
    desk.join(("Names", "out"), ("Filter", "in"))
    desk.menu(desk.node("Names"), "Insert after")
    desk.page.keyboard.type("Record ID")
    desk.press("Enter")
    expect(desk.connection("names.out", "record_id.in")).to_be_attached()
    expect(desk.connection("record_id.out", "filter.in")).to_be_attached()
    desk.select("Record ID")
    desk.press("Delete")
    expect(desk.nodes()).to_have_count(3)
    expect(desk.connections()).to_have_count(0)
    desk.press("Control+z")
    expect(desk.connections()).to_have_count(2)


def test_what_is_switched_off_does_not_run_alone_or_in_a_container(
    desk: Desk, service: Service, tmp_path: Path
) -> None:
    parts = row(names=NAMES, sort=SORT, browse={"tool": "weft.browse"}, other={"tool": "weft.browse"})
    parts["nodes"]["other"]["title"] = "Other"
    parts["connections"] = [
        {"from": "names.out", "to": "sort.in"},
        {"from": "sort.out", "to": "browse.in"},
        {"from": "names.out", "to": "other.in"},
    ]
    parts["containers"] = {"order": {"title": "Order", "nodes": ["sort"]}}
    desk.put(**parts)
    desk.save("switched off")
    desk.canvas.get_by_role("switch", name="Order is on").click()
    desk.run()
    desk.wait_until("Other", "succeeded")
    desk.wait_for_run()
    expect(desk.node("Sort")).not_to_have_accessible_description(re.compile("Done|Kept"))
    expect(desk.node("Browse")).not_to_have_accessible_description(re.compile("Done|Kept"))
    desk.canvas.get_by_role("switch", name="Order is on").click()
    desk.select("Other")
    desk.press("d")
    desk.run()
    desk.wait_until("Browse", "succeeded")
    desk.wait_for_run()
    expect(desk.node("Other")).to_have_accessible_description(re.compile("disabled"))
    desk.save()
    runs_the_same_in_the_terminal(service.workspace / "switched off.workflow.json", tmp_path / "store")


def test_the_wheel_zooms_and_the_canvas_is_moved_by_its_ground(desk: Desk) -> None:
    desk.put(**row(names=NAMES))
    before = box_of(desk.node("Names"))
    desk.page.mouse.move(*desk.at(500, 300))
    desk.page.keyboard.down("Control")
    desk.page.mouse.wheel(0, 200)
    desk.page.keyboard.up("Control")
    desk.page.wait_for_timeout(300)
    assert box_of(desk.node("Names"))["width"] < before["width"]
    desk.press("Control+1")
    desk.page.wait_for_timeout(300)
    before = box_of(desk.node("Names"))
    desk.page.mouse.move(*desk.at(500, 300))
    desk.page.mouse.down(button="middle")
    desk.page.mouse.move(*desk.at(560, 340), steps=6)
    desk.page.mouse.up(button="middle")
    after = box_of(desk.node("Names"))
    assert after["x"] - before["x"] == pytest.approx(60, abs=12)
    assert after["y"] - before["y"] == pytest.approx(40, abs=12)


def test_a_workflow_file_dropped_onto_the_canvas_opens_as_unsaved_work(desk: Desk, tmp_path: Path) -> None:
    desk.put(**row(names=NAMES))
    desk.save("before")
    file = tmp_path / "sent.workflow.json"
    file.write_text('{"format": 1, "nodes": {"sort": {"tool": "weft.sort"}}}', "utf-8")
    x, y = desk.at(400, 300)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    pointer = desk.page.context.new_cdp_session(desk.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        pointer.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    asked = desk.page.get_by_role("dialog", name="Save as")
    expect(asked.get_by_label("Name")).to_have_value(re.compile("sent"))
    asked.get_by_role("button", name="Save", exact=True).click()
    expect(desk.node("Sort")).to_be_visible()
    expect(desk.nodes()).to_have_count(1)
