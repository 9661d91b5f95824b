"""The code blocks of documentation pages, and a place in which they are done as a reader would do them.

How a page writes them:

- a `sh` block is typed, line by line, in the reader's folder;
- a `text` block after it is what that prints: `...` as a line stands for any lines, inside a line for
  any text. A line that begins with `error` says that the last command fails, one with `warning` that it
  may;
- any other block is the text of the file that the line before it names at its end, as `name`:;
- a `diff` block changes that file.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FENCE = "```"
_FILE = re.compile(r"`([^`\s]+)`:$")
_MADE = shutil.ignore_patterns(".weft", "results", "pictures", "__pycache__")


@dataclass(frozen=True)
class Block:
    """A fenced block: the line it begins at, its language, its text, and the file that it belongs to."""

    line: int
    language: str
    text: str
    file: str = ""


def blocks_of(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found: list[Block] = []
    lead, start, lines = "", 0, list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(_FENCE) and not start:
            start, language, lines = number, line.removeprefix(_FENCE), []
        elif line.startswith(_FENCE):
            name = _FILE.search(lead)
            found.append(
                Block(start, language, "".join(f"{each}\n" for each in lines), name[1] if name else "")
            )
            start = 0
        elif start:
            lines.append(line)
        elif line.strip():
            lead = line
    assert not start, f"{page.name}, line {start}: this block has no end"
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether what a page shows is what was printed; see the top for `...`."""
    parts = []
    for line in shown.splitlines():
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(r".*?".join(map(re.escape, line.rstrip().split("..."))) + r"[ ]*\n")
    return re.fullmatch("".join(parts), printed if printed.endswith("\n") else printed + "\n") is not None


def changed(text: str, diff: str) -> str:
    """A text in which parts were replaced as a diff shows it; a new part begins after a line with `+`."""
    for part in re.findall(r"((?:^[- ].*\n)+)((?:^[+].*\n)*)", diff, re.MULTILINE):
        kept_or_old, added = (part_lines.splitlines(keepends=True) for part_lines in part)
        old = "".join(line[1:] for line in kept_or_old)
        new = "".join(line[1:] for line in [*(each for each in kept_or_old if each[0] == " "), *added])
        assert text.count(old) == 1, f"the file has this {text.count(old)} times, not once:\n{old}"
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class Environment:
    """An environment on top of the one that runs the tests: what is installed into it stays there."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Environment":
        """Make the environment; what is installed here is seen in it."""
        venv.create(folder, symlinks=os.name != "nt")
        made = cls(folder)
        paths = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
        site = Path(
            subprocess.run(
                [made.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
        )
        (site / "below.pth").write_text(
            "".join(f"import site; site.addsitedir({path!r})\n" for path in paths)
        )
        for name, code in (
            ("weft", "from weft.cli import main; main()"),
            ("pytest", "from pytest import console_main; sys.exit(console_main())"),
            ("pip", "from pip._internal.cli.main import main; sys.exit(main())"),
        ):
            script = made.bin / name
            script.write_text(f"#!{made.python}\nimport sys\n{code}\n")
            script.chmod(0o755)
        return made

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def python(self) -> str:
        return str(self.bin / "python")

    def variables(self, home: Path) -> dict[str, str]:
        """The variables of a shell in this environment, without what a run of pytest put there."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST", "PYTHON", "WEFT", "COV_"))
        }
        path = os.pathsep.join((str(self.bin), str(Path(sys.executable).parent), kept.get("PATH", "")))
        return {
            **kept,
            "PATH": path,
            "HOME": str(home),
            "COLUMNS": "100",
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
        }


@dataclass(frozen=True)
class Reader:
    """Someone who does what a page says, in a folder with the sample workflows."""

    folder: Path
    environment: Environment

    @classmethod
    def in_folder(cls, folder: Path, environment: Environment) -> "Reader":
        """A reader who has just begun."""
        shutil.copytree(ROOT / "workflows", folder / "workflows", ignore=_MADE)
        return cls(folder, environment)

    def follow(self, page: Path) -> None:
        """Do all that the page says, and compare what it shows."""
        printed = ""
        blocks = blocks_of(page)
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            place = f"{page.name}, line {block.line}"
            shown = after.text if after and after.language == "text" else ""
            if block.language == "sh":
                printed = self.type(block.text, shown, place)
            elif block.language == "text":
                assert not printed or matches(block.text, printed), (
                    f"{place} shows:\n{block.text}\nbut this was printed:\n{printed}"
                )
            else:
                assert block.file, f"{place}: the line before this block names no file as `name`:"
                self.write(block)

    def write(self, block: Block) -> None:
        """Write or change the file that a block belongs to."""
        path = self.folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = changed(path.read_text("utf-8"), block.text) if block.language == "diff" else block.text
        path.write_text(text, encoding="utf-8")

    def type(self, commands: str, shown: str, place: str) -> str:
        """Type commands; gives what they print. A call of make is not done, its target must exist."""
        if targets := re.findall(r"^make (\w+)", commands, re.MULTILINE):
            rules = (ROOT / "Makefile").read_text(encoding="utf-8")
            missing = [each for each in targets if not re.search(rf"^{each}:", rules, re.MULTILINE)]
            assert not missing, f"{place}: the Makefile has no {missing}"
            return ""
        done = subprocess.run(
            ["sh", "-e", "-c", commands],
            cwd=self.folder,
            env=self.environment.variables(self.folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        fails = re.search(r"^error", shown, re.MULTILINE)
        allowed = {1, 2, 3} if fails else {0, 1} if "warning" in shown else {0}
        assert done.returncode in allowed, f"{place} ended with code {done.returncode}:\n{done.stdout}"
        return done.stdout
