"""A whole result as a file: made batch by batch, so that the memory stays small."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from weft.sdk import type_name
from weft_web.services.results.conditions import QueryError
from weft_web.services.results.csv_text import csv_header, csv_lines
from weft_web.services.results.outputs import Kept

Format: TypeAlias = Literal["arrow", "parquet", "csv"]

_MEDIA_TYPES: dict[Format, str] = {
    "arrow": "application/vnd.apache.arrow.file",
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv; charset=utf-8",
}
_LINES = 4_096
"""Records that become text at a time."""
_GROUP_BYTES = 64 * 2**20
"""Of a row group of Parquet, as Output Data writes them."""


@dataclass(frozen=True)
class Download:
    """A file on its way.

    Attributes:
        name: Its name.
        media_type: What it is.
        parts: Its bytes.
    """

    name: str
    media_type: str
    parts: Iterator[bytes]


def download(found: Kept, table: pa.Table, wanted: Format) -> Download:
    """The records that rest, as a file.

    Raises:
        QueryError: A column does not fit into the format.
    """
    record = found.record
    name = f"{record.node}.{record.anchor}"
    if not found.complete and table.num_rows < record.records:
        name += f".first-{table.num_rows}"
    if wanted == "csv":
        parts = _csv(table)
    elif wanted == "parquet":
        _check_parquet(table.schema)
        parts = _parquet(table)
    else:
        parts = _arrow(table)
    return Download(f"{name}.{wanted}", _MEDIA_TYPES[wanted], parts)


class _Pipe(io.RawIOBase):
    """What is written at one end is taken at the other."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._position += len(part)
        return len(part)

    def take(self) -> bytes:
        """What was written since the last time, in one piece: each costs a change of threads."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _csv(table: pa.Table) -> Iterator[bytes]:
    yield csv_header(table.schema).encode()
    for batch in table.to_batches(max_chunksize=_LINES):
        yield csv_lines(batch).encode()


def _arrow(table: pa.Table) -> Iterator[bytes]:
    pipe = _Pipe()
    writer = pa.ipc.new_file(pipe, table.schema)
    for batch in table.to_batches():
        writer.write_batch(batch)
        yield pipe.take()
    writer.close()
    yield pipe.take()


def _parquet(table: pa.Table) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    # Pictures are packed already, and their smallest and greatest say nothing.
    small = [field.name for field in table.schema if not isinstance(field.type, pa.BaseExtensionType)]
    pipe = _Pipe()
    writer = pq.ParquetWriter(pipe, table.schema, use_dictionary=small, write_statistics=small)
    for group in _groups(table):
        writer.write_table(group)
        yield pipe.take()
    writer.close()
    yield pipe.take()


def _groups(table: pa.Table) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in table.to_batches():
        waiting.append(batch)
        size += batch.nbytes
        if size >= _GROUP_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, size = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _check_parquet(schema: pa.Schema) -> None:
    import pyarrow.parquet as pq

    for field in schema:
        try:
            pq.write_metadata(pa.schema([field]), pa.BufferOutputStream())
        except pa.ArrowNotImplementedError as error:
            raise QueryError(
                f"column {field.name!r} ({type_name(field.type)}) does not fit into a Parquet file; "
                "take it as Arrow"
            ) from error
