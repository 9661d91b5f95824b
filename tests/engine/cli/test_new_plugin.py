import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine, command_line


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(tmp_path, monkeypatch)


def test_a_pack_has_a_tool_its_test_and_what_installs_them(weft: CommandLine) -> None:
    said = weft("new-plugin", "my-tools")
    assert said.code == 0
    assert said.out.splitlines()[0] == f"made my-tools: its tool is in {Path('my-tools/my_tools/shout.py')}"
    found = sorted(
        str(path.relative_to("my-tools")) for path in Path("my-tools").rglob("*") if path.is_file()
    )
    assert found == [
        "README.md",
        "my_tools/__init__.py",
        "my_tools/shout.py",
        "pyproject.toml",
        "tests/test_shout.py",
    ]
    assert len(Path("my-tools/my_tools/shout.py").read_text().splitlines()) <= 26


@pytest.mark.skipif(
    importlib.util.find_spec("setuptools") is None or importlib.util.find_spec("pip") is None,
    reason="needs pip and setuptools to build the pack without a network",
)
def test_a_new_pack_installs_passes_its_own_test_and_is_in_the_catalog(weft: CommandLine) -> None:
    weft("new-plugin", "My-Tools2")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", "site", "./My-Tools2"], check=True, env=clean_environment())
    environment = {**weft.environment, "PYTHONPATH": os.pathsep.join([*weft.path, str(weft.folder / "site")])}
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "My-Tools2"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
    assert "2 passed" in tested.stdout
    listed = subprocess.run(
        weft.process("tools", "Shout"), env=environment, capture_output=True, text=True, check=True
    )
    assert listed.stdout.startswith("Shout  (my_tools2.shout, version 1, Examples)")


def clean_environment() -> dict[str, str]:
    """The environment without what pytest's own run put into it."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON"))}


def test_what_is_there_already_is_not_touched(weft: CommandLine) -> None:
    Path("mine").mkdir()
    said = weft("new-plugin", "mine")
    assert said.code == 2
    assert "'mine' is there already; choose another name or remove it" in said.err
    assert list(Path("mine").iterdir()) == []


@pytest.mark.parametrize("name", ["1st", "a b", "../up", "a--b", "ümlaut", "-x"])
def test_a_name_that_no_package_can_have_is_refused(weft: CommandLine, name: str) -> None:
    assert weft("new-plugin", "--", name).code == 2
    assert list(weft.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("class", "'class' is a word of the language Python"),
        ("Weft", "'weft' is a part of Weft itself"),
        ("tests", "the folder of its tests is named so"),
        ("json", "'json' is a module of Python's standard library"),
        ("PyArrow", "a module 'pyarrow' is installed already"),
    ],
)
def test_a_name_that_means_something_else_is_refused_with_the_reason(
    weft: CommandLine, name: str, reason: str
) -> None:
    said = weft("new-plugin", name)
    assert said.code == 2
    assert f"error: a pack cannot be named {name!r}: {reason}; choose another name" in said.err
    assert list(weft.folder.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(weft: CommandLine) -> None:
    Path("taken").write_text("a file")
    said = weft("new-plugin", "mine", "--in", "taken")
    assert said.code == 2
    assert said.err == (
        f"error: the folder {str(Path('taken/mine'))!r} cannot be made: Not a directory;"
        " choose another place by --in\n"
    )
