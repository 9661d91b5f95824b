from pathlib import Path

import pyarrow as pa
import pytest
from PIL import Image

from weft.cli.saving import save_cell, saving_hints
from weft.errors import StoreError
from weft.run.results import Result
from weft.sdk import PictureType, ReportType, encode, picture_array

PNG = encode(Image.new("RGB", (4, 3)))
TABLE = pa.table(
    {
        "n": [1],
        "My Picture": picture_array([PNG]),
        "about": pa.ExtensionArray.from_storage(ReportType(), pa.array(["<p>"], ReportType().storage_type)),
    }
)


def result(table: pa.Table) -> Result:
    return Result("node", "out", table, table.num_rows, complete=True)


def test_the_first_column_with_a_file_is_saved(tmp_path: Path) -> None:
    save_cell(result(TABLE), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == PNG
    save_cell(result(TABLE.select(["about"])), tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text() == "<p>"


@pytest.mark.parametrize("name", ["picture", "picture.PNG", "picture.data"])
def test_an_ending_that_says_nothing_else_is_taken(tmp_path: Path, name: str) -> None:
    save_cell(result(TABLE), tmp_path / name)
    assert (tmp_path / name).read_bytes() == PNG


@pytest.mark.parametrize(
    ("column", "name", "complaint"),
    [
        ("My Picture", "a.jpg", r"'a.jpg' would be a wrong name for PNG 4x3, .*; save it as 'a.png'"),
        ("about", "a.png", r"'a.png' would be a wrong name for report, 3 B; save it as 'a.html'"),
    ],
)
def test_a_file_is_not_saved_under_the_ending_of_another_kind(
    tmp_path: Path, column: str, name: str, complaint: str
) -> None:
    with pytest.raises(StoreError, match=complaint):
        save_cell(result(TABLE.select([column])), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_every_column_of_files_has_its_hint() -> None:
    assert saving_hints(TABLE) == [
        'save the picture of the first record: --column "My Picture" --save picture.png',
        "save the report of the first record: --column about --save report.html",
    ]
    assert saving_hints(TABLE.select(["n", "My Picture"])) == [
        "save the picture of the first record: --save picture.png"
    ]
    nothing = pa.table({"n": [1], "p": pa.array([None], PictureType())})
    assert saving_hints(nothing) == []
    assert saving_hints(TABLE.slice(0, 0)) == []
