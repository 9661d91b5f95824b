"""Call the command line in tests: inside this process, or as a process of its own."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from weft.cli.app import make_app

ROOT = Path(__file__).parents[1]


def install_stubs(folder: Path, *entry_points: str) -> Path:
    """Write a distribution whose entry points are these; the folder is to be put on the path."""
    info = folder / "stub_tools-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stub-tools\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("\n".join(entry_points))
    return folder


@dataclass(frozen=True)
class Said:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """The command line with the stub tools installed, in a folder of its own."""

    folder: Path
    path: Sequence[str]

    def __call__(self, *arguments: str | Path) -> Said:
        """Call a command inside this process."""
        found = CliRunner().invoke(make_app(), [str(each) for each in arguments])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Said(found.exit_code, found.stdout, found.stderr)

    def process(self, *arguments: str | Path) -> list[str]:
        """The arguments that start a command as a process of its own; see `environment`."""
        code = "import sys; sys.argv[0] = 'weft'; from weft.cli import main; main()"
        return [sys.executable, "-c", code, *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of such a process."""
        return {**os.environ, "PYTHONPATH": os.pathsep.join(self.path), "COLUMNS": "100"}


def command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *entry_points: str) -> CommandLine:
    """A command line whose tools are the stubs, and these entry points beside them."""
    site = install_stubs(tmp_path / "site", "[weft.tools]", "stub = stub_tools:ALL", *entry_points)
    monkeypatch.syspath_prepend(site)
    monkeypatch.delenv("WEFT_STORE", raising=False)
    folder = tmp_path / "work"
    # A store of its own: the nearest one above would be that of whoever left one in the temporary folder.
    (tmp_path / ".weft").mkdir()
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = [str(site), *(str(ROOT / name) for name in ("engine", "nodes", "web", "tests"))]
    return CommandLine(folder, path)
