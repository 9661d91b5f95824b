from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from sample_pictures import encoded, gradient, opened

from weft.sdk import EditContext, PictureType, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.computer_vision.image_output import ImageOutput

PNG = encoded(gradient())
JPEG = encoded(gradient(), "JPEG")


def save(folder: Path, table: pa.Table, **settings: Any) -> tuple[list[str | None], Heard]:
    """The paths that were written, seen from the folder."""
    heard = Heard()
    with run_context(folder, heard) as ctx:
        out = run_tool(ImageOutput, {"folder": "out", **settings}, {"in": table}, base=folder, ctx=ctx)["out"]
    paths = out["written"].to_pylist()
    return [None if path is None else str(Path(path).relative_to(folder / "out")) for path in paths], heard


def files(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*") if path.is_file()
    )


def named(*names: str | None, data: bytes = PNG) -> pa.Table:
    return pa.table({"image": picture_array([data] * len(names)), "name": pa.array(names, pa.string())})


def test_it_keeps_the_contract(tmp_path: Path) -> None:
    settings = {"folder": "out", "column": "a 'b' 🙂", "if_exists": "overwrite"}
    table = pa.table({"a 'b' 🙂": picture_array([PNG, None, b"none", JPEG])})
    check_tool(ImageOutput, settings, {"in": table}, base=tmp_path)
    assert ImageOutput.effects
    assert ImageOutput(ImageOutput.Config.model_validate({})).fingerprint(EditContext(tmp_path)) == ""


def test_pictures_are_numbered_and_saved_byte_by_byte_with_the_ending_of_their_format(tmp_path: Path) -> None:
    table = pa.table({"image": picture_array([PNG, None, JPEG]), "n": [1, 2, 3]})
    written, _ = save(tmp_path, table)
    assert written == ["picture_000001.png", None, "picture_000003.jpg"]
    assert files(tmp_path) == ["picture_000001.png", "picture_000003.jpg"]
    assert (tmp_path / "out" / "picture_000001.png").read_bytes() == PNG
    assert (tmp_path / "out" / "picture_000003.jpg").read_bytes() == JPEG


def test_the_columns_of_the_input_pass_through_before_the_path(tmp_path: Path) -> None:
    table = pa.table({"image": picture_array([PNG]), "n": [7]})
    out = run_tool(ImageOutput, {"folder": str(tmp_path / "out")}, {"in": table})["out"]
    assert out.schema.names == ["image", "n", "written"]
    assert out["n"].to_pylist() == [7]
    assert out["written"].to_pylist() == [str(tmp_path / "out" / "picture_000001.png")]


def test_names_and_subfolders_come_from_columns(tmp_path: Path) -> None:
    table = named("/data/Köln Dom.jpeg", "b.tar", "C:\\pictures\\c.PNG").append_column(
        "class", pa.array(["bart simpson", "lisa", None])
    )
    written, _ = save(tmp_path, table, name_column="name", subfolder_column="class")
    assert written == ["bart simpson/Köln Dom.png", "lisa/b.tar.png", "c.png"]
    assert files(tmp_path) == ["bart simpson/Köln Dom.png", "c.png", "lisa/b.tar.png"]


def test_numbers_can_be_names(tmp_path: Path) -> None:
    table = pa.table({"image": picture_array([PNG, PNG]), "id": [12, 7]})
    assert save(tmp_path, table, name_column="id")[0] == ["12.png", "7.png"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../escape", "escape.png"),
        ("..", "picture_000001.png"),
        ("/etc/passwd", "passwd.png"),
        ("..\\up", "up.png"),
        ('a<b>:"|?*\x00\n', "a_b________.png"),
        ("  .  ", "picture_000001.png"),
        ("CON", "_CON.png"),
        ("com1.jpg", "_com1.png"),
        (".hidden", ".hidden.png"),
        ("x" * 400, "x" * 200 + ".png"),
        ("ä" * 150, "ä" * 100 + ".png"),
        ("", "picture_000001.png"),
        (None, "picture_000001.png"),
        ("😀 smile.gif", "😀 smile.png"),
        (".jpg", ".jpg.png"),
    ],
)
def test_no_name_leads_out_of_the_folder_or_cannot_be_written(
    tmp_path: Path, name: str | None, file: str
) -> None:
    assert save(tmp_path, named(name), name_column="name")[0] == [file]
    assert files(tmp_path) == [file]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("subfolder", ["../up", "..", "/root/x", "a/../../b", "."])
def test_no_subfolder_leads_out_of_the_folder(tmp_path: Path, subfolder: str) -> None:
    table = pa.table({"image": picture_array([PNG]), "class": [subfolder]})
    save(tmp_path, table, subfolder_column="class")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert len(files(tmp_path)) == 1


def test_a_file_that_exists_stops_the_run_and_stays(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.png").write_bytes(b"old")
    with pytest.raises(ToolError, match=r"a\.png exists already; choose another folder") as caught:
        save(tmp_path, named("a"), name_column="name")
    assert caught.value.field == "if_exists"
    assert (tmp_path / "out" / "a.png").read_bytes() == b"old"
    assert files(tmp_path) == ["a.png"]


def test_a_file_that_exists_is_replaced_or_left_as_asked(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.png").write_bytes(b"old")
    assert save(tmp_path, named("a"), name_column="name", if_exists="add number")[0] == ["a_2.png"]
    assert (tmp_path / "out" / "a.png").read_bytes() == b"old"
    assert save(tmp_path, named("a"), name_column="name", if_exists="overwrite")[0] == ["a.png"]
    assert (tmp_path / "out" / "a.png").read_bytes() == PNG
    assert files(tmp_path) == ["a.png", "a_2.png"]


@pytest.mark.parametrize("if_exists", ["fail", "overwrite", "add number"])
def test_two_pictures_of_a_run_never_overwrite_each_other(tmp_path: Path, if_exists: str) -> None:
    table = named("a", "A", "a_2", "a", "b")
    written, heard = save(tmp_path, table, name_column="name", if_exists=if_exists)
    assert written == ["a.png", "A_2.png", "a_2_2.png", "a_3.png", "b.png"]
    assert files(tmp_path) == sorted(path for path in written if path)
    assert [(message, rows) for message, rows, _ in heard.warnings] == [
        ("pictures had a name that was taken and got a number", 1)
    ] * 3


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WebP"])
def test_pictures_are_converted_where_they_have_another_format(tmp_path: Path, file_format: str) -> None:
    clear = encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)))
    deep = encoded(Image.fromarray(np.full((8, 8), 40_000, np.uint16)), "TIFF")
    cells = picture_array([clear, deep, encoded(gradient(mode="CMYK"), "JPEG"), encoded(gradient(), "WEBP")])
    written, heard = save(tmp_path, pa.table({"image": cells}), format=file_format)
    assert not heard.warnings
    pictures = [opened((tmp_path / "out" / str(path)).read_bytes()) for path in written]
    assert {picture.format for picture in pictures} == {file_format.upper()}
    if file_format in ("JPEG", "BMP"):
        assert pictures[0].convert("RGB").getpixel((4, 4)) == (255, 255, 255)
    kept = {"JPEG": 2, "TIFF": 1, "WebP": 3, "PNG": 0}.get(file_format)
    if kept is not None:
        assert (tmp_path / "out" / str(written[kept])).read_bytes() == cells[kept].as_py()


def test_quality_makes_smaller_files(tmp_path: Path) -> None:
    table = pa.table({"image": picture_array([encoded(gradient(300, 300))]), "name": ["a"]})
    sizes = []
    for quality in (30, 95):
        save(tmp_path, table, name_column="name", format="JPEG", quality=quality, if_exists="overwrite")
        sizes.append((tmp_path / "out" / "a.jpg").stat().st_size)
    assert sizes[0] < sizes[1]


def test_what_is_no_picture_is_counted_and_not_saved(tmp_path: Path) -> None:
    table = pa.table(
        {"image": picture_array([b"none", PNG[: len(PNG) // 2], PNG]), "file": ["x.png", "y.png", "z.png"]}
    )
    written, heard = save(tmp_path, table, name_column="file", format="BMP")
    assert written == [None, None, "z.bmp"]
    assert {message for message, _, _ in heard.warnings} == {"pictures could not be saved"}
    assert sorted(example.split(":")[0] for _, _, example in heard.warnings) == ["x.png", "y.png"]
    assert heard.infos == ["1 picture in out"]
    assert files(tmp_path) == ["z.bmp"]


def test_a_folder_that_cannot_be_written_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "class").write_text("a file where a folder should be")
    table = pa.table({"image": picture_array([PNG]), "class": ["class"]})
    with pytest.raises(ToolError, match=r"cannot be written: |was made by another program"):
        save(tmp_path, table, subfolder_column="class")


def test_empty_input_writes_nothing(tmp_path: Path) -> None:
    written, _ = save(tmp_path, named())
    assert written == []
    assert not (tmp_path / "out").exists()


def test_problems_are_told_at_edit_time(tmp_path: Path) -> None:
    schema = pa.schema([("image", PictureType()), ("n", pa.int64())])
    (tmp_path / "file").touch()

    def fields(**settings: Any) -> list[str | None]:
        return [p.field for p in configure_tool(ImageOutput, settings, {"in": schema}, tmp_path)[1]]

    assert fields() == ["folder"]
    assert fields(folder="file") == ["folder"]
    assert fields(folder="out", column="n") == ["column"]
    assert fields(folder="out", column="") == ["column"]
    assert fields(folder="out", name_column="nme") == ["name_column"]
    assert fields(folder="out") == []
