"""Arrow IPC files (also called Feather 2): every type comes back as it was."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from weft.sdk import ToolError
from weft_nodes._formats.batches import as_schema, plain_schema, readable_schema
from weft_nodes._formats.file_format import TextOptions, Warn


class ArrowFormat:
    """The IPC *file* format; the stream format has no index and cannot be told from a cut file."""

    name = "arrow"
    extensions: tuple[str, ...] = (".arrow", ".feather", ".ipc")
    appends = False
    needs: tuple[str, ...] = ()

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        with pa.memory_map(str(path)) as source:
            reader = _opened(source, path)
            with _blamed(path):
                return readable_schema(reader.schema, path)

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        with pa.memory_map(str(path)) as source:
            reader = _opened(source, path)
            for index in range(reader.num_record_batches):
                try:
                    batch = reader.get_batch(index)
                    batch.validate(full=True)
                except (pa.ArrowException, OSError) as error:
                    raise ToolError(f"{path} is damaged in its batch {index + 1}: {error}") from error
                yield as_schema(batch, schema)

    def refusals(self, schema: pa.Schema) -> list[str]:
        return []

    def stored(self, schema: pa.Schema) -> pa.Schema:
        return plain_schema(schema)

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> "ArrowWriter":
        return ArrowWriter(path, schema)


class ArrowWriter:
    """Batches one after another, as they come."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = plain_schema(schema)
        self._writer = pa.ipc.new_file(str(path), self._schema)

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(as_schema(batch, self._schema))

    def finish(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        with contextlib.suppress(pa.ArrowException, OSError):
            self._writer.close()


def _opened(source: pa.MemoryMappedFile, path: Path) -> pa.RecordBatchFileReader:
    with _blamed(path):
        return pa.ipc.open_file(source)


@contextlib.contextmanager
def _blamed(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ToolError(
            f"{path} cannot be read as an Arrow file: {error}. It is cut short or of another kind; "
            "write it again, or choose its format by name"
        ) from error
