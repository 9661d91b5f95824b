"""What files, trouble and the door bring up is inspected like every other view: axe finds nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import Complaints, serving
from canvas_axe import Inspector
from canvas_windows import Entrance, come_back, dialog, message, node, setting, show, write
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect
from run_service import Workplace, short

DIALOG, RESULTS = "dialog[open]", "[data-region=results]"
PLAN = "section[aria-label='What would run']"

TOOLS = {"d": "directory", "i": "input_data", "o": "output_data", "l": "image_recognition"}
UNREADY = {
    "format": 1,
    "nodes": {name: {"tool": f"weft.{tool}"} for name, tool in TOOLS.items()}
    | {"x": {"tool": "acme.sharpen"}},
    "connections": [{"from": "i.out", "to": "o.in"}],
}
"""Nothing is set, and one of its tools is not installed."""

TORN = "export default () => { throw new Error('a part of the page that breaks'); };"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A folder with pictures, and beside it a pack that cannot be loaded."""
    found = Workplace.make(tmp_path_factory.mktemp("troubles"))
    (found.plugins / "brewery.py").write_text("import a_library_that_nobody_has\n")
    for path in ("shots", "shots/none yet"):
        (found.workspace / path).mkdir()
    for name in ("a.png", "b.png"):
        Image.new("RGB", (40, 30), (40, 90, 160)).save(found.workspace / "shots" / name)
    (found.workspace / "unready.workflow.json").write_text(json.dumps(UNREADY))
    return found


@pytest.fixture(scope="module")
def door(place: Workplace) -> Iterator[Entrance]:
    with serving(place.workspace, "--plugins", str(place.plugins)) as found:
        yield Entrance(found)


def opened(context: BrowserContext, door: Entrance, workflow: str, label: str) -> Page:
    """A window on a workflow, with one of its nodes drawn."""
    page = door.open(context, workflow)
    page.emulate_media(reduced_motion="reduce")
    expect(node(page, label)).to_be_visible()
    return page


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_have_count(0)


def test_what_is_wrong_with_a_workflow_and_with_packs_passes_axe(
    context: BrowserContext, door: Entrance
) -> None:
    page = opened(context, door, "unready", "acme.sharpen")
    inspector = Inspector(page)
    expect(show(page, "Problems").get_by_role("listitem").first).to_be_visible()
    inspector.look("tab Problems", RESULTS)
    node(page, "acme.sharpen").click()
    page.keyboard.press("Control+Shift+e")
    expect(page.locator(PLAN)).to_contain_text("It cannot run yet")
    inspector.look("why it cannot run, and a tool that is not installed")
    setting(page, "Image Recognition", "Pre-trained model").click()
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    inspector.look("choice of a model")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="A pack of tools could not be loaded").click()
    inspector.look("pack problems", DIALOG)
    inspector.tell()


def test_the_dialogs_that_choose_and_name_files_pass_axe(context: BrowserContext, door: Entrance) -> None:
    page = opened(context, door, "unready", "Directory")
    inspector = Inspector(page)
    settings = page.get_by_role("complementary", name="Settings")
    node(page, "Directory").click()
    settings.get_by_role("button", name="Choose Folder").click()
    asked = dialog(page, "Folder")
    asked.get_by_role("option", name=re.compile("shots")).dblclick()
    expect(asked.get_by_role("option").locator("img")).to_have_count(2)
    expect(asked.get_by_role("option").first).to_be_focused()
    inspector.look("folder with pictures", DIALOG)
    page.keyboard.press("Enter")
    expect(asked).to_contain_text("This folder is empty")
    expect(asked.locator(":focus")).to_contain_text("This folder is empty")
    inspector.look("empty folder", DIALOG)
    # As after a click beside the fields: the focus is nowhere, and Escape is still the dialog's.
    page.evaluate("() => document.activeElement.blur()")
    close(page)
    node(page, "Output Data").click()
    settings.get_by_role("button", name="Choose File").click()
    expect(dialog(page, "File").get_by_role("option").first).to_be_visible()
    inspector.look("new file", DIALOG)
    close(page)
    page.get_by_role("button", name=re.compile("^File ")).click()
    page.get_by_role("menuitem", name=re.compile("^Rename the file")).click()
    inspector.look("rename", DIALOG)
    inspector.tell()


def test_a_conflict_and_the_offers_of_unsaved_work_pass_axe(
    context: BrowserContext, door: Entrance, place: Workplace
) -> None:
    path = write(place.workspace, "changed", short())
    page = opened(context, door, "changed", "Numbers")
    inspector = Inspector(page)
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        setting(page, "Numbers", "Batch").fill("7")
    write(place.workspace, "changed", short(count=21))
    come_back(page)
    theirs = dialog(page, "The file changed on disk").get_by_role("region", name="What they changed")
    expect(theirs).to_contain_text("21")
    inspector.look("conflict", DIALOG)
    close(page)
    inspector.look("changed on disk")
    page.reload()
    expect(dialog(page, "Unsaved changes").get_by_role("region")).to_contain_text("7")
    inspector.look("offer of a draft", DIALOG)
    page.goto(door.address())
    expect(page.get_by_role("region", name="Unsaved work").get_by_role("listitem")).to_have_count(1)
    inspector.look("unsaved work on the start page")
    path.unlink()
    inspector.tell()


def test_a_message_with_undo_passes_axe(context: BrowserContext, door: Entrance, place: Workplace) -> None:
    write(place.workspace, "thrown", short())
    page = opened(context, door, "thrown", "Numbers")
    page.get_by_role("button", name=re.compile("^File ")).click()
    page.get_by_role("menuitem", name=re.compile("^Move the file to the bin")).click()
    expect(message(page, "thrown.workflow.json is in the bin.")).to_be_visible()
    inspector = Inspector(page)
    inspector.look("message")
    inspector.tell()


def test_the_page_that_stands_in_for_a_broken_one_passes_axe(
    context: BrowserContext, door: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += ["a part of the page that breaks"]

    def tear(route: Route) -> None:
        route.fulfill(body=TORN, content_type="text/javascript")

    page = opened(context, door, "unready", "Directory")
    page.route(re.compile(r"/ShortcutsDialog-[^/]*\.js$"), tear)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="The page broke")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("Your changes are kept as a draft.")
    inspector = Inspector(page)
    inspector.look("broken page")
    inspector.tell()


def test_the_page_that_asks_for_the_password_and_the_one_that_lets_nobody_in_pass_axe(
    context: BrowserContext, complaints: Complaints, door: Entrance, workspace: Path
) -> None:
    complaints.allowed += ["401"]
    page = context.new_page()
    inspector = Inspector(page)
    page.goto(door.service.origin)
    expect(page.get_by_role("heading", name="Not let in")).to_be_visible()
    inspector.look("not let in")
    with serving(workspace, "--host", "0.0.0.0", "--password", "open sesame") as service:
        page.goto(f"http://127.0.0.1:{urlsplit(service.url).port}/")
        expect(page.get_by_label("Password")).to_be_focused()
        inspector.look("password")
        page.keyboard.type("open barley")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        inspector.look("wrong password")
        page.close()
    inspector.tell()
