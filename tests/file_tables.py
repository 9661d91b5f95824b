"""Tables and small files that the tests of formats and of the In/Out tools share."""

import datetime as dt
import decimal
import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
from hypothesis import strategies as st

from weft.sdk import CARD_KEY, ModelType, PictureType, ReportType
from weft_nodes._formats.file_format import FileFormat, TextOptions

Said: TypeAlias = tuple[str, int, str]

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 300
ODD_NAMES = ["a b", "[Class]", 'it\'s "quoted"', "<&>", "😀 日本", "x;y,z", "tab", "new"]


def model(label: str = "Class", size: int = 1000) -> bytes:
    """Bytes with the header of a model of Weft; nothing but its card is real."""
    card = json.dumps({"label": label, "classes": ["a", "b"]})
    header = json.dumps({"__metadata__": {CARD_KEY: card}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(i % 251 for i in range(size))


def pictures(cells: Sequence[bytes | None]) -> pa.Array:
    return pa.ExtensionArray.from_storage(PictureType(), pa.array(cells, pa.large_binary()))


def models(cells: Sequence[bytes | None], label: str = "Class") -> pa.Array:
    return pa.ExtensionArray.from_storage(ModelType(label), pa.array(cells, pa.large_binary()))


def reports(cells: Sequence[str | None]) -> pa.Array:
    return pa.ExtensionArray.from_storage(ReportType(), pa.array(cells, pa.large_string()))


def everything() -> pa.Table:
    """A column of each type that every binary format keeps."""
    day, moment = dt.date(2024, 2, 29), dt.datetime(1969, 12, 31, 23, 59, 58)
    return pa.table(
        {
            "yes": pa.array([True, None, False]),
            "i16": pa.array([-(2**15), None, 2**15 - 1], pa.int16()),
            "i32": pa.array([-(2**31), None, 2**31 - 1], pa.int32()),
            "i64": pa.array([-(2**63), None, 2**63 - 1], pa.int64()),
            "f32": pa.array([1.5, None, float("inf")], pa.float32()),
            "f64": pa.array([0.1, None, 1e300], pa.float64()),
            "money": pa.array(
                [decimal.Decimal("-12345678.90"), None, decimal.Decimal("0.05")], pa.decimal128(10, 2)
            ),
            "text": pa.array(["é 日本 😀", None, ""]),
            "day": pa.array([day, None, dt.date(1, 1, 1)]),
            "moment": pa.array([moment, None, dt.datetime(9999, 12, 31)], pa.timestamp("us")),
            "clock": pa.array([dt.time(23, 59, 59), None, dt.time(0)], pa.time64("us")),
            "blob": pa.array([b"", None, b"\0" * 300_000], pa.large_binary()),
            "picture": pictures([JPEG, None, PNG]),
            "model": models([model(), None, model()]),
            "report": reports(["<p>é</p>", None, ""]),
        }
    )


def any_table() -> st.SearchStrategy[pa.Table]:
    """Tables of the types that every binary format keeps, with nulls, empty and large cells."""
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
    blob = st.binary(max_size=400) | st.integers(0, 255).map(lambda byte: bytes([byte]) * 66_000)
    cells: dict[str, tuple[st.SearchStrategy[Any], pa.DataType]] = {
        "text": (text, pa.string()),
        "blob": (blob, pa.large_binary()),
        "picture": (blob, pa.large_binary()),
        "whole": (st.integers(-(2**63), 2**63 - 1), pa.int64()),
        "number": (st.floats(allow_nan=False), pa.float64()),
        "yes": (st.booleans(), pa.bool_()),
        "day": (st.dates(), pa.date32()),
        "moment": (st.datetimes().map(lambda moment: moment.replace(microsecond=0)), pa.timestamp("us")),
    }
    rows = st.lists(st.tuples(*(st.none() | cell for cell, _ in cells.values())), max_size=8)

    def table(found: list[tuple[Any, ...]]) -> pa.Table:
        columns = {
            name: pa.array([row[index] for row in found], kind)
            for index, (name, (_, kind)) in enumerate(cells.items())
        }
        return pa.table(columns | {"picture": pictures(columns["picture"].to_pylist())})

    return rows.map(table)


def write_whole(kind: FileFormat, path: Path, table: pa.Table, **options: Any) -> list[Said]:
    """Write a table by a format; gives the warnings."""
    heard: list[Said] = []
    writer = kind.writer(path, table.schema, TextOptions(**options), lambda *said: heard.append(said))
    try:
        for batch in table.to_batches():
            writer.write(batch)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return heard


def read_whole(kind: FileFormat, path: Path, **options: Any) -> pa.Table:
    """Read a file by a format, with the schema that it says itself; there must be no warning."""
    table, heard = read_hearing(kind, path, **options)
    assert heard == []
    return table


def read_hearing(kind: FileFormat, path: Path, **options: Any) -> tuple[pa.Table, list[Said]]:
    """The records and the warnings."""
    chosen = TextOptions(**options)
    schema = kind.schema(path, chosen)
    heard: list[Said] = []
    batches = list(kind.read(path, chosen, schema, lambda *said: heard.append(said)))
    return pa.Table.from_batches(batches, schema=schema), heard
