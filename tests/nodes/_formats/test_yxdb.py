import datetime as dt
import decimal
import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from file_tables import (
    JPEG,
    ODD_NAMES,
    PNG,
    any_table,
    everything,
    model,
    models,
    pictures,
    read_whole,
    reports,
    write_whole,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weft.sdk import ModelType, PictureType, ReportType, ToolError
from weft_nodes._formats.file_format import TextOptions
from weft_nodes._formats.yxdb import YxdbFormat
from weft_nodes._formats.yxdb_head import read_head


def by_yxdb(path: Path) -> list[list[Any]]:
    """The records as the other library reads them."""
    from yxdb.yxdb_reader import YxdbReader

    reader = YxdbReader(path=str(path))
    rows = []
    while reader.next():
        row = [reader.read_index(index) for index in range(len(reader.list_fields()))]
        rows.append([bytes(cell) if isinstance(cell, bytearray) else cell for cell in row])
    return rows


def header_of(path: Path) -> str:
    return read_head(path).meta


def test_every_type_comes_back_as_it_was(tmp_path: Path) -> None:
    table = everything()
    assert write_whole(YxdbFormat(), tmp_path / "a.yxdb", table) == []
    assert read_whole(YxdbFormat(), tmp_path / "a.yxdb").equals(table)
    assert YxdbFormat().stored(table.schema).equals(table.schema)


def test_the_other_library_reads_the_same_bytes(tmp_path: Path) -> None:
    table = everything().drop_columns(["clock"])
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    rows = by_yxdb(tmp_path / "a.yxdb")
    for index, name in enumerate(table.schema.names):
        cells = [row[index] for row in rows]
        wanted = table[name].to_pylist()
        if name == "money":
            wanted = [None if cell is None else float(cell) for cell in wanted]
        if name == "day":
            wanted = [cell and dt.datetime(cell.year, cell.month, cell.day) for cell in wanted]
        assert cells == wanted, name


def test_letters_beyond_ascii_are_right_in_both_libraries_in_whatever_batch_they_come(tmp_path: Path) -> None:
    table = pa.table({"t": pa.chunked_array([["plain"], ["é"], ["日本 😀", "ÿ"]])})
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    assert [row[0] for row in by_yxdb(tmp_path / "a.yxdb")] == ["plain", "é", "日本 😀", "ÿ"]
    assert read_whole(YxdbFormat(), tmp_path / "a.yxdb")["t"].to_pylist() == ["plain", "é", "日本 😀", "ÿ"]


def test_text_is_declared_as_wide_as_it_may_be(tmp_path: Path) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"t": ["a"], "u": ["b" * 3000]}))
    assert header_of(tmp_path / "a.yxdb").count('size="1073741823"') == 2


def test_an_empty_table_keeps_its_types(tmp_path: Path) -> None:
    table = everything().slice(0, 0)
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    assert found.num_rows == 0
    # The label of a model stands in its cell, and there is none.
    assert found.schema.field("model").type == ModelType()
    assert found.drop_columns(["model"]).schema.equals(table.drop_columns(["model"]).schema)


def test_columns_with_odd_names_come_back(tmp_path: Path) -> None:
    table = pa.table({name: [index] for index, name in enumerate(ODD_NAMES)} | {'source="SigilYX"': ["x"]})
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    assert read_whole(YxdbFormat(), tmp_path / "a.yxdb").equals(table)
    assert len(by_yxdb(tmp_path / "a.yxdb")) == 1


def test_the_label_of_a_model_comes_from_its_card(tmp_path: Path) -> None:
    large = model("Breed", 3_000_000)
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"model": models([large], "Breed")}))
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    assert found.schema.field("model").type == ModelType("Breed")
    assert found["model"].to_pylist() == [large]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([None, b"", JPEG], PictureType()),
        ([PNG], PictureType()),
        ([None, model("Breed")], ModelType("Breed")),
        ([b"plain"], pa.large_binary()),
        ([None], pa.large_binary()),
        ([struct.pack("<Q", 2**60) + b"x" * 50], pa.large_binary()),
    ],
)
def test_blobs_of_other_programs_are_known_by_their_first_cell(
    tmp_path: Path, cells: list[bytes | None], kind: pa.DataType
) -> None:
    # The column is written as a plain blob, so the file tells nothing.
    table = pa.table({"n": range(len(cells)), "b": pa.array(cells, pa.large_binary())})
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    assert 'source="SigilYX" type="Blob"' in header_of(tmp_path / "a.yxdb")
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    assert found.schema.field("b").type == kind
    assert found["b"].to_pylist() == cells


def test_first_cells_are_found_in_packed_blocks_too(tmp_path: Path) -> None:
    table = pa.table({"t": ["same text " * 3000], "b": pa.array([JPEG], pa.large_binary())})
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    assert (tmp_path / "a.yxdb").stat().st_size < 10_000
    assert YxdbFormat().schema(tmp_path / "a.yxdb", TextOptions()).field("b").type == PictureType()


def test_narrow_text_of_alteryx_in_latin_1_is_read_right(tmp_path: Path) -> None:
    # As Designer writes it: V_String and String hold one byte a letter.
    fields = (
        '<Field name="v" source="File: a.csv" type="V_String" size="254"/>'
        '<Field name="f" type="String" size="4"/>'
    )
    rows = [("Zürich", "café"), ("plain", "abcd"), (None, None), ("Ã©", "é")]
    path = tmp_path / "a.yxdb"
    path.write_bytes(narrow_file(fields, rows))
    assert [tuple(row.values()) for row in read_whole(YxdbFormat(), path).to_pylist()] == rows


def narrow_file(fields: str, rows: list[tuple[str | None, str | None]]) -> bytes:
    """A file of a V_String and a String of four letters, made by the book."""
    meta = f"<RecordInfo>{fields}</RecordInfo>\0".encode("utf-16-le")
    records = b""
    for variable, fixed in rows:
        text = (variable or "").encode("latin-1")
        fixed_part = (fixed or "").encode("latin-1").ljust(4, b"\0") + (b"\1" if fixed is None else b"\0")
        body = b"" if variable is None else bytes([len(text) << 1 | 1]) + text
        # The offset counts from the field itself: 4 + 5 bytes of fields, 4 of the length.
        mark = struct.pack("<I", 1 if variable is None else 1 << 31 | 13)
        records += mark + fixed_part + struct.pack("<I", len(body)) + body
    start = 512 + len(meta)
    block = struct.pack("<I", 1 << 31 | len(records)) + records
    head = bytearray(512)
    head[:21] = b"Alteryx Database File"
    struct.pack_into("<I", head, 64, 0x00440204)
    struct.pack_into("<I", head, 80, len(meta) // 2)
    struct.pack_into("<qqi", head, 96, start + len(block), len(rows), 1)
    return bytes(head) + meta + block + struct.pack("<Iq", 1, start)


def test_types_that_the_format_lacks_become_the_next_wider_ones(tmp_path: Path) -> None:
    table = pa.table(
        {
            "i8": pa.array([-128, None], pa.int8()),
            "u8": pa.array([255, None], pa.uint8()),
            "u16": pa.array([65535, None], pa.uint16()),
            "u32": pa.array([2**32 - 1, None], pa.uint32()),
            "u64": pa.array([2**63 - 1, None], pa.uint64()),
            "f16": pa.array([1.5, None], pa.float16()),
            "d": pa.array([decimal.Decimal("-0.99999"), None], pa.decimal128(5, 5)),
            "large": pa.array(["x", None], pa.large_string()),
            "small blob": pa.array([b"xy", None], pa.binary()),
            "fixed": pa.array([b"xy", None], pa.binary(2)),
            "dictionary": pa.array(["x", None]).dictionary_encode(),
            "seconds": pa.array([dt.datetime(2020, 1, 1), None], pa.timestamp("s")),
            "nothing": pa.nulls(2),
        }
    )
    assert write_whole(YxdbFormat(), tmp_path / "a.yxdb", table) == []
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    assert found.schema.equals(YxdbFormat().stored(table.schema))
    assert found.to_pylist() == table.to_pylist()


def test_a_time_loses_its_fraction_with_a_warning_that_counts(tmp_path: Path) -> None:
    times = [dt.datetime(1969, 1, 1, 1, 1, 1, 500_000), dt.datetime(2020, 1, 1), None]
    heard = write_whole(
        YxdbFormat(), tmp_path / "a.yxdb", pa.table({"when": pa.array(times, pa.timestamp("us"))})
    )
    assert heard == [
        (
            "times lose their fraction of a second in a .yxdb file",
            1,
            "column 'when': 1969-01-01 01:01:01.500000",
        )
    ]
    assert read_whole(YxdbFormat(), tmp_path / "a.yxdb")["when"].to_pylist() == [
        dt.datetime(1969, 1, 1, 1, 1, 1), dt.datetime(2020, 1, 1), None,
    ]  # fmt: skip


def test_a_time_with_a_zone_becomes_utc(tmp_path: Path) -> None:
    when = pa.array([dt.datetime(2020, 7, 1, 12)], pa.timestamp("us", "UTC")).cast(
        pa.timestamp("us", "Asia/Tokyo")
    )
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"when": when}))
    assert read_whole(YxdbFormat(), tmp_path / "a.yxdb")["when"].to_pylist() == [dt.datetime(2020, 7, 1, 12)]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array([2**64 - 1], pa.uint64()), "column 'x' has a value that no .yxdb file can hold"),
        (pa.array([-800_000], pa.int32()).cast(pa.date32()), "the year is not one of 1 to 9999"),
    ],
)
def test_a_value_that_has_no_place_is_named(tmp_path: Path, column: pa.Array, said: str) -> None:
    with pytest.raises(ToolError, match=said):
        write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"x": column}))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (pa.field("x", pa.list_(pa.int64())), "column 'x' \\(list<.*does not fit into a .yxdb file"),
        (pa.field("x", pa.duration("s")), "does not fit"),
        (pa.field("x", pa.decimal128(38, 38)), "does not fit"),
        (pa.field("", pa.int64()), "has a name that a .yxdb file cannot hold"),
        (pa.field("a\nb", pa.int64()), "rename it by Select"),
    ],
)
def test_columns_that_cannot_be_written_are_named_before(field: pa.Field, said: str) -> None:
    import re

    (reason,) = YxdbFormat().refusals(pa.schema([field, ("fine", pa.int64())]))
    assert re.search(said, reason)


@pytest.mark.parametrize("keep", [0, 10, 300, 520, 700, 5000, 0.5, -40, -21])
def test_a_file_cut_anywhere_gives_a_message_and_not_fewer_records(tmp_path: Path, keep: float) -> None:
    import random

    noise = [random.Random(index).randbytes(20_000) for index in range(50)]
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"p": pictures(noise), "n": range(50)}))
    data = (tmp_path / "a.yxdb").read_bytes()
    end = int(len(data) * keep) if 0 < keep < 1 else int(keep)
    (tmp_path / "cut.yxdb").write_bytes(data[:end])
    with pytest.raises(ToolError, match=r"cut\.yxdb (is cut short|is empty|is no \.yxdb file)"):
        YxdbFormat().schema(tmp_path / "cut.yxdb", TextOptions())


def test_a_file_whose_blocks_end_too_early_gives_a_message(tmp_path: Path) -> None:
    # Some programs write no position of the end, so that only reading shows what is missing.
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"n": range(100_000)}))
    data = bytearray((tmp_path / "a.yxdb").read_bytes())
    struct.pack_into("<q", data, 96, 0)
    (tmp_path / "cut.yxdb").write_bytes(data[: len(data) // 2])
    with pytest.raises(ToolError, match=r"cut\.yxdb is cut short"):
        read_whole(YxdbFormat(), tmp_path / "cut.yxdb")


def test_a_list_of_columns_that_is_no_xml_gives_a_message(tmp_path: Path) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"n": [1]}))
    data = bytearray((tmp_path / "a.yxdb").read_bytes())
    data[520:540] = "<<<<<<<<<<".encode("utf-16-le")
    (tmp_path / "a.yxdb").write_bytes(data)
    with pytest.raises(ToolError, match=r"a\.yxdb is damaged: its list of columns"):
        YxdbFormat().schema(tmp_path / "a.yxdb", TextOptions())


def test_a_file_of_the_second_engine_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.yxdb").write_bytes(b"Alteryx e2 Database file".ljust(600, b"\0"))
    with pytest.raises(ToolError, match="AMP engine"):
        YxdbFormat().schema(tmp_path / "a.yxdb", TextOptions())


def test_reading_stops_where_nobody_wants_more(tmp_path: Path) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"n": range(200_000)}))
    schema = YxdbFormat().schema(tmp_path / "a.yxdb", TextOptions())
    first = next(YxdbFormat().read(tmp_path / "a.yxdb", TextOptions(), schema, lambda *said: None))
    assert first.num_rows == 65_536


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_table())
def test_whatever_is_written_both_libraries_read_back(tmp_path: Path, table: pa.Table) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    # Blobs may look like pictures by chance; their bytes are what counts.
    assert found.drop_columns(["blob"]).equals(table.drop_columns(["blob"]))
    assert found["blob"].to_pylist() == table["blob"].to_pylist()
    others = [dict(zip(table.schema.names, row, strict=True)) for row in by_yxdb(tmp_path / "a.yxdb")]
    same = ["text", "blob", "picture", "whole", "number", "yes", "moment"]
    assert [[row[name] for name in same] for row in others] == [
        [row[name] for name in same] for row in table.to_pylist()
    ]


def test_reports_keep_their_type(tmp_path: Path) -> None:
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", pa.table({"report": reports(["<p>" + "x" * 10_000])}))
    found = read_whole(YxdbFormat(), tmp_path / "a.yxdb")
    assert found.schema.field("report").type == ReportType()
    assert found["report"].to_pylist() == ["<p>" + "x" * 10_000]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_bytes_never_end_in_anything_but_a_message_or_all_records(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "a.yxdb"
    if not path.exists():
        blobs = pa.array([JPEG, None, b"xyz", b"y" * 500], pa.large_binary())
        write_whole(
            YxdbFormat(), path, pa.table({"n": range(4), "t": ["é", None, "b" * 300, "c"], "b": blobs})
        )
    sound = path.read_bytes()
    at = data.draw(st.integers(64, len(sound) - 1))
    damaged = tmp_path / "damaged.yxdb"
    damaged.write_bytes(sound[:at] + data.draw(st.binary(min_size=1, max_size=8)) + sound[at + 8 :])
    records, said = 4, "damaged.yxdb"
    try:
        promised = read_head(damaged).records
        records = read_whole(YxdbFormat(), damaged).num_rows - promised + 4
    except ToolError as error:
        said = str(error)
    assert "damaged.yxdb" in said
    assert records == 4


def test_batches_stay_small_where_the_file_is_packed_tightly(tmp_path: Path) -> None:
    table = pa.table({"t": ["same " * 20_000] * 400})
    write_whole(YxdbFormat(), tmp_path / "a.yxdb", table)
    assert (tmp_path / "a.yxdb").stat().st_size < 4_000_000
    batches = YxdbFormat().read(tmp_path / "a.yxdb", TextOptions(), table.schema, lambda *said: None)
    sizes = [batch.nbytes for batch in batches]
    assert sum(sizes) > 40_000_000
    assert max(sizes) < 17_000_000
