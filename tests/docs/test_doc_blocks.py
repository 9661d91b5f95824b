"""The means by which pages are tested: what they must find wrong."""

from pathlib import Path

import pytest
from doc_blocks import Block, blocks_of, changed, matches


def test_blocks_come_in_order_with_the_file_that_the_line_before_names(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Save `a.csv`:\n\n```csv\nn\n1\n```\n\nText.\n\n```sh\nweft\n```\n", encoding="utf-8")
    assert blocks_of(page) == [Block(3, "csv", "n\n1\n", "a.csv"), Block(10, "sh", "weft\n")]


def test_a_block_without_an_end_is_a_mistake(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\nweft\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="line 1: this block has no end"):
        blocks_of(page)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\nb\nc\n", False),
        ("a\n", "b\na\n", False),
        ("...\nb\n", "a\na\nb\n", True),
        ("...\nb\n", "b\n", True),
        ("a\n...\n", "a\nb\nc\n", True),
        ("a\n...\nc\n", "a\nb\n", False),
        ("in ... s; done\n", "in 0.3 s; done\n", True),
        ("in ... s; done\n", "in 0.3 s\n; done\n", False),
        ("1.5 (a)\n", "105 (a)\n", False),
    ],
)
def test_three_dots_stand_for_lines_or_for_text_in_a_line(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


def test_a_diff_changes_several_parts_and_adds_lines_after_those_that_stay() -> None:
    text = "one\ntwo\nthree\n"
    assert changed(text, "-one\n+ONE\n two\n+and\n") == "ONE\ntwo\nand\nthree\n"


def test_a_diff_of_what_is_not_there_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="0 times"):
        changed("one\n", "-two\n+three\n")
