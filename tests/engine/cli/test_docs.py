from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from plugins.stub_good import Reverse

import weft_nodes
from weft.cli.docs import reference_pages, tool_page
from weft.registry.catalog import catalog, tool_entry
from weft.registry.discovery import load_packs

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"

PAGES = reference_pages(catalog(load_packs([("builtin", weft_nodes.tools)])))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_says_what_the_tool_says(name: str) -> None:
    path = REFERENCE / name
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    assert found == PAGES[name], f"docs/reference/{name} is stale: run `weft docs docs/reference`"


def test_there_is_no_page_of_a_tool_that_is_gone() -> None:
    assert {f"tools/{path.name}" for path in (REFERENCE / "tools").glob("*")} <= set(PAGES)


def test_a_page_tells_help_anchors_and_settings() -> None:
    assert tool_page(tool_entry(Reverse)).splitlines()[2:] == [
        "# Reverse",
        "",
        "`stub.reverse` · version 3 · Stubs",
        "",
        "Turn the order of the records round.",
        "",
        "Only inside each batch, since this is a stub.",
        "",
        "## Inputs",
        "",
        "| Anchor | Letter |  |",
        "| --- | --- | --- |",
        "| `in` |  |  |",
        "",
        "## Outputs",
        "",
        "| Anchor | Letter |  |",
        "| --- | --- | --- |",
        "| `out` |  |  |",
        "",
        "## Settings",
        "",
        "| Setting | Takes | Default |  |",
        "| --- | --- | --- | --- |",
        "| `keep` | true or false | `true` | Whether anything is done at all. |",
    ]


def test_writing_the_reference_removes_pages_of_tools_that_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weft: CommandLine = command_line(tmp_path, monkeypatch, "good = plugins.stub_good:tools")
    old = Path("out/tools/stub.gone.md")
    old.parent.mkdir(parents=True)
    old.write_text("old")
    assert weft("docs", "out", "--pack", "good").code == 0
    names = sorted(str(path.relative_to("out")) for path in Path("out").rglob("*") if path.is_file())
    assert names == ["README.md", "command-line.md", "tools/stub.reverse.md", "workflow.schema.json"]
