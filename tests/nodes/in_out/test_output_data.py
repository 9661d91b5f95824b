import datetime as dt
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from file_tables import ODD_NAMES, everything, pictures, read_whole

from weft.sdk import Cancelled, CancelToken, EditContext, Inputs, StreamInput, ToolError
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._formats.catalog import format_of
from weft_nodes.in_out.input_data import InputData
from weft_nodes.in_out.output_data import OutputData

SMALL = pa.table({"n": [1, 2], "t": ["a", None]})
ENDINGS = ("yxdb", "arrow", "parquet", "csv", "jsonl")
EVERY = pytest.mark.parametrize("ending", ENDINGS)


def write(folder: Path, path: str, table: pa.Table = SMALL, **settings: Any) -> Heard:
    heard = Heard()
    with run_context(folder, heard) as ctx:
        assert run_tool(OutputData, {"path": path, **settings}, {"in": table}, folder, ctx) == {}
    return heard


def read(path: Path) -> pa.Table:
    return read_whole(format_of(path), path)


def problems(folder: Path, table: pa.Table | None = SMALL, **settings: Any) -> list[tuple[str | None, str]]:
    schema = None if table is None else table.schema
    _, found = configure_tool(OutputData, settings, {"in": schema}, folder)
    return [(problem.field, problem.message) for problem in found]


def failing(then: BaseException) -> Iterator[pa.RecordBatch]:
    yield from SMALL.to_batches()
    raise then


@EVERY
def test_every_format_keeps_the_contract(tmp_path: Path, ending: str) -> None:
    check_tool(OutputData, {"path": f"a.{ending}"}, {"in": SMALL}, tmp_path)
    assert read(tmp_path / f"a.{ending}").equals(SMALL)


@pytest.mark.parametrize("ending", ["yxdb", "arrow", "parquet"])
def test_every_type_comes_back_through_input_data_without_a_warning(tmp_path: Path, ending: str) -> None:
    heard = write(tmp_path, f"a.{ending}", everything())
    assert heard.warnings == []
    assert run_tool(InputData, {"path": f"a.{ending}"}, base=tmp_path)["out"].equals(everything())


@pytest.mark.parametrize("ending", ["yxdb", "arrow", "parquet", "csv"])
def test_no_records_make_a_file_with_the_columns(tmp_path: Path, ending: str) -> None:
    write(tmp_path, f"a.{ending}", SMALL.slice(0, 0))
    found = read(tmp_path / f"a.{ending}")
    assert (found.schema.names, found.num_rows) == (["n", "t"], 0)


@EVERY
def test_a_file_that_is_there_is_replaced(tmp_path: Path, ending: str) -> None:
    write(tmp_path, f"a.{ending}", pa.table({"other": ["x"] * 1000}))
    write(tmp_path, f"a.{ending}")
    assert read(tmp_path / f"a.{ending}").equals(SMALL)
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{ending}"]


@EVERY
def test_records_are_added_to_the_end(tmp_path: Path, ending: str) -> None:
    for _ in range(3):
        write(tmp_path, f"a.{ending}", mode="append")
    assert read(tmp_path / f"a.{ending}").equals(pa.concat_tables([SMALL] * 3))
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{ending}"]


def test_pictures_are_added_to_the_end(tmp_path: Path) -> None:
    for cell in (b"\xff\xd8\xff1", b"\xff\xd8\xff2"):
        write(tmp_path, "a.yxdb", pa.table({"p": pictures([cell])}), mode="append")
    assert read(tmp_path / "a.yxdb").equals(pa.table({"p": pictures([b"\xff\xd8\xff1", b"\xff\xd8\xff2"])}))


@EVERY
def test_a_message_tells_how_many_records_went_where(tmp_path: Path, ending: str) -> None:
    path = f"a.{ending}"
    many = pa.table({"n": pa.array(range(1200), pa.int64()), "t": pa.nulls(1200, pa.string())})
    assert write(tmp_path, path, many).infos == [f"1,200 records in {path}"]
    assert write(tmp_path, path, SMALL.slice(0, 1), mode="append").infos == [f"1 record added to {path}"]
    assert write(tmp_path, path, SMALL.slice(0, 0)).infos == [f"0 records in {path}"]


@pytest.mark.parametrize("ending", ["yxdb", "arrow", "parquet", "csv"])
def test_other_columns_are_not_added_and_the_file_stays(tmp_path: Path, ending: str) -> None:
    write(tmp_path, f"a.{ending}")
    before = (tmp_path / f"a.{ending}").read_bytes()
    with pytest.raises(ToolError, match=r"cannot be added to .*: compared with it, it has no column 't'"):
        write(tmp_path, f"a.{ending}", pa.table({"n": [1]}), mode="append")
    assert (tmp_path / f"a.{ending}").read_bytes() == before


def test_records_without_names_are_added_by_their_number(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", header=False)
    write(tmp_path, "a.csv", header=False, mode="append")
    assert (tmp_path / "a.csv").read_text() == '1,"a"\n2,\n1,"a"\n2,\n'
    with pytest.raises(ToolError, match="cannot be added"):
        write(tmp_path, "a.csv", pa.table({"n": [1]}), header=False, mode="append")


@EVERY
def test_a_file_that_is_there_stops_the_run_when_asked(tmp_path: Path, ending: str) -> None:
    write(tmp_path, f"a.{ending}", mode="fail if it exists")
    before = (tmp_path / f"a.{ending}").read_bytes()
    with pytest.raises(ToolError, match="exists and is left as it is") as told:
        write(tmp_path, f"a.{ending}", mode="fail if it exists")
    assert told.value.field == "mode"
    assert (tmp_path / f"a.{ending}").read_bytes() == before


@EVERY
@pytest.mark.parametrize("mode", ["overwrite", "append"])
@pytest.mark.parametrize(
    "then", [ToolError("a tool before failed"), OSError("a disk elsewhere"), Cancelled()]
)
def test_after_a_failure_the_old_file_is_what_it_was(
    tmp_path: Path, ending: str, mode: str, then: BaseException, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, f"a.{ending}")
    before = (tmp_path / f"a.{ending}").read_bytes()
    node = OutputData(OutputData.Config.model_validate({"path": f"a.{ending}", "mode": mode}))
    inputs = Inputs({"in": [StreamInput(SMALL.schema, failing(then))]})
    with run_context(tmp_path) as ctx, pytest.raises(type(then)) as told:
        list(node.run(inputs, ctx))
    assert told.value is then
    assert (tmp_path / f"a.{ending}").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{ending}"]
    assert capfd.readouterr() == ("", "")


def test_a_cancelled_run_leaves_no_file(tmp_path: Path) -> None:
    token = CancelToken()
    token.abort()
    node = OutputData(OutputData.Config.model_validate({"path": "a.yxdb"}))
    inputs = Inputs({"in": [StreamInput(SMALL.schema, iter(SMALL.to_batches()))]})
    with run_context(tmp_path, cancel=token) as ctx, pytest.raises(Cancelled):
        list(node.run(inputs, ctx))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be made on Linux by root alone")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@EVERY
def test_a_full_disk_is_told_and_the_old_file_stays(small_disk: Path, ending: str) -> None:
    write(small_disk, f"a.{ending}")
    before = (small_disk / f"a.{ending}").read_bytes()
    noise = os.urandom(1_500_000).hex()
    table = pa.table({"n": range(300), "t": [noise[n * 10_000 : (n + 1) * 10_000] for n in range(300)]})
    with pytest.raises(
        ToolError, match=r"the disk is full: .*a\.\w+ could not be written, what was there before"
    ):
        write(small_disk, f"a.{ending}", table)
    assert (small_disk / f"a.{ending}").read_bytes() == before
    assert [path.name for path in small_disk.iterdir()] == [f"a.{ending}"]


LIMITED = """
import os, resource, signal, sys
from pathlib import Path
import pyarrow as pa
from weft.sdk import ToolError
from weft.sdk.testing import run_tool
from weft_nodes.in_out.output_data import OutputData

noise = os.urandom(1_500_000).hex()
table = pa.table({"n": range(300), "t": [noise[n * 10_000 : (n + 1) * 10_000] for n in range(300)]})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
for ending in sys.argv[2:]:
    try:
        run_tool(OutputData, {"path": f"a.{ending}"}, {"in": table}, Path(sys.argv[1]))
    except ToolError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_limit_on_the_size_of_files_is_told_like_a_full_disk(tmp_path: Path) -> None:
    """Where no small disk can be made; in a process of its own, since the limit stays."""
    for ending in ENDINGS:
        write(tmp_path, f"a.{ending}")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    environment = {**os.environ, "PYTHONPATH": ":".join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-c", LIMITED, str(tmp_path), *ENDINGS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    assert len(said) == len(ENDINGS), done.stdout + done.stderr
    assert all(line.startswith("the disk is full: ") for line in said), said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@EVERY
def test_a_workflow_may_write_the_file_that_it_reads(tmp_path: Path, ending: str) -> None:
    write(tmp_path, f"a.{ending}")
    source = InputData(InputData.Config.model_validate({"path": f"a.{ending}"}))
    target = OutputData(OutputData.Config.model_validate({"path": f"a.{ending}"}))
    with run_context(tmp_path) as ctx:
        batches = (batch for _, batch in source.run(Inputs({}), ctx))
        list(target.run(Inputs({"in": [StreamInput(SMALL.schema, batches)]}), ctx))
    assert read(tmp_path / f"a.{ending}").equals(SMALL)


def test_missing_folders_are_made_or_are_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, path="new/er/a.csv") == []
    write(tmp_path, "new/er/a.csv")
    assert (tmp_path / "new/er/a.csv").exists()
    assert problems(tmp_path, path="no/a.csv", create_folders=False) == [
        ("path", f"the folder {tmp_path / 'no'} does not exist; make it, or tick create_folders")
    ]


def test_what_cannot_be_written_to_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert problems(tmp_path) == [("path", "no file is chosen; name one")]
    assert problems(tmp_path, path="folder.csv") == [
        ("path", f"{tmp_path / 'folder.csv'} is a folder; name a file in it")
    ]
    ((field, said),) = problems(tmp_path, path="a.cvs")
    assert field == "format"
    assert "did you mean '.csv'?" in said
    (tmp_path / "file").touch()
    assert problems(tmp_path, path="file/a.csv") == [
        (
            "path",
            f"{tmp_path / 'file'} is a file, so {tmp_path / 'file/a.csv'} cannot be; choose another folder",
        )
    ]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_blobs_in_text_are_a_problem_before_the_run(tmp_path: Path, ending: str) -> None:
    found = problems(tmp_path, everything(), path=f"a.{ending}")
    assert [said.split("'")[1] for _, said in found] == ["blob", "picture", "model"]
    assert all("choose yxdb, parquet or arrow, or drop the column by Select" in said for _, said in found)
    assert problems(tmp_path, None, path=f"a.{ending}") == []
    node = OutputData(OutputData.Config.model_validate({"path": f"a.{ending}"}))
    with run_context(tmp_path) as ctx, pytest.raises(ToolError, match="drop the column by Select"):
        list(node.run(Inputs({"in": [StreamInput(everything().schema, iter([]))]}), ctx))
    assert list(tmp_path.iterdir()) == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    table = pa.table({"l": [[1]], "": [1]})
    found = problems(
        tmp_path, table, path="no/a.yxdb", create_folders=False, delimiter="ab", encoding="nonsense"
    )
    assert [field for field, _ in found] == ["delimiter", "encoding", "path", "format", "format"]


def test_a_lost_type_is_one_warning_that_names_the_columns(tmp_path: Path) -> None:
    noon = pa.array([dt.datetime(2020, 1, 1, 12)], pa.timestamp("us", "UTC"))
    table = pa.table({"small": pa.array([1], pa.int8()), "when [x]": noon, "day": [dt.date(2020, 1, 1)]})
    assert write(tmp_path, "a.yxdb", table).warnings == [
        ("columns lose their type in a yxdb file", 1, "when [x] (datetime becomes datetime)")
    ]
    ((said, rows, example),) = write(tmp_path, "a.jsonl", table).warnings
    assert (said, rows) == ("columns lose their type in a json lines file", 2)
    assert example == "when [x] (datetime becomes text), day (date becomes text)"


def test_columns_with_odd_names_are_written(tmp_path: Path) -> None:
    table = pa.table({name: [index] for index, name in enumerate(ODD_NAMES)})
    for ending in ENDINGS:
        write(tmp_path, f"a.{ending}", table)
    assert all(
        read(tmp_path / f"a.{ending}").schema.names == ODD_NAMES for ending in ENDINGS if ending != "csv"
    )


def test_text_is_written_as_asked(tmp_path: Path) -> None:
    write(
        tmp_path, "a.csv", pa.table({"a": ["ü"], "b": [1]}), delimiter="\\t", header=False, encoding="latin-1"
    )
    assert (tmp_path / "a.csv").read_bytes() == b'"\xfc"\t1\n'


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    write(tmp_path, "real.csv")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write(tmp_path, "link.csv", pa.table({"n": [7]}))
    assert (tmp_path / "link.csv").is_symlink()
    assert read(tmp_path / "real.csv")["n"].to_pylist() == [7]
    assert stat.S_IMODE((tmp_path / "real.csv").stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    write(tmp_path, "new.csv")
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o666 & ~mask


def test_the_fingerprint_tells_whether_what_was_written_still_stands(tmp_path: Path) -> None:
    def state(**settings: Any) -> str:
        config = OutputData.Config.model_validate({"path": "a.csv", **settings})
        return OutputData(config).fingerprint(EditContext(tmp_path))

    absent = state()
    assert absent.endswith("a.csv is not there")
    write(tmp_path, "a.csv")
    written = state()
    assert written == state() != absent
    with (tmp_path / "a.csv").open("a") as file:
        file.write("3,x\n")
    assert state() != written
    assert state(mode="append") == ""


def test_times_in_whole_seconds_are_added_to_a_parquet_file(tmp_path: Path) -> None:
    # Such as Directory gives; the format keeps them in milliseconds.
    table = pa.table(
        {
            "t": pa.array([dt.datetime(2024, 1, 1, 1, 2, 3)], pa.timestamp("s")),
            "c": pa.array([dt.time(1, 2, 3)], pa.time32("s")),
            "d": pa.array([dt.date(2024, 1, 1)], pa.date64()),
        }
    )
    for _ in range(2):
        write(tmp_path, "a.parquet", table, mode="append")
    assert read(tmp_path / "a.parquet").to_pylist() == table.to_pylist() * 2


def test_what_parquet_cannot_hold_is_told_while_editing(tmp_path: Path) -> None:
    spans = pa.table({"s": pa.array([(1, 2, 3)], pa.month_day_nano_interval())})
    ((field, message),) = problems(tmp_path, spans, path="a.parquet")
    assert field == "format"
    assert message.startswith("column 's' (")
    assert message.endswith("does not fit into a Parquet file; drop it by Select, or write arrow")
