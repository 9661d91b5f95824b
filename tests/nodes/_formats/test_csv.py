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
from weft_nodes._formats.csv import CsvFormat


def csv_file(folder: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def read(folder: Path, text: str, **options: Any) -> pa.Table:
    return read_whole(CsvFormat(), csv_file(folder, text), **options)


def test_types_are_found_and_an_empty_place_is_null(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "whole,number,yes,day,moment,clock,zip,text,none\n"
        "1,1.5,true,2024-02-29,2024-02-29 23:59:59,23:59:59,007,a,\n"
        "-3,2,FALSE,2024-03-01,2024-03-01T00:00:00.5,00:00:00,123,,\n"
        ",,,,,,,,\n",
    )
    assert [str(kind) for kind in found.schema.types] == [
        "int64", "double", "bool", "date32[day]", "timestamp[us]", "time64[us]", "string", "string", "string",
    ]  # fmt: skip
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (1, 1.5, True, dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 23, 59, 59), dt.time(23, 59, 59),
         "007", "a", None),
        (-3, 2.0, False, dt.date(2024, 3, 1), dt.datetime(2024, 3, 1, 0, 0, 0, 500_000), dt.time(0),
         "123", None, None),
        (None,) * 9,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "a|b\n1|2", '"a,a,a";b\n1;2'])
def test_the_delimiter_is_found_in_the_first_line(tmp_path: Path, text: str) -> None:
    assert list(read(tmp_path, text).to_pylist()[0].values()) == [1, 2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_break_is_known(tmp_path: Path, end: str) -> None:
    assert read(tmp_path, f"a,b{end}1,2{end}{end}3,4{end}").to_pydict() == {"a": [1, 3], "b": [2, 4]}
    quoted = f'a,b{end}"x{end}y",2{end}3,4{end}'
    assert read(tmp_path, quoted).to_pydict() == {"a": [f"x{end}y", "3"], "b": [2, 4]}


def test_quotes_hold_delimiters_line_breaks_and_quotes(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\n"x, ""y""\nz",12" pipe\n"",\n')
    assert found.to_pydict() == {"a": ['x, "y"\nz', ""], "b": ['12" pipe', None]}


def test_without_a_quote_sign_quotes_are_letters(tmp_path: Path) -> None:
    assert read(tmp_path, 'a,b\n"x,y"\n', quote="").to_pydict() == {"a": ['"x'], "b": ['y"']}


def test_columns_without_a_header_get_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, "1,x\n2,y\n", header=False).to_pydict() == {
        "Field_1": [1, 2],
        "Field_2": ["x", "y"],
    }


def test_empty_and_doubled_names_become_names_of_their_own(tmp_path: Path) -> None:
    assert read(tmp_path, "a,,a,a2,a\n1,2,3,4,5\n").schema.names == ["a", "Field_2", "a2", "a22", "a3"]


def test_lines_before_the_first_are_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, 'a report "of today\n\na,b\n1,2\n', first_line=3).to_pydict() == {
        "a": [1],
        "b": [2],
    }


def test_all_may_stay_text(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b\n1,2024-01-01\n", types="text").to_pydict() == {
        "a": ["1"],
        "b": ["2024-01-01"],
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252", "latin-1"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, "größe,b\nü,2\n", encoding=encoding)
    asked = "utf-8" if encoding == "utf-8-sig" else encoding
    assert read_whole(CsvFormat(), path, encoding=asked).to_pydict() == {"größe": ["ü"], "b": [2]}


def test_bytes_of_another_encoding_are_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a,b\nü,2\n", encoding="latin-1")
    with pytest.raises(ToolError, match=r"a\.csv is not utf-8: byte 0xfc near position 4; .*windows-1252"):
        read_whole(CsvFormat(), path)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('a,b\n1,"x\n3,4\n5,6\n', 2, "a quote opens a value here and is never closed"),
        ('a,b\n1,2\n3,4\n"x"y,6\n7,8\n', 4, "a closing quote is followed by something"),
        ('a,b\n1,"x\ny" z\n3,"4"\n', 3, "a closing quote is followed by something"),
        ('a,"b\n1,2\n', 1, "a quote opens a value"),
        ('a,b\r\n1,2\r\n3,"\r\n', 3, "a quote opens a value"),
    ],
)
def test_broken_quoting_names_the_file_and_the_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(ToolError, match=rf"a\.csv, line {line}: broken quoting: {what}"):
        read(tmp_path, text)


def test_broken_quoting_far_in_a_large_file_is_found(tmp_path: Path) -> None:
    text = "a,b\n" + '1,"x"\n' * 900_000 + '2,"y\n' + "3,z\n" * 900_000
    with pytest.raises(ToolError, match=r"line 900,002: broken quoting"):
        read(tmp_path, text)


def test_a_large_file_comes_whole_over_the_borders_of_its_pieces(tmp_path: Path) -> None:
    rows = "".join(f'{n},"line one of {n}\r\nline two, ""{n}"""\r\n' for n in range(200_000))
    found = read(tmp_path, f"n,t\r\n{rows}")
    assert found.num_rows == 200_000
    assert found["n"].to_pylist() == list(range(200_000))
    assert found["t"].to_pylist() == [f'line one of {n}\r\nline two, "{n}"' for n in range(200_000)]


@pytest.mark.parametrize(
    ("text", "line", "count"), [("a,b\n1,2\n\n3\n", 4, 1), ('a,b\n"x\ny",2\n1,2,3\n', 4, 3)]
)
def test_a_record_of_another_length_names_its_line(tmp_path: Path, text: str, line: int, count: int) -> None:
    with pytest.raises(ToolError, match=rf"a\.csv, line {line} has {count} values, there are 2 columns"):
        read(tmp_path, text)


def test_a_later_value_of_another_type_names_line_and_column(tmp_path: Path) -> None:
    text = 'n,"odd ""name"""\n' + "1,2\n" * 1200 + '3,"a\nb"\n' + "4,x\n"
    with pytest.raises(
        ToolError, match=r"""a\.csv, line 1,202, column 'odd "name"': 'a\\nb' is not a whole number"""
    ):
        read(tmp_path, text)
    assert read(tmp_path, text, look_at=0).schema.types == [pa.int64(), pa.string()]


def test_a_number_that_would_lose_its_zeros_is_a_misfit_too(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"line 3, column 'a': '007'"):
        read(tmp_path, "a\n1\n007\n", look_at=1)


def test_a_date_that_is_none_is_no_date(tmp_path: Path) -> None:
    assert read(tmp_path, "a\n2024-02-30\n").schema.types == [pa.string()]
    with pytest.raises(ToolError, match=r"line 3, column 'a': '2024-02-30' is not a date"):
        read(tmp_path, "a\n2024-02-01\n2024-02-30\n", look_at=1)


def test_errors_can_be_ignored_and_are_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a,b\n1,2024-02-01\nx,2024-02-30\n3\n4,\ny,2024-02-02\n")
    table, heard = read_hearing(CsvFormat(), path, look_at=1, ignore_errors=True)
    assert table.to_pydict() == {
        "a": [1, None, 4, None], "b": [dt.date(2024, 2, 1), None, None, dt.date(2024, 2, 2)],
    }  # fmt: skip
    assert heard == [
        ("records of a.csv were left out: they have too many or too few values", 1,
         "line 4 has 1 values, there are 2 columns"),
        ("values of a.csv became null: they are not a whole number", 2, "column 'a': 'x'"),
        ("values of a.csv became null: they are not a date such as 2024-12-31", 1,
         "column 'b': '2024-02-30'"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n\n", "\r\n"])
def test_an_empty_file_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(ToolError, match=r"a\.csv is empty"):
        read(tmp_path, text)


def test_a_file_of_names_only_is_an_empty_table(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b").schema.equals(pa.schema([("a", pa.string()), ("b", pa.string())]))
    assert read(tmp_path, "a,b\n").num_rows == 0


def test_another_kind_of_file_under_the_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"PAR1" + b"\0" * 50)
    with pytest.raises(ToolError, match=r"a\.csv is no text but a file of kind parquet"):
        read_whole(CsvFormat(), tmp_path / "a.csv")


def test_a_single_column_keeps_its_nulls_and_empty_texts(tmp_path: Path) -> None:
    table = pa.table({"a": [None, "", "x", None]})
    write_whole(CsvFormat(), tmp_path / "a.csv", table)
    assert read_whole(CsvFormat(), tmp_path / "a.csv").equals(table)


def test_types_are_written_so_that_they_come_back(tmp_path: Path) -> None:
    table = pa.table(
        {
            "yes": [True, None],
            "i": pa.array([2**63 - 1, None]),
            "f": [0.1, float("-inf")],
            "t": ['é 日本 "q" , ; \r\n', ""],
            "d": [dt.date(1, 1, 1), None],
            "m": pa.array([dt.datetime(1969, 12, 31, 1, 2, 3, 4), None], pa.timestamp("us")),
            "c": pa.array([dt.time(1, 2, 3, 4), None], pa.time64("us")),
        }
    )
    write_whole(CsvFormat(), tmp_path / "a.csv", table)
    assert read_whole(CsvFormat(), tmp_path / "a.csv").equals(table)
    assert CsvFormat().stored(table.schema).equals(table.schema)


def test_what_is_not_kept_is_told_by_the_stored_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "small": pa.array([1], pa.int8()),
            "money": pa.array([decimal.Decimal("1.50")]),
            "zone": pa.array([dt.datetime(2020, 1, 1)], pa.timestamp("us", "UTC")),
            "report": reports(["<p>"]),
            "dictionary": pa.array(["x"]).dictionary_encode(),
            "half": pa.array([1.5], pa.float16()),
        }
    )
    write_whole(CsvFormat(), tmp_path / "a.csv", table)
    found = read_whole(CsvFormat(), tmp_path / "a.csv")
    assert found.schema.equals(CsvFormat().stored(table.schema))
    assert found.to_pylist() == [
        {"small": 1, "money": 1.5, "zone": "2020-01-01 00:00:00.000000Z", "report": "<p>", "dictionary": "x",
         "half": 1.5}
    ]  # fmt: skip


def test_columns_that_cannot_stand_in_text_are_named() -> None:
    schema = pa.schema([("p", pictures([JPEG]).type), ("l", pa.list_(pa.int64())), ("n", pa.int64())])
    reasons = CsvFormat().refusals(schema)
    assert [reason.split(" cannot")[0] for reason in reasons] == [
        "column 'p' (picture)",
        "column 'l' (list<item: int64>)",
    ]
    assert "choose yxdb, parquet or arrow, or drop the column by Select" in reasons[0]
    assert "choose parquet or arrow, or drop the column by Select" in reasons[1]


def test_odd_names_come_back(tmp_path: Path) -> None:
    table = pa.table({name: [index] for index, name in enumerate([*ODD_NAMES, "two\nlines"])})
    write_whole(CsvFormat(), tmp_path / "a.csv", table)
    assert read_whole(CsvFormat(), tmp_path / "a.csv", delimiter=",").equals(table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_records_are_added_at_the_end(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    for cell in ("ü", "ä"):
        write_whole(CsvFormat(), path, pa.table({"a": [cell], "b": [1]}), encoding=encoding, delimiter=";")
    assert path.read_bytes().decode(encoding) == '"a";"b"\n"ü";1\n"ä";1\n'


def test_a_missing_line_break_at_the_end_is_added_first(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a\n1")
    write_whole(CsvFormat(), path, pa.table({"a": [2]}))
    assert path.read_text() == "a\n1\n2\n"


def test_a_letter_that_an_encoding_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="the letter '日' does not exist in latin-1"):
        write_whole(CsvFormat(), tmp_path / "a.csv", pa.table({"a": ["日"]}), encoding="latin-1")


CELL = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL), max_size=20), st.sampled_from(",;\t|"))
def test_whatever_text_is_written_comes_back(
    tmp_path: Path, rows: list[tuple[str | None, str | None]], delimiter: str
) -> None:
    table = pa.table([pa.array([row[i] for row in rows], pa.string()) for i in (0, 1)], names=["a", "b"])
    (tmp_path / "a.csv").unlink(missing_ok=True)
    write_whole(CsvFormat(), tmp_path / "a.csv", table, delimiter=delimiter)
    assert read_whole(CsvFormat(), tmp_path / "a.csv", delimiter=delimiter, types="text").equals(table)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text('",\nx', max_size=25))
def test_any_text_is_read_as_it_stands_or_refused_with_a_line(tmp_path: Path, text: str) -> None:
    """Nothing is ever dropped silently: a second reader that only knows the rules must agree."""
    import csv

    path = csv_file(tmp_path, "a,b\n" + text)
    refusal = ""
    try:
        table = read_whole(CsvFormat(), path, types="text", delimiter=",")
    except ToolError as error:
        refusal = str(error)
    if refusal:
        assert "a.csv, line " in refusal
        return
    wanted = [row for row in csv.reader(("a,b\n" + text).splitlines(keepends=True), strict=True) if row][1:]
    assert [[cell or "" for cell in row.values()] for row in table.to_pylist()] == wanted
