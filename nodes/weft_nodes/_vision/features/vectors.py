"""Columns of vectors: lists of floating-point numbers, all of one length; no torch is imported here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Rows = npt.NDArray[np.float32]

_BLOCK = 4096
"""Vectors that are looked at together: some 30 MB, and done well before a user who cancels gets impatient."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some vectors in a row.

    Attributes:
        start: The number of the first among all.
        rows: (n, dimensions), each of length 1, or all zero where it cannot be used.
        usable: (n,) whether it is a vector with a direction: not null, not zero, every number finite.
    """

    start: int
    rows: Rows
    usable: npt.NDArray[np.bool_]


Blocks = Callable[[], Iterator[Block]]
"""Reads all vectors anew, block by block."""


def vector_type(dimensions: int) -> pa.DataType:
    """The type of a column of vectors."""
    return pa.list_(pa.float32(), dimensions)


def is_vector(data_type: pa.DataType) -> bool:
    """Whether a column of this type holds vectors."""
    return pa.types.is_fixed_size_list(data_type) and pa.types.is_floating(data_type.value_type)


def vector_array(rows: Rows, known: npt.NDArray[np.bool_]) -> pa.Array:
    """(n, dimensions) as a column; null where `known` is false."""
    numbers = pa.array(np.ascontiguousarray(rows).reshape(-1), pa.float32())
    return pa.FixedSizeListArray.from_arrays(numbers, type=vector_type(rows.shape[1]), mask=pa.array(~known))


def unit(rows: Rows) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """Rows scaled to length 1, and which could be: others are all zero."""
    finite = np.all(np.isfinite(rows), axis=1, keepdims=True)[:, 0]
    # The greatest number first: squares of very large or small ones would leave the range.
    greatest = np.abs(np.where(finite[:, None], rows, 0)).max(axis=1, initial=0)
    usable = finite & (greatest > 0)
    scaled = np.where(usable[:, None], rows, 0) / np.where(usable, greatest, 1)[:, None]
    length = np.linalg.norm(scaled, axis=1)
    return (scaled / np.where(usable, length, 1)[:, None]).astype(np.float32, copy=False), usable


def column_blocks(column: pa.ChunkedArray) -> Blocks:
    """The vectors of a column, memory-mapped or not."""

    def blocks() -> Iterator[Block]:
        start = 0
        for chunk in column.chunks:
            for at in range(0, len(chunk), _BLOCK):
                part = chunk.slice(at, _BLOCK)
                yield _block(start + at, _numbers(part), np.asarray(part.is_valid()))
            start += len(chunk)

    return blocks


def row_blocks(rows: Rows) -> Blocks:
    """The vectors of an array, memory-mapped or not."""

    def blocks() -> Iterator[Block]:
        for start in range(0, len(rows), _BLOCK):
            part = rows[start : start + _BLOCK]
            yield _block(start, part, np.ones(len(part), np.bool_))

    return blocks


def _block(start: int, rows: Rows, there: npt.NDArray[np.bool_]) -> Block:
    # Below a null anything may stand, numbers that are none included.
    found, usable = unit(np.where(there[:, None], rows, np.float32(0)))
    return Block(start, found, usable)


def _numbers(part: pa.Array) -> Rows:
    width = part.type.list_size
    numbers = part.values.slice(part.offset * width, len(part) * width)
    return numbers.to_numpy(zero_copy_only=False).astype(np.float32, copy=False).reshape(len(part), width)
