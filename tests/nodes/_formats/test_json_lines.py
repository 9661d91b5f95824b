import datetime as dt
import decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from file_tables import JPEG, ODD_NAMES, pictures, read_hearing, read_whole, reports, write_whole
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weft.sdk import ToolError
from weft_nodes._formats.catalog import formats
from weft_nodes._formats.csv import CsvFormat
from weft_nodes._formats.json_lines import JsonLinesFormat


def read(folder: Path, text: str, **options: Any) -> pa.Table:
    (folder / "a.jsonl").write_text(text, encoding="utf-8")
    return read_whole(JsonLinesFormat(), folder / "a.jsonl", **options)


def test_the_columns_are_the_union_of_the_keys(tmp_path: Path) -> None:
    found = read(
        tmp_path, '\ufeff{"a": 1, "b": null}\n\n{"c": [1, null], "a": 2.5}\n{"b": "x", "d": {"e": true}}'
    )
    assert found.to_pylist() == [
        {"a": 1.0, "b": None, "c": None, "d": None},
        {"a": 2.5, "b": None, "c": [1, None], "d": None},
        {"a": None, "b": "x", "c": None, "d": {"e": True}},
    ]


def test_values_of_several_kinds_become_text(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": 1}\n{"a": "x"}\n{"a": {"b": [2]}}\n')["a"].to_pylist() == [
        "1",
        "x",
        '{"b": [2]}',
    ]


def test_all_may_become_text(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": 1.50, "b": true}\n', types="text").to_pylist() == [{"a": "1.5", "b": "true"}]


@pytest.mark.parametrize(
    "line", ["{", '{"a": 1,}', "[1]", "7", "nonsense", '{"a": "\ud800"'.encode("utf-8", "replace").decode()]
)
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ToolError, match=r"a\.jsonl, line 3 is no JSON object: "):
        read(tmp_path, f'{{"a": 1}}\n\n{line}\n{{"a": 2}}\n')


def test_a_late_value_of_another_type_names_line_and_column(tmp_path: Path) -> None:
    text = '{"a b": 1}\n' * 3 + '{"a b": "x"}\n'
    with pytest.raises(ToolError, match=r"a\.jsonl, line 4, column 'a b': \"x\" is no int64"):
        read(tmp_path, text, look_at=2)
    assert read(tmp_path, text, look_at=0)["a b"].to_pylist() == ["1", "1", "1", "x"]


def test_a_late_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"line 2 has the key 'b', which none of the first 1 records has"):
        read(tmp_path, '{"a": 1}\n{"a": 1, "b": 2}\n', look_at=1)


def test_errors_can_be_ignored_and_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n{"a": "x", "b": 1}\n{\n{"a": 3}\n')
    table, heard = read_hearing(JsonLinesFormat(), tmp_path / "a.jsonl", look_at=1, ignore_errors=True)
    assert table.to_pydict() == {"a": [1, None, 3]}
    assert sorted((said, rows) for said, rows, _ in heard) == [
        ("lines of a.jsonl were left out: they are no JSON objects", 1),
        ("values of a.jsonl became null: they are not of the type of their column", 1),
        ("values of a.jsonl were left out: their keys come too late in the file", 1),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "{}\n"])
def test_a_file_without_a_key_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(ToolError, match=r"a\.jsonl is empty"):
        read(tmp_path, text)


def test_another_kind_of_file_under_the_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"ARROW1\0\0" + b"\0" * 50)
    with pytest.raises(ToolError, match="no text but a file of kind arrow"):
        read_whole(JsonLinesFormat(), tmp_path / "a.jsonl")


def test_more_records_than_a_group_come_in_order(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(f'{{"n": {n}}}\n' for n in range(20_001)))
    assert found["n"].to_pylist() == list(range(20_001))


def test_what_is_written_is_what_the_stored_types_promise(tmp_path: Path) -> None:
    table = pa.table(
        {
            "small": pa.array([1, None], pa.int8()),
            "money": pa.array([decimal.Decimal("1.50"), None]),
            "day": pa.array([dt.date(2024, 2, 29), None]),
            "when": pa.array([dt.datetime(2024, 2, 29, 1, 2, 3), None], pa.timestamp("us")),
            "report": reports(["<p>é", None]),
            "nested": pa.array([{"a": [1, 2]}, None], pa.struct([("a", pa.list_(pa.int32()))])),
            "yes": [True, None],
        }
    )
    assert write_whole(JsonLinesFormat(), tmp_path / "a.jsonl", table) == []
    found = read_whole(JsonLinesFormat(), tmp_path / "a.jsonl")
    assert found.schema.equals(JsonLinesFormat().stored(table.schema))
    assert found.to_pylist()[0] == {
        "small": 1, "money": "1.50", "day": "2024-02-29", "when": "2024-02-29 01:02:03", "report": "<p>é",
        "nested": {"a": [1, 2]}, "yes": True,
    }  # fmt: skip


def test_numbers_that_are_not_finite_become_null_with_a_warning(tmp_path: Path) -> None:
    heard = write_whole(
        JsonLinesFormat(), tmp_path / "a.jsonl", pa.table({"a": [1.5, float("nan"), float("inf")]})
    )
    assert [rows for said, rows, _ in heard if said == "numbers became null: JSON has no word for them"] == [
        1,
        1,
    ]
    assert (tmp_path / "a.jsonl").read_text() == '{"a": 1.5}\n{"a": null}\n{"a": null}\n'


def test_records_are_added_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}')
    write_whole(JsonLinesFormat(), tmp_path / "a.jsonl", pa.table({"b": ["é"]}))
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == '{"a": 1}\n{"b": "é"}\n'


def test_columns_that_cannot_be_written_are_named() -> None:
    schema = pa.schema([("p", pictures([JPEG]).type), ("l", pa.list_(pa.binary())), ("n", pa.int64())])
    assert [reason.split()[1] for reason in JsonLinesFormat().refusals(schema)] == ["'p'", "'l'"]


def test_odd_names_come_back(tmp_path: Path) -> None:
    table = pa.table({name: [index] for index, name in enumerate([*ODD_NAMES, "", "two\nlines"])})
    write_whole(JsonLinesFormat(), tmp_path / "a.jsonl", table)
    assert read_whole(JsonLinesFormat(), tmp_path / "a.jsonl").equals(table)


VALUE = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBER = st.none() | st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(VALUE, NUMBER, st.none() | st.floats(allow_nan=False, allow_infinity=False)), min_size=1
    )
)
def test_whatever_is_written_comes_back(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    kinds = (pa.string(), pa.int64(), pa.float64())
    table = pa.table(
        [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)], names=["a", "b", "c"]
    )
    (tmp_path / "a.jsonl").unlink(missing_ok=True)
    write_whole(JsonLinesFormat(), tmp_path / "a.jsonl", table)
    assert read_whole(JsonLinesFormat(), tmp_path / "a.jsonl").to_pylist() == table.to_pylist()


def test_a_column_of_vectors_is_sent_to_a_format_that_takes_it() -> None:
    schema = pa.schema(
        [("v", pa.list_(pa.float32(), 2)), ("p", pictures([JPEG]).type), ("d", pa.duration("s"))]
    )
    advised = [reason.partition("; choose ")[2].partition(", or drop")[0] for reason in refused(schema)]
    assert advised == ["parquet or arrow", "yxdb, parquet or arrow", "parquet or arrow"]
    for field, advice in zip(schema, advised, strict=True):
        others = [each for each in formats() if each.name in advice]
        assert len(others) >= 2
        assert [each.refusals(pa.schema([field])) for each in others] == [[]] * len(others)


def refused(schema: pa.Schema) -> list[str]:
    found = JsonLinesFormat().refusals(schema)
    assert [each.partition("; ")[2] for each in CsvFormat().refusals(schema)] == [
        each.partition("; ")[2] for each in found
    ]
    return found
