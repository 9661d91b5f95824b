"""Records gathered into batches of bounded size, each a record of the input with something added."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from weft.sdk import picture_array, set_column
from weft.sdk.pictures import PictureType

MAX_RECORDS = 1_024
MAX_BYTES = 64 << 20


@dataclass
class Gathering:
    """Collects records that all come from one batch of the input; `flush` makes a batch of them.

    Attributes:
        anchor: The output that they leave by.
        fields: The columns that are added, replacing those of the same name.
        source: The input batch; its columns are carried through. A batch without columns for none.
    """

    anchor: str
    fields: tuple[pa.Field, ...]
    source: pa.RecordBatch
    _rows: list[int] = field(default_factory=list)
    _values: list[tuple[Any, ...]] = field(default_factory=list)
    _bytes: float = 0

    def fits(self, size: int) -> bool:
        """Whether a record of this many bytes may join; the first one always may."""
        return not self._rows or (len(self._rows) < MAX_RECORDS and self._bytes + size <= MAX_BYTES)

    def add(self, row: int, values: tuple[Any, ...], size: int) -> None:
        """Add a record: the row of the source, the values of `fields`, and how many bytes they take."""
        self._rows.append(row)
        self._values.append(values)
        self._bytes += size + self.source.nbytes / max(self.source.num_rows, 1)

    def flush(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The batch of what was gathered, if anything was, and begin anew."""
        if self._rows:
            yield self.anchor, self._batch()
        self._rows, self._values, self._bytes = [], [], 0

    def empty(self) -> tuple[str, pa.RecordBatch]:
        """A batch of no record, to tell the schema."""
        self._rows, self._values = [], []
        return self.anchor, self._batch()

    def _batch(self) -> pa.RecordBatch:
        columns = [_array([values[i] for values in self._values], f) for i, f in enumerate(self.fields)]
        if not self.source.num_columns:
            return pa.RecordBatch.from_arrays(columns, schema=pa.schema(self.fields))
        batch = self.source.take(pa.array(self._rows, pa.int64()))
        for new, values in zip(self.fields, columns, strict=True):
            batch = set_column(batch, new, values)
        return batch


def _array(values: list[Any], of: pa.Field) -> pa.Array:
    return picture_array(values) if isinstance(of.type, PictureType) else pa.array(values, of.type)
