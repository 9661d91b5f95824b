"""Workflows are drawn by pointer: tools, connections, containers, comments; every step can be taken back."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, box_of, enter, middle, new_workflow
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Cookie, expect
from terminal_runs import runs_the_same_in_the_terminal

NAMES = {
    "tool": "weft.text_input",
    "settings": {"columns": [{"name": "name"}], "rows": [["Ada"], ["Bo"], ["Cy"]]},
}
SORT = {"tool": "weft.sort", "settings": {"keys": [{"column": "name"}]}}
FILTER = {"tool": "weft.filter", "settings": {"mode": "custom", "expression": '[name] != "Bo"'}}
BROWSE = {"tool": "weft.browse"}


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


def chain(*nodes: dict[str, Any], apart: int = 160, y: int = 96) -> dict[str, Any]:
    """Nodes `a`, `b`, ... in a row, connected from one to the next."""
    names = "abcdefgh"[: len(nodes)]
    return {
        "nodes": {
            name: {**node, "title": node.get("title", name.upper())}
            for name, node in zip(names, nodes, strict=True)
        },
        "connections": [
            {"from": f"{one}.{'true' if nodes[at] is FILTER else 'out'}", "to": f"{other}.in"}
            for at, (one, other) in enumerate(pairwise(names))
        ],
        "layout": {"nodes": {name: {"x": 96 + apart * at, "y": y} for at, name in enumerate(names)}},
    }


def test_a_tool_dropped_near_an_anchor_is_connected_and_on_a_connection_it_goes_between(desk: Desk) -> None:
    desk.add_tool("Text Input", (100, 100))
    desk.add_tool("Sort", (230, 100))
    expect(desk.connection("text_input.out", "sort.in")).to_be_attached()
    desk.move("Sort", (200, 0))
    tool = desk.tools.get_by_role("button", name="Filter", exact=True).first
    line = desk.connection("text_input.out", "sort.in")
    with desk.dragging(middle(tool), middle(line)):
        expect(line.locator("[data-target]")).to_have_count(1)
    expect(desk.connection("text_input.out", "filter.in")).to_be_attached()
    expect(desk.connection("filter.true", "sort.in")).to_be_attached()
    expect(desk.connections()).to_have_count(2)


def test_anchors_that_do_not_fit_are_dimmed_and_say_why(desk: Desk) -> None:
    desk.put(**chain(NAMES, SORT, FILTER))
    desk.add_tool("Image Recognition Predict", (440, 320))
    back = desk.anchor("Input", "in", "B")
    model = desk.anchor("Input", "model", "Image Recognition Predict")
    with desk.dragging(middle(desk.anchor("Output", "true", "C")), middle(back)):
        expect(back).to_have_attribute("data-dimmed", "true")
        expect(desk.canvas.get_by_text("circle")).to_be_visible()
        expect(desk.anchor("Input", "data", "Image Recognition Predict")).to_have_attribute(
            "data-open", "true"
        )
    with desk.dragging(middle(desk.anchor("Output", "out", "A")), middle(model)):
        expect(model).to_have_attribute("data-dimmed", "true")
        expect(desk.canvas.get_by_text(re.compile("model", re.IGNORECASE)).last).to_be_visible()
    expect(desk.connections()).to_have_count(2)


def test_several_connections_come_into_union_and_their_order_can_be_changed(desk: Desk) -> None:
    for place in range(3):
        desk.add_tool("Text Input", (100, 80 + 140 * place))
    desk.add_tool("Union", (420, 220))
    for place in range(3):
        desk.connect(desk.anchor("Output", "out", "Text Input", place), desk.anchor("Input", "in", "Union"))
        expect(desk.connections()).to_have_count(place + 1)
    names = desk.canvas.locator(".react-flow__edge text")
    expect(names).to_have_text(["#1", "#2", "#3"])
    desk.menu(desk.connection("text_input_3.out", "union.in"), "Move up")
    desk.connection("text_input_3.out", "union.in").click()
    expect(desk.settings.get_by_label("Name", exact=True)).to_have_value("#2")


def test_a_connection_is_hung_onto_another_anchor_and_taken_away(desk: Desk) -> None:
    parts = chain(NAMES, SORT)
    parts["nodes"]["c"] = {**SORT, "title": "C"}
    parts["layout"]["nodes"]["c"] = {"x": 256, "y": 256}
    desk.put(**parts)
    x, y = middle(desk.anchor("Input", "in", "B"))
    desk.drag((x - 18, y), middle(desk.anchor("Input", "in", "C")))
    expect(desk.connection("a.out", "c.in")).to_be_attached()
    expect(desk.connections()).to_have_count(1)
    desk.menu(desk.connection("a.out", "c.in"), "Disconnect")
    expect(desk.connections()).to_have_count(0)
    desk.press("Control+z")
    expect(desk.connections()).to_have_count(1)
    desk.connection("a.out", "c.in").click()
    desk.press("Delete")
    expect(desk.connections()).to_have_count(0)
    expect(desk.nodes()).to_have_count(3)


def test_a_disabled_node_and_what_hangs_on_it_do_not_run(desk: Desk) -> None:
    desk.put(**chain(NAMES, SORT, BROWSE))
    desk.menu(desk.node("B"), "Disable")
    expect(desk.node("B")).to_have_accessible_description(re.compile("disabled", re.IGNORECASE))
    expect(desk.node("C")).to_have_accessible_description(re.compile("B|b|disabled"))
    desk.menu(desk.node("B"), "Enable")
    expect(desk.node("C")).to_have_accessible_description("")


def test_a_box_selects_and_alt_dragging_copies(desk: Desk) -> None:
    desk.put(**chain(NAMES, SORT, FILTER))
    first, last = box_of(desk.node("A")), box_of(desk.node("B"))
    desk.drag(
        (first["x"] - 40, first["y"] - 40), (last["x"] + last["width"] + 24, last["y"] + last["height"] + 10)
    )
    expect(desk.settings.get_by_role("heading", name="2 nodes selected")).to_be_visible()
    desk.move("A", (0, 200), hold="Alt")
    expect(desk.nodes()).to_have_count(5)
    # The copies are connected with each other as the originals are.
    expect(desk.connections()).to_have_count(3)
    assert box_of(desk.node("A"))["y"] == first["y"]
    desk.press("Control+z")
    expect(desk.nodes()).to_have_count(3)


def test_parts_are_cut_copied_pasted_and_duplicated_also_between_windows(
    desk: Desk, context: BrowserContext, service: Service
) -> None:
    desk.put(**chain(NAMES, SORT))
    desk.select("A", "B")
    desk.press("Control+c")
    text = desk.clipboard()
    assert set(json.loads(text)["nodes"]) == {"a", "b"}
    desk.press("Control+v")
    expect(desk.nodes()).to_have_count(4)
    desk.press("Control+x")
    expect(desk.nodes()).to_have_count(2)
    desk.select("A")
    desk.press("Control+d")
    expect(desk.nodes()).to_have_count(3)

    page = context.new_page()
    page.goto(service.origin)
    other = new_workflow(page)
    other.focus_canvas()
    other.press("Control+v")
    expect(other.nodes()).to_have_count(2)
    expect(other.connections()).to_have_count(1)
    other.select("B")
    expect(other.settings.get_by_label("Column", exact=True)).to_have_value("name")


def test_aligning_distributing_and_laying_out_are_one_step_each(desk: Desk) -> None:
    parts = chain(NAMES, SORT, FILTER, BROWSE)
    for place, at in enumerate(((100, 100), (230, 190), (420, 140), (500, 300))):
        parts["layout"]["nodes"]["abcd"[place]] = {"x": at[0], "y": at[1]}
    desk.put(**parts)

    def places() -> list[tuple[float, float]]:
        return [(box["x"], box["y"]) for box in (box_of(desk.node(name)) for name in "ABCD")]

    before = places()
    desk.press("Control+a")
    desk.menu(desk.node("A"), "Align top edges")
    assert len({y for _, y in places()}) == 1
    desk.menu(desk.node("A"), "Distribute across")
    steps = [later[0] - earlier[0] for earlier, later in zip(places(), places()[1:], strict=False)]
    assert max(steps) - min(steps) <= 1
    desk.press("Control+z")
    desk.press("Control+z")
    assert places() == before
    desk.canvas_menu("Auto layout")
    expect(desk.page.get_by_role("button", name="Undo: Auto layout")).to_be_enabled()
    lefts = [x for x, _ in places()]
    assert lefts == sorted(lefts)
    desk.press("Control+z")
    expect(desk.page.get_by_role("button", name="Redo: Auto layout")).to_be_enabled()


def test_containers_hold_fold_nest_and_switch_off_what_is_in_them(desk: Desk) -> None:
    desk.put(**chain(NAMES, SORT, FILTER, BROWSE))
    desk.select("B", "C")
    desk.press("Control+g")
    desk.page.keyboard.type("Order")
    desk.press("Enter")
    order = desk.node("Order")
    expect(order).to_have_accessible_name("Container Order")
    menu = desk.canvas.get_by_text("Order", exact=True)
    menu.click(button="right")
    desk.choose("Colour")
    desk.choose("Teal")
    menu.click()
    expect(desk.settings.get_by_role("radio", name="Teal")).to_be_checked()

    desk.canvas.get_by_role("switch", name="Order is on").click()
    expect(desk.node("C")).to_have_accessible_description(re.compile("Order|switched off", re.IGNORECASE))
    desk.canvas.get_by_role("switch", name="Order is on").click()
    expect(desk.node("C")).to_have_accessible_description("")

    desk.canvas.get_by_role("button", name="Fold Order").click()
    expect(desk.nodes()).to_have_count(2)
    expect(desk.connections()).to_have_count(2)
    desk.canvas.get_by_role("button", name="Unfold Order").click()
    expect(desk.nodes()).to_have_count(4)

    desk.move("B", (0, 260))
    menu.click()
    expect(desk.settings.get_by_text("Container of 1 node")).to_be_visible()
    desk.drag(middle(desk.node("D")), (box_of(order)["x"] + 30, middle(order)[1]))
    menu.click()
    expect(desk.settings.get_by_text("Container of 2 nodes")).to_be_visible()

    desk.select("A")
    menu.click(modifiers=["Shift"])
    desk.press("Control+g")
    desk.page.keyboard.type("All")
    desk.press("Enter")
    desk.canvas.get_by_role("button", name="Fold All").click()
    # What was nested goes with it; outside is only the node that was dragged out.
    expect(desk.nodes()).to_have_count(1)


def test_comments_notes_and_names_are_written_on_the_canvas(
    desk: Desk, service: Service, tmp_path: Path
) -> None:
    desk.put(**chain(NAMES, SORT))
    expect(desk.node("B")).to_contain_text("name")
    desk.canvas_menu("Write a comment", at=(300, 260))
    desk.page.keyboard.type("See **below**")
    desk.focus_canvas()
    expect(desk.canvas.get_by_text("below", exact=True)).to_have_css("font-weight", "700")
    desk.canvas.get_by_text("B", exact=True).dblclick()
    desk.page.keyboard.type("In order")
    desk.press("Enter")
    expect(desk.node("In order")).to_be_visible()
    desk.menu(desk.node("In order"), "Write a note")
    desk.page.keyboard.type("by name, as in the list")
    desk.press("Control+Enter")
    expect(desk.node("In order")).to_contain_text("by name, as in the list")
    desk.press("Control+z")
    expect(desk.node("In order")).not_to_contain_text("as in the list")
    desk.save("written on")
    desk.run()
    desk.wait_until("In order", "succeeded")
    desk.wait_for_run()
    runs_the_same_in_the_terminal(service.workspace / "written on.workflow.json", tmp_path / "store")


def test_the_view_zooms_fits_and_finds(desk: Desk) -> None:
    desk.put(**chain(NAMES, SORT, apart=1200))
    zoom = desk.page.get_by_role("toolbar", name="Zoom")
    expect(desk.nodes()).not_to_have_count(2)
    zoom.get_by_role("button", name="Fit").click()
    expect(desk.nodes()).to_have_count(2)
    expect(zoom.get_by_role("button", name="back to 100 %")).not_to_have_text("100 %")
    zoom.get_by_role("button", name="back to 100 %").click()
    expect(zoom.get_by_role("button", name="back to 100 %")).to_have_text("100 %")
    desk.page.get_by_role("button", name="Find a tool or a node").click()
    desk.page.get_by_role("dialog", name="Find").get_by_role("combobox").fill("B")
    desk.page.get_by_role("option", name=re.compile("^B")).first.click()
    expect(desk.node("B")).to_be_in_viewport()
    expect(desk.settings.get_by_role("heading", name="B", exact=True)).to_be_visible()
    overview = desk.canvas.get_by_role("img", name="Overview of the workflow")
    expect(overview).to_be_visible()
    tiles = overview.locator("path")
    desk.drag(middle(tiles.last), middle(tiles.first))
    expect(desk.node("A")).to_be_in_viewport()
    desk.canvas_menu("Show or hide the overview")
    expect(overview).to_have_count(0)


def test_everything_is_taken_back_to_the_empty_canvas_and_done_again(desk: Desk) -> None:
    desk.add_tool("Text Input", (100, 100))
    desk.add_tool("Sort", (230, 100))
    desk.settings.get_by_role("button", name="Add a sort key").click()
    desk.add_tool("Record ID", (360, 100))
    desk.set_text("Starting value", "7")
    desk.press("Control+d")
    desk.move("Sort", (0, 120))
    desk.canvas_menu("Write a comment", at=(500, 300))
    desk.page.keyboard.type("Numbers")
    desk.focus_canvas()
    desk.press("Control+a")
    desk.press("Control+g")
    desk.press("Enter")
    done = desk.copied()
    steps = desk.undo_all()
    assert steps >= 8
    expect(desk.canvas.get_by_text("Drag a tool from the palette")).to_be_visible()
    expect(desk.nodes()).to_have_count(0)
    assert desk.redo_all() == steps
    assert json.loads(desk.copied()) == json.loads(done)


def test_the_drawing_is_saved_as_a_picture_with_the_names_of_its_nodes(desk: Desk, tmp_path: Path) -> None:
    desk.put(**chain({**NAMES, "title": "People"}, {**SORT, "title": "In order"}))
    with desk.page.expect_download() as svg:
        desk.canvas_menu("Save as an SVG picture")
    text = Path(svg.value.path()).read_text("utf-8")
    assert text.startswith("<svg")
    assert "People" in text
    assert "In order" in text
    with desk.page.expect_download() as png:
        desk.canvas_menu("Save as a PNG picture")
    assert png.value.suggested_filename == "Untitled.png" or png.value.suggested_filename.endswith(".png")
    with Image.open(png.value.path()) as picture:
        picture.load()
        assert picture.width > 300
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50
