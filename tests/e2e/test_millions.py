"""A result of millions of records is scrolled as any other, though no page can be as high as all of them."""

import json
import re
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from browser import WEFT, Service, open_canvas
from canvas_desk import Desk, middle
from playwright.sync_api import BrowserContext, expect

RECORDS = 3_000_000
WORKFLOW = {
    "format": 1,
    "nodes": {
        "input": {"tool": "weft.input_data", "settings": {"path": "numbers.parquet"}},
        "browse": {"tool": "weft.browse"},
    },
    "connections": [{"from": "input.out", "to": "browse.in"}],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    numbers = pa.table({"n": pa.array(range(RECORDS), pa.int64())})
    pq.write_table(numbers, folder / "numbers.parquet")
    (folder / "numbers.workflow.json").write_text(json.dumps(WORKFLOW), "utf-8")
    subprocess.run([WEFT, "run", "numbers.workflow.json"], cwd=folder, check=True, capture_output=True)
    return folder


def test_three_million_records_scroll_to_their_end_and_back(
    context: BrowserContext, service: Service
) -> None:
    desk = Desk(open_canvas(context, service, "numbers.workflow.json"))
    desk.look_at("input.out", "browse.in")
    desk.open_tab("Records")
    grid = desk.grid()
    expect(grid).to_have_attribute("aria-rowcount", str(RECORDS + 1))
    assert desk.cells(0)[0] == "0"
    grid.click()
    desk.press("Control+End")
    expect(grid.get_by_role("rowheader", name="3,000,000")).to_be_visible()
    assert re.sub(r"\D", "", desk.cells(RECORDS - 1)[0]) == str(RECORDS - 1)
    desk.page.mouse.move(*middle(grid))
    desk.page.mouse.wheel(0, -3_000)
    expect(grid.get_by_role("rowheader", name="3,000,000")).to_have_count(0)
    numbers = grid.get_by_role("rowheader").all_inner_texts()
    assert all(2_990_000 < int(text.replace(",", "")) < RECORDS for text in numbers)
    desk.press("Control+Home")
    expect(grid.get_by_role("rowheader", name="1", exact=True)).to_be_visible()
