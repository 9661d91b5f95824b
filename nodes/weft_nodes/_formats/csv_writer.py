"""Writing delimited text; goes on at the end of a file that has records already."""

import codecs
import contextlib
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from weft.sdk import ToolError
from weft_nodes._formats.batches import as_schema, plain_schema, storage
from weft_nodes._formats.file_format import TextOptions


class CsvWriter:
    """Texts in quotes, nulls as nothing, so that an empty text and a null stay two things."""

    def __init__(self, path: Path, schema: pa.Schema, options: TextOptions) -> None:
        self._options = options
        self._schema = pa.schema([pa.field(field.name, _under(field.type)) for field in plain_schema(schema)])
        self._file = path.open("ab")
        self._encoder = codecs.getincrementalencoder(options.encoding)()
        fresh = self._file.tell() == 0
        if not fresh:
            # The mark that some encodings begin with stands at the start of the file already.
            self._encoder.encode("x")
            if not _ends_a_line(path, options.encoding):
                self._file.write(self._encoder.encode("\n"))
        self._header = options.header and fresh

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [storage(column) for column in batch.columns]
        plain = pa.RecordBatch.from_arrays(columns, names=self._schema.names)
        self._put(as_schema(plain, self._schema))

    def _put(self, batch: pa.RecordBatch) -> None:
        buffer = io.BytesIO()
        pa_csv.write_csv(
            batch,
            buffer,
            pa_csv.WriteOptions(
                include_header=self._header, delimiter=self._options.delimiter or ",", quoting_style="needed"
            ),
        )
        self._header = False
        data = buffer.getvalue()
        if codecs.lookup(self._options.encoding).name != "utf-8":
            try:
                data = self._encoder.encode(data.decode())
            except UnicodeEncodeError as error:
                raise ToolError(
                    f"the letter {error.object[error.start]!r} does not exist in {self._options.encoding}; "
                    "choose the encoding utf-8",
                    "encoding",
                ) from error
        self._file.write(data)

    def finish(self) -> None:
        if self._header:
            self._put(pa.RecordBatch.from_pylist([], schema=self._schema))
        self._file.close()

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()


def _under(data_type: pa.DataType) -> pa.DataType:
    return data_type.storage_type if isinstance(data_type, pa.BaseExtensionType) else data_type


def _ends_a_line(path: Path, encoding: str) -> bool:
    width = len("\n".encode(encoding.replace("utf-16", "utf-16-le"))) if "16" in encoding else 1
    with path.open("rb") as file:
        file.seek(-width, 2)
        return file.read().strip(b"\0") in (b"\n", b"\r")
