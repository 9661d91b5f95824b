import pyarrow as pa
import pytest

from weft.cli.table import TextColumn, is_paths, table_lines


def column(name: str, *cells: str, kind: pa.DataType | None = None) -> TextColumn:
    return TextColumn(name, kind or pa.string(), "text", cells)


PATHS = column("path", "/home/ann/pictures/of/a/long/summer/bolt_0001.jpg", "/b")
WORDS = column("words", "It was a dark and stormy night; the rain fell in torrents", "b")


def test_a_table_that_is_piped_is_as_wide_as_it_gets() -> None:
    lines, note = table_lines([column(f"column {number}", "x" * 30) for number in range(20)], None)
    assert len(lines[2]) == 20 * 32 - 2
    assert note == ""


def test_of_a_path_the_end_stays_and_of_a_text_the_beginning() -> None:
    assert table_lines([PATHS, WORDS], 100)[0][2:] == [
        "…pictures/of/a/long/summer/bolt_0001.jpg  It was a dark and stormy night; the rai…",
        "/b" + " " * 40 + "b",
    ]


def test_cells_are_narrower_before_columns_are_left_out() -> None:
    lines, note = table_lines([PATHS, WORDS], 60)
    assert lines[2] == "…ng/summer/bolt_0001.jpg  It was a dark and storm…"
    assert note == ""


def test_columns_that_do_not_fit_are_counted() -> None:
    columns = [column(f"c{number}", "x" * 18) for number in range(7)]
    lines, note = table_lines(columns, 60)
    assert lines[0].split() == ["c0", "c1", "c2"]
    assert note == "... 4 more columns: --format json shows all"
    assert table_lines(columns[:4], 60)[1] == "... 1 more column: --format json shows all"


def test_the_first_column_is_shown_however_narrow_the_terminal_is() -> None:
    assert table_lines([WORDS], 10) == (["words", "text", "It was a…", "b"], "")


@pytest.mark.parametrize(
    "text",
    ["/a b/c", "a/b.jpg", "C:\\Users\\ann", "\\\\host\\share", "~/x", "../x y", "https://example.org/a"],
)
def test_paths_are_known(text: str) -> None:
    assert is_paths([text, "[Null]"])


@pytest.mark.parametrize("cells", [["[Null]"], [], ["and / or"], ["yes"], ["a/b", "no path"]])
def test_what_is_no_path_is_not_taken_for_one(cells: list[str]) -> None:
    assert not is_paths(cells)
