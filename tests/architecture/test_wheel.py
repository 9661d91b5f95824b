"""The wheel that users install: built from a copy of the sources, installed, and looked at from within."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
from command_line import ROOT

pytestmark = pytest.mark.soak

_LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", ".weft")

_LOOK = """
import json
from importlib.metadata import entry_points, version
from importlib.resources import files

served = files("weft_web")
scripts = entry_points(group="console_scripts", name="weft")
print(json.dumps({
    "version": version("weft"),
    "scripts": [each.value for each in scripts],
    "commands": [each.value for each in entry_points(group="weft.commands")],
    "tools": [each.value for each in entry_points(group="weft.tools")],
    "page": served.joinpath("static", "index.html").read_text(encoding="utf-8"),
    "assets": [each.name for each in served.joinpath("static", "assets").iterdir()],
    "samples": {
        sample.name: [each.name for each in sample.iterdir()]
        for sample in served.joinpath("samples").iterdir() if sample.is_dir()
    },
}))
"""


def told(*command: str | Path) -> str:
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "web" / "canvas" / "node_modules").is_dir():
        pytest.skip("the packages of the page are not installed; `make canvas` does that")
    copy = tmp_path_factory.mktemp("build") / "weft"
    copy.mkdir()
    for name in ("engine", "nodes", "web", "workflows"):
        shutil.copytree(ROOT / name, copy / name, ignore=_LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    (copy / "web" / "canvas" / "node_modules").symlink_to(ROOT / "web" / "canvas" / "node_modules")
    target = copy.parent / "dist"
    told(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        copy,
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        target,
    )
    (found,) = target.iterdir()
    return found


def test_the_wheel_brings_the_page_the_samples_and_the_entry_points(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    told(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        wheel,
    )
    found = json.loads(told(python, "-I", "-c", _LOOK))
    assert f"weft-{found['version']}-" in wheel.name
    told_of = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found["scripts"] == ["weft.cli:main"]
    for group in ("commands", "tools"):
        assert sorted(found[group]) == sorted(told_of["entry-points"][f"weft.{group}"].values())
    assert "weft_web.command:serve" in found["commands"]
    scripts = [name for name in found["assets"] if name.endswith(".js") and name in found["page"]]
    assert scripts
    own = {path.parent.name for path in (ROOT / "workflows").glob("*/*.workflow.json")}
    assert own
    assert found["samples"].keys() >= own
    for sample in own:
        assert any(name.endswith(".workflow.json") for name in found["samples"][sample])
