"""Delimited text (CSV): strict about quoting, typed by its first records, read piece by piece."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from weft.sdk import ReportType, ToolError, type_name
from weft_nodes._formats.batches import other_formats, plain_type
from weft_nodes._formats.csv_table import CsvTable
from weft_nodes._formats.csv_writer import CsvWriter
from weft_nodes._formats.file_format import TextOptions, Warn
from weft_nodes._formats.text_types import TEXT, TextType, infer, of_arrow, widen


class CsvFormat:
    """Text with a delimiter. An empty place is null, an empty text stands as `""`."""

    name = "csv"
    extensions: tuple[str, ...] = (".csv", ".txt", ".tsv")
    appends = True
    needs: tuple[str, ...] = ()

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        table = CsvTable.opened(path, options)
        if options.types == "text":
            return pa.schema([pa.field(name, pa.string()) for name in table.names])
        kinds: list[TextType | None] = [None] * len(table.names)
        for part in table.head(options.look_at):
            kinds = [widen(kind, infer(column)) for kind, column in zip(kinds, part.columns, strict=True)]
        return pa.schema(
            [pa.field(name, (kind or TEXT).arrow) for name, kind in zip(table.names, kinds, strict=True)]
        )

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        table = CsvTable.opened(path, options)
        if len(table.names) != len(schema):
            raise ToolError(f"{path} has changed: it has {len(table.names)} columns, not {len(schema)}")
        kinds = [of_arrow(field.type) for field in schema]
        for piece in table.pieces():
            texts = table.parsed(piece, warn)
            columns = [
                table.converted(piece, column, name, kind, warn)
                for column, name, kind in zip(texts.columns, table.names, kinds, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def refusals(self, schema: pa.Schema) -> list[str]:
        if not len(schema):
            return ["there is no column to write; a .csv file needs at least one"]
        return [
            f"column {field.name!r} ({type_name(field.type)}) cannot stand in a .csv file; "
            f"choose {other_formats(field.type)}, or drop the column by Select"
            for field in schema
            if _read_back(field.type) is None
        ]

    def stored(self, schema: pa.Schema) -> pa.Schema:
        return pa.schema([pa.field(field.name, _read_back(field.type) or field.type) for field in schema])

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> CsvWriter:
        return CsvWriter(path, schema, options)


def _read_back(data_type: pa.DataType) -> pa.DataType | None:
    """The type that the texts of a column are found to be of, None where they cannot be texts."""
    plain = plain_type(data_type)
    if isinstance(plain, ReportType):
        return pa.string()
    if pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_null(plain):
        return pa.string()
    if pa.types.is_integer(plain):
        return pa.int64()
    if pa.types.is_floating(plain) or pa.types.is_decimal(plain):
        return pa.float64()
    if pa.types.is_timestamp(plain):
        return pa.string() if plain.tz else pa.timestamp("us")
    if pa.types.is_date(plain):
        return pa.date32()
    if pa.types.is_time(plain):
        return pa.time64("us")
    return plain if pa.types.is_boolean(plain) else None
