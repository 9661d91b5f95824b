import datetime as dt
import decimal
import json
import math
import statistics
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from file_tables import JPEG, ODD_NAMES, PNG, everything, pictures

from weft.sdk.testing import check_tool, run_tool
from weft_nodes.in_out.browse import BINS, SCHEMA, Browse


def profile(table: pa.Table) -> dict[str, dict[str, Any]]:
    rows = run_tool(Browse, {}, {"in": table})["profile"].to_pylist()
    for row in rows:
        row["Histogram"] = row["Histogram"] and json.loads(row["Histogram"])
    return {row["Column"]: row for row in rows}


def test_keeps_the_contract() -> None:
    check_tool(Browse, {}, {"in": everything()})
    check_tool(Browse, {}, {"in": everything().slice(0, 0)})


def test_numbers_are_measured() -> None:
    values = [3, None, 1, 2, 2, 10, None]
    found = profile(pa.table({"n": pa.array(values, pa.int32())}))["n"]
    bars = found.pop("Histogram")
    assert found == {
        "Column": "n", "Type": "int32", "Records": 7, "Nulls": 2, "Unique": 4,
        "Min": "1", "Max": "10", "Mean": 3.6,
        "StdDev": pytest.approx(statistics.stdev([3, 1, 2, 2, 10])), "Shortest": None, "Longest": None,
    }  # fmt: skip
    assert len(bars) == BINS
    assert (bars[0]["from"], bars[-1]["to"]) == (1, 10)
    assert [bar["count"] for bar in bars if bar["count"]] == [1, 2, 1, 1]


def test_bins_agree_with_numpy() -> None:
    values = np.random.default_rng(1).normal(size=5000)
    bars = profile(pa.table({"x": values}))["x"]["Histogram"]
    assert [bar["count"] for bar in bars] == np.histogram(values, BINS)[0].tolist()


def test_numbers_that_are_not_finite_are_left_out_of_mean_and_bins() -> None:
    found = profile(pa.table({"x": [1.0, math.nan, math.inf, 3.0]}))["x"]
    assert (found["Records"], found["Unique"], found["Min"], found["Max"], found["Mean"]) == (
        4,
        4,
        "1.0",
        "inf",
        2.0,
    )
    assert sum(bar["count"] for bar in found["Histogram"]) == 2


def test_a_single_value_is_a_single_bin() -> None:
    found = profile(pa.table({"x": [2, 2, None]}))["x"]
    assert found["Histogram"] == [{"from": 2.0, "to": 2.0, "count": 2}]
    assert found["StdDev"] == 0


def test_huge_numbers_do_no_harm() -> None:
    bars = profile(pa.table({"x": [-1.7e308, 1.7e308], "i": [-(2**63), 2**63 - 1]}))
    assert [bar["count"] for bar in bars["x"]["Histogram"] if bar["count"]] == [1, 1]
    assert (bars["i"]["Min"], bars["i"]["Max"]) == (str(-(2**63)), str(2**63 - 1))


def test_texts_are_counted_by_how_often_they_stand() -> None:
    texts = ["dog", "cat", "cat", None, "", "élan 😀"] + [f"t{n}" for n in range(20)]
    found = profile(pa.table({"t": texts}))["t"]
    assert (found["Nulls"], found["Unique"], found["Min"], found["Max"]) == (1, 24, "", "élan 😀")
    assert (found["Shortest"], found["Longest"], found["Mean"]) == (0, 6, None)
    assert len(found["Histogram"]) == 10
    assert found["Histogram"][0] == {"value": "cat", "count": 2}
    assert found["Histogram"][1] == {"value": "", "count": 1}


def test_a_long_text_is_shown_cut() -> None:
    found = profile(pa.table({"t": ["x" * 5000]}))["t"]
    assert (len(found["Min"]), found["Longest"]) == (100, 5000)


def test_true_and_false_have_a_share() -> None:
    found = profile(pa.table({"b": [True, True, False, None, True]}))["b"]
    assert (found["Mean"], found["Unique"]) == (0.75, 2)
    assert found["Histogram"] == [{"value": "true", "count": 3}, {"value": "false", "count": 1}]


def test_dates_and_times_have_bins_too() -> None:
    table = pa.table(
        {
            "d": [dt.date(2024, 1, 1), dt.date(2024, 1, 21)],
            "d64": pa.array([dt.date(2024, 1, 1), dt.date(2024, 1, 21)], pa.date64()),
            "s": pa.array([dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1, 0, 0, 20)], pa.timestamp("s")),
            "t": pa.array([dt.time(0), dt.time(0, 0, 20)], pa.time32("s")),
        }
    )
    found = profile(table)
    assert found["d"]["Histogram"][1] == {"from": "2024-01-02", "to": "2024-01-03", "count": 0}
    assert (found["d64"]["Min"], found["d64"]["Max"], found["d"]["Mean"]) == (
        "2024-01-01",
        "2024-01-21",
        None,
    )
    assert found["s"]["Histogram"][-1] == {
        "from": "2024-01-01 00:00:19",
        "to": "2024-01-01 00:00:20",
        "count": 1,
    }
    assert (found["t"]["Min"], found["t"]["Max"]) == ("00:00:00", "00:00:20")


def test_pictures_show_their_sizes_and_formats() -> None:
    found = profile(pa.table({"p": pictures([JPEG, None, PNG, JPEG, b"?"])}))["p"]
    assert (found["Type"], found["Records"], found["Nulls"], found["Unique"]) == ("picture", 5, 1, None)
    assert (found["Shortest"], found["Longest"]) == (1, len(JPEG))
    assert found["Histogram"] == [
        {"value": "JPEG", "count": 2}, {"value": "PNG", "count": 1}, {"value": "unknown", "count": 1},
    ]  # fmt: skip


def test_other_columns_are_counted() -> None:
    table = pa.table(
        {"l": pa.array([[1], None]), "n": pa.nulls(2), "d": pa.array([5, None], pa.duration("s"))}
    )
    assert [(row["Records"], row["Nulls"]) for row in profile(table).values()] == [(2, 1), (2, 2), (2, 1)]


def test_dictionaries_and_odd_names_are_described() -> None:
    table = pa.table({name: pa.array(["x", "y"]).dictionary_encode() for name in [*ODD_NAMES, "v", "n", "g"]})
    found = profile(table)
    assert list(found) == table.schema.names
    assert {row["Unique"] for row in found.values()} == {2}


def test_no_records_are_described_too() -> None:
    found = run_tool(Browse, {}, {"in": everything().slice(0, 0)})["profile"]
    assert found.schema.equals(SCHEMA)
    assert set(found["Records"].to_pylist()) == {0}
    assert set(found["Min"].to_pylist()) == {None}


def test_numbers_and_spans_that_the_database_cannot_hold_are_counted_and_do_not_stop_the_run() -> None:
    table = pa.table(
        {
            "wide": pa.array([decimal.Decimal("1" * 50), None], pa.decimal256(60, 2)),
            "span": pa.array([(1, 2, 3), None], pa.month_day_nano_interval()),
        }
    )
    found = run_tool(Browse, {}, {"in": table})["profile"]
    assert (
        found.select(["Records", "Nulls", "Min"]).to_pylist() == [{"Records": 2, "Nulls": 1, "Min": None}] * 2
    )
