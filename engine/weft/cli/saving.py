"""Save what a record holds as a file of its own: a picture, a model, a report."""

from pathlib import Path
from typing import Any

import pyarrow as pa
from PIL import Image

from weft.cli.cells import cell_text
from weft.cli.terminal import output, write
from weft.errors import StoreError
from weft.run.results import Result
from weft.sdk import ModelType, PictureType, ReportType, looks_like_model, picture_format


def save_cell(result: Result, path: Path) -> None:
    """Write the first cell of the first record that holds a file.

    Raises:
        StoreError: There is none, or the ending of `path` is that of something else.
    """
    for column in result.table.slice(0, 1).columns:
        (value,) = column.to_pylist() or (None,)
        if (content := _content(value, column.type)) is None:
            continue
        shown = cell_text(value, column.type)
        natural = _ending(content, column.type)
        if _format_of(path.suffix) not in (None, _format_of(natural)):
            name = path.with_suffix(natural).name
            raise StoreError(f"{path.name!r} would be a wrong name for {shown}; save it as {name!r}")
        path.write_bytes(content)
        write(output(), f"{shown} in {path}", "good")
        return
    raise StoreError(
        f"{result.anchor} of {result.node} has no picture, model or report in its first record to save"
    )


def saving_hints(table: pa.Table) -> list[str]:
    """How the files in a table are saved, a line for each column that holds some."""
    found = []
    for field, column in zip(table.schema, table.columns, strict=True):
        first = next(iter(column.slice(0, 1).to_pylist()), None)
        content = _content(first, field.type)
        if content is not None and isinstance(field.type, PictureType | ModelType | ReportType):
            found.append((field.name, _kind_name(field.type), _ending(content, field.type)))
    several = len(found) > 1
    return [
        f"save the {kind} of the first record: {f'--column {_quoted(name)} ' if several else ''}"
        f"--save {kind}{ending}"
        for name, kind, ending in found
    ]


def _content(value: Any, kind: pa.DataType) -> bytes | None:
    if isinstance(value, str) and isinstance(kind, ReportType):
        return value.encode()
    return value if isinstance(value, bytes) else None


def _kind_name(kind: pa.DataType) -> str:
    if isinstance(kind, ReportType):
        return "report"
    return "model" if isinstance(kind, ModelType) else "picture"


def _ending(content: bytes, kind: pa.DataType) -> str:
    """The usual ending of such a file, `.bin` for bytes that nothing is known of."""
    if isinstance(kind, ReportType):
        return ".html"
    if isinstance(kind, ModelType) or looks_like_model(content):
        return ".safetensors"
    found = picture_format(content)
    if found is None:
        return ".bin"
    return {"JPEG": ".jpg", "TIFF": ".tif"}.get(found, f".{found.lower()}")


def _format_of(ending: str) -> str | None:
    """What a file of this ending is read as; None for an ending that says nothing."""
    known = {**Image.registered_extensions(), ".html": "HTML", ".htm": "HTML", ".safetensors": "model"}
    return known.get(ending.lower())


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
