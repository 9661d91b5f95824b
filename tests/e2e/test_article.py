"""The article's two workflows, built from an empty canvas by pointer alone, run, looked at, saved, and run
again by the command line.
"""

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
from browser import Service
from canvas_desk import Desk, middle, new_workflow
from playwright.sync_api import BrowserContext, expect
from terminal_runs import runs_the_same_in_the_terminal

EPOCHS = 6
HELD_OUT = 10
"""Of a hundred pictures."""

Row = tuple[str, ...]


def test_a_classifier_is_built_trained_and_applied_by_pointer(
    workspace: Path, pictures: Path, service: Service, context: BrowserContext, tmp_path: Path
) -> None:
    shutil.copytree(pictures, workspace / "pictures")
    page = context.new_page()
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(service.url)

    desk = new_workflow(page)
    build_training(desk)
    desk.save("train")
    desk.run()
    watch_training(desk)
    assert (workspace / "model.yxdb").exists()
    look_at_report(desk)

    page.get_by_role("button", name=re.compile("^File ")).click()
    desk.choose("New workflow")
    # The workflow before goes first: its nodes are not counted.
    expect(desk.nodes()).to_have_count(0)
    build_prediction(desk)
    desk.save("predict")
    desk.run()
    desk.wait_until("Contingency Table", "succeeded")
    desk.wait_for_run()
    shown = look_at_table(desk)
    assert shown == table_in(workspace / "counts.parquet")
    assert sum(int(count) for *_, count in shown) == HELD_OUT

    model = (workspace / "model.yxdb").read_bytes()
    for written in ("model.yxdb", "holdout.yxdb", "counts.parquet"):
        (workspace / written).unlink()
    for name in ("train", "predict"):
        runs_the_same_in_the_terminal(workspace / f"{name}.workflow.json", tmp_path / "store")
    assert (workspace / "model.yxdb").read_bytes() == model
    assert table_in(workspace / "counts.parquet") == shown


def build_training(desk: Desk) -> None:
    for place, label in enumerate(
        ("Directory", "Formula", "Image Input", "Image Processing", "Create Samples")
    ):
        desk.add_tool(label, (70 + 130 * place, 90))
    # Each was dropped near the output of the one before.
    expect(desk.connections()).to_have_count(4)
    desk.add_tool("Image Recognition", (780, 90))
    for label, at in (("Output Data", (970, 90)), ("Browse", (970, 230)), ("Browse", (970, 370))):
        desk.add_tool(label, at)
    desk.add_tool("Output Data", (780, 420))
    for output, end in (("estimation", "training"), ("validation", "validation")):
        desk.join(("Create Samples", output), ("Image Recognition", end))
    desk.join(("Image Recognition", "model"), ("Output Data", "in"))
    desk.join(("Image Recognition", "metrics"), ("Browse", "in"))
    desk.join(("Image Recognition", "report"), ("Browse", "in"), nth=1)
    desk.join(("Create Samples", "holdout"), ("Output Data", "in"), nth=1)

    desk.select("Directory")
    desk.settings.get_by_role("button", name="Choose Folder").click()
    dialog = desk.page.get_by_role("dialog", name="Folder")
    dialog.get_by_text("pictures", exact=True).click()
    dialog.get_by_role("button", name="Choose this folder").click()
    desk.set_text("File specification", "*.jpg")
    desk.field("Include subfolders").click()
    desk.select("Formula")
    desk.settings.get_by_role("button", name="Add an expression").click()
    desk.set_text("Output column", "Class")
    desk.set_formula("Expression", "FileGetFileName([Directory])")
    desk.select("Image Processing")
    desk.settings.get_by_role("button", name="Add a step").click()
    desk.choose("Scale")
    desk.set_text("Width", "32")
    desk.set_text("Height", "32")
    desk.field("Lock aspect ratio").set_checked(False)
    desk.select("Image Recognition")
    for part in ("Training", "Validation"):
        desk.choose_option(f"{part} image field", "image_processed")
        desk.choose_option(f"{part} image labels", "Class")
    desk.choose_option("Pre-trained model", "Small CNN")
    desk.set_text("Epochs", str(EPOCHS))
    desk.field("What to train").select_option("From scratch")
    for nth, name in enumerate(("model.yxdb", "holdout.yxdb")):
        desk.select("Output Data", nth=nth)
        desk.set_text("File", name)
    expect(desk.results.get_by_role("tab", name="Problems")).to_have_count(0)


def watch_training(desk: Desk) -> None:
    """Counts rise on the connections while it runs; the curve grows on the node and in the panel."""
    counting = desk.canvas.get_by_role("button", name=re.compile(r"^\d+ records, .* from directory, out to"))
    expect(counting).to_be_visible(timeout=30_000)
    expect(desk.page.get_by_role("button", name=re.compile("^Running"))).to_be_visible()
    desk.select("Image Recognition")
    panel = desk.open_tab("Learning")
    # Looked at in every frame: an epoch of a hundred small pictures takes a fifth of a second.
    desk.page.wait_for_function(
        "([node, words]) => new RegExp(words).test(node.textContent)",
        arg=[desk.node("Image Recognition").element_handle(), f"epoch [1-{EPOCHS - 1}] of {EPOCHS}"],
        timeout=60_000,
    )
    expect(panel.get_by_text("Accuracy", exact=True)).to_be_visible()
    expect(panel.locator("canvas").first).to_be_visible()
    desk.wait_until("Image Recognition", "succeeded")
    desk.wait_for_run()
    expect(desk.chip("create_samples.estimation", "image_recognition.training")).to_contain_text("70")


def look_at_report(desk: Desk) -> None:
    desk.look_at("image_recognition.report", "browse_2.in")
    panel = desk.open_tab("Report")
    report = panel.frame_locator("iframe")
    expect(report.get_by_role("heading").first).to_be_visible()
    expect(report.get_by_text("momo").first).to_be_visible()


def build_prediction(desk: Desk) -> None:
    desk.add_tool("Input Data", (80, 90))
    desk.add_tool("Input Data", (80, 260))
    desk.add_tool("Image Recognition Predict", (290, 170))
    desk.join(("Input Data", "out"), ("Image Recognition Predict", "data"))
    desk.connect(
        desk.anchor("Output", "out", "Input Data", 1),
        desk.anchor("Input", "model", "Image Recognition Predict"),
    )
    expect(desk.connections()).to_have_count(2)
    desk.add_tool("Formula", (420, 170))
    desk.add_tool("Contingency Table", (550, 170))
    desk.add_tool("Browse", (740, 90))
    desk.add_tool("Output Data", (740, 320))
    desk.join(("Contingency Table", "data"), ("Browse", "in"))
    desk.join(("Contingency Table", "data"), ("Output Data", "in"))

    for nth, name in enumerate(("holdout.yxdb", "model.yxdb")):
        desk.select("Input Data", nth=nth)
        desk.set_text("File, pattern or folder", name)
    desk.select("Image Recognition Predict")
    desk.choose_option("Image field", "image_processed")
    desk.select("Formula")
    desk.settings.get_by_role("button", name="Add an expression").click()
    desk.set_text("Output column", "Right")
    desk.set_formula("Expression", "[Class_Predicted] = [Class]")
    desk.select("Contingency Table")
    for column in ("Class_Predicted", "Class"):
        desk.tick("Columns", column)
    desk.select("Output Data")
    desk.set_text("File", "counts.parquet")
    expect(desk.results.get_by_role("tab", name="Problems")).to_have_count(0)


def look_at_table(desk: Desk) -> set[Row]:
    """What the grid shows."""
    desk.look_at("contingency_table.data", "browse.in")
    desk.open_tab("Records")
    count = int(desk.grid().get_attribute("aria-rowcount") or 0) - 1
    desk.page.mouse.move(*middle(desk.grid()))
    shown: set[Row] = set()
    for row in range(count):
        shown.add(tuple(desk.cells(row)[:3]))
        # Only what is on the screen is drawn.
        desk.page.mouse.wheel(0, 32)
    return shown


def table_in(file: Path) -> set[Row]:
    """What the workflow wrote, as the grid shows it."""
    table = pq.read_table(file)
    return {tuple(str(value) for value in list(record.values())[:3]) for record in table.to_pylist()}
