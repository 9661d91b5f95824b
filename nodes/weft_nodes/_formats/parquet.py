"""Parquet files: every type comes back as it was."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from weft.sdk import ToolError, type_name
from weft_nodes._formats.batches import MOST_BYTES, MOST_RECORDS, as_schema, plain_schema, readable_schema
from weft_nodes._formats.file_format import TextOptions, Warn


class ParquetFormat:
    """Row groups of at most 64 MB, so that they can be read again in little memory."""

    name = "parquet"
    extensions: tuple[str, ...] = (".parquet", ".pq")
    appends = False
    needs: tuple[str, ...] = ()

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        import pyarrow.parquet as pq

        with _blamed(path):
            return readable_schema(pq.read_schema(path), path)

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        # Without this a whole row group is fetched ahead, and other programs write huge ones.
        with _blamed(path), pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
            records = _records_a_batch(file.metadata)
            seen = 0
            for batch in file.iter_batches(records):
                seen += batch.num_rows
                yield as_schema(batch, schema)
            if seen != file.metadata.num_rows:
                raise ToolError(f"{path} promises {file.metadata.num_rows:,} records and has {seen:,}")

    def refusals(self, schema: pa.Schema) -> list[str]:
        return [reason for reason in map(_refusal, plain_schema(schema)) if reason]

    def stored(self, schema: pa.Schema) -> pa.Schema:
        return _read_back(plain_schema(schema))

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> "ParquetWriter":
        return ParquetWriter(path, schema)


class ParquetWriter:
    """Gathers batches into row groups; pictures are not packed twice and get no statistics."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        small = [field.name for field in schema if not _is_blob(field.type)]
        self._schema = plain_schema(schema)
        self._waiting: list[pa.RecordBatch] = []
        self._bytes = 0
        self._writer = pq.ParquetWriter(path, self._schema, use_dictionary=small, write_statistics=small)

    def write(self, batch: pa.RecordBatch) -> None:
        batch = as_schema(batch, self._schema)
        self._waiting.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= MOST_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
        self._waiting.clear()
        self._bytes = 0

    def finish(self) -> None:
        self._write_group()
        self._writer.close()

    def abandon(self) -> None:
        with contextlib.suppress(pa.ArrowException, OSError):
            self._writer.close()


def _read_back(schema: pa.Schema) -> pa.Schema:
    """The schema as a file gives it back: Parquet has no times in whole seconds, for one."""
    import pyarrow.parquet as pq

    file = pa.BufferOutputStream()
    pq.write_metadata(schema, file)
    return plain_schema(pq.read_schema(pa.BufferReader(file.getvalue())))


def _refusal(field: pa.Field) -> str:
    """Why a column cannot be written, empty where it can."""
    try:
        _read_back(pa.schema([field]))
    except pa.ArrowNotImplementedError:
        return (
            f"column {field.name!r} ({type_name(field.type)}) does not fit into a Parquet file; "
            "drop it by Select, or write arrow"
        )
    return ""


def _is_blob(data_type: pa.DataType) -> bool:
    kind = data_type.storage_type if isinstance(data_type, pa.BaseExtensionType) else data_type
    return pa.types.is_large_binary(kind) or pa.types.is_binary(kind) or pa.types.is_nested(kind)


def _records_a_batch(metadata: Any) -> int:
    """So many that a batch stays near 16 MB."""
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    heaviest = max((group.total_byte_size / max(1, group.num_rows) for group in groups), default=1.0)
    return max(1, min(MOST_RECORDS, int((16 << 20) / max(1.0, heaviest))))


@contextlib.contextmanager
def _blamed(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ToolError(
            f"{path} cannot be read as a Parquet file: {error}. It is cut short, damaged or of another "
            "kind; write it again, or choose its format by name"
        ) from error
