"""JSON lines: one object a line; the columns are the union of the keys of the first records."""

import contextlib
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from weft.sdk import ToolError, type_name
from weft_nodes._formats.batches import other_formats, storage
from weft_nodes._formats.file_format import TextOptions, Warn
from weft_nodes._formats.json_values import as_text, fits, infer, is_plain, read_back, widen, writable
from weft_nodes._formats.magic import file_kind

Line: TypeAlias = tuple[int, dict[str, Any]]

_RECORDS = 1 << 13
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


class JsonLinesFormat:
    """Numbers, texts, true and false, lists and objects; a value that is not there is null."""

    name = "json lines"
    extensions: tuple[str, ...] = (".jsonl", ".ndjson", ".json")
    appends = True
    needs: tuple[str, ...] = ()

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        seen: dict[str, pa.DataType | None] = {}
        lines = itertools.islice(_objects(path, options, _unheard), options.look_at or None)
        for rows in _groups(lines):
            # A key that is new here was null in all records before, which says nothing of its type.
            for name in dict.fromkeys(itertools.chain.from_iterable(row for _, row in rows)):
                seen[name] = widen(seen.get(name), infer([row.get(name) for _, row in rows]))
        if not seen:
            raise ToolError(
                f"{path} is empty; a JSON lines file needs at least one object to tell the columns"
            )
        texts = options.types == "text"
        return pa.schema(
            [(name, pa.string() if texts or kind is None else kind) for name, kind in seen.items()]
        )

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        known = set(schema.names)
        for rows in _groups(_objects(path, options, warn)):
            for number, row in rows:
                if not row.keys() <= known:
                    _unknown(path, number, sorted(row.keys() - known), options, warn)
            columns = [_column(path, rows, field, options, warn) for field in schema]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def refusals(self, schema: pa.Schema) -> list[str]:
        return [
            f"column {field.name!r} ({type_name(field.type)}) cannot stand in a JSON lines file; "
            f"choose {other_formats(field.type)}, or drop the column by Select"
            for field in schema
            if read_back(field.type) is None
        ]

    def stored(self, schema: pa.Schema) -> pa.Schema:
        return pa.schema([pa.field(field.name, read_back(field.type) or field.type) for field in schema])

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> "JsonLinesWriter":
        return JsonLinesWriter(path, warn)


class JsonLinesWriter:
    """One object a record; goes on at the end of a file that has records already."""

    def __init__(self, path: Path, warn: Warn) -> None:
        self._warn = warn
        self._file = path.open("ab")
        if self._file.tell() and _last_byte(path) != b"\n":
            self._file.write(b"\n")

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [self._values(storage(column)) for column in batch.columns]
        names = batch.schema.names
        for values in zip(*columns, strict=True):
            self._file.write(_ENCODER.encode(dict(zip(names, values, strict=True))).encode() + b"\n")

    def _values(self, column: pa.Array) -> list[Any]:
        values = column.to_pylist()
        if is_plain(column):
            return values
        return [writable(value, self._warn) for value in values]

    def finish(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read()


def _objects(path: Path, options: TextOptions, warn: Warn) -> Iterator[Line]:
    """The number of each line and its object; empty lines are passed over."""
    with path.open("rb") as file:
        kind = file_kind(file.read(32))
        if kind:
            raise ToolError(
                f"{path} is no text but a file of kind {kind}; choose its format by name", "format"
            )
        file.seek(0)
        for number, line in enumerate(file, 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError(f"a JSON object is wanted, this is a {type(row).__name__}")
            except (ValueError, RecursionError) as error:
                said = f"line {number:,} is no JSON object: {error}"
                if not options.ignore_errors:
                    raise ToolError(
                        f"{path}, {said}. Each line must hold one object; mend it, or ignore errors "
                        "(the record is left out)",
                        "ignore_errors",
                    ) from None
                warn(f"lines of {path.name} were left out: they are no JSON objects", 1, said)
                continue
            yield number, row


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """So many records at a time."""
    lines = iter(lines)
    while group := list(itertools.islice(lines, _RECORDS)):
        yield group


def _column(path: Path, rows: list[Line], field: pa.Field, options: TextOptions, warn: Warn) -> pa.Array:
    values = [row.get(field.name) for _, row in rows]
    if pa.types.is_string(field.type):
        return pa.array([as_text(value) for value in values], field.type)
    try:
        return pa.array(values, field.type)
    except (pa.ArrowException, OverflowError):
        pass
    for index, (number, _) in enumerate(rows):
        if fits(values[index], field.type):
            continue
        said = f"line {number:,}, column {field.name!r}: {json.dumps(values[index])[:80]}"
        if not options.ignore_errors:
            raise ToolError(
                f"{path}, {said} is no {type_name(field.type)}, as the first {options.look_at:,} records "
                "made it seem. Take the types as text, look at more records (0: all), or ignore errors "
                "(the value becomes null)",
                "types",
            )
        warn(f"values of {path.name} became null: they are not of the type of their column", 1, said)
        values[index] = None
    return pa.array(values, field.type)


def _unknown(path: Path, number: int, names: list[str], options: TextOptions, warn: Warn) -> None:
    said = f"line {number:,} has the key {names[0]!r}"
    if not options.ignore_errors:
        raise ToolError(
            f"{path}, {said}, which none of the first {options.look_at:,} records has. Look at more records "
            "(0: all), or ignore errors (the value is left out)",
            "look_at",
        )
    warn(f"values of {path.name} were left out: their keys come too late in the file", len(names), said)


def _unheard(message: str, records: int, example: str) -> None:
    """Whoever looks at the head warns nobody: reading says it again."""
