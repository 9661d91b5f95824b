import json
import statistics
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from sample_pictures import animation, encoded, gradient, huge_header, pages

from weft.errors import Severity
from weft.sdk import PictureType, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.computer_vision.image_profile import ImageProfile


def profile(data: bytes | None, **settings: Any) -> dict[str, Any]:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        table = pa.table({"image": picture_array([data])})
        out = run_tool(ImageProfile, settings, {"in": table}, ctx=ctx)["out"]
    assert not heard.warnings
    (row,) = out.drop_columns(["image"]).to_pylist()
    return dict(row)


def photo(gps: dict[int, Any]) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Weft"
    exif.get_ifd(0x8769)[0x829A] = IFDRational(1, 250)
    exif.get_ifd(0x8825).update(gps)
    return encoded(gradient(), "JPEG", exif=exif)


PLACE = {
    1: "S", 2: (33.0, 51.0, 54.0), 3: "E", 4: (151.0, 12.0, 36.0), 5: b"\x01", 6: 12.5,
    12: "K", 13: 40.0, 14: "T", 15: 270.25, 7: (13.0, 5.0, 9.0), 29: "2024:05:31",
}  # fmt: skip


def test_it_keeps_the_contract() -> None:
    cells = picture_array([encoded(gradient()), None, b"none", photo(PLACE)])
    check_tool(
        ImageProfile, {"column": "a 'b' [c] 🙂"}, {"in": pa.table({"a 'b' [c] 🙂": cells, "n": range(4)})}
    )


def test_base_tells_size_kind_extremes_and_colours() -> None:
    picture = Image.new("RGB", (10, 5), (0, 10, 20))
    picture.paste((250, 240, 230), (0, 0, 10, 1))
    picture.paste((255, 0, 0), (0, 1, 5, 2))
    found = profile(encoded(picture), profiles=["Base"])
    assert found == {
        "Mode": "RGB", "Width": 10, "Height": 5, "Channels": 3,
        "Min_L": None, "Max_L": None, "Min_R": 0, "Max_R": 255, "Min_G": 0, "Max_G": 240,
        "Min_B": 0, "Max_B": 230, "Min_A": None, "Max_A": None,
        "Common_Color_RGB": "0, 10, 20", "Common_Color_Hex": "#000a14",
        "Dark_Pixels": 35, "Bright_Pixels": 10,
    }  # fmt: skip


def test_dark_ends_at_30_and_bright_begins_at_220() -> None:
    row = Image.fromarray(np.array([[30, 31, 219, 220]], np.uint8))
    found = profile(encoded(row), profiles=["Base"])
    assert (found["Dark_Pixels"], found["Bright_Pixels"]) == (1, 1)


def test_the_summary_is_that_of_the_statistics_module() -> None:
    lot = np.random.default_rng(8)
    pixels = lot.integers(0, 256, (7, 8), np.uint8)
    found = profile(encoded(Image.fromarray(pixels)), profiles=["Summary"])
    values = [int(v) for v in pixels.ravel()]
    assert {name: number for name, number in found.items() if "_L_" in name} == {
        "Summary_L_Pixels": 56,
        "Summary_L_Sum": pytest.approx(sum(values)),
        "Summary_L_Squared_Sum": pytest.approx(sum(v * v for v in values)),
        "Summary_L_Mean": pytest.approx(statistics.fmean(values)),
        "Summary_L_Median": statistics.median(values),
        "Summary_L_RMS": pytest.approx((sum(v * v for v in values) / 56) ** 0.5),
        "Summary_L_Variance": pytest.approx(statistics.pvariance(values)),
        "Summary_L_Standard_Deviation": pytest.approx(statistics.pstdev(values)),
    }
    assert {number for name, number in found.items() if "_L_" not in name} == {None}


@pytest.mark.parametrize("values", [[3], [1, 2], [1, 2, 9], [1, 2, 4, 9]])
def test_the_median_of_an_even_count_lies_between_the_middle_two(values: list[int]) -> None:
    found = profile(encoded(Image.fromarray(np.array([values], np.uint8))), profiles=["Summary"])
    assert found["Summary_L_Median"] == statistics.median(values)


def test_each_channel_has_its_own_summary() -> None:
    found = profile(encoded(Image.new("RGBA", (4, 4), (10, 20, 30, 40))), profiles=["Summary"])
    means = {channel: found[f"Summary_{channel}_Mean"] for channel in "LRGBA"}
    assert means == {"L": None, "R": 10, "G": 20, "B": 30, "A": 40}


def test_sixteen_bit_greys_are_told_as_they_are() -> None:
    picture = Image.fromarray(np.array([[7, 60_000, 60_000]], np.uint16))
    found = profile(encoded(picture), profiles=["Base", "Summary"])
    assert (found["Mode"], found["Min_L"], found["Max_L"]) == ("I;16", 7, 60_000)
    assert found["Summary_L_Median"] == 60_000
    assert found["Common_Color_RGB"] == "234, 234, 234"


@pytest.mark.parametrize(
    ("data", "mode", "channels"),
    [
        (encoded(gradient(mode="CMYK"), "JPEG"), "CMYK", 4),
        (encoded(gradient(mode="P")), "P", 1),
        (encoded(gradient(mode="1")), "1", 1),
        (animation("GIF"), "P", 1),
        (pages(2), "RGB", 3),
    ],
    ids=["cmyk", "palette", "bilevel", "gif", "pages"],
)
def test_every_kind_of_picture_works(data: bytes, mode: str, channels: int) -> None:
    found = profile(data)
    assert (found["Mode"], found["Channels"]) == (mode, channels)
    assert (found["Max_R"] is None) == (mode == "1")


def test_exif_is_one_json_object_with_names() -> None:
    tags = json.loads(profile(photo(PLACE), profiles=["Exif"])["Exif"])
    assert tags["Make"] == "Weft"
    assert tags["ExposureTime"] == 0.004
    assert tags["GPSInfo"]["GPSLatitudeRef"] == "S"
    assert profile(encoded(gradient()), profiles=["Exif"]) == {"Exif": None}


def test_long_notes_of_the_maker_are_told_by_their_length() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = bytes(range(256)) * 4
    exif.get_ifd(0x8769)[0x9000] = b"0232"
    tags = json.loads(profile(encoded(gradient(), "JPEG", exif=exif), profiles=["Exif"])["Exif"])
    assert tags == {"MakerNote": "(1024 bytes)", "ExifVersion": "0232"}


def test_gps_is_told_in_degrees_metres_and_utc() -> None:
    assert profile(photo(PLACE), profiles=["GPS"]) == {
        "GPS_Latitude": pytest.approx(-(33 + 51 / 60 + 54 / 3600)),
        "GPS_Longitude": pytest.approx(151 + 12 / 60 + 36 / 3600),
        "GPS_Altitude": -12.5,
        "GPS_Speed": 40.0,
        "GPS_Speed_Ref": "K",
        "GPS_Track": 270.25,
        "GPS_Track_Ref": "T",
        "GPS_Time": datetime(2024, 5, 31, 13, 5, 9),
    }


def test_gps_that_is_missing_or_broken_is_null() -> None:
    assert set(profile(encoded(gradient()), profiles=["GPS"]).values()) == {None}
    broken = photo({1: "N", 2: (IFDRational(1, 0), 2.0, 3.0), 29: "no date", 6: IFDRational(0, 0)})
    assert set(profile(broken, profiles=["GPS"]).values()) == {None}


def test_broken_exif_does_not_stop_the_rest() -> None:
    data = photo(PLACE)
    at = data.index(b"Exif\0\0") + 6
    broken = data[:at] + b"\xff" * 40 + data[at + 40 :]
    found = profile(broken)
    assert (found["Width"], found["Exif"], found["GPS_Latitude"]) == (64, None, None)


def test_null_and_unreadable_pictures_give_nulls_and_the_latter_are_counted() -> None:
    cells = picture_array([None, b"none", huge_header()])
    heard = Heard()
    with run_context(heard=heard) as ctx:
        table = pa.table({"image": cells, "FullPath": ["a", "b.png", "c.png"]})
        out = run_tool(ImageProfile, {}, {"in": table}, ctx=ctx)["out"]
    assert set(out.drop_columns(["image", "FullPath"]).to_pylist()[0].values()) == {None}
    assert out["Width"].null_count == 3
    assert [(message, rows) for message, rows, _ in heard.warnings] == [
        ("pictures could not be profiled", 1)
    ] * 2
    assert heard.warnings[0][2].startswith("b.png: the file is not a picture")


def test_empty_input_gives_all_columns() -> None:
    table = pa.table({"image": picture_array([])})
    out = run_tool(ImageProfile, {}, {"in": table})["out"]
    assert out.num_rows == 0
    assert len(out.schema) == 1 + 18 + 1 + 8 + 40


def test_problems_are_told_at_edit_time() -> None:
    schema = pa.schema([("image", PictureType()), ("Width", pa.string()), ("Exif", pa.string())])
    promised, (problem,) = configure_tool(ImageProfile, {}, {"in": schema})
    assert problem.severity is Severity.WARNING
    assert "'Width', 'Exif' are replaced" in problem.message
    assert promised["out"] is not None
    assert promised["out"].field("Width").type == pa.int32()
    assert [p.field for p in configure_tool(ImageProfile, {"column": ""}, {"in": None})[1]] == ["column"]
    problems = configure_tool(ImageProfile, {"column": "Width", "profiles": ["GPS"]}, {"in": schema})[1]
    assert [problem.field for problem in problems] == ["column"]
