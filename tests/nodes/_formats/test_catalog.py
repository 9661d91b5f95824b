from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._formats.catalog import check_installed, format_of, formats
from weft_nodes._formats.csv import CsvFormat


def test_every_ending_belongs_to_one_format() -> None:
    endings = [ending for known in formats() for ending in known.extensions]
    assert len(set(endings)) == len(endings)
    for known in formats():
        assert [format_of(Path(f"x{ending.upper()}")).name for ending in known.extensions] == [
            known.name
        ] * len(known.extensions)
        assert format_of(Path("x.nonsense"), known.name).name == known.name


def test_a_missing_library_says_what_to_install() -> None:
    class NeedsMuch(CsvFormat):
        name = "yxdb"
        needs: tuple[str, ...] = ("json", "surely_not_there", "nor_this")

    with pytest.raises(ToolError) as told:
        check_installed(NeedsMuch())
    assert str(told.value) == (
        'yxdb files need surely_not_there and nor_this; install with: pip install "weft[yxdb]"'
    )
