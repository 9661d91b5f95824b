"""What a run gave is looked at: records, pictures, profile, messages, runs."""

import csv
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import WEFT, Service, serving
from canvas_desk import Desk, admit, enter_saved, middle, new_workflow
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Cookie, Locator, expect

PICTURES = 5_000
ALBUM = {
    "format": 1,
    "title": "Album",
    "nodes": {
        "directory": {
            "tool": "weft.directory",
            "settings": {"folder": "pictures", "specification": "*.*"},
        },
        "formula": {
            "tool": "weft.formula",
            "settings": {
                "expressions": [
                    {
                        "column": "Number",
                        "type": "int64",
                        "expression": "ToNumber(Substring([FileName], 1, 4))",
                    }
                ]
            },
        },
        "select": {
            "tool": "weft.select",
            "settings": {
                "columns": [{"column": "FileName"}, {"column": "Number"}, {"column": "FullPath"}],
                "unknown": False,
            },
        },
        "image_input": {"tool": "weft.image_input"},
        "browse": {"tool": "weft.browse"},
    },
    "connections": [
        {"from": "directory.out", "to": "formula.in"},
        {"from": "formula.out", "to": "select.in"},
        {"from": "select.out", "to": "image_input.in"},
        {"from": "image_input.out", "to": "browse.in"},
    ],
    "layout": {
        "nodes": {
            name: {"x": 80 + 150 * place, "y": 96}
            for place, name in enumerate(("directory", "formula", "select", "image_input", "browse"))
        }
    },
}


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a result of five thousand small pictures, a photo with EXIF among them."""
    workspace = tmp_path_factory.mktemp("album")
    folder = workspace / "pictures"
    folder.mkdir()
    drawn = workspace / "drawn.png"
    for number in range(PICTURES - 1):
        if number % 100 == 0:
            Image.new("RGB", (24, 18), (number // 25, 255 - number // 25, 90)).save(drawn)
            content = drawn.read_bytes()
        (folder / f"p{number:04}.png").write_bytes(content)
    exif = Image.Exif()
    exif[271] = "Weft Optics"
    Image.new("RGB", (320, 200), "teal").save(folder / "a9999.jpg", exif=exif)
    (folder / "z0000.png").write_bytes(b"no picture")
    (workspace / "album.workflow.json").write_text(json.dumps(ALBUM), "utf-8")
    done = subprocess.run(
        [WEFT, "run", "album.workflow.json"], cwd=workspace, capture_output=True, text=True, check=False
    )
    # One file is no picture: a run that warns ends with 1.
    assert done.returncode == 1, done.stderr
    assert "succeeded" in done.stdout + done.stderr
    return workspace


@pytest.fixture(scope="module")
def service(album: Path) -> Iterator[Service]:
    with serving(album) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    """The album, as it was saved."""
    return enter_saved(context, service, cookies, "album.workflow.json")


def loaded(pictures: Locator) -> list[bool]:
    """Of each picture on the screen whether it is there."""
    found: list[bool] = pictures.evaluate_all(
        "(all) => all.map((each) => each.complete && each.naturalWidth > 1)"
    )
    return found


def wait_until_loaded(desk: Desk, pictures: Locator) -> None:
    expect(pictures.first).to_be_visible()
    handle = pictures.element_handles()
    desk.page.wait_for_function(
        "(all) => all.every((each) => each.complete && each.naturalWidth > 1)", arg=handle
    )
    assert all(loaded(pictures))


def test_a_connection_and_an_anchor_show_their_records(desk: Desk) -> None:
    desk.look_at("select.out", "image_input.in")
    expect(desk.grid()).to_have_attribute("aria-rowcount", "1001")
    expect(desk.results.get_by_text("The first 1,000 of 5,001 records are kept")).to_be_visible()
    assert desk.cells(0)[:2] == ["a9999.jpg", "9999"]
    desk.anchor("Output", "unreadable", "Image Input").click()
    expect(desk.grid()).to_have_attribute("aria-rowcount", "2")
    assert "z0000.png" in desk.cells(0)
    desk.anchor("Input", "in", "Browse").click()
    # A Browse keeps all.
    expect(desk.grid()).to_have_attribute("aria-rowcount", "5001")


def test_five_thousand_records_scroll_to_their_end_with_thumbnails(desk: Desk) -> None:
    desk.look_at("image_input.out", "browse.in")
    expect(desk.grid()).to_have_attribute("aria-rowcount", str(PICTURES + 1))
    pictures = desk.grid().get_by_role("img")
    wait_until_loaded(desk, pictures)
    desk.page.mouse.move(*middle(desk.grid()))
    for _ in range(8):
        desk.page.mouse.wheel(0, 30_000)
    expect(desk.grid().get_by_role("rowheader", name="5,000")).to_be_visible()
    expect(desk.grid().get_by_role("img", name=re.compile("^Record 5000"))).to_be_visible()
    wait_until_loaded(desk, pictures)
    assert "p4998.png" in desk.cells(PICTURES - 1)

    panel = desk.open_tab("Pictures")
    listed = panel.get_by_role("listbox")
    expect(listed.get_by_role("option", name=re.compile("^Record 1, "))).to_be_visible()
    desk.page.mouse.move(*middle(listed))
    for _ in range(8):
        desk.page.mouse.wheel(0, 30_000)
    expect(listed.get_by_role("option", name=re.compile("^Record 5000, p4998.png"))).to_be_visible()
    wait_until_loaded(desk, listed.locator("img"))


def test_records_are_sorted_filtered_searched_copied_and_downloaded(desk: Desk) -> None:
    desk.look_at("image_input.out", "browse.in")
    heading = desk.grid().get_by_role("columnheader", name=re.compile("^Number"))
    heading.click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(desk.grid().locator('[aria-rowindex="2"]')).to_contain_text("a9999.jpg")
    desk.results.get_by_label("Search the records").fill("p12")
    expect(desk.grid()).to_have_attribute("aria-rowcount", "101")
    desk.results.get_by_role("button", name="Add a filter").click()
    form = desk.results.get_by_role("form", name="Filter")
    form.get_by_label("Records where").select_option("Number")
    form.get_by_label("Comparison").select_option("at least")
    form.get_by_label("Value").fill("1298")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(desk.grid()).to_have_attribute("aria-rowcount", "3")
    expect(desk.results.get_by_role("status").filter(has_text="of 5,000")).to_be_visible()
    desk.grid().locator('[aria-rowindex="2"]').get_by_text("p1299.png", exact=True).click()
    desk.grid().locator('[aria-rowindex="3"]').get_by_text("1298", exact=True).click(modifiers=["Shift"])
    desk.press("Control+c")
    expect(desk.page.get_by_role("list", name="Messages")).to_contain_text("Copied 2 columns of 2 records")
    assert desk.clipboard().split("\n")[-2:] == ["p1299.png\t1299", "p1298.png\t1298"]
    desk.results.get_by_role("button", name=re.compile("remove")).click()
    expect(desk.grid()).to_have_attribute("aria-rowcount", "101")
    desk.results.get_by_role("button", name="Download").click()
    with desk.page.expect_download() as file:
        desk.choose("CSV")
    with Path(file.value.path()).open(encoding="utf-8", newline="") as lines:
        records = list(csv.DictReader(lines))
    assert len(records) == PICTURES
    assert records[0]["FileName"] == "a9999.jpg"


def test_a_picture_opens_in_full_size_with_its_exif(desk: Desk) -> None:
    desk.look_at("image_input.out", "browse.in")
    desk.grid().get_by_role("img", name=re.compile("^Record 1:")).click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("320 .* 200 pixels"))).to_be_visible()
    expect(dialog.get_by_text("Weft Optics")).to_be_visible()
    wait_until_loaded(desk, dialog.get_by_role("img"))
    dialog.get_by_role("button", name="Next picture").click()
    expect(dialog.get_by_text(re.compile("24 .* 18 pixels"))).to_be_visible()
    expect(dialog.get_by_text("The file has none.")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_the_profile_describes_columns_and_its_bars_filter(desk: Desk) -> None:
    desk.look_at("image_input.out", "browse.in")
    panel = desk.open_tab("Profile")
    card = panel.get_by_role("listitem").filter(has=desk.page.get_by_role("heading", name="Number"))
    expect(card.get_by_text("9999", exact=True)).to_be_visible()
    card.get_by_role("list", name="Values of Number").get_by_role("button").last.click()
    expect(desk.grid()).to_be_visible()
    expect(desk.grid().locator('[aria-rowindex="2"]')).to_contain_text("a9999.jpg")


def test_columns_are_known_before_a_run(desk: Desk, context: BrowserContext, service: Service) -> None:
    page = context.new_page()
    page.goto(service.origin)
    other = new_workflow(page)
    parts: dict[str, Any] = {key: ALBUM[key] for key in ("nodes", "connections", "layout")}
    other.put(**parts)
    other.anchor("Output", "out", "Image Input").click()
    table = other.open_tab("Records").get_by_role("table")
    expect(table.get_by_role("rowheader")).to_have_text(
        ["FileName", "Number", "FullPath", "image", "file", "page"]
    )
    expect(other.results.get_by_text("Run the workflow to see records here.")).to_be_visible()


def test_messages_lead_to_their_node_and_runs_are_listed(desk: Desk) -> None:
    desk.menu(desk.node("Image Input"), "Run the node again")
    desk.wait_until("Image Input", "z0000.png")
    desk.wait_for_run()
    panel = desk.open_tab("Messages")
    message = panel.get_by_role("listitem").filter(has_text="z0000.png")
    expect(message).to_contain_text("1 record")
    message.get_by_role("button", name="Image Input").click()
    expect(desk.settings.get_by_role("heading", name="Image Input")).to_be_visible()
    panel = desk.open_tab("History")
    latest = panel.get_by_role("row").nth(1)
    expect(latest).to_contain_text("succeeded")
    expect(latest).to_contain_text("Image Input")
    expect(latest.get_by_role("cell").nth(1)).to_contain_text(re.compile(r"\d+(\.\d+)? (ms|s)"))
