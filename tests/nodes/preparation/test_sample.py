from collections.abc import Iterator

import pyarrow as pa
import pytest

from weft.sdk import Inputs, PictureType, StreamInput, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_context, run_tool
from weft_nodes.preparation.sample import Sample, SampleConfig

WHOLE = pa.table({"n": list(range(12)), "g": [None if n == 9 else n % 3 for n in range(12)]})
TABLE = pa.concat_tables([WHOLE.slice(at, 4) for at in (0, 4, 8)])


def sample(table: pa.Table = TABLE, **settings: object) -> list[int]:
    return list(run_tool(Sample, settings, {"in": table})["out"]["n"].to_pylist())


@pytest.mark.parametrize("mode", ["first", "last", "skip", "every", "random", "percent"])
@pytest.mark.parametrize("groups", [[], ["g"]])
def test_the_contract_holds(mode: str, groups: list[str]) -> None:
    table = TABLE.append_column("picture", picture_array([b"x"] * 12))
    check_tool(Sample, {"mode": mode, "count": 2, "group_by": groups}, {"in": table})


@pytest.mark.parametrize(
    ("mode", "count", "expected"),
    [
        ("first", 5, [0, 1, 2, 3, 4]),
        ("first", 0, []),
        ("first", 99, list(range(12))),
        ("last", 3, [9, 10, 11]),
        ("last", 0, []),
        ("skip", 10, [10, 11]),
        ("skip", 0, list(range(12))),
        ("skip", 99, []),
        ("every", 5, [0, 5, 10]),
        ("every", 1, list(range(12))),
    ],
)
def test_modes_that_go_by_place(mode: str, count: int, expected: list[int]) -> None:
    assert sample(mode=mode, count=count) == expected


@pytest.mark.parametrize(
    ("mode", "count", "expected"),
    [
        ("first", 1, [0, 1, 2, 9]),
        ("last", 1, [6, 9, 10, 11]),
        ("skip", 2, [6, 7, 8, 10, 11]),
        ("every", 2, [0, 1, 2, 6, 7, 8, 9]),
    ],
)
def test_groups_are_sampled_on_their_own_and_null_is_a_group(
    mode: str, count: int, expected: list[int]
) -> None:
    assert sample(mode=mode, count=count, group_by=["g"]) == expected


def test_random_counts_are_exact_and_the_order_stays() -> None:
    table = pa.table({"n": list(range(1000))})
    drawn = sample(table, mode="random", count=100)
    assert len(drawn) == 100
    assert drawn == sorted(set(drawn))
    assert drawn == sample(table, mode="random", count=100)
    assert drawn != sample(table, mode="random", count=100, seed=2)
    assert drawn != list(range(100))
    assert sample(mode="random", count=50) == list(range(12))


def test_a_percent_is_rounded_to_whole_records() -> None:
    table = pa.table({"n": list(range(1000))})
    assert len(sample(table, mode="percent", percent=12.25)) == 123
    assert sample(table, mode="percent", percent=0) == []
    assert len(sample(table, mode="percent", percent=100)) == 1000
    assert len(sample(mode="percent", percent=50, group_by=["g"])) == 7


def test_the_first_records_stop_what_comes_before() -> None:
    read: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for at in range(100):
            read.append(at)
            yield pa.record_batch({"n": [at]})

    with run_context() as ctx:
        records = Inputs({"in": [StreamInput(pa.schema({"n": pa.int64()}), batches())]})
        config = SampleConfig.model_validate({"mode": "first", "count": 3})
        found = [batch for _, batch in Sample(config).run(records, ctx)]
    assert pa.Table.from_batches(found)["n"].to_pylist() == [0, 1, 2]
    assert read == [0, 1, 2]


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀"])
def test_columns_may_have_any_name(name: str) -> None:
    table = pa.table({name: [1, 1, 2]})
    assert run_tool(Sample, {"group_by": [name]}, {"in": table})["out"].to_pydict() == {name: [1, 2]}


@pytest.mark.parametrize("mode", ["first", "last", "random"])
def test_an_empty_table_stays_empty(mode: str) -> None:
    schema = pa.schema({"n": pa.int64(), "picture": PictureType()})
    result = run_tool(Sample, {"mode": mode}, {"in": schema.empty_table()})["out"]
    assert (result.num_rows, result.schema) == (0, schema)


def test_one_of_every_zero_is_a_problem() -> None:
    _, problems = configure_tool(Sample, {"mode": "every", "count": 0, "group_by": [""]}, {"in": None})
    assert [p.field for p in problems] == ["count", "group_by.0"]


def test_the_annotation_says_what_passes() -> None:
    config = SampleConfig.model_validate({"mode": "percent", "percent": 12.5, "group_by": ["a", "b"]})
    assert Sample(config).annotation() == "Random 12.5 % per a, b"
