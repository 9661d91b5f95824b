"""Image Output: pictures saved as files in a folder."""

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
    add_columns,
    decode,
    eight_bit,
    encode,
    on_white,
    picture_format,
    set_column,
)
from weft_nodes._pictures.folders import EXTENSIONS
from weft_nodes._pictures.names import record_name, safe_name
from weft_nodes._pictures.saving import ENDINGS, Places, write


class ImageOutputConfig(ToolConfig):
    """Which pictures to save, where, and under what names."""

    column: Annotated[str, Column("in", kind="picture")] = Field("image", title="Image")
    """The column with the pictures."""
    folder: str = Field("", json_schema_extra={"widget": "folder"})
    """Where to save them; made if it does not exist."""
    name_column: Annotated[str, Column("in")] = Field("", title="File names from")
    """The column with the files' names; of a path the last part counts. Without one, pictures are
    numbered: picture_000001, picture_000002, ..."""
    subfolder_column: Annotated[str, Column("in")] = Field("", title="Subfolders from")
    """A column, such as a class, that says into which subfolder each picture goes."""
    format: Literal["as it is", "JPEG", "PNG", "GIF", "BMP", "TIFF", "WebP"] = "as it is"
    """Keep each picture's own format and bytes, or convert those that have another one."""
    quality: int = Field(90, ge=1, le=100, json_schema_extra={"when": {"format": ["JPEG", "WebP"]}})
    """For conversion to JPEG and WebP: from 1 for small files to 100 for good pictures."""
    if_exists: Literal["fail", "overwrite", "add number"] = Field("fail", title="If a file exists")
    """Stop the run, replace the file, or save under a name with a number, such as cat_2.png."""


class ImageOutput(Tool[ImageOutputConfig]):
    """Saves pictures as files in a folder.

    Names come from a column, such as `file` of Image Input: of a path only the last part counts,
    an ending such as `.jpg` is replaced by the one of the saved format, and what no file name may
    hold becomes `_`, so that nothing is ever written outside the folder. A picture whose name is
    empty is numbered. Two pictures of one run never overwrite each other: the second of the same
    name gets a number, and a warning tells how many did.

    A file that was there before is never replaced unless you say so: by default the run stops at the
    first one. Every file is written under another name first and then renamed, so that half a
    picture is never seen. Files that were written before a run stopped stay.

    *As it is* saves the very bytes of each picture. Converting brings pictures to 8 bits a channel
    (first page or frame only) and lays transparency on white for JPEG and BMP; pictures that have the
    wanted format already are saved as they are.

    The output gives the incoming records with the column `written`: the full path of the file, null
    where there was no picture. Pictures that cannot be read are counted in one warning.
    """

    id = "weft.image_output"
    label = "Image Output"
    category = "Computer Vision"
    icon = "image-down"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    effects = True
    Config = ImageOutputConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.column:
            ctx.problem("choose the column with the pictures", "column")
        if not self.config.folder:
            ctx.problem("choose the folder to save the pictures in", "folder")
        elif (folder := ctx.path(self.config.folder)).exists() and not folder.is_dir():
            ctx.problem(f"{folder} is a file; choose a folder", "folder")
        return {"out": add_columns(inputs["in"], _WRITTEN)}

    def annotation(self) -> str:
        return self.config.folder

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        places = Places(ctx.path(self.config.folder).absolute(), self.config.if_exists)
        first, saved = 1, 0
        yield "out", self._with_paths(pa.RecordBatch.from_pylist([], schema=inputs["in"].schema), [])
        for batch in inputs["in"]:
            orders = self._orders(batch, first, places, ctx)
            paths = list(ctx.map(lambda order: self._save(*order, ctx), orders))
            yield "out", self._with_paths(batch, paths)
            first += batch.num_rows
            saved += sum(path is not None for path in paths)
        ctx.info(f"{saved:,} picture{'' if saved == 1 else 's'} in {self.config.folder}")

    def _orders(
        self, batch: pa.RecordBatch, first: int, places: Places, ctx: RunContext
    ) -> Iterator[tuple[pa.Buffer | None, Path | None, str]]:
        """Each record's picture, its file, and what messages call it; names are given in order."""
        for row, cell in enumerate(batch.column(self.config.column).storage):
            data, called = cell.as_buffer(), record_name(batch, row)
            own = None if data is None else picture_format(data[:12].to_pybytes())
            if data is None or own is None:
                if data is not None:
                    ctx.warn("pictures could not be saved", 1, f"{called}: this is no picture")
                yield None, None, called
                continue
            wanted = own if self.config.format == "as it is" else self.config.format.upper()
            name = _stem(self._text(batch, row, self.config.name_column))
            if not name:
                if self.config.name_column:
                    ctx.warn("pictures had no name and were numbered", 1, called)
                name = f"picture_{first + row:06}"
            subfolder = safe_name(self._text(batch, row, self.config.subfolder_column))
            path, doubled = places.place(subfolder, name, ENDINGS[wanted])
            if doubled:
                ctx.warn("pictures had a name that was taken and got a number", 1, str(path))
            yield data, path, called

    def _save(self, data: pa.Buffer | None, path: Path | None, called: str, ctx: RunContext) -> str | None:
        if data is None or path is None:
            return None
        try:
            content = self._content(data)
        except ToolError as error:
            ctx.warn("pictures could not be saved", 1, f"{called}: {error}")
            return None
        write(path, content, self.config.if_exists == "overwrite")
        return str(path)

    def _content(self, data: pa.Buffer) -> bytes:
        wanted = self.config.format.upper()
        if self.config.format == "as it is" or picture_format(data[:12].to_pybytes()) == wanted:
            return bytes(data)
        picture = decode(data)
        plain = on_white(picture) if wanted in ("JPEG", "BMP") else eight_bit(picture)
        return encode(plain, wanted, self.config.quality)

    def _text(self, batch: pa.RecordBatch, row: int, column: str) -> str:
        value = batch.column(column)[row].as_py() if column else None
        return "" if value is None else str(value)

    def _with_paths(self, batch: pa.RecordBatch, paths: list[str | None]) -> pa.RecordBatch:
        return set_column(batch, _WRITTEN, pa.array(paths, pa.string()))


def _stem(text: str) -> str:
    """A safe name without the ending of a picture's file; other dots belong to the name."""
    name = safe_name(text)
    ending = PurePath(name).suffix
    known = any(ending.lower() in endings for endings in EXTENSIONS.values())
    return safe_name(name[: -len(ending)]) if known else name


_WRITTEN = pa.field("written", pa.string())
