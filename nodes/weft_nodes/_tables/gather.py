"""Take records by their row numbers out of a memory-mapped table, batch by batch.

`pa.Table.take` joins the pieces of each column first, which copies every picture of the table into
memory. Here each piece is asked for its own records, so only what is taken is read.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.sdk import ModelType, PictureType, ReportType, RunContext

Numbers: TypeAlias = npt.NDArray[np.int64]
"""Row numbers; -1 stands for a record of nulls."""

BATCH_BYTES = 32 << 20
"""Half of the most that a batch may have: putting records in order holds two copies for a moment."""

HEAVY_RECORDS = 1 << 10
LIGHT_RECORDS = 1 << 16


def most_records(schema: pa.Schema) -> int:
    """The most records of a batch: few where pictures are in it."""
    heavy = any(isinstance(field.type, PictureType | ModelType | ReportType) for field in schema)
    return HEAVY_RECORDS if heavy else LIGHT_RECORDS


class Records:
    """The records of a table, found by row number."""

    def __init__(self, table: pa.Table) -> None:
        self.schema = table.schema
        self._pieces = [batch for batch in table.to_batches() if batch.num_rows]
        self._starts = np.cumsum([0, *(piece.num_rows for piece in self._pieces)])

    def sizes(self, numbers: Numbers) -> Numbers:
        """The bytes of each record."""
        found = np.zeros(len(numbers), dtype=np.int64)
        order, runs = self._runs(numbers)
        for piece, start, stop, local in runs:
            if piece is not None:
                found[order[start:stop]] = sum(_column_sizes(column, local) for column in piece.columns)
        return found

    def take(self, numbers: Numbers) -> pa.RecordBatch:
        """The records in the order of their numbers; keep them few, see `cut`."""
        if not len(numbers):
            return pa.RecordBatch.from_pylist([], schema=self.schema)
        order, runs = self._runs(numbers)
        parts = [self._part(piece, local) for piece, _, _, local in runs]
        whole = parts[0] if len(parts) == 1 else pa.concat_batches(parts)
        del parts
        if np.array_equal(order, np.arange(len(order))):
            return whole
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return whole.take(pa.array(back))

    def _part(self, piece: pa.RecordBatch | None, local: Numbers) -> pa.RecordBatch:
        if piece is None:
            arrays = [nulls(field.type, len(local)) for field in self.schema]
            return pa.RecordBatch.from_arrays(arrays, schema=self.schema)
        if int(local[-1]) - int(local[0]) == len(local) - 1 and (np.diff(local) == 1).all():
            return piece.slice(int(local[0]), len(local))
        return piece.take(pa.array(local))

    def _runs(
        self, numbers: Numbers
    ) -> tuple[Numbers, Iterator[tuple[pa.RecordBatch | None, int, int, Numbers]]]:
        """The order that makes the numbers ascend, and the parts of it that lie in one piece."""
        if not len(numbers):
            return numbers, iter(())
        order = np.argsort(numbers, kind="stable")
        ascending = numbers[order]
        places = np.searchsorted(self._starts, ascending, side="right") - 1
        edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(ascending)]

        def runs() -> Iterator[tuple[pa.RecordBatch | None, int, int, Numbers]]:
            for start, stop in itertools.pairwise(edges):
                place = int(places[start])
                piece = self._pieces[place] if place >= 0 else None
                first = self._starts[place] if place >= 0 else -1
                yield piece, start, stop, ascending[start:stop] - first

        return order, runs()


def gather(table: pa.Table, numbers: Iterable[Numbers], ctx: RunContext) -> Iterator[pa.RecordBatch]:
    """The records of a table in the order of a stream of row numbers; one empty batch if there are none."""
    records = Records(table)
    empty = True
    for block in numbers:
        for start, stop in cut(records.sizes(block)):
            ctx.check_cancelled()
            yield from portions(records.take(block[start:stop]))
            empty = False
    if empty:
        yield records.take(np.empty(0, dtype=np.int64))


def cut(sizes: Numbers) -> Iterator[tuple[int, int]]:
    """Where to cut records of these sizes so that each part fits a batch."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = int(ends[start - 1]) if start else 0
        fitting = int(np.searchsorted(ends, before + BATCH_BYTES, side="right"))
        stop = max(fitting, start + 1)
        yield start, stop
        start = stop


def portions(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The batch in pieces of no more records than a batch may have; nothing is copied."""
    most = most_records(batch.schema)
    for start in range(0, batch.num_rows, most):
        yield batch.slice(start, most)


def _column_sizes(column: pa.Array, local: Numbers) -> Numbers | int:
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        return _lengths(column, local, np.int32) + 5
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        return _lengths(column, local, np.int64) + 9
    return -(-column.nbytes // len(column))


def _lengths(column: pa.Array, local: Numbers, width: type[np.int32 | np.int64]) -> Numbers:
    ends = np.frombuffer(column.buffers()[1], dtype=width)[column.offset :]
    return np.subtract(ends[local + 1], ends[local], dtype=np.int64)


def nulls(kind: pa.DataType, count: int) -> pa.Array:
    """A column without values, for types of pictures and models, too."""
    if isinstance(kind, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(kind, pa.nulls(count, kind.storage_type))
    return pa.nulls(count, kind)
