import io

import pytest
from rich.console import Console

from weft.cli.terminal import aligned, counted, folded, shortened, size_text, tell_problems, write
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


def test_a_line_is_folded_between_words_and_goes_on_below_its_text() -> None:
    assert folded("learn  epoch 3  loss 0.764 / 0.504", 20, 7).splitlines() == [
        "learn  epoch 3  loss",
        "       0.764 / 0.504",
    ]
    assert folded("learn  epoch 3  loss 0.764 / 0.504", 28, 7).splitlines() == [
        "learn  epoch 3",
        "       loss 0.764 / 0.504",
    ]
    assert folded("  indented as it was", 60) == "  indented as it was"
    assert folded("a " + "x" * 30, 10, 8).splitlines() == ["a", "  " + "x" * 30]
    assert folded("one\n\ntwo words", 5).splitlines() == ["one", "", "two", "words"]


def test_a_terminal_breaks_no_word() -> None:
    file = io.StringIO()
    write(Console(file=file, width=20, force_terminal=True, color_system=None), "pictures pictures pictures")
    assert file.getvalue() == "pictures pictures\npictures\n"


def test_a_text_is_shortened_at_the_end_that_matters_less() -> None:
    assert [shortened("/a/long/path", 6), shortened("/a/long/path", 6, keep_end=True)] == ["/a/lo…", "…/path"]
    assert shortened("short", 5) == "short"
    assert shortened("🍩🍩🍩🍩", 6, keep_end=True) == "…🍩🍩"


def test_lines_are_written_as_they_are_however_long() -> None:
    file = io.StringIO()
    write(Console(file=file, width=20), "[Class] [/red] " + "x" * 100)
    assert file.getvalue() == "[Class] [/red] " + "x" * 100 + "\n"


def test_errors_are_told_before_warnings() -> None:
    file = io.StringIO()
    problems = [Problem("old", "a", severity=Severity.WARNING), Problem("wrong", "b", "x")]
    tell_problems(Console(file=file), problems)
    assert file.getvalue().splitlines() == ["error: b.x: wrong", "warning: a: old"]
