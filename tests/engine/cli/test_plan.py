from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from workflow_files import document

from weft.document.files import save

FILE = Path("count.workflow.json")


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(tmp_path, monkeypatch)


def write(count: int) -> None:
    save(
        document(
            {"numbers": ("numbers", {"count": count}), "total": ("total", {}), "off": ("add", {})},
            "numbers.out total.in",
            "numbers.out off.in",
            containers={"c": {"title": "Later", "enabled": False, "nodes": ["off"]}},
        ),
        FILE,
    )


def test_the_plan_says_of_every_node_what_happens_and_why(weft: CommandLine) -> None:
    write(10)
    said = weft("plan", FILE)
    assert said.code == 0
    assert said.out.splitlines() == [
        "numbers  run      'numbers' has not run before",
        "off      skipped  the container 'Later' is disabled",
        "total    run      'total' has not run before",
        "3 nodes: 2 to run, 1 skipped",
    ]


def test_after_a_run_everything_is_kept_until_a_setting_changes(weft: CommandLine) -> None:
    write(10)
    weft("run", FILE)
    lines = weft("plan", FILE).out.splitlines()
    assert (lines[0], lines[2]) == ("numbers  kept     unchanged", "total    kept     unchanged")
    write(11)
    assert weft("plan", FILE).out.splitlines()[0] == "numbers  run      the settings of 'numbers' changed"


def test_a_wrong_workflow_has_no_plan(weft: CommandLine) -> None:
    write(-1)
    said = weft("plan", FILE)
    assert (said.code, said.out) == (2, "")
    assert "error: numbers.count: count must not be negative" in said.err
