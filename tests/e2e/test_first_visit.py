"""The way of somebody who sees the canvas for the first time, from the sample to a workflow of their own."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Service, open_canvas, serving
from canvas_desk import Desk, middle
from playwright.sync_api import BrowserContext, expect
from terminal_runs import runs_the_same_in_the_terminal


@pytest.fixture
def service(trained: Path, tmp_path: Path) -> Iterator[Service]:
    workspace = tmp_path / "characters"
    shutil.copytree(trained, workspace)
    with serving(workspace) as found:
        yield found


def test_the_sample_is_changed_run_watched_understood_and_saved(
    context: BrowserContext, service: Service, pictures: Path
) -> None:
    page = open_canvas(context, service)
    page.get_by_role("region", name="Workflows of this folder").get_by_role("button").first.click()
    desk = Desk(page)
    desk.select("Image Recognition")
    desk.set_text("Epochs", "2")
    desk.run()
    expect(desk.node("Image Recognition")).to_contain_text(re.compile("epoch [12] of 2"), timeout=60_000)
    curve = desk.open_tab("Learning").locator("canvas").first
    expect(curve).to_be_visible()
    # And small, on the node.
    expect(desk.node("Image Recognition").locator("svg[class*=curve]")).to_be_visible()
    desk.wait_until("Image Recognition", "succeeded")
    desk.wait_for_run()
    desk.anchor("Output", "report", "Image Recognition").click()
    report = desk.open_tab("Report").frame_locator("iframe")
    expect(report.get_by_role("heading").first).to_be_visible()
    try_a_picture(desk, next((pictures / "momo").iterdir()))

    tool = desk.tools.get_by_role("button", name="Filter", exact=True).first
    line = desk.canvas.locator(".react-flow__edge[data-id^='create_samples.validation']")
    with desk.dragging(middle(tool), middle(line)):
        expect(line.locator("[data-target]")).to_have_count(1)
    expect(desk.connection("create_samples.validation", "filter.in")).to_be_attached()
    desk.choose_option("Column", "Class")
    desk.field("Operator").select_option("!=")
    desk.set_text("Value", "nobody")
    desk.save()
    desk.run()
    desk.wait_for_run()
    # The same records came through the Filter.
    desk.wait_until("Image Recognition", "Kept")
    runs_the_same_in_the_terminal(service.workspace / "train.workflow.json", service.workspace / "again")


def try_a_picture(desk: Desk, picture: Path) -> None:
    """Let go of a picture over the panel."""
    panel = desk.open_tab("Learning")
    panel.get_by_role("tab", name="Try a picture").click()
    x, y = middle(panel.get_by_role("region", name="Try a picture").last)
    data = {"items": [], "files": [str(picture)], "dragOperationsMask": 1}
    pointer = desk.page.context.new_cdp_session(desk.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        pointer.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    chances = panel.get_by_role("list", name="Probabilities").get_by_role("listitem")
    expect(chances).to_have_count(4, timeout=60_000)
