from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from workflow_files import document

from weft.document.files import save

FILE = Path("count.workflow.json")


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(tmp_path, monkeypatch, "broken = plugins.stub_faulty:tools")


def test_a_sound_workflow_gives_0(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "b": ("add", {})}, "a.out b.in"), FILE)
    said = weft("check", FILE)
    assert (said.code, said.out) == (0, "count.workflow.json: 2 nodes, 1 connection: nothing is wrong\n")


def test_every_problem_is_told_with_its_place_and_packs_that_are_not_there(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {"count": -1}), "b": ("add", {"column": "m"})}, "a.out b.in"), FILE)
    said = weft("check", FILE)
    assert said.code == 2
    assert said.out.splitlines() == [
        "error: a.count: count must not be negative",
        "error: b.column: input 'in' has no column 'm'; it has 'n'",
        "count.workflow.json: 2 nodes, 1 connection: 2 errors",
    ]
    assert "warning: the pack broken: the pack cannot be loaded: RuntimeError" in said.err


def test_checking_runs_nothing_and_leaves_nothing(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "w": ("write", {"path": "out.txt"})}, "a.out w.in"), FILE)
    assert weft("check", FILE).code == 0
    assert [path.name for path in weft.folder.iterdir()] == [FILE.name]


def test_a_set_value_is_checked(weft: CommandLine) -> None:
    parameters = {"count": {"type": "integer"}}
    save(document({"a": ("numbers", {"count": "${count}"})}, parameters=parameters), FILE)
    assert weft("check", FILE, "--set", "count=3").code == 0
    assert "parameter 'count' has no value; give one: --set count=..." in weft("check", FILE).out
    assert "must be a whole number, not 'x'" in weft("check", FILE, "--set", "count=x").out


def test_a_file_that_is_no_workflow_gives_2(weft: CommandLine) -> None:
    FILE.write_text('{"nodes": {')
    said = weft("check", FILE)
    assert said.code == 2
    assert said.err.startswith("error: count.workflow.json: line 1, column 12: this is not JSON")
