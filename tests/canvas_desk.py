"""The canvas as its users see it: tests speak in verbs, and the desk knows roles, names and gestures."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from browser import Service
from playwright.sync_api import Browser, BrowserContext, Cookie, FloatRect, Locator, Page, expect

from weft.document.files import load

Point = tuple[float, float]
RUN_MS = 60_000
STEPS = 6
"""Pointer events between press and release: a drag is no jump."""

NODE_STATES = {"succeeded": "done", "failed": "failed"}
"""How a node says that it is so."""


class Desk:
    """One window with a workflow.

    Attributes:
        page: The page of the browser.
        tools: The palette.
        canvas: The drawing and what lies over it.
        settings: The panel at the right.
        results: The panel at the bottom.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tools = page.get_by_role("navigation", name="Tools")
        self.canvas = page.get_by_role("main", name="Canvas")
        self.settings = page.get_by_role("complementary", name="Settings")
        self.results = page.get_by_role("region", name="Results", exact=True)

    # -- what is there ---------------------------------------------------------------------------

    def node(self, label: str, nth: int = 0) -> Locator:
        """A node by what stands under its tile, or the container or comment of that name."""
        words = re.compile(rf"^(Folded container |Container |Comment: )?{re.escape(label)}(,.*)?$", re.DOTALL)
        return self.canvas.get_by_role("group", name=words).nth(nth)

    def nodes(self) -> Locator:
        """All nodes that are drawn, without containers and comments."""
        return self.canvas.locator(".react-flow__node-tool")

    def connections(self) -> Locator:
        """All connections that are drawn."""
        return self.canvas.get_by_role("group", name=re.compile("^Connection from "))

    def connection(self, start: str, end: str) -> Locator:
        """A connection by its ends, such as `directory.out` and `formula.in`."""
        name = f"Connection from {start.replace('.', ', ')} to {end.replace('.', ', ')}"
        return self.canvas.get_by_role("group", name=name, exact=True)

    def anchor(self, side: Literal["Input", "Output"], name: str, label: str, nth: int = 0) -> Locator:
        """An anchor of a node."""
        words = re.compile(rf"^{side} {re.escape(name)} of {re.escape(label)}( \(.*\))?$")
        return self.canvas.get_by_role("button", name=words).nth(nth)

    def path(self) -> str:
        """The file that is open."""
        name = self.page.get_by_role("button", name=re.compile("^File ")).get_attribute("aria-label")
        return (name or "").removeprefix("File ")

    # -- gestures --------------------------------------------------------------------------------

    def drag(self, start: Point, end: Point, *, hold: Literal["", "Alt", "Shift"] = "") -> None:
        """Press, move, release."""
        with self.dragging(start, end, hold=hold):
            pass

    @contextmanager
    def dragging(self, start: Point, end: Point, *, hold: Literal["", "Alt", "Shift"] = "") -> Iterator[None]:
        """The block runs with the pointer at the end and the button still down."""
        mouse, keyboard = self.page.mouse, self.page.keyboard
        mouse.move(*start)
        if hold:
            keyboard.down(hold)
        mouse.down()
        mouse.move(*end, steps=STEPS)
        # What is dragged out of the palette only enters a thing at first; it is over it from then on.
        mouse.move(*end)
        yield
        mouse.up()
        if hold:
            keyboard.up(hold)

    def at(self, x: float, y: float) -> Point:
        """A point of the canvas, from its upper left corner, as a point of the window."""
        box = box_of(self.canvas)
        return box["x"] + x, box["y"] + y

    def add_tool(self, label: str, at: Point, *, of: str = "") -> None:
        """Drag a tool from the palette to a point of the canvas; `of` is its category where it is in two."""
        place = self.tools.get_by_role("region", name=of) if of else self.tools
        tool = place.get_by_role("button", name=label, exact=True).first
        tool.scroll_into_view_if_needed()
        before = self.nodes().count()
        tool.drag_to(self.canvas, target_position={"x": at[0], "y": at[1]})
        expect(self.nodes()).to_have_count(before + 1)

    def connect(self, start: Locator, end: Locator) -> None:
        """Drag from one anchor to another."""
        self.drag(middle(start), middle(end))

    def join(self, start: tuple[str, str], end: tuple[str, str], nth: int = 0) -> None:
        """Connect the output of a node with the input of another: `join(("Formula", "out"), ("Sort", "in"))`.

        `nth` counts target nodes of the same label.
        """
        before = self.connections().count()
        self.connect(self.anchor("Output", start[1], start[0]), self.anchor("Input", end[1], end[0], nth))
        expect(self.connections()).to_have_count(before + 1)

    def move(self, label: str, by: Point, *, hold: Literal["", "Alt", "Shift"] = "", nth: int = 0) -> None:
        """Drag a node by so many pixels."""
        start = middle(self.node(label, nth))
        self.drag(start, (start[0] + by[0], start[1] + by[1]), hold=hold)

    def select(self, label: str, *more: str, nth: int = 0) -> None:
        """Click a node; those that follow are added."""
        self.node(label, nth).click()
        for each in more:
            self.node(each).click(modifiers=["Shift"])

    def press(self, keys: str) -> None:
        """A key as it is meant for the canvas."""
        self.page.keyboard.press(keys)

    def choose(self, entry: str) -> None:
        """An entry of the menu that is open."""
        menu = self.page.get_by_role("menu")
        words = re.compile(rf"^{re.escape(entry)}")
        item = menu.get_by_role("menuitem", name=words).or_(menu.get_by_role("menuitemcheckbox", name=words))
        item.click()
        # Not the menu: an entry may lead to another one.
        expect(item).to_have_count(0)

    def menu(self, thing: Locator, entry: str) -> None:
        """An entry of the context menu of a thing."""
        thing.click(button="right")
        self.choose(entry)

    def canvas_menu(self, entry: str, at: Point = (40, 40)) -> None:
        """An entry of the menu of the empty canvas."""
        self.canvas.click(button="right", position={"x": at[0], "y": at[1]})
        self.choose(entry)

    def look_at(self, start: str, end: str) -> None:
        """Click a connection."""
        chip = self.chip(start, end)
        chip.click()

    def chip(self, start: str, end: str) -> Locator:
        """The counts on a connection."""
        ends = f"from {start.replace('.', ', ')} to {end.replace('.', ', ')}"
        return self.canvas.get_by_role("button", name=re.compile(rf"record.*{re.escape(ends)}$"))

    # -- clipboard -------------------------------------------------------------------------------

    def copied(self) -> str:
        """Everything on the canvas as the text that copying gives; nothing stays selected."""
        self.focus_canvas()
        self.press("Control+a")
        self.press("Control+c")
        self.focus_canvas()
        return self.clipboard()

    def clipboard(self) -> str:
        """The text on the clipboard."""
        text: str = self.page.evaluate("navigator.clipboard.readText()")
        return text

    def put(self, **workflow: Any) -> None:
        """Paste a part of a workflow, as people do from a message or a file."""
        text = json.dumps({"format": 1, **workflow})
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.focus_canvas()
        self.press("Control+v")
        expect(self.nodes()).not_to_have_count(0)
        self.focus_canvas()

    def focus_canvas(self) -> None:
        """Click where nothing is: nothing is selected after it."""
        box = box_of(self.canvas)
        self.canvas.click(position={"x": box["width"] - 12, "y": 12})

    # -- settings --------------------------------------------------------------------------------

    def field(self, name: str) -> Locator:
        """The control of a setting."""
        return self.settings.get_by_label(name, exact=True)

    def set_text(self, name: str, value: str) -> None:
        """Click a field and type."""
        field = self.field(name)
        field.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(value)
        field.press("Tab")

    def set_formula(self, name: str, expression: str) -> None:
        """Click into a formula editor and type."""
        editor = self.field(name)
        editor.click()
        # At once, as pasted: the editor closes brackets that are typed.
        self.page.keyboard.insert_text(expression)
        expect(editor).to_contain_text(expression)

    def choose_option(self, name: str, option: str) -> None:
        """An entry of a combo box: a column, a model."""
        self.field(name).click()
        words = re.compile(rf"(^|\b){re.escape(option)}\b")
        self.page.get_by_role("listbox").get_by_role("option", name=words).first.click()

    def tick(self, name: str, choice: str) -> None:
        """A choice of several, such as a column."""
        words = re.compile(rf"\b{re.escape(choice)}\b")
        self.settings.get_by_role("group", name=name).get_by_role("checkbox", name=words).check()

    def problems(self) -> Locator:
        """The problems told in the settings."""
        return self.settings.get_by_role("alert")

    # -- runs ------------------------------------------------------------------------------------

    def run(self) -> None:
        """Press Run."""
        self.page.get_by_role("button", name="Run", exact=True).click()

    def wait_for_run(self) -> None:
        """Until the run that was started is over."""
        expect(self.page.get_by_role("button", name="Run", exact=True)).to_be_enabled(timeout=RUN_MS)

    def wait_until(self, label: str, state: str, nth: int = 0) -> None:
        """Until a node says that it is so: `done`, `failed`, `kept`."""
        expect(self.node(label, nth)).to_have_accessible_description(
            re.compile(NODE_STATES.get(state, state), re.IGNORECASE), timeout=RUN_MS
        )

    def open_tab(self, name: str) -> Locator:
        """A tab of the results; gives what it shows."""
        self.results.get_by_role("tab", name=re.compile(rf"^{name}")).click()
        panel = self.results.get_by_role("tabpanel")
        expect(panel).to_be_visible()
        return panel

    def grid(self) -> Locator:
        """The records that are shown."""
        return self.results.get_by_role("grid")

    def cells(self, row: int) -> list[str]:
        """The texts of a record that is on the screen, from 0."""
        record = self.grid().locator(f'[role="row"][aria-rowindex="{row + 2}"]')
        expect(record.get_by_role("gridcell").filter(has_text=re.compile(r"\S")).first).to_be_visible()
        return record.get_by_role("gridcell").all_inner_texts()

    def save(self, path: str = "") -> None:
        """Ctrl+S; a workflow without a file gets this name."""
        self.page.keyboard.press("Control+s")
        if path:
            dialog = self.page.get_by_role("dialog", name="Save as")
            dialog.get_by_label("Name").fill(path)
            dialog.get_by_role("button", name="Save", exact=True).click()
            expect(dialog).to_have_count(0)
        expect(self.page.get_by_text(re.compile("^saved"))).to_be_visible()

    def undo_all(self) -> int:
        """Press undo until nothing is left; gives how often."""
        undo = self.page.get_by_role("button", name=re.compile("^Undo"))
        count = 0
        while undo.is_enabled():
            undo.click()
            count += 1
        return count

    def redo_all(self) -> int:
        """Press redo until nothing is left; gives how often."""
        redo = self.page.get_by_role("button", name=re.compile("^Redo"))
        count = 0
        while redo.is_enabled():
            redo.click()
            count += 1
        return count


def new_workflow(page: Page) -> Desk:
    """From the start page to an empty canvas."""
    page.get_by_role("button", name="New workflow").click()
    desk = Desk(page)
    expect(desk.canvas.get_by_text("Drag a tool from the palette")).to_be_visible()
    return desk


def box_of(thing: Locator) -> FloatRect:
    """Where a thing is in the window."""
    box = thing.bounding_box()
    assert box, f"{thing} cannot be seen"
    return box


def admit(browser: Browser, service: Service) -> list[Cookie]:
    """Go in by the printed address, which lets one browser in, and take along what lets others in."""
    context = browser.new_context()
    context.new_page().goto(service.url)
    cookies = context.cookies()
    context.close()
    return cookies


def enter(context: BrowserContext, service: Service, cookies: list[Cookie], workflow: str = "") -> Page:
    """A window of a browser that may go in."""
    context.add_cookies(cookies)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{service.origin}/{f'?workflow={workflow}' if workflow else ''}")
    return page


def enter_saved(context: BrowserContext, service: Service, cookies: list[Cookie], workflow: str) -> Desk:
    """A workflow as it was saved, whatever the test before has done to it."""
    shutil.rmtree(service.workspace / ".weft" / "drafts", ignore_errors=True)
    saved = load(service.workspace / workflow)
    desk = Desk(enter(context, service, cookies, workflow))
    expect(desk.nodes()).to_have_count(len(saved.nodes))
    return desk


def middle(thing: Locator) -> Point:
    """The middle of a thing, as a point of the window."""
    box = box_of(thing)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
