import hashlib
from decimal import Decimal

import pyarrow as pa
import pytest

from weft.sdk import PictureType, picture_array
from weft_nodes._tables.keys import key_batches, key_schema, plain, refusal, restore


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1, None], pa.timestamp("ns", "Asia/Tokyo")),
        pa.array([1, None], pa.timestamp("us")),
        pa.array([1, None], pa.date32()),
        pa.array([86_400_000, None], pa.date64()),
        pa.array([1, None], pa.time32("ms")),
        pa.array([1, None], pa.time64("ns")),
        pa.array([1, None], pa.duration("s")),
        pa.array([2**64 - 1, None], pa.uint64()),
        pa.array([Decimal("1.125"), None], pa.decimal128(20, 3)),
        pa.array(["a", None], pa.large_string()),
        pa.array([True, None]),
        pa.array([1.5, None], pa.float16()),
        pa.nulls(2),
    ],
    ids=lambda array: str(array.type),
)
def test_plain_cells_come_back_as_they_were(array: pa.Array) -> None:
    assert restore(plain(array), array.type).equals(array)


def test_long_cells_become_digests_of_their_bytes() -> None:
    expected = [hashlib.sha256(b"x").digest(), None]
    assert plain(picture_array([b"x", None])).to_pylist() == expected
    assert plain(pa.array([b"x", None])).to_pylist() == expected
    assert plain(pa.array([b"x", None], pa.binary(1))).to_pylist() == expected
    assert plain(pa.array([b"a", b"x", None], pa.large_binary()).slice(1)).to_pylist() == expected


def test_key_batches_number_the_records_across_batches() -> None:
    batches = [pa.record_batch({"a": ["x", "y"], "b": [1, 2]}), pa.record_batch({"a": ["z"], "b": [3]})]
    schema = key_schema(batches[0].schema, ["b"])
    keys = pa.Table.from_batches(key_batches(batches, ["b"], schema))
    assert keys.to_pydict() == {"k0": [1, 2, 3], "row": [0, 1, 2]}


def test_types_without_equality_are_refused() -> None:
    assert refusal(pa.field("p", PictureType())) == ""
    assert "no order" in refusal(pa.field("p", PictureType()), ordered=True)
    for kind in (pa.list_(pa.int8()), pa.struct({"a": pa.int8()}), pa.decimal256(50, 2)):
        assert "cannot be compared" in refusal(pa.field("x", kind))
