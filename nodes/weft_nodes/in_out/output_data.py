"""Output Data: the records of a workflow into a file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
    type_name,
)
from weft_nodes._formats.batches import loses
from weft_nodes._formats.catalog import format_of
from weft_nodes._formats.file_format import FileFormat, TextOptions, Writer
from weft_nodes._formats.saving import blamed, replacing
from weft_nodes._formats.sources import difference
from weft_nodes._formats.text_settings import delimiter_of, for_text, text_problems


class OutputDataConfig(ToolConfig):
    """The settings of Output Data."""

    path: str = Field("", title="File", json_schema_extra={"widget": "file"})
    """The file to write. A relative path counts from the folder of the workflow."""

    format: Literal["automatic", "yxdb", "arrow", "parquet", "csv", "json lines"] = "automatic"
    """The format of the file; automatic goes by the ending of the name."""

    mode: Literal["overwrite", "append", "fail if it exists"] = Field("overwrite", title="If the file exists")
    """Replace it, add the records at its end, or stop."""

    create_folders: bool = Field(True, title="Create missing folders")
    """Make the folders of the path that do not exist yet."""

    delimiter: str = Field(",", json_schema_extra=for_text())
    """CSV: the sign between values, `\\t` for a tab."""

    header: bool = Field(True, title="First line holds the names", json_schema_extra=for_text())
    """CSV: write the names of the columns as the first line."""

    encoding: str = Field("utf-8", json_schema_extra=for_text())
    """CSV: such as `utf-8`, `utf-8-sig` (Excel knows it by its mark), `utf-16`, `windows-1252`."""


class OutputData(Tool[OutputDataConfig]):
    """Writes records to a file: Alteryx database (.yxdb), Arrow, Parquet, CSV or JSON lines.

    The records go to a temporary file in the same folder, which takes the place of the old file when
    all is written. So the old file stays whole when the run fails, is cancelled, or the disk is full,
    and a workflow may write the very file that it reads.

    *Append* adds to the end: the columns must be those of the file. The old records of a .yxdb,
    Arrow or Parquet file are written again, which takes as long as they are many. *Fail if it exists*
    stops before anything is written.

    - **yxdb**: pictures, models and reports are kept as Blob or text with a note of what they are, by
      which Input Data knows them again; Alteryx sees a Blob. Small and unsigned whole numbers
      become wider ones, times lose fractions of a second and time zones become UTC. Lists, objects
      and durations cannot be written.
    - **csv**: nulls are empty places, texts stand in quotes. Pictures, models and other blobs cannot
      be written.
    - **json lines**: dates, times and decimals become text; numbers that are not finite become null.
      Blobs cannot be written.

    Where a type is lost, a warning names the columns. A message tells how many records went where. The
    tool runs again when its input changed or when the file is not as it left it; with *append* it runs
    every time.
    """

    id = "weft.output_data"
    label = "Output Data"
    category = "In/Out"
    icon = "save"
    inputs = (InputAnchor("in"),)
    effects = True
    Config = OutputDataConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.path:
            ctx.problem("no file is chosen; name one", "path")
            return {}
        for field, message in text_problems(self.config.delimiter, "", self.config.encoding):
            ctx.problem(message, field)
        target = ctx.path(self.config.path)
        if target.is_dir():
            ctx.problem(f"{target} is a folder; name a file in it", "path")
        elif file := next((parent for parent in target.parents if parent.is_file()), None):
            ctx.problem(f"{file} is a file, so {target} cannot be; choose another folder", "path")
        elif not self.config.create_folders and not target.parent.is_dir():
            ctx.problem(f"the folder {target.parent} does not exist; make it, or tick create_folders", "path")
        try:
            kind = self._format(target)
        except ToolError as error:
            ctx.problem(str(error), error.field)
            return {}
        if (schema := inputs["in"]) is not None:
            for reason in kind.refusals(schema):
                ctx.problem(reason, "format")
        return {}

    def annotation(self) -> str:
        return Path(self.config.path).name

    def fingerprint(self, ctx: EditContext) -> str:
        if self.config.mode == "append":
            return ""
        target = ctx.path(self.config.path)
        try:
            facts = target.stat()
        except OSError:
            return f"{target} is not there"
        return f"{target} {facts.st_size} {facts.st_mtime_ns}"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        target = ctx.path(self.config.path)
        schema = inputs["in"].schema
        kind = self._format(target)
        if reasons := kind.refusals(schema):
            raise ToolError("; ".join(reasons), "format")
        self._check_absent(target)
        adds = self.config.mode == "append" and target.exists() and target.stat().st_size > 0
        if adds:
            self._check_appendable(kind, target, schema)
        _warn_of_losses(kind, schema, ctx)
        if self.config.create_folders:
            with blamed(target):
                target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target, start=target if adds and kind.appends else None) as temporary:
            with blamed(target):
                writer = kind.writer(temporary, schema, self._options, ctx.warn)
            rewritten = adds and not kind.appends
            old = kind.read(target, self._options, kind.stored(schema), ctx.warn) if rewritten else ()
            records = _write(writer, (old, inputs["in"]), target, ctx)
            self._check_absent(target)
        what = f"{records:,} record{'' if records == 1 else 's'}"
        ctx.info(f"{what} {'added to' if adds else 'in'} {self.config.path}")
        yield from ()

    def _check_absent(self, target: Path) -> None:
        if self.config.mode == "fail if it exists" and target.exists():
            raise ToolError(
                f"{target} exists and is left as it is; remove it, choose another name, or another mode",
                "mode",
            )

    def _check_appendable(self, kind: FileFormat, target: Path, schema: pa.Schema) -> None:
        new = kind.stored(schema)
        if kind.name == "json lines":
            return
        if kind.name == "csv":
            old = kind.schema(target, replace(self._options, types="text"))
            names = new.names if self.config.header else old.names
            new = pa.schema([pa.field(name, pa.string()) for name in names[: len(new)]])
        else:
            old = kind.schema(target, self._options)
        if reason := difference(new, old):
            raise ToolError(
                f"the records cannot be added to {target}: compared with it, {reason}. Make the columns "
                "alike by Select, or write another file",
                "mode",
            )

    def _format(self, path: Path) -> FileFormat:
        return format_of(path, self.config.format)

    @property
    def _options(self) -> TextOptions:
        return TextOptions(
            delimiter=delimiter_of(self.config.delimiter),
            header=self.config.header,
            encoding=self.config.encoding,
        )


def _write(writer: Writer, sources: Iterable[Iterable[pa.RecordBatch]], target: Path, ctx: RunContext) -> int:
    """Write the records of all sources, and give the number of those of the last."""
    # Only what writes is blamed on the target: the batches come from other tools.
    records = 0
    try:
        for batches in sources:
            records = 0
            for batch in batches:
                ctx.check_cancelled()
                with blamed(target):
                    writer.write(batch)
                records += batch.num_rows
        with blamed(target):
            writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return records


def _warn_of_losses(kind: FileFormat, schema: pa.Schema, ctx: RunContext) -> None:
    lost = [
        f"{old.name} ({type_name(old.type)} becomes {type_name(new.type)})"
        for old, new in zip(schema, kind.stored(schema), strict=True)
        if loses(old.type, new.type)
    ]
    if lost:
        ctx.warn(f"columns lose their type in a {kind.name} file", len(lost), ", ".join(lost))
