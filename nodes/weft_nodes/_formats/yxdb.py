"""Alteryx `.yxdb` files, read and written by sigilyx.

It reads letters such as `é` in narrow text columns of Alteryx as `�`; those are read again by yxdb.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import ToolError
from weft_nodes._formats.batches import MOST_RECORDS, as_schema
from weft_nodes._formats.file_format import TextOptions, Warn
from weft_nodes._formats.yxdb_cells import Cells
from weft_nodes._formats.yxdb_head import Field, cut_short, read_head, unpacked_size
from weft_nodes._formats.yxdb_types import read_type, refusal, stored_type
from weft_nodes._formats.yxdb_writer import YxdbWriter

_BATCH_BYTES = 16 << 20


class YxdbFormat:
    """Files of the first engine, which every version of Designer reads."""

    name = "yxdb"
    extensions: tuple[str, ...] = (".yxdb",)
    appends = False
    needs: tuple[str, ...] = ("sigilyx", "yxdb")

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        head = read_head(path)
        cells = Cells(path, head)
        return pa.schema([pa.field(field.name, read_type(field, cells.first)) for field in head.fields])

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        import sigilyx

        head = read_head(path)
        narrow = _NarrowText(path, head.fields)
        weight = unpacked_size(path, head) / max(1, head.records)
        records = max(1, min(MOST_RECORDS, int(_BATCH_BYTES / max(1.0, weight))))
        seen = 0
        with _blamed(path), contextlib.closing(narrow):
            for frame in sigilyx.read_yxdb_batches(path, records):
                for batch in frame.to_arrow().to_batches():
                    yield as_schema(narrow.repaired(batch, seen), schema)
                    seen += batch.num_rows
        if seen != head.records:
            raise ToolError(f"{cut_short(path)} (it promises {head.records:,} records and has {seen:,})")

    def refusals(self, schema: pa.Schema) -> list[str]:
        if not len(schema):
            return ["there is no column to write; a .yxdb file needs at least one"]
        return [reason for reason in map(refusal, schema) if reason]

    def stored(self, schema: pa.Schema) -> pa.Schema:
        return pa.schema([pa.field(field.name, stored_type(field.type)) for field in schema])

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> YxdbWriter:
        return YxdbWriter(path, schema, warn)


class _NarrowText:
    """Text columns of Alteryx in Latin-1, which sigilyx takes for UTF-8."""

    def __init__(self, path: Path, fields: Sequence[Field]) -> None:
        self._path = path
        self._columns = [
            index
            for index, field in enumerate(fields)
            if field.type in ("String", "V_String") and field.source != "SigilYX"
        ]
        self._at = 0
        self._reader: Any = None

    def repaired(self, batch: pa.RecordBatch, start: int) -> pa.RecordBatch:
        """The batch with its text right; `start` is the number of its first record in the file."""
        doubtful = [
            index
            for index in self._columns
            if pc.all(pc.string_is_ascii(batch.column(index))).as_py() is False
        ]
        if not doubtful:
            return batch
        rows = self._rows(doubtful, start, batch.num_rows)
        for index, values in zip(doubtful, zip(*rows, strict=True), strict=True):
            batch = batch.set_column(index, batch.schema.names[index], pa.array(values, pa.string()))
        return batch

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()

    def _rows(self, columns: Sequence[int], start: int, count: int) -> list[list[str | None]]:
        from yxdb.yxdb_reader import YxdbReader

        if self._reader is None:
            try:
                self._reader = YxdbReader(path=str(self._path))
            except Exception as error:
                raise ToolError(
                    f"{self._path} has letters beyond ASCII in a narrow text column (String, V_String) "
                    "beside a column of a type that yxdb does not know, such as Time; write the text as "
                    "V_WString in Designer"
                ) from error
        while self._at < start:
            self._reader.next()
            self._at += 1
        rows = []
        for _ in range(count):
            self._reader.next()
            rows.append([self._reader.read_index(index) for index in columns])
        self._at += count
        return rows


@contextlib.contextmanager
def _blamed(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise ToolError(f"{path} is cut short or damaged: {error}; write or copy it again") from error
    except BaseException as error:
        # What a panic in Rust becomes is no Exception and has no name that can be imported.
        if type(error).__name__ == "PanicException":
            raise ToolError(f"{path} is damaged: {error}; write or copy it again") from error
        raise
