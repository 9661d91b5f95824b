import pyarrow as pa
import pytest

from weft.sdk import PictureType
from weft_nodes._pictures.batches import MAX_BYTES, MAX_RECORDS, Gathering

FIELDS = (pa.field("image", PictureType()), pa.field("n", pa.int32()))


def gathering(**columns: list[object]) -> Gathering:
    source = pa.RecordBatch.from_pydict(columns) if columns else pa.RecordBatch.from_pylist([], pa.schema([]))
    return Gathering("out", FIELDS, source)


def test_rows_of_the_source_come_with_what_was_added_once_each_time_they_were() -> None:
    gathered = gathering(name=["a", "b", "c"], n=[7, 8, 9])
    gathered.add(2, (b"x", 1), 1)
    gathered.add(2, (None, 2), 0)
    gathered.add(0, (b"y", None), 1)
    ((anchor, batch),) = gathered.flush()
    assert anchor == "out"
    assert batch.to_pydict() == {"name": ["c", "c", "a"], "n": [1, 2, None], "image": [b"x", None, b"y"]}
    assert list(gathered.flush()) == []


def test_without_a_source_there_are_only_the_added_columns() -> None:
    gathered = gathering()
    gathered.add(0, (b"x", 1), 1)
    ((_, batch),) = gathered.flush()
    assert batch.schema == pa.schema(FIELDS)
    assert batch.to_pylist() == [{"image": b"x", "n": 1}]
    assert gathered.empty()[1].schema == pa.schema(FIELDS)


def test_a_batch_is_full_by_records_or_by_bytes_but_takes_at_least_one() -> None:
    gathered = gathering(name=["a"])
    assert gathered.fits(10 * MAX_BYTES)
    gathered.add(0, (b"", 0), MAX_BYTES - 1_000)
    assert gathered.fits(900)
    assert not gathered.fits(1_000)
    list(gathered.flush())
    for number in range(MAX_RECORDS):
        assert gathered.fits(1)
        gathered.add(0, (b"", number), 1)
    assert not gathered.fits(0)


def test_the_columns_carried_along_count_as_bytes_too() -> None:
    gathered = gathering(name=["x" * (1 << 20)])
    for _ in range(63):
        gathered.add(0, (b"", 0), 0)
    assert gathered.fits(0)
    gathered.add(0, (b"", 0), 0)
    assert not gathered.fits(0)


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_batch_tells_the_schema_and_forgets_what_was_gathered(count: int) -> None:
    gathered = gathering(name=["a"])
    for _ in range(count):
        gathered.add(0, (b"", 0), 0)
    assert gathered.empty()[1].num_rows == 0
    assert gathered.empty()[1].schema.names == ["name", "image", "n"]
