import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from sample_pictures import encoded, gradient
from web_results import Looking, show

from weft.sdk import picture_array
from weft_web.messages.results import Condition
from weft_web.services.results.profile import profile
from weft_web.services.results.selection import Selection, select


def column(values: pa.Array) -> dict[str, Any]:
    """The profile of one column."""
    found: dict[str, Any] = profile(pa.table({"x": values})).columns[0].model_dump()
    return found


def bars(found: dict[str, Any]) -> dict[str, int]:
    return {bar["label"]: bar["count"] for bar in found["bars"]}


def test_a_run_is_profiled_column_by_column(tmp_path: Path, looking: Looking) -> None:
    table = pa.table({"image": picture_array([encoded(gradient()), None]), "name": ["a", "b"]})
    show(tmp_path, table)
    found = looking.get("/results/data/out/profile")
    assert found["records"] == 2
    image, name = found["columns"]
    assert (image["type"], image["nulls"], image["distinct"], image["bars"]) == ("picture", 1, None, [])
    assert (name["type"], name["nulls"], name["distinct"], name["minimum"], name["maximum"]) == (
        "text",
        0,
        2,
        "a",
        "b",
    )
    assert "no result" in looking.refused("/results/other/out/profile", 404)


def test_numbers_have_range_mean_deviation_and_ten_equal_ranges() -> None:
    found = column(pa.array([*np.linspace(0, 100, 101), None, float("nan"), float("inf")]))
    assert (found["nulls"], found["minimum"], found["maximum"]) == (1, "0.0", "100.0")
    assert found["mean"] == pytest.approx(50)
    assert found["deviation"] == pytest.approx(np.linspace(0, 100, 101).std(ddof=1))
    assert bars(found)["0 to 10"] == 10
    assert len(found["bars"]) == 10
    assert sum(bars(found).values()) == 101


def test_few_whole_numbers_are_counted_one_by_one() -> None:
    found = column(pa.array([3, 1, 3, 2**0, None], pa.int8()))
    assert bars(found) == {"1": 2, "2": 0, "3": 2}
    assert found["distinct"] == 2


def test_values_that_are_all_the_same_and_none_at_all_have_plain_profiles() -> None:
    assert bars(column(pa.array([7.5, 7.5]))) == {"7.5": 2}
    assert column(pa.array([7.5]))["deviation"] is None
    for nothing in (
        pa.array([], pa.float64()),
        pa.nulls(3, pa.int64()),
        pa.nulls(2),
        pa.array([float("nan")]),
    ):
        assert column(nothing)["minimum"] is None
        assert column(nothing)["bars"] == ()


def test_other_values_show_their_most_frequent_ones() -> None:
    found = column(pa.array([*["often"] * 5, *["seldom"] * 2, *(f"n{n}" for n in range(20)), "x" * 500]))
    assert list(bars(found).items())[:2] == [("often", 5), ("seldom", 2)]
    assert len(found["bars"]) == 10
    assert found["distinct"] == 23
    assert len(found["maximum"]) == 100
    assert bars(column(pa.array([True, False, True, None]))) == {"true": 2, "false": 1}
    assert bars(column(pa.array(["a", "b", "a"]).dictionary_encode())) == {"a": 2, "b": 1}


def test_times_have_ranges_in_their_own_words() -> None:
    found = column(pa.array([date(2024, 1, 1), date(2024, 1, 11), None]))
    assert (found["minimum"], found["maximum"], found["mean"]) == ("2024-01-01", "2024-01-11", None)
    assert bars(found)["2024-01-01 to 2024-01-02"] == 1
    moments = pa.array([datetime(2024, 1, 1), datetime(2024, 1, 2)], pa.timestamp("us", "Europe/Zurich"))
    assert column(moments)["minimum"] == "2024-01-01T01:00:00+01:00"


def test_large_numbers_and_decimals_stay_exact_at_the_ends() -> None:
    assert column(pa.array([2**60 + 1, 0]))["maximum"] == str(2**60 + 1)
    assert column(pa.array([Decimal("1.10"), Decimal("2.20")]))["minimum"] == "1.10"
    whole = column(pa.array([2**62, -(2**62), 2**62 - 1]))
    assert sum(bars(whole).values()) == 3
    close = column(pa.array([2**60, 2**60 + 1, 2**60 + 1]))
    assert bars(close) == {str(2**60): 1, str(2**60 + 1): 2}


def test_a_million_records_are_profiled_soon_and_no_more_are_looked_at() -> None:
    count = 1_100_000
    numbers = np.random.default_rng(1).permutation(count)
    table = pa.table({"n": numbers, "x": numbers / 7, "s": pa.array(numbers).cast(pa.string())})
    started = time.perf_counter()
    found = profile(table)
    assert time.perf_counter() - started < 3
    assert found.records == 1_000_000
    assert found.columns[0].distinct == 1_000_000


def records_of(values: pa.Array, bar: dict[str, Any], is_last: bool) -> int:
    """How many records the filters of a bar leave."""
    ends = (
        Condition(column="x", op=">=", value=bar["low"]),
        Condition(column="x", op="<=" if is_last else "<", value=bar["high"]),
    )
    return len(select(pa.table({"x": values}), Selection(conditions=ends)))


_LOTS = np.random.default_rng(7)
_SECONDS = _LOTS.integers(0, 40_000_000, 200) + 1_700_000_000


@pytest.mark.parametrize(
    "values",
    [
        pa.array(_LOTS.normal(0, 1e-3, 200)),
        pa.array([*np.linspace(0, 100, 101), None, float("nan"), float("inf"), float("-inf")]),
        pa.array(_LOTS.random(200), pa.float32()),
        pa.array([7.123456789, 7.123456789]),
        pa.array([-1.7e308, 1.7e308]),
        pa.array(_LOTS.integers(-1_000, 1_000, 200)),
        pa.array([2**62 + 1, -(2**62) - 1, 5, 17]),
        pa.array([Decimal("1.10"), Decimal("2.20"), Decimal("2.05")]),
        pa.array(_SECONDS, pa.timestamp("s")),
        pa.array(_SECONDS * 1_000_003, pa.timestamp("us", "Europe/Zurich")),
        pa.array(_SECONDS // 86_400, pa.int32()).cast(pa.date32()),
        pa.array(_SECONDS // 86_400, pa.int32()).cast(pa.date32()).cast(pa.date64()),
        pa.array(_SECONDS % 86_400, pa.int32()).cast(pa.time32("s")),
        pa.array(_SECONDS % 1_000, pa.int64()).cast(pa.duration("ms")),
    ],
    ids=lambda values: str(values.type),
)
def test_the_ends_of_a_bar_filter_exactly_its_records(values: pa.Array) -> None:
    found = [bar for bar in column(values)["bars"] if bar["low"] is not None]
    assert found
    for bar in found:
        assert records_of(values, bar, bar is found[-1]) == bar["count"], bar


def test_frequent_values_have_no_ends() -> None:
    assert [bar["low"] for bar in column(pa.array(["a", "b"]))["bars"]] == [None, None]
