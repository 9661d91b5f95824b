"""Image Input: picture files, from a folder or named by a column, as records with a picture each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import Field, JsonValue

from weft.sdk import (
    MAX_PIXELS,
    Column,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    PictureType,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolConfig,
    ToolError,
    add_columns,
)
from weft_nodes._pictures.batches import Gathering
from weft_nodes._pictures.files import Wanted, read_files
from weft_nodes._pictures.folders import EXTENSIONS, Listing
from weft_nodes._pictures.reading import Encoded, Reading, Unreadable

FileType = Literal["JPEG", "PNG", "GIF", "BMP", "TIFF", "WebP"]


def _from_folder(**more: JsonValue) -> dict[str, JsonValue]:
    """A setting that counts for nothing where paths come from the input."""
    return {**more, "unless_connected": "in"}


class ImageInputConfig(ToolConfig):
    """Where the pictures are, and what to do with those that cannot be read."""

    folder: str = Field("", json_schema_extra=_from_folder(widget="folder"))
    """The folder with the pictures; not used while something is connected to the input."""
    subfolders: bool = Field(True, title="Include subfolders", json_schema_extra=_from_folder())
    """Read the folders inside the folder too, at any depth."""
    file_types: tuple[FileType, ...] = Field(
        ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WebP"),
        title="File types",
        min_length=1,
        json_schema_extra=_from_folder(),
    )
    """Which files of the folder to read, by the ending of their names."""
    path_column: Annotated[str, Column("in", kind="text")] = Field(
        "FullPath", title="Column with the paths", json_schema_extra={"if_connected": "in"}
    )
    """With something connected to the input: the column that names the picture files."""
    image_column: str = Field("image", title="Name of the picture column", min_length=1)
    """The column that the pictures get."""
    frames: Literal["first frame", "one record a frame"] = Field("first frame", title="Animated pictures")
    """What to give for an animated GIF, PNG or WebP."""
    on_unreadable: Literal["keep going", "keep record with null", "stop"] = Field(
        "keep going", title="If a picture cannot be read"
    )
    """Keep going without the record, keep the record with an empty picture, or stop the run."""
    verify: Literal["quick", "full decode"] = Field(
        "quick", title="Check pictures", json_schema_extra={"group": "Advanced"}
    )
    """Quick looks at the beginning and the end of each file; a full decode finds damage in the middle
    too and takes about as long as scaling the pictures."""
    max_pixels: int = Field(
        MAX_PIXELS, title="Largest picture (pixels)", gt=0, json_schema_extra={"group": "Advanced"}
    )
    """A picture with more pixels (width times height) counts as unreadable; it is never decoded."""


class ImageInput(Tool[ImageInputConfig]):
    """Reads JPEG, PNG, GIF, BMP, TIFF and WebP files into a picture column.

    **From a folder**: choose the folder, whether to include its subfolders, and the file types.
    Files come in the order of their names, those of a folder before those of its subfolders. Files
    whose names begin with a dot are passed over, and so are, with a warning, subfolders that may not
    be read.

    **From a column of paths**: connect a table to the input, such as that of Directory, and choose
    the column with the paths. Every column of that table passes through. Relative paths count from
    the folder of the workflow.

    **Output `out`**: the incoming columns, then
    `image` (the picture; its name is a setting), `file` (the full path, text) and
    `page` (whole number from 1: the page of a TIFF or the frame of an animation; 1 for any other
    picture). An incoming column of one of these names is replaced. A TIFF gives one record a page;
    an animated GIF, PNG or WebP gives its first frame or one record a frame.

    **Output `unreadable`**: one record for each picture that could not be read: the incoming
    columns, `file` and `reason`. They are counted in one warning. The setting decides whether such
    a record is also kept in `out` with an empty picture and page, or stops the run.

    What a file is counts by its content: a PNG named `.jpg` is read as the PNG it is. Pictures pass
    as the bytes that they are on disk. Only where Exif says that a picture lies on its side or is
    mirrored, it is turned and encoded again (JPEG at quality 95, others without loss; its other Exif
    is kept). Pages and frames are encoded without loss, as PNG or TIFF. Each file's beginning and
    end are checked, so that empty and truncated files are found; pixels are decoded only where that
    check is in doubt or `Check pictures` asks for it.

    **When files change**: in folder mode the names, sizes and times of the files are watched, and a
    change reads the pictures again. Paths that come from Directory are watched by Directory. Only
    where a tool between the two drops its columns `LastWriteTime` and `Size` and has a result of its
    own that is kept (several connections at its output, or Cache and Run) does a change under the
    same name go unnoticed: then let the columns reach this tool, and drop them after it. Paths from
    elsewhere, such as a CSV file, are not watched: run this node by force after such a change.
    """

    id = "weft.image_input"
    label = "Image Input"
    category = "Computer Vision"
    icon = "image-plus"
    inputs = (InputAnchor("in", optional=True),)
    outputs = (OutputAnchor("out"), OutputAnchor("unreadable"))
    Config = ImageInputConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if "in" in inputs:
            self._check_columns(inputs["in"], ctx)
            schema = inputs["in"]
        else:
            self._check_folder(ctx)
            schema = pa.schema([])
        if self.config.image_column in ("file", "page"):
            message = f"the picture column cannot be named {self.config.image_column!r}; that name is taken"
            ctx.problem(message, "image_column")
        return {
            "out": add_columns(schema, *self._found_fields()),
            "unreadable": add_columns(schema, *_UNREADABLE_FIELDS),
        }

    def annotation(self) -> str:
        return self.config.folder

    def fingerprint(self, ctx: EditContext) -> str:
        listing = self._listing(ctx.path(self.config.folder))
        try:
            return listing.digest() if self.config.folder and listing.folder.is_dir() else ""
        except ToolError:  # told by `configure`
            return ""

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        if "in" in inputs:
            schema = inputs["in"].schema
            wanted = self._named(inputs["in"], ctx)
        else:
            schema = pa.schema([])
            wanted = self._listed(ctx)
        nothing = pa.RecordBatch.from_pylist([], schema=schema)
        found = Gathering("out", self._found_fields(), nothing)
        lost = Gathering("unreadable", _UNREADABLE_FIELDS, nothing)
        yield found.empty()
        yield lost.empty()
        how = Reading(
            frames=self.config.frames == "one record a frame",
            decode_all=self.config.verify == "full decode",
            max_pixels=self.config.max_pixels,
        )
        for item, page in read_files(wanted, how, ctx):
            if item.source is not found.source:
                yield from found.flush()
                yield from lost.flush()
                found.source = lost.source = item.source
            yield from self._gather(item, page, (found, lost), ctx)
        yield from found.flush()
        yield from lost.flush()

    def _gather(
        self,
        item: Wanted,
        page: Encoded | Unreadable,
        gatherings: tuple[Gathering, Gathering],
        ctx: RunContext,
    ) -> Iterator[Output]:
        found, lost = gatherings
        file = None if item.path is None else str(item.path)
        if not isinstance(page, Unreadable):
            if not found.fits(len(page.data)):
                yield from found.flush()
            found.add(item.row, (page.data, file, page.number), len(page.data))
            return
        if self.config.on_unreadable == "stop":
            raise ToolError(f"{file or 'a record without a path'}: {page.reason}", "on_unreadable")
        ctx.warn("pictures could not be read", 1, f"{file or 'no path'}: {page.reason}")
        if not lost.fits(0):
            yield from lost.flush()
        lost.add(item.row, (file, page.reason), 0)
        if self.config.on_unreadable == "keep record with null":
            if not found.fits(0):
                yield from found.flush()
            found.add(item.row, (None, file, None), 0)

    def _named(self, records: Iterable[pa.RecordBatch], ctx: RunContext) -> Iterator[Wanted]:
        for batch in records:
            for row, text in enumerate(batch.column(self.config.path_column).to_pylist()):
                yield Wanted(batch, row, ctx.path(text) if text else None)

    def _listed(self, ctx: RunContext) -> Iterator[Wanted]:
        folder = ctx.path(self.config.folder).absolute()
        if not folder.is_dir():
            raise ToolError(
                f"the folder {folder} does not exist; check the path, or choose another", "folder"
            )
        none, found = pa.RecordBatch.from_pylist([], schema=pa.schema([])), False

        def unreadable(name: str, error: OSError) -> None:
            ctx.warn("folders could not be read", 1, f"{name}: {error.strerror}")

        for entry in self._listing(folder).entries(unreadable):
            found = True
            yield Wanted(none, 0, Path(entry.path))
        if not found:
            ctx.warn(self._nothing_in(folder))

    def _nothing_in(self, folder: Path) -> str:
        message = f"the folder {folder} holds no pictures of the chosen types"
        deeper = replace(self._listing(folder), subfolders=True)
        if self.config.subfolders or deeper.is_empty():
            return message
        return f"{message}; its subfolders hold some: switch on Include subfolders"

    def _listing(self, folder: Path) -> Listing:
        extensions = tuple(end for kind in self.config.file_types for end in EXTENSIONS[kind])
        return Listing(folder, self.config.subfolders, extensions)

    def _found_fields(self) -> tuple[pa.Field, ...]:
        return (
            pa.field(self.config.image_column, PictureType()),
            pa.field("file", pa.string()),
            pa.field("page", pa.int32()),
        )

    def _check_columns(self, schema: pa.Schema | None, ctx: EditContext) -> None:
        if not self.config.path_column:
            ctx.problem("choose the column that names the picture files", "path_column")
        new = {field.name for field in (*self._found_fields(), *_UNREADABLE_FIELDS)}
        for name in [] if schema is None else [name for name in schema.names if name in new]:
            message = f"the incoming column {name!r} is replaced; rename it before this tool to keep it"
            ctx.problem(message, severity=Severity.WARNING)

    def _check_folder(self, ctx: EditContext) -> None:
        if not self.config.folder:
            ctx.problem("choose a folder, or connect a table with a column of paths", "folder")
            return
        folder = ctx.path(self.config.folder)
        if not folder.exists():
            ctx.problem(f"the folder {folder} does not exist; check the path, or choose another", "folder")
        elif not folder.is_dir():
            ctx.problem(f"{folder} is a file; choose the folder that holds it", "folder")
        else:
            try:
                if self._listing(folder).is_empty():
                    ctx.problem(self._nothing_in(folder), "folder", Severity.WARNING)
            except ToolError as error:
                ctx.problem(str(error), "folder")


_UNREADABLE_FIELDS = (pa.field("file", pa.string()), pa.field("reason", pa.string()))
