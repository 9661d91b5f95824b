"""Writing `.yxdb` files by sigilyx, so that Alteryx and yxdb read what was meant.

Two traps of the library are stepped round: it writes letters such as `é` in narrow text columns in
UTF-8, which others read as `Ã©` (so every text column is made a wide one), and it declares text as
wide as the first value (so the widest is declared at the end).
"""

import contextlib
import io
import re
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import ToolError
from weft_nodes._formats.batches import plain_type, storage
from weft_nodes._formats.file_format import Warn
from weft_nodes._formats.yxdb_types import source_of, written_type

_WIDEST = 1_073_741_823
_REPORT = 1_000_000


class YxdbWriter:
    """Batches one after another; the list of columns is completed at the end."""

    def __init__(self, path: Path, schema: pa.Schema, warn: Warn) -> None:
        from sigilyx.sigilyx import YxdbStreamWriter

        self._path = path
        self._schema = schema
        self._warn = warn
        self._written = pa.schema([pa.field(field.name, written_type(field.type)) for field in schema])
        self._file = YxdbStreamWriter(str(path), _ipc(_sample(schema, self._written)))

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [
            _written(column, field, self._warn)
            for column, field in zip(batch.columns, self._written, strict=True)
        ]
        self._file.write_batch(_ipc(pa.RecordBatch.from_arrays(columns, schema=self._written)))

    def finish(self) -> None:
        self._file.finish()
        _complete_columns(self._path, self._schema)

    def abandon(self) -> None:
        # A file that is only dropped would make the library complain on the screen.
        with contextlib.suppress(OSError, ValueError):
            self._file.finish()


def _ipc(batch: pa.RecordBatch) -> bytes:
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, batch.schema) as writer:
        writer.write_batch(batch)
    return buffer.getvalue()


def _sample(schema: pa.Schema, written: pa.Schema) -> pa.RecordBatch:
    """One record from which the library takes the types; a letter beyond Latin-1 makes text wide.

    The width that it declares for a report must have as many digits as `_completed` needs.
    """

    def value(field: pa.Field) -> object:
        if pa.types.is_string(field.type):
            is_report = source_of(schema.field(field.name).type) == "report"
            return "日" * (_REPORT if is_report else 1)
        return b"x" if pa.types.is_large_binary(field.type) else None

    return pa.RecordBatch.from_arrays(
        [pa.array([value(field)], field.type) for field in written], schema=written
    )


def _written(column: pa.Array, field: pa.Field, warn: Warn) -> pa.Array:
    """The column as it is written.

    Raises:
        ToolError: A value has no place in the file.
    """
    column = storage(column)
    if pa.types.is_dictionary(column.type):
        column = column.cast(plain_type(column.type))
    try:
        if pa.types.is_timestamp(column.type) or pa.types.is_time(column.type):
            column = _whole_seconds(column, field.name, warn)
        column = column.cast(field.type)
        if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
            _check_years(column)
    except pa.ArrowInvalid as error:
        raise ToolError(f"column {field.name!r} has a value that no .yxdb file can hold: {error}") from error
    return column


def _whole_seconds(column: pa.Array, name: str, warn: Warn) -> pa.Array:
    if column.type.unit != "s":
        whole = pc.floor_temporal(column, unit="second")
        cut = pc.not_equal(whole, column)
        if count := pc.sum(cut).as_py():
            first = column[pc.index(cut, True).as_py()]
            warn("times lose their fraction of a second in a .yxdb file", count, f"column {name!r}: {first}")
        column = whole
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit))
    return column


def _check_years(column: pa.Array) -> None:
    limits = pc.min_max(pc.year(column)).as_py()
    if limits["min"] is not None and (limits["min"] < 1 or limits["max"] > 9999):
        raise pa.ArrowInvalid("the year is not one of 1 to 9999")


def _complete_columns(path: Path, schema: pa.Schema) -> None:
    """Declare the widest text, and tell by `source` what is a picture, a model or a report.

    The list keeps its length, since the records follow it: the name of the library, which stands
    as the source of every field, gives the room.
    """
    with path.open("r+b") as file:
        file.seek(80)
        (units,) = struct.unpack("<I", file.read(4))
        file.seek(512)
        meta = file.read(2 * units).decode("utf-16-le")
        words = iter([source_of(field.type) for field in schema])
        done = re.sub(r"<Field .*?/>", lambda match: _completed(match[0], next(words)), meta)
        file.seek(512)
        file.write(done.encode("utf-16-le"))


def _completed(field: str, source: str) -> str:
    # Quotes inside a name are escaped, so these texts can only be attributes.
    width = len(field)
    if source == "report":
        field = field.replace(
            f' size="{_REPORT}" source="SigilYX"', f' size="{_REPORT * 10 - 1}" source="report"'
        )
    elif source:
        field = field.replace(' source="SigilYX"', f' source="{source}"')
    else:
        field = re.sub(r' size="1" source="SigilYX"( type="V_WString")', rf' size="{_WIDEST}"\1', field)
    return field.replace("/>", " " * (width - len(field)) + "/>")
