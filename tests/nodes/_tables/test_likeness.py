import pyarrow as pa
import pytest

from weft.sdk import PictureType
from weft_nodes._tables.likeness import alike, widened


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        (pa.int8(), pa.int64(), pa.int64()),
        (pa.int32(), pa.float32(), pa.float64()),
        (pa.int64(), pa.uint64(), pa.float64()),
        (pa.uint8(), pa.int8(), pa.int16()),
        (pa.float32(), pa.float64(), pa.float64()),
        (pa.decimal128(9, 2), pa.float32(), pa.float64()),
        (pa.decimal128(9, 2), pa.int64(), pa.decimal128(38, 2)),
        (pa.string(), pa.large_string(), pa.large_string()),
        (pa.binary(), pa.large_binary(), pa.large_binary()),
        (pa.date32(), pa.timestamp("us"), pa.timestamp("us")),
        (pa.date32(), pa.date64(), pa.date32()),
        (pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("ns")),
        (pa.null(), PictureType(), PictureType()),
        (pa.dictionary(pa.int8(), pa.string()), pa.string(), pa.string()),
        (pa.string(), pa.int64(), None),
        (pa.string(), pa.binary(), None),
        (pa.date32(), pa.timestamp("us", "UTC"), None),
        (pa.bool_(), pa.int8(), None),
        (PictureType(), pa.large_binary(), None),
    ],
)
def test_the_wider_type_holds_the_values_of_both(
    left: pa.DataType, right: pa.DataType, both: pa.DataType | None
) -> None:
    assert widened(left, right) == both
    assert widened(right, left) == both


def test_keys_of_one_family_are_alike() -> None:
    assert alike(pa.int8(), pa.uint64())
    assert alike(pa.string(), pa.dictionary(pa.int8(), pa.large_string()))
    assert alike(PictureType(), pa.binary())
    assert alike(pa.null(), pa.date32())
    assert not alike(pa.int64(), pa.float64())
    assert not alike(pa.timestamp("us"), pa.timestamp("ns"))
    assert not alike(pa.string(), pa.int64())
