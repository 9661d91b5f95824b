"""`weft show`: records of a result, as a table to read or as JSON or CSV for other programs."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TextIO

import pyarrow as pa
from pydantic import JsonValue

from weft.cli.cells import cell_json, cell_text
from weft.cli.saving import save_cell, saving_hints
from weft.cli.table import TextColumn, table_lines
from weft.cli.terminal import complaints, counted, for_programs, output, write
from weft.errors import StoreError, suggestion
from weft.run.checking import Request
from weft.run.results import Result, find_result
from weft.sdk import type_name

_TABLE_ROWS = 20
_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: which records, how, and how many of them; None for the usual number.

    `save` is a file for the picture, model or report of the first record; `column` is the only column that
    counts, None for all of them.
    """

    node: str
    anchor: str | None
    form: Literal["table", "json", "csv"]
    rows: int | None = None
    save: Path | None = None
    column: str | None = None


def show_result(request: Request, shown: Shown) -> int:
    """Show records of a result and give the exit code."""
    result = find_result(request, shown.node, shown.anchor)
    if shown.column is not None:
        result = _only(result, shown.column)
    if shown.save is not None:
        save_cell(result, shown.save)
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
            for line in (_caption(result), *saving_hints(table)):
                write(output(), line, "info")
    asked = result.records if wanted is None else wanted
    if _is_part(result) and result.table.num_rows < asked and shown.form != "table":
        write(complaints(), f"warning: {_partly(result)}", "warning")
    return 0


def _only(result: Result, column: str) -> Result:
    names = result.table.column_names
    if column not in names:
        hint = suggestion(column, names) or f"; it has {', '.join(names)}"
        raise StoreError(f"{result.anchor} of {result.node} has no column {column!r}{hint}")
    return replace(result, table=result.table.select([names.index(column)]))


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
    if not table.num_columns:
        return
    console = output()
    columns = [
        TextColumn(name, kind, type_name(kind), [cell_text(value, kind) for value in column.to_pylist()])
        for name, kind, column in zip(table.column_names, table.schema.types, table.columns, strict=True)
    ]
    lines, note = table_lines(columns, console.width if console.is_terminal else None)
    for number, line in enumerate(lines):
        write(console, line, "bold" if number == 0 else "info" if number == 1 else "")
    if note:
        write(console, note, "info")


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
