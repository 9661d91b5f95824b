"""Tools of a folder of plugins: those that load are like any other, those that do not are told quietly."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Service, open_canvas, serving
from canvas_windows import dialog, message, node, run, setting, show
from playwright.sync_api import BrowserContext, expect
from terminal_runs import runs_the_same_in_the_terminal

GOOD = '''
"""Tools of a bakery."""

from typing import Annotated, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import BatchTool, Column, InputAnchor, OutputAnchor, ToolConfig, set_column


class ToastConfig(ToolConfig):
    column: Annotated[str, Column("in")] = ""
    """The column to toast."""
    shade: Literal["light", "dark"] = "light"
    """How long it stays in."""
    slices: int = Field(2, ge=1, le=8)
    """How many at a time."""


class Toast(BatchTool[ToastConfig]):
    """Toasts a column of texts."""

    id = "bakery.toast"
    label = "Toast"
    category = "Bakery"
    icon = "sandwich"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = ToastConfig

    def configure(self, inputs, ctx):
        return {"out": inputs["in"]}

    def annotation(self):
        return f"{self.config.column}, {self.config.shade}"

    def process(self, batch, ctx):
        name, shade = self.config.column, self.config.shade
        toasted = [f"{value}, {shade}" for value in batch[name].to_pylist()]
        return set_column(batch, batch.schema.field(name), pa.array(toasted))
'''
BROKEN = "import a_library_that_nobody_has\n"

BREAD = """{"format": 1, "nodes": {"text_input": {"tool": "weft.text_input", "settings":
    {"columns": [{"name": "bread"}], "rows": [["rye"], ["oat"]]}}}, "connections": [],
    "layout": {"nodes": {"text_input": {"x": 80, "y": 80}}}}"""


@pytest.fixture
def service(workspace: Path, tmp_path: Path) -> Iterator[Service]:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "bakery.py").write_text(GOOD)
    (plugins / "brewery.py").write_text(BROKEN)
    (workspace / "bread.workflow.json").write_text(BREAD)
    with serving(workspace, "--plugins", str(plugins)) as found:
        yield found


def test_a_tool_of_a_plugin_is_drawn_set_and_run_though_another_pack_is_broken(
    context: BrowserContext, service: Service, tmp_path: Path
) -> None:
    page = open_canvas(context, service, "bread.workflow.json")
    tools = page.get_by_role("navigation", name="Tools")
    toast = tools.get_by_role("region", name="Bakery").get_by_role("button", name="Toast", exact=True)
    expect(toast.locator("svg.lucide-sandwich")).to_be_visible()
    node(page, "Text Input").click()
    toast.press("Enter")
    expect(node(page, "Toast")).to_have_accessible_name(re.compile("from Text Input"))
    setting(page, "Toast", "Column").click()
    page.get_by_role("option", name=re.compile("bread")).click()
    page.get_by_role("radio", name="Dark").check(force=True)
    settings = page.get_by_role("complementary", name="Settings")
    settings.get_by_role("button", name="About Shade").click()
    expect(settings).to_contain_text("How long it stays in.")
    setting(page, "Toast", "Slices").fill("9")
    expect(setting(page, "Toast", "Slices")).to_have_attribute("aria-invalid", "true")
    setting(page, "Toast", "Slices").fill("3")
    expect(node(page, "Toast")).to_contain_text("bread, dark")
    run(page)
    expect(node(page, "Toast")).to_have_accessible_description(re.compile("^Done"))
    node(page, "Toast").click()
    expect(show(page, "Records").get_by_role("grid")).to_contain_text("rye, dark")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("^saved"))).to_be_visible()
    saved = service.workspace / "bread.workflow.json"
    runs_the_same_in_the_terminal(saved, tmp_path / "store", "--plugins", str(tmp_path / "plugins"))

    tools.get_by_role("button", name="A pack of tools could not be loaded").click()
    told = dialog(page, "Packs that could not be loaded")
    expect(told).to_contain_text("brewery")
    expect(told).to_contain_text("a_library_that_nobody_has")
    expect(message(page, "brewery")).to_have_count(0)
