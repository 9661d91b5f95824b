from collections.abc import Iterator

import pyarrow as pa
from file_tables import pictures

from weft_nodes._formats.batches import MOST_BYTES, as_schema, cut, limit, loses


def test_batches_are_cut_by_records() -> None:
    batch = pa.record_batch({"n": range(150_000)})
    parts = list(cut([batch]))
    assert [part.num_rows for part in parts] == [65_536, 65_536, 18_928]
    assert pa.Table.from_batches(parts)["n"].to_pylist() == list(range(150_000))


def test_batches_with_pictures_are_cut_smaller() -> None:
    batch = pa.RecordBatch.from_arrays([pictures([b"x"] * 3000)], names=["p"])
    assert [part.num_rows for part in cut([batch])] == [1024, 1024, 952]


def test_batches_are_cut_by_bytes() -> None:
    cell = b"x" * 10_000_000
    batch = pa.record_batch({"b": pa.array([cell] * 20, pa.large_binary())})
    parts = list(cut([batch]))
    assert max(part.nbytes for part in parts) <= MOST_BYTES
    assert sum(part.num_rows for part in parts) == 20


def test_a_record_larger_than_a_batch_goes_alone() -> None:
    batch = pa.record_batch({"b": pa.array([b"x" * (MOST_BYTES + 1), b"y"], pa.large_binary())})
    assert [part.num_rows for part in cut([batch])] == [1, 1]


def test_a_limit_stops_reading() -> None:
    asked = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(10):
            asked.append(number)
            yield pa.record_batch({"n": range(10)})

    assert [part.num_rows for part in limit(batches(), 15)] == [10, 5]
    assert asked == [0, 1]
    assert sum(part.num_rows for part in limit(batches(), 0)) == 100


def test_columns_are_cast_under_their_types() -> None:
    schema = pa.schema([("p", pictures([]).type), ("n", pa.int64())])
    batch = pa.record_batch({"p": pa.array([b"x", None], pa.binary()), "n": pa.array([1, 2], pa.int8())})
    found = as_schema(batch, schema)
    assert found.schema.equals(schema)
    assert found.to_pylist() == batch.to_pylist()


def test_only_what_was_meant_counts_as_lost() -> None:
    assert not loses(pa.int8(), pa.int16())
    assert not loses(pa.large_string(), pa.string())
    assert not loses(pa.timestamp("s"), pa.timestamp("us"))
    assert not loses(pa.null(), pa.string())
    assert not loses(pa.array(["x"]).dictionary_encode().type, pa.string())
    assert loses(pa.timestamp("us", "UTC"), pa.timestamp("us"))
    assert loses(pa.date32(), pa.string())
    assert loses(pa.decimal128(5, 2), pa.float64())
