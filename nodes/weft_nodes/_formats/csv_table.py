"""One opened file of delimited text: its columns, its texts, and the texts as values."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from weft.sdk import ToolError
from weft_nodes._formats.batches import distinct
from weft_nodes._formats.csv_records import Grammar, Piece, first_line, lines, pieces
from weft_nodes._formats.file_format import TextOptions, Warn
from weft_nodes._formats.magic import file_kind
from weft_nodes._formats.text_types import MisfitError, TextType, convert, convert_what_fits

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file whose delimiter and columns are known."""

    path: Path
    options: TextOptions
    grammar: Grammar
    names: tuple[str, ...]

    @classmethod
    def opened(cls, path: Path, options: TextOptions) -> "CsvTable":
        """Look at the first line.

        Raises:
            ToolError: The file is empty, no text, or its quoting is broken at the beginning.
        """
        with path.open("rb") as file:
            kind = file_kind(file.read(32))
        if kind:
            raise ToolError(
                f"{path} is no text but a file of kind {kind}; choose its format by name", "format"
            )
        line = first_line(path, options)
        if "\0" in line:
            raise ToolError(
                f"{path} is no text: it has bytes that are zero; choose its format by name, or "
                "the encoding utf-16",
                "format",
            )
        if not line:
            raise ToolError(f"{path} is empty; a .csv file has at least a line with the names of its columns")
        grammar = Grammar(options.delimiter or _likely_delimiter(line), options.quote)
        options = replace(options, delimiter=grammar.delimiter)
        return cls(path, options, grammar, _names(_first_record(path, options, grammar), options))

    def pieces(self) -> Iterator[Piece]:
        """The records without the header, some megabytes at a time."""
        header = self.options.header
        for piece in pieces(self.path, self.options, self.grammar):
            if header:
                piece, header = self._without_header(piece)
            if piece.data and (len(self.names) == 1 or piece.data.strip(b"\r\n")):
                yield piece

    def _without_header(self, piece: Piece) -> tuple[Piece, bool]:
        found = False
        for start, end in self.grammar.spans(piece.data):
            if found:
                return Piece(piece.line + lines(piece.data[:start]), piece.data[start:]), False
            found = end > start
        return Piece(piece.line, b""), not found

    def head(self, records: int) -> Iterator[pa.RecordBatch]:
        """The first records as texts; 0 is all of them."""
        left = records
        for piece in self.pieces():
            part = self.parsed(piece, _unheard)
            yield part.slice(0, left) if records else part
            left -= part.num_rows
            if records and left <= 0:
                return

    def parsed(self, piece: Piece, warn: Warn) -> pa.RecordBatch:
        """The records of a piece as columns of texts.

        Raises:
            ToolError: A record has more or fewer values than there are columns; not where errors are
                ignored: then it is left out with a warning.
        """
        wrong: list[pa_csv.InvalidRow] = []

        def skip(row: pa_csv.InvalidRow) -> str:
            wrong.append(row)
            return "skip"

        table = pa_csv.read_csv(
            pa.py_buffer(piece.data),
            pa_csv.ReadOptions(column_names=self.names, use_threads=False, block_size=len(piece.data) + 1),
            pa_csv.ParseOptions(
                delimiter=self.options.delimiter,
                quote_char=self.options.quote or False,
                newlines_in_values=True,
                ignore_empty_lines=len(self.names) > 1,
                invalid_row_handler=skip,
            ),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(self.names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
        if wrong:
            self._count_values(piece, wrong, warn)
        return (
            pa.RecordBatch.from_arrays(
                [
                    pa.concat_arrays(column.chunks) if column.num_chunks != 1 else column.chunk(0)
                    for column in table.columns
                ],
                names=list(self.names),
            )
            if table.num_rows
            else _no_texts(self.names)
        )

    def _count_values(self, piece: Piece, wrong: list[pa_csv.InvalidRow], warn: Warn) -> None:
        first = wrong[0]
        said = (
            f"line {self._line(piece, first.number - 1):,} has {first.actual_columns} values, "
            f"there are {len(self.names)} columns"
        )
        if not self.options.ignore_errors:
            raise ToolError(
                f"{self.path}, {said}: {first.text[:80]!r}. Mend the line, set another delimiter "
                f"(it is {self.options.delimiter!r}) or first line, or ignore errors (the record is left "
                "out)",
                "delimiter",
            )
        warn(
            f"records of {self.path.name} were left out: they have too many or too few values",
            len(wrong),
            said,
        )

    def converted(self, piece: Piece, texts: pa.Array, name: str, kind: TextType, warn: Warn) -> pa.Array:
        """A column of texts as values of its type.

        Raises:
            ToolError: A text is not of the type; not where errors are ignored: then it becomes null
                with a warning.
        """
        try:
            return convert(texts, kind)
        except MisfitError as error:
            if self.options.ignore_errors:
                values, bad = convert_what_fits(texts, kind)
                warn(f"values of {self.path.name} became null: they are not {kind.phrase}", len(bad),
                     f"column {name!r}: {bad[0]!r}")  # fmt: skip
                return values
            looked = f"the first {self.options.look_at:,} records" if self.options.look_at else "the records"
            raise ToolError(
                f"{self.path}, line {self._line(piece, error.index):,}, column {name!r}: {error.text[:80]!r} "
                f"is not {kind.phrase}, as {looked} made it seem. Take the types as text, look at more "
                "records (0: all), or ignore errors (the value becomes null)",
                "types",
            ) from None

    def _line(self, piece: Piece, record: int) -> int:
        """The line where a record of a piece begins."""
        spans = (
            start for start, end in self.grammar.spans(piece.data) if end > start or len(self.names) == 1
        )
        start = next((start for index, start in enumerate(spans) if index == record), 0)
        return piece.line + lines(piece.data[:start])


def _likely_delimiter(line: str) -> str:
    """The one of comma, semicolon, tab and bar that stands most often in the line outside quotes."""
    counts = Counter(re.sub(r'"[^"]*"', "", line))
    return max(_DELIMITERS, key=lambda sign: counts[sign])


def _first_record(path: Path, options: TextOptions, grammar: Grammar) -> str:
    for piece in pieces(path, options, grammar):
        for start, end in grammar.spans(piece.data):
            if end > start:
                return piece.data[start:end].decode()
    return ""


def _names(record: str, options: TextOptions) -> tuple[str, ...]:
    quoting = {"quotechar": options.quote} if options.quote else {"quoting": csv.QUOTE_NONE}
    values = next(csv.reader(record.splitlines(keepends=True), delimiter=options.delimiter, **quoting))
    if not options.header:
        return tuple(f"Field_{index + 1}" for index in range(len(values)))
    return distinct(name or f"Field_{index + 1}" for index, name in enumerate(values))


def _no_texts(names: Iterable[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=pa.schema([(name, pa.string()) for name in names]))


def _unheard(message: str, records: int, example: str) -> None:
    """Whoever looks at the head warns nobody: reading says it again."""
