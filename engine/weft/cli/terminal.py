"""What commands write to: a console for results, one for complaints, and texts for both."""

import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from weft.errors import Problem, Severity, WorkflowError

STYLES = {"error": "bold red", "warning": "yellow", "info": "dim", "good": "green"}


def output() -> Console:
    """The console of results: standard output."""
    return Console(highlight=False)


def complaints() -> Console:
    """The console of what went wrong: standard error."""
    return Console(stderr=True, highlight=False)


def for_programs() -> TextIO:
    """Standard output in UTF-8, whatever the terminal writes: what is JSON or CSV is read by programs."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def write(console: Console, text: str, style: str = "", indent: int = 0) -> None:
    """Write a line as it is: no markup in it, and not broken where it is piped.

    On a terminal a line that is too long is folded between words; it goes on `indent` letters from the left.
    """
    if console.is_terminal:
        text = folded(text, console.width, indent)
    console.print(Text(text, style=STYLES.get(style, style)), soft_wrap=True)


def folded(text: str, width: int, indent: int = 0) -> str:
    """A text in lines of at most `width` letters, broken between words; a longer word stays whole.

    Every line after the first begins with `indent` spaces, or two where those would leave no room.
    """
    space = " " * (indent if indent <= width // 2 else 2)
    return "\n".join(line for part in text.split("\n") for line in _lines(part, width, space))


def _lines(text: str, width: int, space: str) -> Iterable[str]:
    line = ""
    for part in _parts(text, width - len(space)):
        if line.strip() and cell_len(line) + cell_len(part) > width:
            yield line
            line = space + part.lstrip()
        else:
            line += part
    yield line


def _parts(text: str, width: int) -> Iterable[str]:
    """What stays together: columns, which two spaces hold apart, or the words of one that is too wide.

    Each comes with the spaces before it, which vanish at a break.
    """
    for column in re.findall(r" *[^ ]+(?: [^ ]+)*", text):
        yield from [column] if cell_len(column.lstrip()) <= width else re.findall(r" *[^ ]+", column)


def shortened(text: str, width: int, keep_end: bool = False) -> str:
    """A text of at most `width` letters; what is left out, at its end or its beginning, is a `…`."""
    if cell_len(text) <= width:
        return text
    if keep_end:
        text = text[-width:]
        while cell_len(text) > width - 1:
            text = text[1:]
        return "…" + text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def tell_error(error: Exception) -> None:
    """Write an error, or every problem of a workflow, to standard error."""
    if isinstance(error, WorkflowError):
        tell_problems(complaints(), error.problems)
    else:
        write(complaints(), f"error: {error}", "error")


def tell_problems(console: Console, problems: Iterable[Problem]) -> None:
    """Write problems, errors first."""
    for problem in sorted(problems, key=lambda each: each.severity is not Severity.ERROR):
        write(console, f"{problem.severity}: {problem}", problem.severity)


def aligned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines whose columns stand under each other; those numbered in `right` to the right."""
    if not rows:
        return []
    widths = [max(cell_len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterable[str]:
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - cell_len(cell))
        yield space + cell if index in right else cell + space


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 node`, `5,633 records`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size_text(size: float) -> str:
    """`812 B`, `12.3 KB`, `1.5 GB`."""
    if size < 1000:
        return f"{size:,.0f} B"
    for unit in ("KB", "MB", "GB"):
        size /= 1000
        if size < 1000:
            return f"{size:,.1f} {unit}"
    return f"{size / 1000:,.1f} TB"
