from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from weft.sdk import ModelType, PictureType, picture_array
from weft.sdk.testing import run_context
from weft_nodes._tables.gather import BATCH_BYTES, Records, cut, gather, most_records, portions


def pieces() -> pa.Table:
    def batches() -> Iterator[pa.RecordBatch]:
        for at in range(0, 100, 7):
            n = range(at, min(at + 7, 100))
            yield pa.record_batch(
                {
                    "n": pa.array(n, pa.int64()),
                    "text": [f"text {i}" if i % 3 else None for i in n],
                    "picture": picture_array([b"x" * i if i % 5 else None for i in n]),
                    "list": [[i] * (i % 4) for i in n],
                    "code": pa.array([f"c{i % 2}" for i in n]).dictionary_encode(),
                }
            )

    return pa.Table.from_batches(batches())


def test_records_come_in_the_order_of_their_numbers_and_as_often_as_asked() -> None:
    table = pieces()
    numbers = np.array([99, 0, 50, 50, 7, 6, 13])
    assert Records(table).take(numbers).to_pylist() == [table.slice(n, 1).to_pylist()[0] for n in numbers]


def test_minus_one_is_a_record_of_nulls() -> None:
    result = Records(pieces()).take(np.array([3, -1, 2, -1]))
    assert result.column("n").to_pylist() == [3, None, 2, None]
    assert result.slice(1, 1).to_pylist() == [dict.fromkeys(("n", "text", "picture", "list", "code"))]
    assert result.schema.field("picture").type == PictureType()


def test_neighbours_in_one_piece_are_not_copied() -> None:
    big = pa.table({"blob": pa.array([b"x" * 1000] * 100, pa.large_binary())})
    result = Records(big).take(np.arange(10, 20))
    assert result.column(0).buffers()[2].address == big["blob"].chunk(0).buffers()[2].address


def test_sizes_are_those_of_the_very_records() -> None:
    table = pa.table({"blob": pa.array([b"x" * 10, b"x" * 1000, None, b""], pa.large_binary()).slice(1)})
    assert Records(table).sizes(np.array([0, 1, 2, 0])).tolist() == [1009, 9, 9, 1009]
    assert Records(table).sizes(np.array([], dtype=np.int64)).tolist() == []


def test_batches_are_cut_by_bytes() -> None:
    third = BATCH_BYTES // 3
    assert list(cut(np.full(7, third))) == [(0, 3), (3, 6), (6, 7)]
    assert list(cut(np.array([1, 10 * BATCH_BYTES, 1]))) == [(0, 1), (1, 2), (2, 3)]
    assert list(cut(np.array([], dtype=np.int64))) == []


def test_batches_are_cut_by_records() -> None:
    light = pa.record_batch({"n": pa.nulls(100_000)})
    assert [batch.num_rows for batch in portions(light)] == [65_536, 34_464]
    heavy = pa.record_batch({"p": picture_array([None] * 1500)})
    assert [batch.num_rows for batch in portions(heavy)] == [1024, 476]


def test_batches_with_pictures_have_few_records() -> None:
    assert most_records(pa.schema({"n": pa.int64()})) == 65_536
    assert most_records(pa.schema({"n": pa.int64(), "p": PictureType()})) == 1024
    assert most_records(pa.schema({"m": ModelType("class")})) == 1024


def test_no_numbers_give_one_empty_batch() -> None:
    with run_context() as ctx:
        batches = list(gather(pieces(), iter([np.array([], dtype=np.int64)]), ctx))
    assert [batch.num_rows for batch in batches] == [0]
    assert batches[0].schema == pieces().schema


def test_taking_few_records_does_not_read_the_whole_table_into_memory() -> None:
    blobs = pa.array([bytes([i]) * 100_000 for i in range(100)], pa.large_binary())
    table = pa.Table.from_batches([pa.record_batch({"b": blobs.slice(at, 10)}) for at in range(0, 100, 10)])
    records = Records(table)
    before = pa.total_allocated_bytes()
    taken = records.take(np.array([95, 5]))
    assert pa.total_allocated_bytes() - before < 500_000
    assert [cell.as_py()[:1] for cell in taken.column(0)] == [bytes([95]), bytes([5])]


def test_pieces_with_dictionaries_of_their_own_come_together() -> None:
    pieces = [
        pa.record_batch({"c": pa.array(words).dictionary_encode()}) for words in (["a", "b"], ["c", "b"])
    ]
    taken = Records(pa.Table.from_batches(pieces)).take(np.array([3, 0, 2, 1]))
    assert taken.column("c").to_pylist() == ["b", "a", "c", "b"]


def test_columns_that_may_not_be_null_stay_so() -> None:
    schema = pa.schema([pa.field("n", pa.int64(), nullable=False)])
    batches = [pa.record_batch([pa.array([n])], schema=schema) for n in range(3)]
    assert Records(pa.Table.from_batches(batches)).take(np.array([2, 0])).schema == schema
