import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine, command_line, install_stubs
from typer import Context
from typer.main import get_command

from weft.cli.app import make_app
from weft.cli.commands import CommandGroup
from weft.document.schema import schema_text


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(tmp_path, monkeypatch)


def modules_after(weft: CommandLine, *arguments: str) -> set[str]:
    """The modules that are loaded when a command has ended, in a process of its own."""
    code = (
        "import json, sys\nfrom weft.cli import main\nsys.argv[0] = 'weft'\n"
        "try:\n    main()\nfinally:\n    print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=weft.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_imports_nothing_heavy(weft: CommandLine) -> None:
    heavy = {"torch", "duckdb", "pyarrow", "numpy", "networkx", "PIL", "pydantic", "fastapi", "lark"}
    assert modules_after(weft, "--help") & heavy == set()


def test_checking_a_workflow_imports_neither_torch_nor_a_web_framework(weft: CommandLine) -> None:
    (weft.folder / "a.workflow.json").write_text('{"nodes": {"a": {"tool": "test.numbers"}}}')
    heavy = {"torch", "torchvision", "timm", "duckdb", "fastapi"}
    assert modules_after(weft, "check", "a.workflow.json") & heavy == set()


def test_help_names_every_command_and_the_exit_codes(weft: CommandLine) -> None:
    out = weft("--help").out
    for name in ("run", "check", "plan", "show", "tools", "new-plugin", "schema"):
        assert f" {name} " in out
    assert "Exit codes: 0 success, 1 success with warnings, 2 the workflow is wrong" in out
    assert "docs" not in out


def test_the_help_of_no_command_shows_a_flag_as_if_a_value_followed(
    weft: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    group = get_command(make_app())
    assert isinstance(group, CommandGroup)
    flags = set()
    for name, command in {"": group, **group.commands, **group.brought_by("weft")}.items():
        out = weft(*name.split(), "-h").out
        for option in command.get_params(Context(command)):
            if getattr(option, "is_flag", False):
                flags.add(option.opts[0])
                (line,) = [line for line in out.splitlines() if f" {option.opts[0]} " in line]
                assert re.fullmatch(r"│ +--[a-z-]+ +(-h +)?[A-Z][^<>]+│", line), line
        assert "<bool>" not in out
        assert "[[" not in out, "one pair of brackets says that an argument may be left out"
    assert flags >= {"--help", "--version", "--open", "--no-cache"}


def test_without_a_command_the_help_is_shown(weft: CommandLine) -> None:
    assert "Usage: weft" in weft().out + weft().err


def test_the_schema_is_the_published_one(weft: CommandLine) -> None:
    assert weft("schema").out == schema_text()


def test_a_command_of_another_package_says_its_sentence_without_being_loaded(
    weft: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "import nothing_of_that_name\n\ndef greet() -> None:\n    '''Say hello to all.'''\n"
    add_command(tmp_path, monkeypatch, source)
    assert "Say hello to all." in weft("--help").out


@pytest.mark.parametrize("source", ["def greet() -> None: ...\n", "greet = print\n", "def greet(:\n"])
def test_a_command_whose_source_tells_nothing_is_named_with_its_package(
    weft: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    add_command(tmp_path, monkeypatch, source)
    out = weft("--help").out
    assert "greet" in out
    assert "A command of stub-tools-more." in out


def test_a_command_of_another_package_runs_with_its_own_options(
    weft: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_command(
        tmp_path,
        monkeypatch,
        "def greet(name: str, loud: bool = False) -> None:\n"
        "    '''Say hello.'''\n"
        "    print(name.upper() if loud else name)\n",
    )
    assert weft("greet", "ann", "--loud").out == "ANN\n"
    assert "Say hello." in weft("greet", "--help").out


def test_a_command_that_cannot_be_loaded_says_so(
    weft: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_command(tmp_path, monkeypatch, "import nothing_of_that_name\n")
    said = weft("greet")
    assert said.code == 2
    assert "the command 'greet' of stub-tools-more cannot be loaded: ModuleNotFoundError" in said.err


def add_command(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """Install a package that adds the command `greet`."""
    site = folder / "more"
    install_stubs(site, "[weft.commands]", "greet = stub_greeting:greet")
    info = site / "stub_tools-1.0.dist-info"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stub-tools-more\nVersion: 1.0\n")
    (site / "stub_greeting.py").write_text(source)
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "stub_greeting", raising=False)
