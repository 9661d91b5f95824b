"""`weft new-plugin`: the folder of a pack of tools that installs and passes its own test."""

import importlib.util
import keyword
import re
import sys
from importlib.resources import files
from pathlib import Path
from string import Template

import typer

from weft.cli.terminal import output, write
from weft.errors import RegistryError

_TEMPLATES = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "{package}/__init__.py": "package.py.txt",
    "{package}/shout.py": "tool.py.txt",
    "tests/test_shout.py": "test.py.txt",
}

_OWN = ("weft", "weft_nodes", "weft_web")


def make_plugin(name: str, folder: Path) -> int:
    """Make the folder of a pack, tell what to do with it, and give the exit code."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*", name):
        raise typer.BadParameter(
            f"{name!r} cannot be the name of a package; use letters, digits and - between them",
            param_hint="NAME",
        )
    package = name.lower().replace("-", "_")
    target = folder / name
    if target.exists():
        raise RegistryError(f"{str(target)!r} is there already; choose another name or remove it")
    if reason := _why_taken(package):
        raise RegistryError(f"a pack cannot be named {name!r}: {reason}; choose another name")
    try:
        _fill(target, {"name": name, "package": package})
    except OSError as error:
        raise RegistryError(
            f"the folder {str(target)!r} cannot be made: {error.strerror}; choose another place by --in"
        ) from error
    console = output()
    write(console, f"made {target}: its tool is in {target / package / 'shout.py'}", "good")
    write(console, f"install it: pip install -e {target}; test it: pytest {target}; see it: weft tools Shout")
    return 0


def _why_taken(package: str) -> str:
    """Why a pack of this name could not be imported, or would hide something else; empty if it is free."""
    if keyword.iskeyword(package):
        return f"{package!r} is a word of the language Python"
    if package in _OWN:
        return f"{package!r} is a part of Weft itself"
    if package == "tests":
        return "the folder of its tests is named so"
    if package in sys.stdlib_module_names:
        return f"{package!r} is a module of Python's standard library"
    found = importlib.util.find_spec(package)
    # A folder that merely has that name is no module.
    if found is not None and found.origin is not None:
        return f"a module {package!r} is installed already"
    return ""


def _fill(target: Path, values: dict[str, str]) -> None:
    source = files("weft.cli") / "plugin"
    for place, template in _TEMPLATES.items():
        path = target / place.format(**values)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template((source / template).read_text("utf-8")).substitute(values), encoding="utf-8")
