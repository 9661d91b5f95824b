"""A training is watched, ended early and understood; parts of a workflow run, are kept and planned."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Service, serving
from canvas_desk import Desk, admit, enter_saved
from canvas_keys import Typist
from playwright.sync_api import Browser, BrowserContext, Cookie, Locator, expect

CLASSES = ("bolt", "hazel", "kiko", "momo")


@pytest.fixture(scope="module")
def service(trained: Path) -> Iterator[Service]:
    with serving(trained) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(browser: Browser, service: Service) -> list[Cookie]:
    return admit(browser, service)


@pytest.fixture
def desk(context: BrowserContext, service: Service, cookies: list[Cookie]) -> Desk:
    """The trained workflow, as it was saved."""
    return enter_saved(context, service, cookies, "train.workflow.json")


def lesson(desk: Desk, part: str) -> Locator:
    """A part of what was learned."""
    panel = desk.open_tab("Learning")
    panel.get_by_role("tab", name=part).click()
    return panel


def test_cells_of_the_confusion_matrix_and_mistakes_open_the_pictures_behind_them(desk: Desk) -> None:
    desk.select("Image Recognition")
    panel = lesson(desk, "Mistakes")
    matrix = panel.get_by_role("region", name="Confusion matrix")
    rows = matrix.get_by_role("row")
    expect(rows).to_have_count(1 + len(CLASSES))
    cells = matrix.get_by_role("button", name=re.compile("taken for|recognised"))
    assert sum(int(text) for text in cells.all_inner_texts()) == 20
    found = matrix.get_by_role("button", name=re.compile("recognised")).all_inner_texts()
    right = sum(int(text) for text in found)
    wrong = matrix.get_by_role("button", name=re.compile("taken for")).first
    name = wrong.get_attribute("aria-label") or ""
    wrong.click()
    shown = desk.results.get_by_role("tabpanel")
    behind = int(re.findall(r"\d+", name)[-1])
    listed = shown.get_by_role("listbox").get_by_role("option").first
    expect(listed).to_have_attribute("aria-setsize", str(behind))
    expect(shown.get_by_role("status")).to_contain_text(name.split(":")[0])
    expect(shown.get_by_role("listbox").get_by_role("option").first).to_have_accessible_name(
        re.compile(rf", {name.split(' ')[0]}$")
    )

    panel = lesson(desk, "Mistakes")
    mistakes = panel.get_by_role("region", name="Worst mistakes")
    first = mistakes.get_by_role("button", name=re.compile("taken for")).first
    expect(first.locator("img")).to_have_js_property("complete", True)
    title = first.get_attribute("aria-label") or ""
    first.click()
    expect(desk.page.get_by_role("dialog", name=title)).to_contain_text("pixels")
    desk.press("Escape")
    total = mistakes.get_by_role("button", name=re.compile(r"^Show all \d+ mistakes"))
    count = int(re.findall(r"\d+", total.inner_text())[0])
    total.click()
    expect(listed).to_have_attribute("aria-setsize", str(count))
    assert count == 20 - right


def test_a_picture_is_tried_on_the_model(desk: Desk, pictures: Path) -> None:
    desk.select("Image Recognition")
    panel = lesson(desk, "Try a picture")
    panel.get_by_label("Picture to try").set_input_files(next((pictures / "kiko").iterdir()))
    chances = panel.get_by_role("list", name="Probabilities").get_by_role("listitem")
    expect(chances).to_have_count(len(CLASSES), timeout=60_000)
    shares = [float(text) for text in re.findall(r"([\d.]+) %", " ".join(chances.all_inner_texts()))]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(100, abs=1)
    try_by_keys(desk, next((pictures / "momo").iterdir()))
    model = lesson(desk, "Model").get_by_role("region", name="Model")
    expect(model.last).to_contain_text(", ".join(CLASSES))


def try_by_keys(desk: Desk, picture: Path) -> None:
    """From the canvas to the button by F6 and Tab, and another picture."""
    typist = Typist(desk.page)
    desk.node("Image Recognition").focus()
    typist.press("F6", "F6")
    typist.tab_to("Try another")
    with desk.page.expect_file_chooser() as asked:
        typist.press("Enter")
    asked.value.set_files(picture)
    typist.hears(rf"^{re.escape(picture.name)}: ({'|'.join(CLASSES)}), ", timeout=60_000)
    expect(desk.results.get_by_role("img", name=picture.name)).to_be_visible()


def test_the_numbers_and_the_report_tell_of_the_training(desk: Desk) -> None:
    desk.select("Image Recognition")
    panel = lesson(desk, "Numbers")
    table = panel.get_by_role("table", name="Figures of every epoch")
    expect(table.get_by_role("rowheader")).to_have_count(3)
    expect(table.get_by_role("rowheader", name=re.compile("best"))).to_have_count(1)
    desk.anchor("Output", "report", "Image Recognition").click()
    report = desk.open_tab("Report").frame_locator("iframe")
    expect(report.get_by_text("validation pictures").first).to_be_visible()


def test_a_training_that_is_ended_early_gives_the_best_so_far(desk: Desk) -> None:
    desk.select("Image Recognition")
    desk.set_text("Epochs", "500")
    desk.menu(desk.node("Image Recognition"), "Run to here")
    expect(desk.node("Image Recognition")).to_contain_text(
        re.compile(r"epoch ([2-9]|\d\d) of 500"), timeout=60_000
    )
    card = desk.settings.get_by_role("region", name="Learning")
    expect(card).to_contain_text("pictures/s")
    expect(card).to_contain_text("left")
    desk.page.get_by_role("button", name="How to stop").click()
    desk.choose("Finish now, keep the best")
    desk.wait_until("Image Recognition", r"ended after \d+ of 500 epochs, as asked")
    desk.wait_for_run()
    panel = lesson(desk, "Model")
    expect(panel.get_by_role("region", name="Model").last).to_contain_text(", ".join(CLASSES))


def test_what_would_run_is_told_before_and_only_that_runs(desk: Desk) -> None:
    desk.canvas_menu("Show what would run")
    plan = desk.canvas.get_by_role("region", name="What would run")
    expect(plan).to_contain_text(re.compile("0 nodes would run|would run, 1[01] kept"))
    desk.select("Create Samples")
    desk.set_text("Random seed", "2")
    expect(desk.node("Create Samples")).to_contain_text("runs")
    expect(desk.node("Image Processing")).to_contain_text("kept")
    expect(plan).to_contain_text("6 nodes would run, 5 kept")
    desk.menu(desk.node("Create Samples"), "Run to here")
    desk.wait_until("Create Samples", "succeeded")
    desk.wait_for_run()
    expect(desk.node("Image Processing")).to_have_accessible_description(re.compile("Kept"))
    before = "What it gave is from before the change"
    expect(desk.node("Image Recognition")).to_have_accessible_description(before)


def test_a_pinned_node_keeps_all_of_its_records_and_runs_go_on_from_a_node(desk: Desk) -> None:
    desk.menu(desk.node("Select"), "Cache and Run")
    desk.wait_until("Select", "Done|Kept")
    desk.wait_for_run()
    expect(desk.node("Select").get_by_title("Pinned")).to_be_visible()
    desk.menu(desk.node("Class from the folder"), "Run from here")
    desk.wait_until("Class from the folder", "succeeded")
    desk.wait_for_run()
    # The same records came out: what hangs on them need not be made again.
    expect(desk.node("Image Recognition")).to_have_accessible_description(re.compile("Kept"))
