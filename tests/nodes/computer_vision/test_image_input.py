import os
import resource
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from sample_pictures import animation, encoded, gradient, huge_png, opened, pages, psnr, turned

from weft.errors import Problem, Severity
from weft.sdk import Cancelled, CancelToken, EditContext, Inputs, PictureType, ToolError
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.computer_vision.image_input import ImageInput


def read_folder(folder: Path, **settings: Any) -> tuple[pa.Table, pa.Table, Heard]:
    heard = Heard()
    with run_context(folder, heard) as ctx:
        tables = run_tool(ImageInput, {"folder": str(folder), **settings}, base=folder, ctx=ctx)
    return tables["out"], tables["unreadable"], heard


def names(table: pa.Table) -> list[str]:
    return [Path(path).name for path in table["file"].to_pylist()]


def problems_of(settings: dict[str, Any], base: Path, schema: pa.Schema | None = None) -> list[Problem]:
    inputs = {} if schema is None else {"in": schema}
    return configure_tool(ImageInput, settings, inputs, base)[1]


def tool(folder: Path) -> ImageInput:
    return ImageInput(ImageInput.Config.model_validate({"folder": str(folder)}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "third.PNG").write_bytes(encoded(gradient()))
    (tmp_path / "second.webp").write_bytes(encoded(gradient(), "WEBP"))
    (tmp_path / "first.jpg").write_bytes(encoded(gradient(), "JPEG"))
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "._first.jpg").write_bytes(b"what a Mac leaves")
    return tmp_path


def test_it_keeps_the_contract(folder: Path) -> None:
    (folder / "bad.gif").write_bytes(b"GIF89a")
    check_tool(ImageInput, {"folder": str(folder)}, base=folder)
    paths = pa.table({"FullPath": ["first.jpg", None, "bad.gif"], "Größe [€] 'x'": [1, 2, 3]})
    check_tool(ImageInput, {}, {"in": paths}, base=folder)


def test_a_folder_gives_pictures_as_they_are_on_disk_in_the_order_of_names(folder: Path) -> None:
    out, unreadable, heard = read_folder(folder)
    assert out.schema == pa.schema([("image", PictureType()), ("file", pa.string()), ("page", pa.int32())])
    files = [folder / "first.jpg", folder / "second.webp", folder / "b" / "third.PNG"]
    assert out["file"].to_pylist() == [str(path) for path in files]
    assert out["image"].to_pylist() == [path.read_bytes() for path in files]
    assert out["page"].to_pylist() == [1, 1, 1]
    assert unreadable.num_rows == 0
    assert not heard.warnings


def test_subfolders_and_file_types_are_settings(folder: Path) -> None:
    assert names(read_folder(folder, subfolders=False)[0]) == ["first.jpg", "second.webp"]
    assert names(read_folder(folder, file_types=["PNG", "WebP"])[0]) == ["second.webp", "third.PNG"]


def test_a_relative_folder_counts_from_the_workflow(folder: Path) -> None:
    out = run_tool(ImageInput, {"folder": "b"}, base=folder)["out"]
    assert out["file"].to_pylist() == [str(folder / "b" / "third.PNG")]


def test_the_columns_of_the_input_pass_through(folder: Path) -> None:
    table = pa.table(
        {"my path 🙂": ["b/third.PNG", str(folder / "first.jpg"), "first.jpg"], "Class": ["x", None, "z"]}
    )
    settings = {"path_column": "my path 🙂", "image_column": "bild [1]"}
    out = run_tool(ImageInput, settings, {"in": table}, base=folder)["out"]
    assert out.schema.names == ["my path 🙂", "Class", "bild [1]", "file", "page"]
    assert out["Class"].to_pylist() == ["x", None, "z"]
    assert names(out) == ["third.PNG", "first.jpg", "first.jpg"]
    assert out["bild [1]"].to_pylist()[1:] == [(folder / "first.jpg").read_bytes()] * 2


def test_a_column_of_a_name_that_it_gives_is_replaced_and_that_is_told(folder: Path) -> None:
    table = pa.table({"file": ["first.jpg"], "n": [1]})
    out = run_tool(ImageInput, {"path_column": "file"}, {"in": table}, base=folder)["out"]
    assert out.schema.names == ["file", "n", "image", "page"]
    assert out["file"].to_pylist() == [str(folder / "first.jpg")]
    (problem,) = problems_of({"path_column": "file"}, folder, table.schema)
    assert problem.severity is Severity.WARNING
    assert "'file' is replaced" in problem.message


def test_empty_input_gives_empty_outputs_with_their_schemas(folder: Path) -> None:
    table = pa.table({"FullPath": pa.array([], pa.string()), "a": pa.array([], pa.int8())})
    tables = run_tool(ImageInput, {}, {"in": table}, base=folder)
    assert tables["out"].num_rows == tables["unreadable"].num_rows == 0
    assert tables["out"].schema.names == ["FullPath", "a", "image", "file", "page"]
    assert tables["unreadable"].schema.names == ["FullPath", "a", "file", "reason"]


def test_the_columns_are_not_known_while_the_input_is_not() -> None:
    promised, problems = configure_tool(ImageInput, {}, {"in": None})
    assert promised == {"out": None, "unreadable": None}
    assert not problems


def test_unreadable_files_are_listed_with_reasons_and_counted_in_one_kind_of_warning(folder: Path) -> None:
    whole = encoded(gradient(200, 200), "JPEG")
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "text.gif").write_bytes(b"<html>not found</html>")
    out, unreadable, heard = read_folder(folder)
    assert names(out) == ["first.jpg", "second.webp", "third.PNG"]
    assert dict(zip(names(unreadable), unreadable["reason"].to_pylist(), strict=True)) == {
        "cut.jpg": "the picture is truncated",
        "empty.png": "the file is empty",
        "text.gif": "the file is not a picture that can be read; "
        "known are JPEG, PNG, GIF, BMP, TIFF and WebP",
    }
    assert {message for message, _, _ in heard.warnings} == {"pictures could not be read"}
    assert sum(rows for _, rows, _ in heard.warnings) == 3
    assert heard.warnings[0][2] == f"{folder / 'cut.jpg'}: the picture is truncated"


def test_paths_that_lead_nowhere_are_listed(folder: Path) -> None:
    table = pa.table({"FullPath": ["gone.jpg", None, "", "b", "first.jpg"], "n": [1, 2, 3, 4, 5]})
    tables = run_tool(ImageInput, {}, {"in": table}, base=folder)
    assert tables["out"]["n"].to_pylist() == [5]
    assert tables["unreadable"].select(["n", "file", "reason"]).to_pylist() == [
        {"n": 1, "file": str(folder / "gone.jpg"), "reason": "the file does not exist"},
        {"n": 2, "file": None, "reason": "the path is empty"},
        {"n": 3, "file": None, "reason": "the path is empty"},
        {"n": 4, "file": str(folder / "b"), "reason": "this is a folder, not a file"},
    ]


def test_an_unreadable_picture_can_stay_as_a_record_with_null(folder: Path) -> None:
    (folder / "empty.png").write_bytes(b"")
    out, unreadable, _ = read_folder(folder, on_unreadable="keep record with null")
    assert names(out) == ["empty.png", "first.jpg", "second.webp", "third.PNG"]
    assert out["image"].is_valid().to_pylist() == [False, True, True, True]
    assert out["page"].to_pylist() == [None, 1, 1, 1]
    assert names(unreadable) == ["empty.png"]


def test_an_unreadable_picture_can_stop_the_run(folder: Path) -> None:
    (folder / "empty.png").write_bytes(b"")
    with pytest.raises(ToolError, match=r"empty\.png: the file is empty") as caught:
        read_folder(folder, on_unreadable="stop")
    assert caught.value.field == "on_unreadable"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
@pytest.mark.parametrize("left", [0.99, 0.5, 0.1])
def test_every_format_is_found_out_when_its_end_is_missing(tmp_path: Path, name: str, left: float) -> None:
    lot = np.random.default_rng(1)
    grain = Image.fromarray(lot.integers(0, 256, (60, 60, 3), np.uint8))
    whole = encoded(grain, name)
    (tmp_path / "cut.png").write_bytes(whole[: int(len(whole) * left)])
    (tmp_path / "whole.png").write_bytes(whole)
    out, unreadable, _ = read_folder(tmp_path)
    assert names(out) == ["whole.png"]
    assert names(unreadable) == ["cut.png"]


def test_a_jpeg_cut_after_the_thumbnail_in_its_header_is_truncated(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x927C] = encoded(gradient(), "JPEG")
    whole = encoded(gradient(300, 300), "JPEG", exif=exif)
    (tmp_path / "cut.jpg").write_bytes(whole[:-40])
    assert names(read_folder(tmp_path)[1]) == ["cut.jpg"]


def test_a_jpeg_with_something_behind_its_end_is_whole(tmp_path: Path) -> None:
    (tmp_path / "padded.jpg").write_bytes(encoded(gradient(), "JPEG") + b"\0" * 100)
    assert names(read_folder(tmp_path)[0]) == ["padded.jpg"]


def test_damage_in_the_middle_is_found_by_a_full_decode(tmp_path: Path) -> None:
    whole = bytearray(encoded(gradient(200, 200)))
    middle = len(whole) // 2
    whole[middle : middle + 40] = b"\xff" * 40
    (tmp_path / "damaged.png").write_bytes(whole)
    assert names(read_folder(tmp_path)[0]) == ["damaged.png"]
    assert names(read_folder(tmp_path, verify="full decode")[1]) == ["damaged.png"]


def test_a_file_counts_as_what_it_holds_and_not_as_what_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(encoded(gradient()))
    out, _, _ = read_folder(tmp_path)
    assert opened(out["image"][0].as_py()).format == "PNG"


def test_a_picture_of_900_megapixels_is_refused_without_memory(tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(huge_png())
    (tmp_path / "huge.jpg").write_bytes(
        b"\xff\xd8\xff\xc0\x00\x11\x08\x75\x30\x75\x30\x03\x01\x11\0\x02\x11\0\x03\x11\0"
    )
    (tmp_path / "good.png").write_bytes(encoded(gradient()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out, unreadable, _ = read_folder(tmp_path, verify="full decode")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert names(out) == ["good.png"]
    assert unreadable["reason"].to_pylist()[1] == (
        "the picture has 30,000 x 30,000 pixels, more than the limit of 200,000,000"
    )
    assert after - before < 40_000, "kilobytes"


def test_the_limit_of_pixels_is_a_setting(folder: Path) -> None:
    assert names(read_folder(folder, max_pixels=64 * 48)[0]) == ["first.jpg", "second.webp", "third.PNG"]
    assert read_folder(folder, max_pixels=64 * 48 - 1)[0].num_rows == 0


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_exif_says_and_keep_their_other_exif(
    tmp_path: Path, orientation: int, name: str
) -> None:
    stored = turned(orientation, name)
    (tmp_path / "turned.jpg").write_bytes(stored)
    (cell,) = read_folder(tmp_path)[0]["image"].to_pylist()
    upright = opened(cell)
    assert upright.format == name
    assert upright.size == (64, 48)
    assert psnr(upright, gradient()) > (40 if name == "JPEG" else 98)
    assert upright.getexif().get(0x0112, 1) == 1
    assert upright.getexif()[0x010F] == "Weft"
    assert (cell == stored) == (orientation == 1)


def test_an_unknown_orientation_counts_as_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 77
    data = encoded(gradient(), "JPEG", exif=exif)
    (tmp_path / "odd.jpg").write_bytes(data)
    assert read_folder(tmp_path)[0]["image"].to_pylist() == [data]


def test_a_tiff_gives_one_record_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(pages(3))
    (tmp_path / "b.tif").write_bytes(pages(1))
    out, _, _ = read_folder(tmp_path)
    assert names(out) == ["a.tif", "a.tif", "a.tif", "b.tif"]
    assert out["page"].to_pylist() == [1, 2, 3, 1]
    for page, cell in enumerate(out["image"].to_pylist()[:3]):
        assert np.array_equal(np.asarray(opened(cell)), np.asarray(gradient(60 - 10 * page, 40)))
    assert out["image"].to_pylist()[3] == (tmp_path / "b.tif").read_bytes()


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "RGBA", "I;16", "F"])
def test_pages_keep_their_kind_of_pixels(tmp_path: Path, mode: str) -> None:
    page = gradient(mode="L").convert("I").convert("I;16") if mode == "I;16" else gradient(mode=mode)
    (tmp_path / "a.tif").write_bytes(encoded(page, "TIFF", save_all=True, append_images=[page]))
    out, _, _ = read_folder(tmp_path)
    assert out.num_rows == 2
    for cell in out["image"].to_pylist():
        assert opened(cell).mode == mode
        assert np.array_equal(np.asarray(opened(cell)), np.asarray(page))


def test_the_good_pages_of_a_cut_tiff_are_kept(tmp_path: Path) -> None:
    whole = pages(3)
    (tmp_path / "a.tif").write_bytes(whole[: len(whole) // 2 + 400])
    out, unreadable, _ = read_folder(tmp_path)
    assert out["page"].to_pylist() == [1]
    assert unreadable["reason"].to_pylist()[0].startswith("page 2")


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_frame_or_every_frame(tmp_path: Path, name: str) -> None:
    data = animation(name, 3)
    (tmp_path / "a.gif").write_bytes(data)
    assert read_folder(tmp_path)[0]["image"].to_pylist() == [data]
    out, _, _ = read_folder(tmp_path, frames="one record a frame")
    assert out["page"].to_pylist() == [1, 2, 3]
    middles = [opened(cell).convert("RGB").getpixel((5, 5)) for cell in out["image"].to_pylist()]
    assert middles == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]


def test_a_missing_folder_is_a_problem_at_edit_time_and_an_error_in_a_run(tmp_path: Path) -> None:
    (problem,) = problems_of({"folder": "gone"}, tmp_path)
    assert (problem.field, problem.message) == (
        "folder",
        f"the folder {tmp_path / 'gone'} does not exist; check the path, or choose another",
    )
    (problem,) = problems_of({}, tmp_path)
    assert problem.message == "choose a folder, or connect a table with a column of paths"
    (tmp_path / "file.jpg").touch()
    (problem,) = problems_of({"folder": "file.jpg"}, tmp_path)
    assert "is a file" in problem.message
    shutil.rmtree(tmp_path)
    node = tool(tmp_path)
    with run_context(tmp_path) as ctx, pytest.raises(ToolError, match="does not exist"):
        list(node.run(Inputs({}), ctx))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_subfolder_that_may_not_be_read_is_told_and_the_others_are_read(folder: Path) -> None:
    (folder / "b").chmod(0)
    try:
        out, _, heard = read_folder(folder)
    finally:
        (folder / "b").chmod(0o700)
    assert names(out) == ["first.jpg", "second.webp"]
    assert heard.warnings == [("folders could not be read", 1, f"{folder / 'b'}: Permission denied")]


def test_where_only_subfolders_hold_pictures_the_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.png").touch()
    (problem,) = problems_of({"folder": str(tmp_path), "subfolders": False}, tmp_path)
    assert problem.message.endswith("; its subfolders hold some: switch on Include subfolders")


def test_an_empty_folder_is_a_warning_at_edit_time_and_in_a_run(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (problem,) = problems_of({"folder": str(tmp_path)}, tmp_path)
    assert problem.severity is Severity.WARNING
    assert problem.message == f"the folder {tmp_path} holds no pictures of the chosen types"
    out, _, heard = read_folder(tmp_path)
    assert out.num_rows == 0
    assert heard.warnings == [(problem.message, 0, "")]


def test_settings_that_cannot_be_are_problems(folder: Path) -> None:
    schema = pa.schema([("FullPath", pa.string()), ("n", pa.int64())])
    (problem,) = problems_of({"path_column": ""}, folder, schema)
    assert problem.field == "path_column"
    (problem,) = problems_of({"path_column": "n"}, folder, schema)
    assert problem.field == "path_column"
    (problem,) = problems_of({"image_column": "file"}, folder, schema)
    assert problem.field == "image_column"


def test_a_change_in_the_folder_changes_the_fingerprint(folder: Path) -> None:
    node, ctx = tool(folder), EditContext(folder)
    first = node.fingerprint(ctx)
    assert first == node.fingerprint(ctx)
    (folder / "notes.txt").write_text("other notes")
    assert node.fingerprint(ctx) == first
    os.utime(folder / "b" / "third.PNG", ns=(1, 1))
    second = node.fingerprint(ctx)
    (folder / "second.webp").rename(folder / "zweites.webp")
    assert len({first, second, node.fingerprint(ctx)}) == 3
    assert tool(Path("gone")).fingerprint(ctx) == ""


def test_batches_stay_small_in_records_and_in_bytes(tmp_path: Path) -> None:
    small = encoded(Image.new("L", (4, 4)))
    for number in range(1_100):
        (tmp_path / f"s{number:04}.png").write_bytes(small)
    large = encoded(gradient(2_500, 2_500), "BMP")
    assert len(large) > 18_000_000
    for number in range(5):
        (tmp_path / f"t{number}.bmp").write_bytes(large)
    node = tool(tmp_path)
    with run_context(tmp_path) as ctx:
        sizes = [(batch.num_rows, batch.nbytes) for name, batch in node.run(Inputs({}), ctx) if name == "out"]
    assert [rows for rows, _ in sizes] == [0, 1_024, 79, 2]
    assert all(rows <= 1_024 and nbytes <= 64 << 20 for rows, nbytes in sizes)


def test_a_cancelled_run_ends_soon(tmp_path: Path) -> None:
    data = encoded(gradient(), "JPEG")
    for number in range(500):
        (tmp_path / f"{number}.jpg").write_bytes(data)
    cancel = CancelToken()
    node = tool(tmp_path)
    with run_context(tmp_path, cancel=cancel) as ctx:
        batches = node.run(Inputs({}), ctx)
        next(batches)
        cancel.abort()
        began = time.perf_counter()
        with pytest.raises(Cancelled):
            list(batches)
        assert time.perf_counter() - began < 0.3


def test_a_pipe_among_the_paths_is_unreadable_and_does_not_keep_the_run_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    paths = pa.table({"FullPath": [str(tmp_path / "pipe.png")]})
    found = run_tool(ImageInput, {}, {"in": paths})
    assert found["out"].num_rows == 0
    assert found["unreadable"]["reason"].to_pylist() == ["this is a pipe or a device, not a file"]
