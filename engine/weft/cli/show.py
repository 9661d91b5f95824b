"""`weft show`: records of a result, as a table to read or as JSON or CSV for other programs."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

import pyarrow as pa
from pydantic import JsonValue

from weft.cli.cells import cell_json, cell_text
from weft.cli.terminal import aligned, complaints, counted, for_programs, output, write
from weft.errors import StoreError
from weft.run.checking import Request
from weft.run.results import Result, find_result
from weft.sdk import ReportType, type_name

_TABLE_ROWS = 20
_CELL_WIDTH = 40
_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: which records, how, and how many of them; None for the usual number.

    `save` is a file for the picture, model or report of the first record.
    """

    node: str
    anchor: str | None
    form: Literal["table", "json", "csv"]
    rows: int | None = None
    save: Path | None = None


def show_result(request: Request, shown: Shown) -> int:
    """Show records of a result and give the exit code."""
    result = find_result(request, shown.node, shown.anchor)
    if shown.save is not None:
        _save_cell(result, shown.save)
        return 0
    wanted = _TABLE_ROWS if shown.rows is None and shown.form == "table" else shown.rows
    table = result.table if wanted is None else result.table.slice(0, wanted)
    match shown.form:
        case "json":
            _write_json(table, for_programs())
        case "csv":
            _write_csv(table, for_programs())
        case _:
            _write_table(table)
            write(output(), _caption(result), "info")
    asked = result.records if wanted is None else wanted
    if _is_part(result) and result.table.num_rows < asked and shown.form != "table":
        write(complaints(), f"warning: {_partly(result)}", "warning")
    return 0


def _save_cell(result: Result, path: Path) -> None:
    """Write the first cell that holds a file: a picture, a model, a report or plain bytes."""
    for column in result.table.slice(0, 1).columns:
        (value,) = column.to_pylist() or (None,)
        content = value.encode() if isinstance(column.type, ReportType) and isinstance(value, str) else value
        if isinstance(content, bytes):
            path.write_bytes(content)
            write(output(), f"{cell_text(value, column.type)} in {path}", "good")
            return
    raise StoreError(
        f"{result.anchor} of {result.node} has no picture, model or report in its first record to save"
    )


def _caption(result: Result) -> str:
    size = f"{counted(result.records, 'record')}, {counted(result.table.num_columns, 'column')}"
    text = f"{result.anchor} of {result.node}: {size}"
    return f"{text}; {_partly(result)}" if _is_part(result) else text


def _is_part(result: Result) -> bool:
    """Whether records are missing: of a short result the first ones are all of them."""
    return not result.complete and result.table.num_rows < result.records


def _partly(result: Result) -> str:
    kept = counted(result.table.num_rows, "record")
    return f'only the first {kept} are kept; pin the node ("pinned": true) and run again to keep all'


def _records(table: pa.Table) -> Iterator[list[object]]:
    """The records one by one, so that a large result is never in memory as Python objects."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _write_table(table: pa.Table) -> None:
    types = table.schema.types
    head = [_short(name) for name in table.column_names]
    kinds = [type_name(kind) for kind in types]
    rows = [
        [_short(cell_text(value, kind)) for value, kind in zip(record, types, strict=True)]
        for record in _records(table)
    ]
    numbers = frozenset(
        i for i, kind in enumerate(types) if pa.types.is_integer(kind) or pa.types.is_floating(kind)
    )
    if not head:
        return
    console = output()
    for number, line in enumerate(aligned([head, kinds, *rows], numbers)):
        style = "bold" if number == 0 else "info" if number == 1 else ""
        # On a terminal a line that is too long is cut: a table that wraps cannot be read.
        shown = line if not console.is_terminal else line[: console.width]
        write(console, shown, style)


def _write_json(table: pa.Table, file: TextIO) -> None:
    fields = [(name, kind) for name, kind in zip(table.column_names, table.schema.types, strict=True)]
    separator = "[\n"
    for record in _records(table):
        shown: dict[str, JsonValue] = {
            name: cell_json(value, kind) for (name, kind), value in zip(fields, record, strict=True)
        }
        file.write(separator + json.dumps(shown, ensure_ascii=False, allow_nan=False))
        separator = ",\n"
    file.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_csv(table: pa.Table, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.column_names)
    types = table.schema.types
    for record in _records(table):
        writer.writerow([_csv_cell(value, kind) for value, kind in zip(record, types, strict=True)])


def _csv_cell(value: object, kind: pa.DataType) -> object:
    if value is None:
        return ""
    # A float in full: the text for people is rounded.
    return value if isinstance(value, float) else cell_text(value, kind)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL_WIDTH else line[: _CELL_WIDTH - 1] + "…"
