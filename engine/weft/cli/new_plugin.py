"""`weft new-plugin`: the folder of a pack of tools that installs and passes its own test."""

import re
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
    values = {"name": name, "package": package}
    source = files("weft.cli") / "plugin"
    for place, template in _TEMPLATES.items():
        path = target / place.format(**values)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template((source / template).read_text("utf-8")).substitute(values), encoding="utf-8")
    console = output()
    write(console, f"made {target}: its tool is in {package}/shout.py", "good")
    write(console, f"install it: pip install -e {target}; test it: pytest {target}; see it: weft tools Shout")
    return 0
