"""The one small interface behind which every file format stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

import pyarrow as pa

Warn: TypeAlias = Callable[[str, int, str], None]
"""`RunContext.warn`: message, number of records, example."""


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How files of text are read and written; other formats take no notice.

    Attributes:
        delimiter: One ASCII character, or empty to find it in the first line.
        header: The first line holds the names of the columns.
        encoding: A codec of Python.
        quote: One ASCII character, or empty where quotes mean nothing.
        first_line: Lines before this one (counted from 1) are passed over.
        types: `automatic` finds the types in the first records, `text` leaves all as text.
        look_at: How many records are looked at for names and types; 0 is the whole file.
        ignore_errors: Values and records that do not fit become null or are left out, with a warning.
    """

    delimiter: str = ""
    header: bool = True
    encoding: str = "utf-8"
    quote: str = '"'
    first_line: int = 1
    types: Literal["automatic", "text"] = "automatic"
    look_at: int = 1000
    ignore_errors: bool = False


class Writer(Protocol):
    """A file that is being written. Either `finish` or `abandon` is called in the end."""

    def write(self, batch: pa.RecordBatch) -> None: ...

    def finish(self) -> None:
        """Complete the file and close it."""

    def abandon(self) -> None:
        """Close the file after an error; it is thrown away, so that nothing more can go wrong."""


class FileFormat(Protocol):
    """One kind of file.

    Attributes:
        name: What the user calls it.
        extensions: Endings of file names in lower case, with the dot.
        appends: Records can be added at the end of a file as it is; others are written anew.
        needs: Modules without which it cannot be read or written; an extra of its name installs them.
    """

    name: str
    extensions: tuple[str, ...]
    appends: bool
    needs: tuple[str, ...]

    def schema(self, path: Path, options: TextOptions) -> pa.Schema:
        """The columns of a file, from its head alone.

        Raises:
            ToolError: The file is empty, cut short or of another kind; the message names it.
        """

    def read(
        self, path: Path, options: TextOptions, schema: pa.Schema, warn: Warn
    ) -> Iterator[pa.RecordBatch]:
        """The records in order, in batches of `schema` of any size up to what memory takes easily.

        Raises:
            ToolError: The file is broken or a value does not fit; says where.
        """

    def refusals(self, schema: pa.Schema) -> list[str]:
        """Why columns cannot be stored, one sentence each; empty where all can."""

    def stored(self, schema: pa.Schema) -> pa.Schema:
        """The schema that reading gives after writing: where it differs a type is lost."""

    def writer(self, path: Path, schema: pa.Schema, options: TextOptions, warn: Warn) -> Writer:
        """Start a file, or go on at the end of `path` where it is there and `appends`."""
