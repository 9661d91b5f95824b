import json
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from sample_pictures import encoded, gradient
from web_results import NAME, PEOPLE, Looking, Nodes, run, show, stage_of, workflow, write_arrow
from web_service import API

from weft.document.files import save
from weft.registry.discovery import discover
from weft.run.checking import Request
from weft.run.workflow import run_workflow
from weft.sdk import picture_array
from weft.sdk.reports import report_table
from weft.storage.folder import FolderStore
from weft_web.messages.results import Condition
from weft_web.services.results.cells import cell
from weft_web.services.results.conditions import QueryError
from weft_web.services.results.csv_text import csv_lines
from weft_web.services.results.profile import profile
from weft_web.services.results.selection import Selection, select


@pytest.fixture
def people(tmp_path: Path, looking: Looking) -> Looking:
    show(tmp_path, PEOPLE)
    return looking


def names(looking: Looking, *conditions: dict[str, str], **params: Any) -> list[Any]:
    """The names on a page of the people that meet conditions."""
    rows = looking.cells(columns="name", filter=list(conditions), **params)
    return [row[0] for row in rows]


def test_before_a_run_there_is_nothing_to_look_at(looking: Looking) -> None:
    assert looking.get("/results") == {"outputs": {}, "messages": {}, "metrics": {}, "seconds": {}}
    text = looking.refused("/results/data/out/records", 404)
    assert text == "node 'data' has no result yet; run the workflow first"


def test_after_a_run_the_index_names_outputs_and_what_nodes_said(tmp_path: Path, looking: Looking) -> None:
    write_arrow(tmp_path / "data.arrow", PEOPLE)
    formula = {"expressions": [{"column": "n", "expression": "ToNumber([name])"}]}
    made = workflow(
        {"data": ("input_data", {"path": "data.arrow"}), "f": ("formula", formula)}, "data.out f.in"
    )
    run(tmp_path, made)
    index = looking.get("/results")
    out = index["outputs"]["data.out"]
    assert (out["records"], out["complete"], out["available"]) == (5, True, True)
    assert index["messages"]["f"][0]["level"] == "warning"
    assert "Zoë" in index["messages"]["f"][0]["message"]
    before = index["outputs"]["f.out"]["revision"]
    assert looking.page("f/out")["revision"] == before
    formula["expressions"][0]["expression"] = "1"
    run(
        tmp_path,
        made.model_copy(
            update={"nodes": made.nodes | {"f": made.nodes["f"].model_copy(update={"settings": formula})}}
        ),
    )
    after = looking.get("/results")["outputs"]
    assert after["f.out"]["revision"] != before
    assert after["data.out"]["revision"] == out["revision"]


def test_of_an_output_that_is_not_kept_the_first_records_are_there(tmp_path: Path, looking: Looking) -> None:
    write_arrow(tmp_path / "data.arrow", pa.table({"n": range(5_000)}))
    nodes = {"data": ("input_data", {"path": "data.arrow"}), "f": ("record_id", {})}
    made = workflow(nodes, "data.out f.in")
    loose = {name: node.model_copy(update={"pinned": False}) for name, node in made.nodes.items()}
    run(tmp_path, made.model_copy(update={"nodes": loose}))
    # Both worked in one part of the run, whose time stands at its last node.
    seconds = looking.get("/results")["seconds"]
    assert seconds["data"] == 0 < seconds["f"]
    page = looking.page(limit=1_000)
    assert (page["complete"], page["records"], page["available"], page["matching"]) == (
        False,
        5_000,
        1_000,
        1_000,
    )
    saved = looking.client.get(f"{API}/results/data/out/download", params={"workflow": NAME, "format": "csv"})
    assert "data.out.first-1000.csv" in saved.headers["content-disposition"]


def test_every_kind_of_cell_arrives_exactly(people: Looking) -> None:
    page = people.page()
    assert [(each["name"], each["type"]) for each in page["columns"]] == [
        ("name", "text"),
        ("age", "int64"),
        ("height", "double"),
        ("born", "date"),
        ("seen", "datetime"),
        ("tall", "bool"),
    ]
    assert page["rows"][0] == ["Zoë", 36, 1.5, "1990-01-02", "2024-01-05T12:30:00", True]
    assert page["rows"][1][2] == {"kind": "number", "text": "NaN"}
    assert page["rows"][2] == [
        None,
        None,
        {"kind": "number", "text": "Infinity"},
        None,
        "2024-01-03T12:30:00",
        None,
    ]
    assert page["rows"][4][1] == {"kind": "number", "text": str(2**60)}
    assert page["columns"][1]["kinds"] == ["any", "number", "integer", "label", "target"]


def test_odd_values_become_texts_and_never_break_a_page(tmp_path: Path, looking: Looking) -> None:
    table = pa.table(
        {
            "decimal": pa.array([Decimal("1.10")]),
            "zone": pa.array([10**9], pa.timestamp("s", "Nowhere/Atlantis")),
            "far": pa.array([10**18], pa.timestamp("us")),
            "fine": pa.array([10**18 + 1], pa.timestamp("ns")),
            "narrow": pa.array([0.1], pa.float32()),
            "span": pa.array([timedelta(minutes=3)]),
            "category": pa.array(["a"]).dictionary_encode(),
            "list": pa.array([[1, None]]),
            "struct": pa.array([{"a": b"xy", "b": date(2024, 1, 1)}]),
            "long": ["x" * 1_001],
            "bytes": pa.array([b"\x00\x01"]),
            "fixed": pa.array([b"ab"], pa.binary(2)),
            "nothing": pa.nulls(1),
        }
    )
    show(tmp_path, table)
    cells = dict(zip(table.schema.names, looking.cells()[0], strict=True))
    assert cells["decimal"] == {"kind": "number", "text": "1.10"}
    assert "cannot be shown" in cells["zone"]
    assert isinstance(cells["far"], str)
    assert cells["fine"] == "2001-09-09T01:46:40.000000001"
    assert cells["narrow"] == 0.1
    assert cells["span"] == "0:03:00"
    assert cells["category"] == "a"
    assert cells["list"] == {"kind": "json", "value": [1, None]}
    assert cells["struct"] == {"kind": "json", "value": {"a": "(2 bytes)", "b": "2024-01-01"}}
    assert (cells["long"]["kind"], len(cells["long"]["text"]), cells["long"]["length"]) == (
        "text",
        1_000,
        1_001,
    )
    assert (cells["bytes"]["kind"], cells["bytes"]["bytes"]) == ("blob", 2)
    assert cells["fixed"]["kind"] == "blob"
    assert cells["nothing"] is None
    assert len(looking.get("/results/data/out/profile")["columns"]) == table.num_columns
    assert looking.page(search="1.1")["matching"] == 1
    assert looking.page(sort="zone")["numbers"] == [0]
    asked = json.dumps([{"column": "zone", "op": ">", "value": "2024-01-01"}])
    assert "cannot be compared" in looking.refused("/results/data/out/records", 400, filter=asked)


def test_a_text_that_is_no_text_becomes_a_sentence_and_cannot_be_searched() -> None:
    offsets = pa.array([0, 2], pa.int32()).buffers()[1]
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff\xfe")])
    assert "cannot be shown" in str(cell(broken[0]))
    table = pa.table({"bad": broken})
    assert profile(table).columns[0].nulls == 0
    with pytest.raises(QueryError, match="cannot be compared"):
        select(table, Selection(conditions=(Condition(column="bad", op="=", value="x"),)))
    assert "cannot be written" in csv_lines(table.to_batches()[0])


def test_pages_follow_one_another_and_end_where_the_records_end(people: Looking) -> None:
    assert [row[0] for row in people.cells(offset=1, limit=2)] == ["ada", None]
    assert people.page(offset=4, limit=10)["numbers"] == [4]
    assert people.page(offset=99)["rows"] == []
    assert people.page(limit=0)["matching"] == 5
    assert "limit" in people.refused("/results/data/out/records", 422, limit=1_001)


def test_columns_are_chosen_in_any_order_and_a_wrong_one_is_told(people: Looking) -> None:
    assert people.cells(columns="age,name", limit=1) == [[36, "Zoë"]]
    assert people.cells(columns=["age", "name"], limit=1) == [[36, "Zoë"]]
    text = people.refused("/results/data/out/records", 400, columns="nme")
    assert text == "there is no column 'nme'; did you mean 'name'?"


def test_sorting_puts_nulls_last_and_keeps_equal_records_in_order(people: Looking) -> None:
    assert people.page(sort="age")["numbers"] == [1, 0, 3, 4, 2]
    assert people.page(sort="age", descending=True)["numbers"] == [4, 0, 3, 1, 2]
    assert people.page(sort="seen")["numbers"] == [4, 3, 2, 1, 0]
    assert people.page(sort="tall")["numbers"] == [1, 4, 0, 3, 2]
    assert people.page(sort="name", offset=1, limit=2)["numbers"] == [3, 0]


@pytest.mark.parametrize(
    ("column", "op", "value", "found"),
    [
        ("name", "=", "ADA", [1]),
        ("name", "!=", "ada", [0, 2, 3, 4]),
        ("name", "contains", "O", [0, 3]),
        ("name", "starts", "zO", [0]),
        ("name", ">", "b", [0, 3]),
        ("name", "empty", "", [2, 4]),
        ("name", "not empty", "", [0, 1, 3]),
        ("age", "=", "36", [0, 3]),
        ("age", ">=", "36.5", [4]),
        ("age", "!=", "36", [1, 2, 4]),
        ("age", "=", str(2**60), [4]),
        ("age", "<", "1e30", [0, 1, 3, 4]),
        ("age", "starts", "3", [0, 3]),
        ("height", "<=", "0.1", [4]),
        ("born", ">", "1990-01-02", [1, 4]),
        ("seen", "<", "2024-01-03", [3, 4]),
        ("seen", "=", "2024-01-03T12:30:00", [2]),
        ("seen", "contains", "T12:", [0, 1, 2, 3, 4]),
        ("tall", "=", "yes", [0, 3]),
        ("tall", "empty", "", [2]),
    ],
)  # fmt: skip
def test_filters(people: Looking, column: str, op: str, value: str, found: list[int]) -> None:
    assert people.page(filter=[{"column": column, "op": op, "value": value}])["numbers"] == found


def test_filters_search_sort_and_numbers_of_records_go_together(people: Looking) -> None:
    both = [{"column": "age", "op": "=", "value": "36"}, {"column": "name", "op": "contains", "value": "b"}]
    assert people.page(filter=both)["numbers"] == [3]
    assert people.page(search="2024-01-3")["numbers"] == [4]
    assert people.page(search="36")["numbers"] == [0, 3]
    assert people.page(search="36", sort="name")["numbers"] == [3, 0]
    assert people.page(rows="3,0,99")["numbers"] == [3, 0]
    assert people.page(rows="3,0,1", search="36")["numbers"] == [3, 0]
    assert people.page(rows="3,0,1", sort="age")["numbers"] == [1, 0, 3]
    assert people.page(rows="")["matching"] == 0
    assert people.page(rows="3,1,0", offset=1, limit=1)["numbers"] == [1]


def test_more_rows_than_fit_into_an_address_are_asked_for_in_a_body(people: Looking) -> None:
    rows = ",".join(map(str, [*range(100_000, 150_000), 3, 0, 1]))
    asked = {"workflow": NAME, "rows": rows, "sort": "age", "columns": ["name", "age"], "limit": 2}
    answer = people.client.post(f"{API}/results/data/out/records", json=asked)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert (page["numbers"], page["matching"]) == ([1, 0], 3)
    assert [each["name"] for each in page["columns"]] == ["name", "age"]
    asked["filter"] = "["
    assert people.client.post(f"{API}/results/data/out/records", json=asked).status_code == 400


def test_what_cannot_be_compared_or_sorted_is_told_in_words(tmp_path: Path, looking: Looking) -> None:
    table = pa.table(
        {"image": picture_array([encoded(gradient())]), "n": [1], "day": [date(2024, 1, 1)], "b": [True]}
    )
    show(tmp_path, table)

    def said(column: str, op: str, value: str) -> str:
        asked = json.dumps([{"column": column, "op": op, "value": value}])
        return looking.refused("/results/data/out/records", 400, filter=asked)

    assert said("image", "=", "x") == "column 'image' holds picture; ask only whether it is empty"
    assert said("n", ">", "many") == "'many' does not fit column 'n'; write a number such as 3.5"
    assert "does not fit column 'n'" in said("n", ">", "1e999999999")
    assert said("day", ">", "soon") == "'soon' does not fit column 'day'; write it such as 2024-01-31"
    assert said("b", "=", "maybe") == "'maybe' does not fit column 'b'; write true or false"
    text = looking.refused("/results/data/out/records", 400, sort="image")
    assert text == "column 'image' holds picture, which has no order; sort by another"
    assert "no list of conditions" in looking.refused("/results/data/out/records", 400, filter="{")
    assert looking.page(filter=[{"column": "image", "op": "not empty"}])["matching"] == 1


def test_paths_outside_the_workspace_and_wrong_outputs_are_refused(people: Looking) -> None:
    answer = people.client.get(f"{API}/results", params={"workflow": "../other.workflow.json"})
    assert answer.status_code == 403
    text = people.refused("/results/data/oot/records", 404)
    assert text == "node 'data' left nothing at an output 'oot'; did you mean 'out'?"


def test_removed_data_are_told_and_marked_in_the_index(tmp_path: Path, people: Looking) -> None:
    FolderStore(tmp_path / ".weft").forget_data(stage_of(tmp_path, "data"))
    assert people.get("/results")["outputs"]["data.out"]["available"] is False
    assert "removed to save space; run the workflow again" in people.refused("/results/data/out/records", 404)


def test_a_long_table_is_paged_at_once_sorted_soon_and_then_kept_in_order(
    tmp_path: Path, looking: Looking
) -> None:
    count = 1_000_000
    numbers = np.random.default_rng(1).permutation(count)
    show(tmp_path, pa.table({"n": numbers, "s": pa.array(numbers).cast(pa.string())}))

    def timed(**params: Any) -> tuple[float, Any]:
        started = time.perf_counter()
        page = looking.page(**params)
        return time.perf_counter() - started, page

    seconds, page = timed(offset=count - 100)
    assert page["numbers"][-1] == count - 1
    assert seconds < 0.5
    first, page = timed(sort="n", offset=500_000, limit=3)
    assert [row[0] for row in page["rows"]] == [500_000, 500_001, 500_002]
    again, page = timed(sort="n", offset=600_000, limit=1)
    assert page["rows"][0][0] == 600_000
    assert again < max(0.2, first)
    _, page = timed(filter=[{"column": "s", "op": "starts", "value": "99999"}], sort="n", descending=True)
    assert [row[0] for row in page["rows"]][:3] == [999_999, 999_998, 999_997]


def test_only_a_report_with_an_evaluation_gives_one(tmp_path: Path, looking: Looking) -> None:
    block = '<script type="application/json" id="weft-evaluation">%s</script>'
    for page in (
        "<p>",
        block % "[1",
        block % '{"classes": ["a"], "rows": [1], "truth": [5], "predicted": [0], "score": [1]}',
    ):
        show(tmp_path, report_table(page))
        assert "left no evaluation" in looking.refused("/results/data/evaluation", 404)


def test_finished_nodes_can_be_looked_at_while_a_run_goes_on(tmp_path: Path, looking: Looking) -> None:
    seen: list[Any] = []

    def hear(entry: Any) -> None:
        if getattr(entry.event, "node", "") == "sort" and getattr(entry.event, "state", "") == "running":
            seen.append(looking.page()["matching"])

    write_arrow(tmp_path / "data.arrow", PEOPLE)
    nodes: Nodes = {
        "data": ("input_data", {"path": "data.arrow"}),
        "sort": ("sort", {"keys": [{"column": "age"}]}),
    }
    save(workflow(nodes, "data.out sort.in"), tmp_path / NAME)
    run_workflow(Request(tmp_path / NAME, store=tmp_path / ".weft"), discover(), [hear])
    assert seen == [5]
