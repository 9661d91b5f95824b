import numpy as np
import pyarrow as pa
import pytest

from weft_nodes._vision.features.vectors import (
    column_blocks,
    is_vector,
    row_blocks,
    unit,
    vector_array,
    vector_type,
)


def test_a_column_of_vectors_comes_back_at_unit_length_in_any_slice() -> None:
    rows = np.array([[3, 4], [0, 0], [1, 0], [0, -2], [np.nan, 1]], np.float32)
    column = vector_array(rows, np.array([True, True, False, True, True]))
    assert column.type == vector_type(2)
    assert column.null_count == 1
    pieces = pa.chunked_array([column.slice(0, 2), column.slice(2, 0), column.slice(2)])
    blocks = list(column_blocks(pieces)())
    assert [block.start for block in blocks] == [0, 2]
    found = np.concatenate([block.rows for block in blocks])
    expected = np.array([[0.6, 0.8], [0, 0], [0, 0], [0, -1], [0, 0]])
    assert np.allclose(found, expected)
    usable = np.concatenate([block.usable for block in blocks])
    assert usable.tolist() == [True, False, False, True, False]


@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_very_short_and_very_long_vectors_keep_their_direction(size: float) -> None:
    rows, usable = unit(np.array([[3 * size, -4 * size]], np.float32))
    assert usable.all()
    assert np.allclose(rows, [[0.6, -0.8]])


def test_lists_of_other_kinds_are_no_vectors_and_other_widths_are_read() -> None:
    assert is_vector(pa.list_(pa.float64(), 3))
    for other in (pa.list_(pa.float32()), pa.list_(pa.int32(), 3), pa.float32()):
        assert not is_vector(other)
    column = pa.chunked_array([pa.array([[0, 2.0], [None, 1.0]], pa.list_(pa.float64(), 2))])
    (block,) = column_blocks(column)()
    assert block.rows.tolist() == [[0, 1], [0, 0]]
    assert block.rows.dtype == np.float32
    assert block.usable.tolist() == [True, False]


def test_many_rows_come_in_blocks_that_follow_each_other() -> None:
    blocks = list(row_blocks(np.ones((10_000, 4), np.float32))())
    assert [block.start for block in blocks] == [0, 4096, 8192]
    assert sum(len(block.rows) for block in blocks) == 10_000
    assert list(row_blocks(np.ones((0, 4), np.float32))()) == []
