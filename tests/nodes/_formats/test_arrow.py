from pathlib import Path

import pyarrow as pa
import pytest
from file_tables import ODD_NAMES, any_table, everything, read_whole, write_whole
from hypothesis import HealthCheck, given, settings

from weft.sdk import ToolError
from weft_nodes._formats.arrow import ArrowFormat
from weft_nodes._formats.file_format import FileFormat
from weft_nodes._formats.parquet import ParquetFormat

BOTH = pytest.mark.parametrize("kind", [ArrowFormat(), ParquetFormat()])


@BOTH
def test_every_type_comes_back_as_it_was(tmp_path: Path, kind: FileFormat) -> None:
    table = everything().append_column("list", pa.array([[1], None, []]))
    for part in (table, table.slice(0, 0)):
        assert write_whole(kind, tmp_path / "a", part) == []
        assert read_whole(kind, tmp_path / "a").equals(part)
    assert kind.refusals(table.schema) == []
    assert kind.stored(table.schema).equals(table.schema)


@BOTH
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_table())
def test_whatever_is_written_comes_back(tmp_path: Path, kind: FileFormat, table: pa.Table) -> None:
    write_whole(kind, tmp_path / "a", table)
    assert read_whole(kind, tmp_path / "a").equals(table)


@BOTH
def test_odd_names_come_back(tmp_path: Path, kind: FileFormat) -> None:
    table = pa.table({name: [index] for index, name in enumerate([*ODD_NAMES, "", "two\nlines"])})
    write_whole(kind, tmp_path / "a", table)
    assert read_whole(kind, tmp_path / "a").equals(table)


@BOTH
def test_types_that_tools_are_not_built_for_become_plain(tmp_path: Path, kind: FileFormat) -> None:
    table = pa.table(
        {
            "dictionary": pa.array(["x", None, "x"]).dictionary_encode(),
            "view": pa.array(["a", None, "b"], pa.string_view()),
            "small": pa.array([b"a", None, b"b"], pa.binary()),
        }
    ).replace_schema_metadata({"pandas": "{}"})
    write_whole(kind, tmp_path / "a", table)
    found = read_whole(kind, tmp_path / "a")
    assert found.schema.types == [pa.string(), pa.string(), pa.large_binary()]
    assert found.schema.metadata is None
    assert found.to_pylist() == table.to_pylist()


@BOTH
@pytest.mark.parametrize("keep", [0, 3, 100, 0.5, 0.9, -1, -8])
def test_a_file_cut_anywhere_gives_a_message_that_names_it(
    tmp_path: Path, kind: FileFormat, keep: float
) -> None:
    write_whole(kind, tmp_path / "a", everything())
    data = (tmp_path / "a").read_bytes()
    (tmp_path / "cut.x").write_bytes(data[: int(len(data) * keep) if 0 < keep < 1 else int(keep)])
    with pytest.raises(ToolError, match=r"cut\.x cannot be read as an? (Arrow|Parquet) file"):
        read_whole(kind, tmp_path / "cut.x")


@BOTH
def test_a_damaged_middle_gives_a_message_or_other_values_but_not_fewer_records(
    tmp_path: Path, kind: FileFormat
) -> None:
    table = pa.table({"t": ["some text"] * 1000, "n": range(1000)})
    write_whole(kind, tmp_path / "a.x", table)
    data = (tmp_path / "a.x").read_bytes()
    for at in range(8, len(data) - 1000, max(1, len(data) // 40)):
        (tmp_path / "a.x").write_bytes(data[:at] + b"\xff" * 20 + data[at + 20 :])
        said, records = "a.x", 1000
        try:
            records = read_whole(kind, tmp_path / "a.x").num_rows
        except ToolError as error:
            said = str(error)
        assert "a.x" in said
        assert records == 1000


@BOTH
def test_another_kind_of_file_under_the_name_is_told(tmp_path: Path, kind: FileFormat) -> None:
    (tmp_path / "a.x").write_text("a,b\n" * 100)
    with pytest.raises(ToolError, match=r"a\.x cannot be read as"):
        read_whole(kind, tmp_path / "a.x")


def test_a_parquet_file_of_heavy_records_comes_in_small_batches(tmp_path: Path) -> None:
    from weft_nodes._formats.file_format import TextOptions

    heavy = pa.table({"b": pa.array([bytes([n % 256]) * 1_000_000 for n in range(60)], pa.large_binary())})
    write_whole(ParquetFormat(), tmp_path / "a.parquet", heavy)
    batches = list(
        ParquetFormat().read(tmp_path / "a.parquet", TextOptions(), heavy.schema, lambda *said: None)
    )
    assert max(batch.nbytes for batch in batches) < 20_000_000
    assert pa.Table.from_batches(batches).equals(heavy)
