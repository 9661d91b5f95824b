import datetime
import random

import pyarrow as pa
import pytest

from weft.errors import WorkflowError
from weft.sdk import Cancelled, CancelToken, PictureType, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_context, run_tool
from weft_nodes.preparation.sort import Sort, SortConfig


def sort(table: pa.Table, *keys: str, **settings: object) -> pa.Table:
    lines = [
        {"column": key.lstrip("-"), "direction": "descending" if key.startswith("-") else "ascending"}
        for key in keys
    ]
    return run_tool(Sort, {"keys": lines, **settings}, {"in": table})["out"]


def test_the_contract_holds_with_pictures_in_the_table() -> None:
    table = pa.table({"a b": [3, None, 1], "picture": picture_array([b"x", None, b"z"])})
    check_tool(Sort, {"keys": [{"column": "a b"}]}, {"in": table})


def test_records_that_are_equal_keep_their_order() -> None:
    table = pa.table({"k": [2, 1, 2, 1, 2], "n": [0, 1, 2, 3, 4]})
    assert sort(table, "k")["n"].to_pylist() == [1, 3, 0, 2, 4]
    assert sort(table, "-k")["n"].to_pylist() == [0, 2, 4, 1, 3]


def test_the_second_column_counts_where_the_first_is_equal() -> None:
    table = pa.table({"a": ["x", "y", "x", "y"], "b": [1, 2, 3, 4]})
    assert sort(table, "a", "-b").to_pydict() == {"a": ["x", "x", "y", "y"], "b": [3, 1, 4, 2]}


@pytest.mark.parametrize(
    ("nulls", "ascending", "descending"),
    [
        ("smallest", [None, 1, 2], [2, 1, None]),
        ("first", [None, 1, 2], [None, 2, 1]),
        ("last", [1, 2, None], [2, 1, None]),
    ],
)
def test_nulls_stand_where_the_setting_says(
    nulls: str, ascending: list[int | None], descending: list[int | None]
) -> None:
    table = pa.table({"k": [2, None, 1]})
    assert sort(table, "k", nulls=nulls)["k"].to_pylist() == ascending
    assert sort(table, "-k", nulls=nulls)["k"].to_pylist() == descending


def test_text_is_sorted_by_characters_unless_dictionary_order_is_chosen() -> None:
    words = ["b", "Z", "a", "A", "é", "e", "f", "B", None]
    table = pa.table({"w": words})
    assert sort(table, "w")["w"].to_pylist() == [None, "A", "B", "Z", "a", "b", "e", "f", "é"]
    assert sort(table, "w", dictionary=True)["w"].to_pylist() == [
        None,
        "a",
        "A",
        "b",
        "B",
        "e",
        "é",
        "f",
        "Z",
    ]
    assert sort(table, "-w", dictionary=True)["w"].to_pylist() == [
        "Z", "f", "é", "e", "B", "b", "A", "a", None,
    ]  # fmt: skip


def test_dictionary_order_holds_for_dictionary_encoded_text_and_spares_numbers() -> None:
    table = pa.table({"w": pa.array(["b", "A", "a"]).dictionary_encode(), "n": [10, 9, 8]})
    assert sort(table, "w", "n", dictionary=True)["w"].to_pylist() == ["a", "A", "b"]
    assert sort(table, "n", dictionary=True)["n"].to_pylist() == [8, 9, 10]


def test_pictures_models_and_blobs_travel_with_their_record() -> None:
    numbers = list(range(3000))
    random.Random(1).shuffle(numbers)
    table = pa.table(
        {
            "n": numbers,
            "picture": picture_array([f"picture {n}".encode() if n % 7 else None for n in numbers]),
            "blob": pa.array([b"b" * (n % 50) for n in numbers], pa.large_binary()),
            "text": [f"text {n}" if n % 3 else None for n in numbers],
            "list": [[n, n] for n in numbers],
        }
    )
    pieces = pa.concat_tables([table.slice(at, 70) for at in range(0, 3000, 70)])
    result = sort(pieces, "n")
    assert result.schema == table.schema
    assert result["n"].to_pylist() == list(range(3000))
    assert result["picture"].cast(pa.large_binary()).to_pylist() == [
        f"picture {n}".encode() if n % 7 else None for n in range(3000)
    ]
    assert result["blob"].to_pylist() == [b"b" * (n % 50) for n in range(3000)]
    assert result["text"].to_pylist() == [f"text {n}" if n % 3 else None for n in range(3000)]
    assert result["list"].to_pylist() == [[n, n] for n in range(3000)]
    assert max(batch.num_rows for batch in result.to_batches()) == 1024


@pytest.mark.parametrize(
    "kind",
    [
        pa.timestamp("ns", "Europe/Berlin"),
        pa.timestamp("s"),
        pa.time64("ns"),
        pa.time32("s"),
        pa.duration("us"),
        pa.date32(),
    ],
)
def test_dates_times_and_nanoseconds_sort_by_value(kind: pa.DataType) -> None:
    numbers = pa.array([3, 1, None, 2], pa.int32() if kind.bit_width == 32 else pa.int64())
    result = sort(pa.table({"t": numbers.cast(kind), "n": [0, 1, 2, 3]}), "t")
    assert result.schema.field("t").type == kind
    assert result["n"].to_pylist() == [2, 1, 3, 0]


def test_other_types_sort_too() -> None:
    day = datetime.date
    table = pa.table(
        {
            "date": [day(2024, 5, 1), day(1999, 1, 1)],
            "bool": [True, False],
            "half": pa.array([2.0, 1.0], pa.float16()),
            "decimal": pa.array(["9.5", "1.25"]).cast(pa.decimal128(9, 2)),
            "unsigned": pa.array([2**64 - 1, 1], pa.uint64()),
            "nothing": pa.nulls(2),
        }
    )
    for column in table.column_names[:-1]:
        assert sort(table, column).equals(table.take([1, 0])), column
    assert sort(table, "nothing").equals(table)


def test_nan_is_larger_than_every_number() -> None:
    result = sort(pa.table({"x": [float("nan"), float("inf"), -1.0, None]}), "x")["x"].to_pylist()
    assert result[:3] == [None, -1.0, float("inf")]
    assert result[3] != result[3]


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "it's", "😀", "row", "k0", "select"])
def test_columns_may_have_any_name(name: str) -> None:
    assert sort(pa.table({name: [2, 1]}), name)[name].to_pylist() == [1, 2]


def test_an_empty_table_stays_empty() -> None:
    schema = pa.schema({"k": pa.int64(), "picture": PictureType()})
    result = sort(schema.empty_table(), "k")
    assert (result.num_rows, result.schema) == (0, schema)


def test_what_cannot_be_sorted_by_is_told_all_at_once() -> None:
    table = pa.table({"p": picture_array([b"x"]), "l": [[1]], "k": [1]})
    keys = [{"column": name} for name in ("p", "l", "", "k", "k", "gone")]
    _, problems = configure_tool(Sort, {"keys": keys}, {"in": table})
    assert {problem.field: problem.message for problem in problems} == {
        "keys.5.column": "input 'in' has no column 'gone'",
        "keys.0.column": "column 'p' holds a picture, which has no order; choose another column",
        "keys.1.column": (
            "column 'l' holds list<item: int64>, which cannot be compared; choose or make another column"
        ),
        "keys.2.column": "choose a column, or remove this line",
        "keys.4.column": "column 'k' is chosen twice; remove one of the lines",
    }


def test_no_column_is_a_problem() -> None:
    with pytest.raises(WorkflowError, match="choose at least one column to sort by"):
        run_tool(Sort, {}, {"in": pa.table({"k": [1]})})


def test_the_schema_may_be_unknown_while_editing() -> None:
    promised, problems = configure_tool(Sort, {"keys": [{"column": "k"}]}, {"in": None})
    assert (promised, problems) == ({"out": None}, [])


def test_a_user_who_stops_the_run_stops_the_sort() -> None:
    cancel = CancelToken()
    table = pa.table({"k": [2, 1]})
    with run_context(cancel=cancel) as ctx:
        cancel.abort()
        with pytest.raises(Cancelled):
            run_tool(Sort, {"keys": [{"column": "k"}]}, {"in": table}, ctx=ctx)


def test_nothing_stays_on_disk_after_the_sort() -> None:
    with run_context() as ctx:
        run_tool(Sort, {"keys": [{"column": "k"}]}, {"in": pa.table({"k": [2, 1]})}, ctx=ctx)
        assert list(ctx.work.iterdir()) == []


def test_the_annotation_names_columns_and_directions() -> None:
    config = SortConfig.model_validate(
        {"keys": [{"column": "a"}, {"column": "b", "direction": "descending"}]}
    )
    assert Sort(config).annotation() == "a - Ascending, b - Descending"
