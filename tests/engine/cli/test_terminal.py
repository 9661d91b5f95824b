import io

import pytest
from rich.console import Console

from weft.cli.terminal import aligned, counted, size_text, tell_problems, write
from weft.errors import Problem, Severity


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (12_345, "12.3 KB"),
        (2_500_000, "2.5 MB"),
        (3e12, "3.0 TB"),
    ],
)
def test_sizes_read_as_in_a_file_manager(size: float, text: str) -> None:
    assert size_text(size) == text


def test_columns_stand_under_each_other_whatever_the_width_of_their_letters() -> None:
    rows = [["a", "1", "x"], ["🍩🍩", "20", ""], ["ccc", "300", "y"]]
    assert aligned(rows, frozenset({1})) == ["a       1  x", "🍩🍩   20", "ccc   300  y"]
    assert aligned([]) == []


def test_one_is_counted_without_an_s() -> None:
    assert [counted(number, "record") for number in (0, 1, 5633)] == [
        "0 records",
        "1 record",
        "5,633 records",
    ]


def test_lines_are_written_as_they_are_however_long() -> None:
    file = io.StringIO()
    write(Console(file=file, width=20), "[Class] [/red] " + "x" * 100)
    assert file.getvalue() == "[Class] [/red] " + "x" * 100 + "\n"


def test_errors_are_told_before_warnings() -> None:
    file = io.StringIO()
    problems = [Problem("old", "a", severity=Severity.WARNING), Problem("wrong", "b", "x")]
    tell_problems(Console(file=file), problems)
    assert file.getvalue().splitlines() == ["error: b.x: wrong", "warning: a: old"]
