"""The samples that come with Weft: what there is, and copies of them in the workspace."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import weft_web
from weft.document.files import load
from weft.errors import DISK_FULL, DocumentError, StoreError
from weft_web.messages.workflows import Sample, SampleCopy
from weft_web.services.core import ConflictError, Core, NotFoundError, visible
from weft_web.services.workflows import SUFFIX, Workflows

_NOT_COPIED = ("results", "pictures", "__pycache__", ".*", "demo.py", "expected.json")
"""What runs have made, and what only the tests and the demo of the project need."""

_DRAWING_TIME = 300.0


def samples_folder() -> Path:
    """Where the samples are: in an installed package beside this, in a checkout at the root of it."""
    package = Path(weft_web.__file__).parent
    packed = package / "samples"
    return packed if packed.is_dir() else package.parents[1] / "workflows"


@dataclass(frozen=True)
class Samples:
    """The samples, each a folder with workflow files and a README that tells about them."""

    core: Core
    workflows: Workflows

    def list(self) -> list[Sample]:
        """All samples, by name."""
        folder = samples_folder()
        folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        return [_sample(path) for path in folders if any(path.glob(f"*{SUFFIX}"))]

    def copy(self, name: str, target: str) -> SampleCopy:
        """Copy a sample to a new folder of the workspace. One that has a program that draws its pictures
        gets them drawn.

        Raises:
            NotFoundError: There is no such sample.
            ConflictError: The folder is there already.
            StoreError: It cannot be copied, or its pictures cannot be drawn.
        """
        sample = next((each for each in self.list() if each.name == name), None)
        if sample is None:
            raise NotFoundError(f"there is no sample {name!r}")
        folder = visible(self.core.settings.workspace, target)
        if folder.exists():
            raise ConflictError(f"{target!r} is there already; choose another folder")
        self._fill(samples_folder() / name, folder)
        entries = {entry.path: entry for entry in self.workflows.list()}
        place = folder.relative_to(self.core.settings.workspace).as_posix()
        return SampleCopy(
            folder=place, workflows=tuple(entries[f"{place}/{each}"] for each in sample.workflows)
        )

    def _fill(self, source: Path, folder: Path) -> None:
        """Make the copy whole beside its place, and bring it there: it is never seen half."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = folder.with_name(f".{folder.name}.{uuid4().hex}.part")
        try:
            shutil.copytree(source, part, ignore=shutil.ignore_patterns(*_NOT_COPIED))
            if (part / "draw.py").is_file():
                _draw(part)
            part.rename(folder)
        except shutil.Error as error:
            _, place, reason = error.args[0][0]
            said = re.sub(r"^\[Errno \d+\] |: '.*", "", str(reason))  # the paths are of a folder that is gone
            _fail(f"the sample cannot be copied: {Path(place).name}: {said}", str(reason))
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _draw(folder: Path) -> None:
    """Let the program of a sample draw its pictures."""
    # -B: no compiled files in the copy.
    command = [sys.executable, "-B", str(folder / "draw.py"), str(folder / "pictures")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DRAWING_TIME, check=False)
    except subprocess.TimeoutExpired:
        raise StoreError(f"drawing the pictures took more than {_DRAWING_TIME:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        _fail(f"the pictures cannot be drawn: {said[-1]}", said[-1])


def _fail(message: str, reason: str) -> NoReturn:
    """Raise a failure whose reason came as a text alone; a full disk is known by its number in there."""
    found = re.search(r"\[Errno (\d+)\]", reason)
    if found is None or (number := int(found[1])) not in DISK_FULL:
        raise StoreError(message) from None
    raise StoreError(f"{message}; free some space and try again") from OSError(number, os.strerror(number))


def _sample(folder: Path) -> Sample:
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    files = _in_order([path.name for path in sorted(folder.glob(f"*{SUFFIX}"))], text)
    title, description = _heading(text)
    if not (title and description):
        first = _first(folder / files[0])
        title, description = title or first[0] or folder.name, description or first[1]
    return Sample(name=folder.name, title=title, description=description, workflows=tuple(files))


def _in_order(names: list[str], text: str) -> list[str]:
    """The files in the order in which the README tells to run them; the others follow."""
    told = [name for name in re.findall(r"^weft run (\S+)", text, re.MULTILINE) if name in names]
    return list(dict.fromkeys([*told, *names]))


def _heading(text: str) -> tuple[str, str]:
    """The title of a README, and its first paragraph as plain text."""
    found = re.match(r"#\s+(.+)\n+((?:(?!```|[\n#|>-]).+\n?)+)?", text)
    if found is None:
        return "", ""
    plain = " ".join((found[2] or "").split())
    return found[1].strip(), re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", lambda match: match[1] or "", plain)


def _first(file: Path) -> tuple[str, str]:
    try:
        document = load(file)
    except DocumentError:
        return "", ""
    return document.title, document.description
