"""Files: opened, saved, moved, dropped, chosen, and what is wrong with some of them."""

import base64
import csv
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import Complaints, serving
from canvas_windows import Entrance, dialog, message, node, run, setting, settings_on_disk, show, write
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect
from run_service import Workplace, short

SAVED = re.compile("^saved")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return Workplace.make(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def door(place: Workplace) -> Iterator[Entrance]:
    with serving(place.workspace, "--plugins", str(place.plugins)) as found:
        yield Entrance(found)


@pytest.fixture
def page(context: BrowserContext, door: Entrance) -> Page:
    """A window on the start page."""
    return door.open(context)


def file_menu(page: Page, entry: str) -> None:
    """An entry of the menu of the open file."""
    page.get_by_role("button", name=re.compile("^File ")).click()
    page.get_by_role("menuitem", name=re.compile(f"^{entry}")).click()


def file_name(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^File "))


def drop(target: Locator, *paths: Path) -> None:
    """Let go of files over a place of the window, as a file manager does."""
    files = [{"name": path.name, "data": base64.b64encode(path.read_bytes()).decode()} for path in paths]
    data = target.page.evaluate_handle(
        """files => {
            const data = new DataTransfer();
            for (const { name, data: text } of files)
                data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
            return data;
        }""",
        files,
    )
    box = target.bounding_box()
    assert box
    at = {"clientX": box["x"] + box["width"] / 2, "clientY": box["y"] + box["height"] / 2}
    target.dispatch_event("dragover", {"dataTransfer": data, **at})
    target.dispatch_event("drop", {"dataTransfer": data, **at})


def draw_pictures(folder: Path, *names: str) -> list[Path]:
    """Small pictures of one colour each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        Image.new("RGB", (40, 30), (40 * number, 90, 160)).save(folder / name)
    return [folder / name for name in names]


def canvas(page: Page) -> Locator:
    return page.get_by_role("main", name="Canvas")


def test_a_copy_of_a_sample_draws_its_pictures_opens_and_runs(page: Page, place: Workplace) -> None:
    page.get_by_role("button", name="Open a copy of Characters").click()
    expect(page.get_by_role("status").filter(has_text="Copying the sample")).to_be_visible()
    expect(file_name(page)).to_have_text(re.compile("train.workflow.json"), timeout=60_000)
    assert len(list((place.workspace / "characters" / "pictures").rglob("*.jpg"))) > 1_000
    node(page, "Create Samples").click()
    page.keyboard.press("Control+Enter")
    expect(node(page, "Create Samples")).to_have_accessible_description(re.compile("^Done"), timeout=60_000)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_a_new_workflow_is_saved_under_a_name_and_as_another_one(page: Page, place: Workplace) -> None:
    page.get_by_role("button", name="New workflow").click()
    expect(page.get_by_text("not saved yet")).to_be_visible()
    page.get_by_role("button", name="Add a tool").click()
    page.keyboard.type("Text Input")
    page.keyboard.press("Enter")
    expect(node(page, "Text Input")).to_be_visible()
    page.keyboard.press("Control+s")
    asked = dialog(page, "Save as")
    asked.get_by_label("Name").fill("deep/größe & maß 5 %")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_text(SAVED)).to_be_visible()
    first = place.workspace / "deep" / "größe & maß 5 %.workflow.json"
    assert list(json.loads(first.read_text("utf-8"))["nodes"]) == ["text_input"]
    page.reload()
    expect(node(page, "Text Input")).to_be_visible()
    expect(file_name(page)).to_have_accessible_name("File deep/größe & maß 5 %.workflow.json")
    page.keyboard.press("Control+Shift+S")
    asked.get_by_label("Name").fill("second")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    expect(file_name(page)).to_have_accessible_name("File second.workflow.json")
    assert (place.workspace / "second.workflow.json").read_bytes() == first.read_bytes()
    page.keyboard.press("Control+Shift+S")
    asked.get_by_label("Name").fill("deep/größe & maß 5 %")
    expect(asked).to_contain_text("is there already; saving replaces it")
    asked.get_by_role("button", name="Replace").click()
    expect(file_name(page)).to_have_accessible_name("File deep/größe & maß 5 %.workflow.json")


def test_a_file_is_renamed_goes_to_the_bin_and_comes_back(
    page: Page, door: Entrance, place: Workplace
) -> None:
    write(place.workspace, "old", short())
    page.goto(door.address("old"))
    setting(page, "Numbers", "Count").fill("3")
    file_menu(page, "Rename the file")
    asked = dialog(page, "Rename the file")
    asked.get_by_label("Name").fill("renamed")
    asked.get_by_role("button", name="Rename").click()
    expect(asked).to_be_hidden()
    expect(file_name(page)).to_have_accessible_name("File renamed.workflow.json")
    expect(page.get_by_text("changed", exact=True)).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text(SAVED)).to_be_visible()
    path = place.workspace / "renamed.workflow.json"
    assert settings_on_disk(path, "n") == {"count": 3}
    assert not (place.workspace / "old.workflow.json").exists()
    file_menu(page, "Move the file to the bin")
    expect(message(page, "renamed.workflow.json is in the bin.")).to_be_visible()
    expect(page.get_by_role("main", name="Start")).to_be_visible()
    assert not path.exists()
    page.get_by_role("list", name="Messages").get_by_role("button", name="Undo").click()
    expect(file_name(page)).to_have_accessible_name("File renamed.workflow.json")
    assert settings_on_disk(path, "n") == {"count": 3}


def test_files_are_found_in_the_list_of_recent_ones_and_in_the_open_dialog(
    page: Page, door: Entrance, place: Workplace
) -> None:
    for name in ("one", "two", "folder/three"):
        (place.workspace / name).parent.mkdir(exist_ok=True)
        write(place.workspace, name, short())
    page.goto(door.address("two"))
    expect(node(page, "Numbers")).to_be_visible()
    page.get_by_role("button", name="Weft, start page").click()
    expect(page.get_by_role("main", name="Start")).to_be_visible()
    recent = page.get_by_role("region", name="Workflows of this folder")
    expect(recent.get_by_role("button").first).to_contain_text("two.workflow.json")
    page.keyboard.press("Control+o")
    asked = dialog(page, "Open a workflow")
    page.keyboard.type("three")
    tree = asked.get_by_role("tree", name="Workflows")
    expect(tree.get_by_role("treeitem", name=re.compile("three"))).to_be_visible()
    expect(tree.get_by_role("treeitem", name=re.compile("two"))).to_have_count(0)
    page.keyboard.press("Enter")
    expect(file_name(page)).to_have_accessible_name("File folder/three.workflow.json")
    page.go_back()
    expect(page.get_by_role("main", name="Start")).to_be_visible()
    recent.get_by_role("button", name=re.compile("one.workflow.json")).click()
    expect(file_name(page)).to_have_accessible_name("File one.workflow.json")


def test_a_workflow_file_that_is_dropped_opens_as_unsaved_work(
    page: Page, place: Workplace, tmp_path: Path
) -> None:
    outside = write(tmp_path, "sent by mail", short(count=12))
    drop(page.get_by_role("main", name="Start"), outside)
    asked = dialog(page, "Save as")
    asked.get_by_role("button", name="Save").click()
    expect(file_name(page)).to_have_accessible_name("File sent by mail.workflow.json")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert settings_on_disk(place.workspace / "sent by mail.workflow.json", "n") == {"count": 12}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("broken.workflow.json", '{"nodes": ', "broken.workflow.json is no workflow: "),
        ("package.json", '{"name": "left-pad", "version": "1.0.0"}', "this is JSON, but no workflow"),
        ("later.workflow.json", '{"weft": "workflow", "format": 99, "nodes": {}}', "newer"),
        ("notes.docx", "hello", "Drop a .workflow.json, pictures or a folder of pictures"),
    ],
)
def test_what_is_dropped_and_is_no_workflow_is_told_in_a_sentence(
    page: Page, complaints: Complaints, tmp_path: Path, name: str, text: str, told: str
) -> None:
    complaints.allowed += ["422", "400"]
    (tmp_path / name).write_text(text)
    drop(page.get_by_role("main", name="Start"), tmp_path / name)
    expect(message(page, told)).to_be_visible()
    expect(page.get_by_role("main", name="Start")).to_be_visible()


def test_a_folder_of_pictures_becomes_a_directory_and_an_image_input(
    page: Page, door: Entrance, place: Workplace, tmp_path: Path
) -> None:
    write(place.workspace, "faces", short())
    page.goto(door.address("faces"))
    expect(node(page, "Numbers")).to_be_visible()
    draw_pictures(tmp_path / "album" / "day", "a.png", "b.png")
    draw_pictures(tmp_path / "album" / "night", "c.png")
    drop_folder(page, canvas(page), tmp_path / "album")
    expect(message(page, "3 pictures in album")).to_be_visible()
    expect(setting(page, "Directory", "Folder")).to_have_value("album")
    assert {path.name for path in (place.workspace / "album").rglob("*.png")} == {"a.png", "b.png", "c.png"}
    run(page)
    expect(node(page, "Image Input")).to_have_accessible_description(re.compile("^Done"))
    node(page, "Image Input").click()
    expect(show(page, "Pictures").get_by_role("option").locator("img")).to_have_count(3)


def drop_folder(page: Page, target: Locator, folder: Path) -> None:
    """Let go of a folder over the canvas. A page cannot make one, so the pointer of the browser brings it."""
    box = target.bounding_box()
    assert box
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 3}
    data: dict[str, Any] = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})


def test_tables_that_are_dropped_become_inputs_that_read_them(
    page: Page, place: Workplace, tmp_path: Path
) -> None:
    with (tmp_path / "prices & dates.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["item", "price"], ["tea", "2"], ["milk", "1"]])
    drop(page.get_by_role("main", name="Start"), tmp_path / "prices & dates.csv")
    expect(setting(page, "Input Data", "File, pattern or folder")).to_have_value("prices & dates.csv")
    assert (place.workspace / "prices & dates.csv").is_file()
    run(page)
    expect(node(page, "Input Data")).to_have_accessible_description(re.compile("^Done"))
    records = show(page, "Records").get_by_role("grid")
    expect(records).to_contain_text("milk")


def test_the_picker_finds_folders_files_and_names_for_settings(
    page: Page, door: Entrance, place: Workplace, tmp_path: Path
) -> None:
    draw_pictures(place.workspace / "shots", "a.png", "b.png")
    (place.workspace / "table.csv").write_text("x\n1\n")
    tools = {"d": "directory", "i": "input_data", "o": "output_data"}
    nodes = {name: {"tool": f"weft.{tool}", "settings": {}} for name, tool in tools.items()}
    text = json.dumps({"format": 1, "nodes": nodes, "connections": [{"from": "i.out", "to": "o.in"}]})
    (place.workspace / "picking.workflow.json").write_text(text)
    page.goto(door.address("picking"))
    settings = page.get_by_role("complementary", name="Settings")

    node(page, "Directory").click()
    settings.get_by_role("button", name="Choose Folder").click()
    asked = dialog(page, "Folder")
    asked.get_by_role("option", name=re.compile("shots")).dblclick()
    expect(asked).to_contain_text("2 pictures in this folder")
    pictures = asked.get_by_role("option").locator("img")
    expect(pictures).to_have_count(2)
    expect(pictures.first).to_have_js_property("complete", True)
    expect(pictures.first).to_have_js_property("naturalWidth", 40)
    with page.expect_file_chooser() as chooser:
        asked.get_by_role("button", name="Upload").click()
    chooser.value.set_files(draw_pictures(tmp_path, "c.png"))
    expect(asked).to_contain_text("3 pictures in this folder")
    asked.get_by_role("button", name="Choose this folder").click()
    expect(setting(page, "Directory", "Folder")).to_have_value("shots")

    node(page, "Input Data").click()
    settings.get_by_role("button", name="Choose File, pattern or folder").click()
    dialog(page, "File, pattern or folder").get_by_role("option", name=re.compile("^table.csv")).dblclick()
    expect(setting(page, "Input Data", "File, pattern or folder")).to_have_value("table.csv")

    node(page, "Output Data").click()
    settings.get_by_role("button", name="Choose File").click()
    asked = dialog(page, "File")
    asked.get_by_role("option", name=re.compile("shots")).dblclick()
    asked.get_by_label("Name of the file").fill("out.csv")
    asked.get_by_role("button", name="Choose", exact=True).click()
    expect(setting(page, "Output Data", "File")).to_have_value("shots/out.csv")


def test_an_address_of_a_workflow_that_is_not_there_leads_to_the_start_page_and_says_so(
    page: Page, door: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += ["404"]
    page.goto(door.address("nowhere"))
    expect(message(page, "There is no workflow nowhere.workflow.json in this folder")).to_be_visible()
    expect(page.get_by_role("main", name="Start")).to_be_visible()
    expect(page).to_have_url(f"{door.address()}")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("newer", '{"format": 99, "nodes": {}}', "newer"),
        ("torn", '{"format": 1, "nodes": {"a": ', "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence_and_marked_in_the_list(
    page: Page, door: Entrance, complaints: Complaints, place: Workplace, name: str, text: str, told: str
) -> None:
    complaints.allowed += ["422", "400"]
    path = place.workspace / f"{name}.workflow.json"
    path.write_text(text)
    page.goto(door.address(name))
    expect(message(page, f"{path.name} cannot be opened: ")).to_contain_text(told)
    recent = page.get_by_role("region", name="Workflows of this folder")
    expect(recent.get_by_role("button", name=re.compile(f"^{name}"))).to_contain_text(told)
    assert path.read_text() == text
    path.unlink()


def test_a_tool_that_is_not_installed_keeps_its_place_settings_and_connections(
    page: Page, door: Entrance, complaints: Complaints, place: Workplace
) -> None:
    complaints.allowed += ["422"]
    write(place.workspace, "foreign", short())
    path = place.workspace / "foreign.workflow.json"
    document = json.loads(path.read_text())
    document["nodes"]["x"] = {
        "tool": "acme.sharpen",
        "version": 4,
        "settings": {"how much": [1, {"deep": None}], "wörter": "ja"},
        "acme": "kept",
    }
    document["connections"] += [{"from": "t.out", "to": "x.in"}, {"from": "x.left", "to": "y.in"}]
    document["nodes"]["y"] = {"tool": "test.total"}
    document["acme"] = {"of": "another program"}
    path.write_text(json.dumps(document))
    page.goto(door.address("foreign"))
    expect(node(page, "acme.sharpen")).to_have_accessible_description(re.compile("acme.sharpen"))
    node(page, "acme.sharpen").click()
    expect(page.get_by_role("complementary", name="Settings")).to_contain_text("not installed")
    setting(page, "Numbers", "Count").fill("4")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(SAVED)).to_be_visible()
    saved = json.loads(path.read_text())
    assert saved["nodes"]["x"] == document["nodes"]["x"]
    assert saved["acme"] == document["acme"]
    assert {(each["from"], each["to"]) for each in document["connections"]} == {
        (each["from"], each["to"]) for each in saved["connections"]
    }
    run(page)
    expect(show(page, "Problems")).to_contain_text("acme.sharpen")


def test_a_folder_that_cannot_be_written_is_told_and_the_work_is_kept(
    page: Page, door: Entrance, complaints: Complaints, place: Workplace
) -> None:
    complaints.allowed += ["422", "403", "400", "409", "500"]
    folder = place.workspace / "sealed"
    folder.mkdir()
    write(place.workspace, "sealed/work", short())
    page.goto(door.address("sealed/work"))
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        setting(page, "Numbers", "Count").fill("6")
    with sealed(folder):
        page.keyboard.press("Control+s")
        expect(message(page, "work.workflow.json")).to_be_visible()
        expect(page.get_by_text("changed", exact=True)).to_be_visible()
        page.reload()
        dialog(page, "Unsaved changes").get_by_role("button", name="Restore").click()
        expect(setting(page, "Numbers", "Count")).to_have_value("6")


@contextmanager
def sealed(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be written; root can write in all but those that are marked."""
    folder.chmod(0o555)
    if os.geteuid() == 0 and subprocess.run(["chattr", "+i", folder], capture_output=True).returncode:
        pytest.skip("root writes everywhere here: this file system keeps no attributes")
    yield
    if os.geteuid() == 0:
        subprocess.run(["chattr", "-i", folder], check=True)
    folder.chmod(0o755)
