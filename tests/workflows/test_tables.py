"""The sample workflow of the table tools, as a user runs it."""

import csv
import html
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from weft.document.files import load
from weft.document.text import dumps
from weft.run.checking import Request
from weft.run.results import Result, find_result

HERE = Path(__file__).parents[2] / "workflows" / "tables"
WORKFLOW = HERE / "tables.workflow.json"
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
WEFT = str(Path(sys.executable).with_name("weft"))


@dataclass(frozen=True)
class Run:
    """A finished run: what it said, and where it left its things."""

    folder: Path
    code: int
    output: str

    def result(self, place: str) -> Result:
        node, anchor = place.split(".")
        return find_result(Request(WORKFLOW, store=self.folder / "store"), node, anchor)

    def table(self, place: str) -> pa.Table:
        return self.result(place).table


def run(folder: Path) -> Run:
    given = ("--store", str(folder / "store"), "--set", f"totals_file={folder / 'totals.csv'}")
    command = [WEFT, "run", str(WORKFLOW), *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return Run(folder, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("tables"))


def test_the_run_succeeds_with_the_one_warning_that_is_meant(finished: Run) -> None:
    assert finished.code == EXPECTED["exit_code"], finished.output
    assert " ".join(finished.output.split()).count("warning:") == 1
    assert EXPECTED["warning"] in " ".join(finished.output.split())


@pytest.mark.parametrize("place", EXPECTED["records"])
def test_the_number_of_records_is_as_expected(finished: Run, place: str) -> None:
    assert finished.result(place).records == EXPECTED["records"][place]


@pytest.mark.parametrize("place", EXPECTED["columns"])
def test_the_columns_are_as_expected(finished: Run, place: str) -> None:
    assert finished.table(place).column_names == EXPECTED["columns"][place]


@pytest.mark.parametrize("place", EXPECTED["values"])
def test_the_values_are_as_expected(finished: Run, place: str) -> None:
    node, anchor, column = place.split(".")
    assert finished.table(f"{node}.{anchor}")[column].to_pylist() == EXPECTED["values"][place]


def test_the_lines_are_in_order_and_numbered(finished: Run) -> None:
    table = finished.table("numbered.out")
    assert table["Line"].to_pylist() == [f"{number:03d}" for number in range(1, 41)]
    days = table["Day"].to_pylist()
    assert days == sorted(days)


def test_the_report_tells_the_chi_squared_test(finished: Run) -> None:
    page = finished.table("contingency.report")["report"][0].as_py()
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html.unescape(page))
    assert dict(pairs) == EXPECTED["chi_squared"]


def test_each_town_is_parted_in_proportion(finished: Run) -> None:
    whole = finished.table("numbered.out")["Town"].to_pylist()
    for anchor, share in (("estimation", 0.6), ("validation", 0.2), ("holdout", 0.2)):
        part = finished.table(f"samples.{anchor}")["Town"].to_pylist()
        for town in set(whole):
            assert abs(part.count(town) - whole.count(town) * share) <= 1


def test_the_saved_totals_are_those_of_the_run(finished: Run) -> None:
    with (finished.folder / "totals.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    assert [record["Town"] for record in records] == EXPECTED["values"]["totals.out.Town"]
    assert [float(record["Revenue"]) for record in records] == EXPECTED["values"]["totals.out.Revenue"]


def test_every_table_tool_has_its_place_in_it() -> None:
    used = {node.tool.removeprefix("weft.") for node in load(WORKFLOW).nodes.values()}
    assert used == {
        "browse", "contingency_table", "create_samples", "filter", "formula", "input_data", "join",
        "output_data", "record_id", "sample", "select", "sort", "summarize", "text_input", "union", "unique",
    }  # fmt: skip


def test_the_file_is_as_the_program_writes_it() -> None:
    assert WORKFLOW.read_text(encoding="utf-8") == dumps(load(WORKFLOW))


def test_a_second_run_keeps_everything(finished: Run) -> None:
    again = run(finished.folder)
    assert "0 to run, 35 kept" in " ".join(again.output.split()), again.output
