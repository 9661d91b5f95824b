"""Records as a table that fits the terminal: long texts shortened, and columns left out where it must be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from rich.cells import cell_len

from weft.cli.cells import NULL
from weft.cli.terminal import aligned, counted, shortened

_CELL_WIDTHS = (40, 24)
"""How wide a cell may be; the second where the first leaves no room for all columns."""
_GAP = 2

_PATH = re.compile(r"(?:/|\.{1,2}[/\\]|~/|[A-Za-z]:[/\\]|\\\\).*|\S+[/\\]\S+")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column as texts: its name, its type and its cells."""

    name: str
    kind: pa.DataType
    kind_name: str
    cells: Sequence[str]

    def lines(self, width: int) -> list[str]:
        """The texts from the name down, none wider than `width`."""
        plain = [" ".join(cell.split()) for cell in self.cells]
        # Of a path the end tells one from another, of everything else the beginning.
        keep_end = is_paths(self.cells)
        return [
            shortened(" ".join(self.name.split()), width),
            self.kind_name,
            *(shortened(cell, width, keep_end) for cell in plain),
        ]

    @property
    def is_number(self) -> bool:
        return bool(pa.types.is_integer(self.kind) or pa.types.is_floating(self.kind))


def is_paths(cells: Sequence[str]) -> bool:
    """Whether all these texts are paths or addresses; nulls do not matter."""
    texts = [cell for cell in cells if cell != NULL]
    return bool(texts) and all(_PATH.fullmatch(text) for text in texts)


def table_lines(columns: Sequence[TextColumn], width: int | None) -> tuple[list[str], str]:
    """The lines of a table, and a sentence about columns that are left out, empty where none are.

    Args:
        columns: What to show, at least one column.
        width: How wide a line may be, None for as wide as it gets.
    """
    for cell_width in _CELL_WIDTHS:
        texts = [column.lines(cell_width) for column in columns]
        kept = _fitting(texts, width)
        if width is None or kept == len(texts):
            break
    right = frozenset(index for index, column in enumerate(columns[:kept]) if column.is_number)
    lines = aligned(list(zip(*texts[:kept], strict=True)), right)
    lost = len(texts) - kept
    note = f"... {counted(lost, 'more column')}: --format json shows all" if lost else ""
    return [line if width is None else shortened(line, width) for line in lines], note


def _fitting(texts: Sequence[Sequence[str]], width: int | None) -> int:
    """How many columns from the left fit; the first one always."""
    if width is None:
        return len(texts)
    used = -_GAP
    for number, column in enumerate(texts):
        used += _GAP + max(map(cell_len, column))
        if used > width:
            return max(number, 1)
    return len(texts)
