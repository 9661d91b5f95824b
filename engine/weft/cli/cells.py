"""How a cell reads: as text for people, as JSON for programs. Pictures by their format and size."""

import base64
import datetime
import io
import math
import warnings
from decimal import Decimal

import pyarrow as pa
from PIL import Image
from pydantic import JsonValue

from weft.cli.terminal import size_text
from weft.errors import ToolError
from weft.sdk import ModelType, PictureType, ReportType, looks_like_model, read_card

NULL = "[Null]"


def cell_text(value: object, kind: pa.DataType) -> str:
    """A cell for people: `JPEG 256x192, 12.3 KB`."""
    if value is None:
        return NULL
    if isinstance(value, bytes):
        return _bytes_text(value, kind)
    if isinstance(kind, ReportType):
        return f"report, {size_text(len(str(value).encode()))}"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value) if isinstance(value, int | Decimal | datetime.date) else str(plain(value))


def cell_json(value: object, kind: pa.DataType) -> JsonValue:
    """A cell for programs: pictures, models and reports as a description instead of their bytes."""
    if isinstance(value, bytes):
        return _bytes_json(value, kind)
    if isinstance(kind, ReportType) and isinstance(value, str):
        return {"kind": "report", "bytes": len(value.encode())}
    return plain(value)


def plain(value: object) -> JsonValue:
    """A value as JSON knows it: times in ISO form, numbers that are none as null, bytes in base 64."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case bytes():
            return base64.b64encode(value).decode()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return str(value)


def _bytes_text(value: bytes, kind: pa.DataType) -> str:
    size = size_text(len(value))
    if isinstance(kind, ModelType) or looks_like_model(value):
        return f"model, {size}{_model_facts(value)}"
    if (head := _picture_head(value)) is not None:
        file_format, width, height = head
        return f"{file_format} {width}x{height}, {size}"
    return f"{'unreadable picture' if isinstance(kind, PictureType) else 'blob'}, {size}"


def _bytes_json(value: bytes, kind: pa.DataType) -> JsonValue:
    if isinstance(kind, ModelType) or looks_like_model(value):
        return {"kind": "model", "bytes": len(value)}
    if (head := _picture_head(value)) is not None:
        file_format, width, height = head
        return {
            "kind": "picture",
            "format": file_format,
            "width": width,
            "height": height,
            "bytes": len(value),
        }
    return {"kind": "picture" if isinstance(kind, PictureType) else "blob", "bytes": len(value)}


def _picture_head(value: bytes) -> tuple[str, int, int] | None:
    """The format and size of a picture, from its head alone; None where the bytes are none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(value))
    except Exception:
        # What Pillow's many readers raise over bytes that are no picture has no other common root.
        return None
    return picture.format or "picture", picture.width, picture.height


def _model_facts(value: bytes) -> str:
    try:
        classes = read_card(value).get("classes")
    except ToolError:
        return ""
    return f", {len(classes)} classes" if isinstance(classes, list) else ""
