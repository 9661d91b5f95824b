"""The canvas without a pointer: everything that the mouse does is done by keys, and told in words."""

import re
import shutil
from pathlib import Path

from browser import Service
from canvas_keys import Typist
from playwright.sync_api import BrowserContext, expect
from terminal_runs import runs_the_same_in_the_terminal

EPOCHS = "2"


def test_a_classifier_is_built_trained_and_saved_by_keys_alone(
    workspace: Path, pictures: Path, service: Service, context: BrowserContext
) -> None:
    shutil.copytree(pictures, workspace / "pictures")
    page = context.new_page()
    page.goto(service.url)
    typist = Typist(page)
    expect(page.get_by_role("button", name="New workflow")).to_be_visible()
    typist.press("Control+Alt+n")
    expect(page.get_by_role("main", name="Canvas")).to_be_visible()

    build(typist)
    prepare(typist)
    learn(typist)
    keep(typist)
    expect(page.get_by_role("tab", name=re.compile("^Problems"))).to_have_count(0)

    typist.press("Control+s")
    typist.stands_on("^Name")
    typist.press("Control+a")
    typist.type("train")
    typist.press("Enter")
    typist.hears("is saved")
    # The dialog gives the focus back to the node.
    typist.stands_on("^Model")
    typist.press("Control+r")
    typist.hears("^The run has started")
    typist.hears("^The run has finished", timeout=60_000)

    runs_the_same_in_the_terminal(workspace / "train.workflow.json", workspace / "again")


def build(typist: Typist) -> None:
    typist.add_tool("Directory")
    for tool in ("Formula", "Select", "Image Input"):
        typist.insert(tool)
    typist.insert("Image Processing", output="out")
    typist.insert("Create Samples")
    typist.hears("Create Samples, 6th of 6, from Image Processing")
    typist.insert("Image Recognition", output="estimation")
    typist.press("ArrowLeft")
    typist.stands_on("^Create Samples")
    typist.connect("validation", "Image Recognition, validation")
    typist.insert("Output Data", output="holdout")
    typist.rename("Holdout")
    typist.press("ArrowLeft", "ArrowRight")
    typist.stands_on("^Image Recognition")
    typist.insert("Output Data", output="model")
    typist.rename("Model")
    typist.press("ArrowLeft")
    typist.insert("Browse", output="report")


def prepare(typist: Typist) -> None:
    typist.press("Home")
    typist.stands_on("^Directory")
    typist.configure()
    typist.fill("Folder", "pictures")
    typist.fill("File specification", "*.jpg")
    typist.tab_to("Include subfolders")
    typist.press("Space")
    typist.back()
    typist.press("ArrowRight")
    typist.stands_on("^Formula")
    typist.configure()
    typist.tab_to("Add an expression")
    typist.press("Enter")
    typist.fill("Output column", "Class")
    # The editor comes when it is first needed.
    expect(typist.page.locator(".cm-content")).to_be_visible()
    typist.tab_to("Expression")
    # At once, as pasted: the editor closes brackets that are typed.
    typist.page.keyboard.insert_text("FileGetFileName([Directory])")
    # In the editor Escape frees the Tab key.
    typist.press("Escape", "Tab")
    typist.back()
    typist.find("Image Processing")
    typist.configure()
    typist.tab_to("Add a step")
    typist.press("Enter")
    typist.press("s", "Enter")
    for side in ("Width", "Height"):
        typist.fill(side, "24")
    typist.tab_to("Lock aspect ratio")
    typist.press("Space")
    typist.back()


def learn(typist: Typist) -> None:
    typist.find("Image Recognition")
    typist.configure()
    for part in ("Training", "Validation"):
        typist.choose(f"{part} image field", "image_processed")
        typist.choose(f"{part} image labels", "Class")
    typist.choose("Pre-trained model", "Small CNN")
    typist.fill("Epochs", EPOCHS)
    typist.tab_to("What to train")
    typist.type("From")
    expect(typist.page.locator(":focus")).to_have_value("from scratch")
    typist.back()


def keep(typist: Typist) -> None:
    for name in ("Holdout", "Model"):
        typist.find(name)
        typist.configure()
        typist.fill("File", f"{name.lower()}.yxdb")
        typist.back()
