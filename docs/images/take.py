"""Take the screenshots of this folder from the running program: `python docs/images/take.py`.

A sample is copied into a temporary workspace, its pictures are drawn, and a real training runs in the canvas;
so it takes some minutes. The pictures are for the README and the documentation, and to be looked at: clipped
labels, overlapping anchors and unreadable contrast are defects.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import launch, serving  # noqa: E402
from canvas_desk import Desk  # noqa: E402

SIZE: ViewportSize = {"width": 1600, "height": 1000}
SHOWN = (1280, 800)
EPOCHS = "16"
PATIENCE_MS = 240_000


def main() -> None:
    """Take all of them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace = Path(folder) / "workspace"
        sample = ROOT / "workflows" / "characters"
        shutil.copytree(sample, workspace / "characters", ignore=shutil.ignore_patterns("__pycache__"))
        draw = [sys.executable, str(sample / "draw.py"), str(workspace / "characters" / "pictures")]
        subprocess.run([*draw, "--pictures", "600"], check=True)
        browser = launch(playwright)
        with serving(workspace) as service:
            page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            page.goto(service.url)
            expect(page.get_by_role("heading", name="Samples")).to_be_visible()
            expect(page.get_by_role("button", name=re.compile("^Open a copy")).first).to_be_visible()
            take(page, "start")
            page.goto(f"{service.origin}/?workflow=characters/train.workflow.json")
            take_training(Desk(page))
            page.close()
        browser.close()


def take_training(desk: Desk) -> None:
    """The canvas while it learns, in both themes, and what can be looked at when it is done."""
    page = desk.page
    expect(desk.nodes()).to_have_count(11)
    desk.select("Image Recognition")
    desk.set_text("Epochs", EPOCHS)
    desk.run()
    desk.open_tab("Learning")
    come_closer(desk)
    node = desk.node("Image Recognition")
    expect(node).to_contain_text(re.compile(rf"epoch [789] of {EPOCHS}"), timeout=PATIENCE_MS)
    take(page, "training-light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(":root")).to_have_css("color-scheme", re.compile("dark"))
    take(page, "training-dark")
    page.emulate_media(color_scheme="light")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled(timeout=PATIENCE_MS)
    desk.results.get_by_role("tab", name="Mistakes").click()
    expect(desk.results.get_by_role("region", name="Confusion matrix")).to_be_visible()
    grow_results(page)
    page.wait_for_load_state("networkidle")
    take(page, "learning")
    desk.anchor("Output", "validation", "Create Samples").click()
    desk.open_tab("Pictures")
    expect(desk.results.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    wait_for_pictures(page)
    take(page, "pictures")
    desk.open_tab("Records")
    expect(desk.results.get_by_role("grid").get_by_role("img").first).to_be_visible()
    wait_for_pictures(page)
    take(page, "records")
    page.get_by_role("button", name="Fit").click()
    desk.select("Class from the folder")
    desk.settings.get_by_role("button", name="Open Expression in a large window").click()
    expect(page.get_by_role("dialog", name="Expression")).to_contain_text("Result")
    take(page, "formula")


def come_closer(desk: Desk) -> None:
    """The right half of the workflow, large enough to read."""
    zoom = desk.page.get_by_role("toolbar", name="Zoom")
    zoom.get_by_role("button", name="Fit").click()
    zoom.get_by_role("button", name="Zoom in").click()
    desk.page.mouse.move(*desk.at(200, 60))
    desk.page.mouse.wheel(150, 0)


def wait_for_pictures(page: Page) -> None:
    """Until every picture in the results is drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-region=results] img')]"
        ".every((each) => each.naturalWidth > 1)"
    )


def grow_results(page: Page) -> None:
    """More room for what is looked at."""
    splitter = page.get_by_role("separator", name="Height of the results")
    box = splitter.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 170, steps=4)
    page.mouse.up()


def take(page: Page, name: str) -> None:
    """One picture, smaller than the screen and with few colours, so that the repository stays small."""
    page.mouse.move(800, 4)
    file = HERE / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
    small.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
