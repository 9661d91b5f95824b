import json
from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from rich.console import Console

from weft.cli import tools


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(
        tmp_path,
        monkeypatch,
        "broken = plugins.stub_faulty:tools",
        "good = plugins.stub_good:tools",
        "far = plugins.stub_missing:Telescope",
    )


def test_the_catalog_lists_tools_by_category_with_hints_and_broken_packs(weft: CommandLine) -> None:
    said = weft("tools")
    assert said.code == 0
    lines = said.out.splitlines()
    start = lines.index("Stubs")
    assert " ".join(lines[start + 1].split()) == "Reverse stub.reverse Turn the order of the records round."
    assert "Telescope needs library_that_nobody_has" in lines[start + 2]
    assert "warning: the pack broken: the pack cannot be loaded: RuntimeError" in said.err


@pytest.mark.parametrize("name", ["test.add", "add", "Add", "ADD"])
def test_a_tool_is_known_by_its_id_and_by_its_label(weft: CommandLine, name: str) -> None:
    assert weft("tools", name).out.splitlines() == [
        "Add  (test.add, version 1, Test)",
        "",
        "Adds a value to a column.",
        "",
        "Inputs",
        "  in",
        "",
        "Outputs",
        "  out",
        "",
        "Settings",
        '  column: name of a number column of `in`, "n" by default',
        "      The column to add to.",
        "  value: whole number, 1 by default",
        "      What to add.",
    ]


def test_anchors_tell_their_letter_and_kind(weft: CommandLine) -> None:
    lines = weft("tools", "use_model").out.splitlines()
    assert "  model  M  a model; read whole before the first record leaves" in lines


def test_a_tool_that_is_not_there_is_told_with_a_near_one(weft: CommandLine) -> None:
    said = weft("tools", "Revers")
    assert said.code == 2
    assert "there is no tool 'Revers'; did you mean 'reverse'?" in said.err


def test_the_catalog_can_be_read_by_programs(weft: CommandLine) -> None:
    found = json.loads(weft("tools", "--format", "json").out)
    assert {"test.add", "stub.reverse"} <= {tool["id"] for tool in found["tools"]}
    assert [each["pack"] for each in found["problems"]] == ["broken"]
    assert json.loads(weft("tools", "Add", "--format", "json").out)["id"] == "test.add"


def test_a_label_of_two_tools_names_both_and_asks_for_the_id(weft: CommandLine) -> None:
    Path("plugins").mkdir()
    Path("plugins/more.py").write_text(
        "from stub_tools import Add\n\nclass Plus(Add):\n    id, label = 'more.plus', 'Add'\n"
    )
    said = weft("tools", "add", "--plugins", "plugins")
    assert said.code == 2
    assert said.err == "error: there are 2 tools 'add': more.plus, test.add; name one by its id\n"
    assert weft("tools", "more.plus", "--plugins", "plugins").out.startswith("Add  (more.plus,")


def on_a_terminal(weft: CommandLine, monkeypatch: pytest.MonkeyPatch, width: int, *arguments: str) -> str:
    console = Console(width=width, force_terminal=True, color_system=None, highlight=False)
    monkeypatch.setattr(tools, "output", lambda: console)
    with console.capture() as found:
        weft("tools", *arguments)
    return found.get()


def test_on_a_terminal_a_summary_goes_on_below_itself(
    weft: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = on_a_terminal(weft, monkeypatch, 64).splitlines()
    first = next(number for number, line in enumerate(lines) if "stub.reverse" in line)
    place = lines[first].index("Turn the order")
    assert lines[first + 1][:place].strip() == ""
    assert f"{lines[first][place:]} {lines[first + 1][place:]}" == "Turn the order of the records round."


def test_on_a_narrow_terminal_a_summary_stands_below_the_name(
    weft: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = on_a_terminal(weft, monkeypatch, 50)
    assert "  Reverse    stub.reverse\n      Turn the order of the records round.\n" in listed


def test_paragraphs_of_the_help_are_as_wide_as_the_terminal_and_lists_stay(
    weft: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("plugins").mkdir()
    Path("plugins/more.py").write_text(
        "from stub_tools import Add\n\nclass Plus(Add):\n"
        '    """One.\n\n    Two\n    *three*:\n    - four\n    - five\n    """\n'
        "    id, label = 'more.plus', 'Plus'\n"
    )
    said = on_a_terminal(weft, monkeypatch, 80, "more.plus", "--plugins", "plugins")
    assert "\nOne.\n\nTwo *three*:\n- four\n- five\n" in said
