"""Whole results as files."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sample_pictures import encoded, gradient
from web_results import NAME, PEOPLE, Looking, show
from web_service import API

from weft.sdk import PictureType, picture_array


def download(looking: Looking, wanted: str) -> bytes:
    answer = looking.client.get(
        f"{API}/results/data/out/download", params={"workflow": NAME, "format": wanted}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''data.out.{wanted}"
    return answer.content


def test_whole_results_come_as_arrow_and_parquet_with_pictures_as_they_were(
    tmp_path: Path, looking: Looking
) -> None:
    pictures = picture_array([encoded(gradient(), "JPEG"), None, encoded(gradient())])
    table = pa.table({"image": pictures, "n": [1, 2, 3], "words": [["a"], None, []]})
    show(tmp_path, table)
    arrow = pa.ipc.open_file(download(looking, "arrow")).read_all()
    assert arrow.equals(table)
    parquet = pq.read_table(io.BytesIO(download(looking, "parquet")))
    assert isinstance(parquet.schema.field("image").type, PictureType)
    assert parquet.column("image").to_pylist() == table.column("image").to_pylist()
    assert parquet.column("words").to_pylist() == table.column("words").to_pylist()


def test_csv_keeps_values_exactly_and_says_what_pictures_are(tmp_path: Path, looking: Looking) -> None:
    picture = encoded(gradient(), "JPEG")
    table = pa.table(
        {
            "image": picture_array([picture, None, b"none", None]),
            'say "a,b"': ["=1+1", None, "", 'line\nbreak, "quoted"'],
            "n": pa.array([2**63, None, 0, 1], pa.uint64()),
            "x": [0.1, float("nan"), 1e300, None],
            "t": [True, None, False, None],
            "when": pa.array([datetime(2024, 1, 2, 3, 4, 5), None, None, None], pa.timestamp("us")),
            "list": pa.array([["a", "b"], None, [], None]),
        }
    )
    show(tmp_path, table)
    text = download(looking, "csv").decode()
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == table.schema.names
    assert rows[1] == [
        f"JPEG picture of 64 x 48 pixels, {len(picture)} bytes",
        "=1+1",
        str(2**63),
        "0.1",
        "true",
        "2024-01-02T03:04:05",
        '["a", "b"]',
    ]
    assert rows[3][0] == "picture that cannot be read, 4 bytes"
    assert rows[4][1] == 'line\nbreak, "quoted"'
    lines = text.split("\r\n")
    assert lines[2] == ",,,NaN,,,"
    assert lines[3] == '"picture that cannot be read, 4 bytes","",0,1e+300,false,,[]'


def test_an_empty_result_has_pages_profiles_and_files(tmp_path: Path, looking: Looking) -> None:
    show(tmp_path, PEOPLE.slice(0, 0))
    assert looking.page(sort="age", search="x")["rows"] == []
    assert looking.page()["matching"] == 0
    assert looking.get("/results/data/out/profile")["records"] == 0
    assert download(looking, "csv").decode() == "name,age,height,born,seen,tall\r\n"
    assert pa.ipc.open_file(download(looking, "arrow")).read_all().num_rows == 0
    assert pq.read_table(io.BytesIO(download(looking, "parquet"))).num_rows == 0
