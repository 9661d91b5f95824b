import datetime
import json
import struct
from decimal import Decimal

import pyarrow as pa
import pytest
from PIL import Image

from weft.cli.cells import cell_json, cell_text
from weft.sdk import CARD_KEY, ModelType, PictureType, ReportType, encode

PICTURE = encode(Image.new("RGB", (256, 192)))


def model(card: dict[str, object]) -> bytes:
    header = json.dumps({"__metadata__": {CARD_KEY: json.dumps(card)}}).encode()
    return struct.pack("<Q", len(header)) + header


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, pa.int64(), "[Null]"),
        ("a", pa.string(), "a"),
        (True, pa.bool_(), "True"),
        (1 / 3, pa.float64(), "0.333333"),
        (10**15, pa.int64(), "1000000000000000"),
        (Decimal("1.50"), pa.decimal128(5, 2), "1.50"),
        (datetime.date(2020, 2, 29), pa.date32(), "2020-02-29"),
        (datetime.datetime(2020, 2, 29, 12, 30), pa.timestamp("s"), "2020-02-29 12:30:00"),
        ([1, None], pa.list_(pa.int64()), "[1, None]"),
        (b"\0" * 1500, pa.large_binary(), "blob, 1.5 KB"),
        (b"broken", PictureType(), "unreadable picture, 6 B"),
        (b"weights", ModelType("c"), "model, 7 B"),
        ("<p>Ä</p>", ReportType(), "report, 9 B"),
    ],
)
def test_a_cell_reads_as_people_expect(value: object, kind: pa.DataType, text: str) -> None:
    assert cell_text(value, kind) == text


def test_a_picture_reads_as_its_format_and_size() -> None:
    assert cell_text(PICTURE, PictureType()) == f"PNG 256x192, {len(PICTURE)} B"
    assert cell_json(PICTURE, PictureType()) == {
        "kind": "picture",
        "format": "PNG",
        "width": 256,
        "height": 192,
        "bytes": len(PICTURE),
    }


def test_a_picture_and_a_model_that_lost_their_type_in_a_file_are_still_known() -> None:
    blob = model({"classes": ["a", "b", "c"]})
    assert cell_text(PICTURE, pa.large_binary()).startswith("PNG 256x192")
    assert cell_text(blob, pa.large_binary()) == f"model, {len(blob)} B, 3 classes"


def test_cells_for_programs_are_always_json() -> None:
    cells: list[tuple[object, pa.DataType]] = [
        (float("nan"), pa.float64()),
        (Decimal("1.5"), pa.decimal128(5, 2)),
        (datetime.datetime(2020, 2, 29, tzinfo=datetime.UTC), pa.timestamp("s", "UTC")),
        (datetime.timedelta(seconds=90), pa.duration("s")),
        ({"a": b"x", "b": [1.5]}, pa.struct([("a", pa.binary()), ("b", pa.list_(pa.float64()))])),
        (b"x", pa.binary()),
        ("<p>", ReportType()),
        (b"weights", ModelType("c")),
    ]
    found = [cell_json(value, kind) for value, kind in cells]
    assert found == [
        None,
        "1.5",
        "2020-02-29T00:00:00+00:00",
        "0:01:30",
        {"a": "eA==", "b": [1.5]},
        {"kind": "blob", "bytes": 1},
        {"kind": "report", "bytes": 3},
        {"kind": "model", "bytes": 7},
    ]
    json.dumps(found, allow_nan=False)
