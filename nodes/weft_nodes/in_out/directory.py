"""Directory: the files of a folder as records."""

import datetime as dt
import os
import stat
from collections.abc import Iterator
from pathlib import Path

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
from weft_nodes._formats.files import Unreadable, digest, folder_problem, specification, walk
from weft_nodes._formats.sources import deeper

SCHEMA = pa.schema(
    [
        ("FullPath", pa.string()),
        ("Directory", pa.string()),
        ("FileName", pa.string()),
        ("ShortFileName", pa.string()),
        ("CreationTime", pa.timestamp("us")),
        ("LastAccessTime", pa.timestamp("us")),
        ("LastWriteTime", pa.timestamp("us")),
        ("Size", pa.int64()),
        ("AttributeArchive", pa.bool_()),
        ("AttributeHidden", pa.bool_()),
        ("AttributeReadOnly", pa.bool_()),
        ("AttributeSystem", pa.bool_()),
    ]
)
_RECORDS = 1 << 12


class DirectoryConfig(ToolConfig):
    """The settings of Directory."""

    folder: str = Field("", json_schema_extra={"widget": "folder"})
    """The folder to list. A relative path counts from the folder of the workflow."""

    specification: str = Field("*.*", title="File specification")
    """Which files: `*` stands for any letters, `?` for one. Several are parted by `;`, as in
    `*.jpg;*.png`. Case makes no difference; `*.*` is every file."""

    subfolders: bool = Field(False, title="Include subfolders")
    """List the files of the folders in the folder too, at any depth."""


class Directory(Tool[DirectoryConfig]):
    """Lists the files of a folder, one record a file.

    The files themselves are not read. They come sorted by name, those of a folder before those of
    its subfolders. Folders are not listed. Links to folders are followed, but into no folder twice.

    Columns: `FullPath` (absolute), `Directory` (the folder of the file, without a separator at the
    end, so that `FileGetFileName([Directory])` is the name of that folder), `FileName`,
    `ShortFileName` (the same as `FileName`: names of eight letters are not looked up), `CreationTime`
    (on Linux, which may not keep it, the time of the last change of the file's state),
    `LastAccessTime`, `LastWriteTime` (all in local time, whole seconds), `Size` in bytes, and the
    flags `AttributeArchive`, `AttributeHidden`, `AttributeReadOnly` and `AttributeSystem`. Outside
    Windows, hidden means that the name begins with a dot, read-only that nobody may write, and the
    other two are always false.

    Names, sizes and times of change are watched: when one changes, the workflow runs again from
    here. A file that was only read is no change.
    """

    id = "weft.directory"
    label = "Directory"
    category = "In/Out"
    icon = "folder-search"
    outputs = (OutputAnchor("out"),)
    Config = DirectoryConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if problem := folder_problem(self.config.folder, ctx):
            ctx.problem(problem, "folder")
        return {"out": SCHEMA}

    def annotation(self) -> str:
        folder = self.config.folder.rstrip("/\\")
        return f"dir {folder}/{self.config.specification}" if folder else ""

    def fingerprint(self, ctx: EditContext) -> str:
        try:
            return digest(self._files(ctx.path(self.config.folder), lambda name, error: None))
        except OSError as error:
            return f"no folder: {error.strerror}"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        folder = ctx.path(self.config.folder)
        if problem := folder_problem(self.config.folder, ctx):
            raise ToolError(problem, "folder")

        def unreadable(name: str, error: OSError) -> None:
            ctx.warn("folders could not be read", 1, f"{name}: {error.strerror}")

        found = False
        rows: list[tuple[object, ...]] = []
        for entry in self._files(folder, unreadable):
            found = True
            if _text(entry.path) != entry.path:
                ctx.warn(
                    "names of files are no valid text; rename them to use the files", 1, _text(entry.name)
                )
            try:
                rows.append(_record(entry))
            except OSError as error:
                ctx.warn(
                    "files vanished while the folder was listed", 1, f"{_text(entry.path)}: {error.strerror}"
                )
            if len(rows) >= _RECORDS:
                ctx.check_cancelled()
                yield "out", _batch(rows)
                rows.clear()
        if rows:
            yield "out", _batch(rows)
        if not found:
            hint = deeper(folder, self.config.specification, self.config.subfolders)
            ctx.warn(f"no file in {folder} matches {self.config.specification}{hint}")

    def _files(self, folder: Path, unreadable: Unreadable) -> "Iterator[os.DirEntry[str]]":
        # Not resolved: a link stays the name by which the user knows the folder.
        folder = Path(os.path.normpath(folder.absolute()))
        return walk(folder, specification(self.config.specification), self.config.subfolders, unreadable)


def _record(entry: "os.DirEntry[str]") -> tuple[object, ...]:
    facts = entry.stat()
    created = getattr(facts, "st_birthtime", facts.st_ctime)
    flags = getattr(facts, "st_file_attributes", None)
    if flags is None:
        hidden = stat.FILE_ATTRIBUTE_HIDDEN if entry.name.startswith(".") else 0
        flags = hidden | (0 if facts.st_mode & 0o222 else stat.FILE_ATTRIBUTE_READONLY)
    path = _text(entry.path)
    directory, name = os.path.split(path)
    return (
        path,
        directory,
        name,
        name,
        _local(created),
        _local(facts.st_atime),
        _local(facts.st_mtime),
        facts.st_size,
        bool(flags & stat.FILE_ATTRIBUTE_ARCHIVE),
        bool(flags & stat.FILE_ATTRIBUTE_HIDDEN),
        bool(flags & stat.FILE_ATTRIBUTE_READONLY),
        bool(flags & stat.FILE_ATTRIBUTE_SYSTEM),
    )


def _text(name: str) -> str:
    """The name with a mark for every byte that is no text; as it is, it would stop the whole table."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _local(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(seconds))


def _batch(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = [
        pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
