"""Input Data: the records of one or several files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    EditContext,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
)
from weft_nodes._formats.batches import cut, limit
from weft_nodes._formats.catalog import endings, format_of
from weft_nodes._formats.file_format import FileFormat, TextOptions
from weft_nodes._formats.files import Paths, digest
from weft_nodes._formats.sources import difference, files_of
from weft_nodes._formats.text_settings import delimiter_of, for_text, text_problems


class InputDataConfig(ToolConfig):
    """The settings of Input Data."""

    path: str = Field("", title="File, pattern or folder", json_schema_extra={"widget": "file"})
    """A file, a pattern such as `sales/*.csv`, or a folder. A relative path counts from the folder of
    the workflow."""

    format: Literal["automatic", "yxdb", "arrow", "parquet", "csv", "json lines"] = "automatic"
    """The format of the files; automatic goes by the ending of the name."""

    subfolders: bool = Field(False, title="Include subfolders")
    """With a folder or a pattern: look in the folders below too."""

    record_limit: int = Field(0, ge=0, title="Record limit")
    """Read only so many records in all; 0 is no limit."""

    file_name_column: Literal["", "file name", "full path"] = Field("", title="File name as a column")
    """Add a column `FileName` with the name or the full path of the file that a record is from."""

    delimiter: str = Field("", json_schema_extra=for_text())
    """CSV: the sign between values, `\\t` for a tab. Empty: the one of `,` `;` tab and `|` that stands
    most often in the first line."""

    header: bool = Field(True, title="First line holds the names", json_schema_extra=for_text())
    """CSV: else the columns are called `Field_1`, `Field_2`, ..."""

    encoding: str = Field("utf-8", json_schema_extra=for_text())
    """CSV: such as `utf-8`, `utf-16`, `windows-1252`, `latin-1`."""

    quote: str = Field('"', json_schema_extra=for_text())
    """CSV: the sign that values with delimiters or line breaks in them stand in; empty for none."""

    first_line: int = Field(1, ge=1, title="Start at line", json_schema_extra=for_text())
    """CSV: the lines before this one are passed over."""

    types: Literal["automatic", "text"] = Field("automatic", json_schema_extra=for_text())
    """CSV and JSON lines: find the types of the columns, or take all as text."""

    look_at: int = Field(1000, ge=0, title="Records to find types in", json_schema_extra=for_text())
    """CSV and JSON lines: how many records at the beginning decide names and types; 0 is the whole
    file, which takes its time at every edit."""

    ignore_errors: bool = Field(False, title="Ignore errors", json_schema_extra=for_text())
    """CSV and JSON lines: values that are not of their column's type become null and records that
    cannot be read are left out, with a warning that counts them. Else they stop the run."""


class InputData(Tool[InputDataConfig]):
    """Reads records from files: Alteryx database (.yxdb), Arrow, Parquet, CSV and JSON lines.

    Several files are read one after another, in the order of their names. They must have the columns
    of the first one, in the same order and of the same types.

    - **yxdb**: pictures, models and reports that Weft wrote come back as such. Other Blob columns are
      taken as pictures when their first cell holds a picture, else as blobs. Spatial objects come
      as Well-Known Binary. Files of the AMP engine cannot be read yet.
    - **arrow, parquet**: every type comes back as it was. Doubled names become `Name2`.
    - **csv**: an empty place is null, `""` is an empty text. A column is of the narrowest type that
      its first records fit: true or false, whole number, number, date (2024-12-31), datetime
      (2024-12-31 23:59:59), time, else text; `007` stays text, and so do whole numbers beyond 64 bits.
      A later value that does not fit stops the run with its line and column, unless errors are
      ignored. Broken quoting always stops it.
      Empty names become `Field_3`, doubled ones `Name2`.
    - **json lines**: one object a line; the columns are the union of the keys of the first records,
      objects and lists stay what they are, dates stay text.

    A file that is cut short or of another kind gives a message and no records. The output can be
    connected to an anchor for models where the file holds one. When a file changes its size or its
    time, the workflow runs again from here.
    """

    id = "weft.input_data"
    label = "Input Data"
    category = "In/Out"
    icon = "database"
    outputs = (OutputAnchor("out"),)
    Config = InputDataConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        problems = text_problems(self.config.delimiter, self.config.quote, self.config.encoding)
        for field, message in problems:
            ctx.problem(message, field)
        if not self.config.path:
            ctx.problem("no file is chosen; choose one", "path")
        elif not problems:
            try:
                return {"out": self._named(self._schema(self._files(ctx)[0]))}
            except ToolError as error:
                ctx.problem(str(error), error.field or "path")
        return {"out": None}

    def annotation(self) -> str:
        return Path(self.config.path).name

    def fingerprint(self, ctx: EditContext) -> str:
        try:
            return digest(self._files(ctx))
        except (ToolError, OSError) as error:
            return str(error)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        files = self._files(ctx)
        schema = self._schema(files[0])
        for batch in limit(cut(self._batches(files, schema, ctx)), self.config.record_limit):
            ctx.check_cancelled()
            yield "out", batch

    def _batches(self, files: list[Path], schema: pa.Schema, ctx: RunContext) -> Iterator[pa.RecordBatch]:
        for number, path in enumerate(files):
            ctx.progress(number, len(files), path.name)
            if number:
                self._check_like_first(path, schema, files[0])
            for batch in self._format(path).read(path, self._options, schema, ctx.warn):
                yield self._with_name(batch, path)

    def _check_like_first(self, path: Path, schema: pa.Schema, first: Path) -> None:
        found = self._format(path)
        if found.name == "json lines":
            # Reading itself says which line has a key that the first file does not have.
            return
        here = found.schema(path, self._options)
        if found.name == "csv" and len(here) == len(schema):
            # Its types are those of the first file; a value that is not of them is found by reading.
            here = pa.schema(
                [pa.field(name, kind) for name, kind in zip(here.names, schema.types, strict=True)]
            )
        if reason := difference(here, schema):
            raise ToolError(
                f"{path} does not have the columns of {first}: {reason}. Read it by an Input Data of its "
                "own and join them by Union",
                "path",
            )

    def _files(self, paths: Paths) -> list[Path]:
        wanted = endings() if self.config.format == "automatic" else self._format(Path()).extensions
        return files_of(paths.path(self.config.path), wanted, self.config.subfolders)

    def _format(self, path: Path) -> FileFormat:
        return format_of(path, self.config.format)

    def _schema(self, path: Path) -> pa.Schema:
        return self._format(path).schema(path, self._options)

    @property
    def _options(self) -> TextOptions:
        return TextOptions(
            delimiter=delimiter_of(self.config.delimiter),
            header=self.config.header,
            encoding=self.config.encoding,
            quote=self.config.quote,
            first_line=self.config.first_line,
            types=self.config.types,
            look_at=self.config.look_at,
            ignore_errors=self.config.ignore_errors,
        )

    def _named(self, schema: pa.Schema) -> pa.Schema:
        if not self.config.file_name_column:
            return schema
        name, number = "FileName", 2
        while name in schema.names:
            name, number = f"FileName{number}", number + 1
        return schema.append(pa.field(name, pa.string()))

    def _with_name(self, batch: pa.RecordBatch, path: Path) -> pa.RecordBatch:
        if not self.config.file_name_column:
            return batch
        text = path.name if self.config.file_name_column == "file name" else str(path.absolute())
        text = text.encode("utf-8", "replace").decode()
        names = pa.array([text], pa.string()).take(pa.array([0] * batch.num_rows, pa.int8()))
        return pa.RecordBatch.from_arrays([*batch.columns, names], schema=self._named(batch.schema))
