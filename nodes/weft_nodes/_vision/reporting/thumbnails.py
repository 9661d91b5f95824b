"""Small pictures of records and their names, for pages; no torch is imported here."""

import base64
import re
from typing import Literal

import pyarrow as pa

from weft.sdk import ToolError, decode, encode, on_white

_FILE_COLUMNS = ("file", "FileName", "FullPath")


def thumbnail(
    picture: bytes | None, side: int, quality: int = 80, form: Literal["WEBP", "JPEG"] = "WEBP"
) -> str:
    """A small picture in a data URI; empty where it cannot be read.

    Args:
        picture: The encoded picture.
        side: Pixels of the longer side.
        quality: 1 to 100.
        form: WebP is smaller; every program shows JPEG, so it suits pages that are sent around.
    """
    if picture is None:
        return ""
    try:
        small = on_white(decode(picture, at_least=(side, side)))
    except ToolError:
        return ""
    small.thumbnail((side, side))
    return f"data:image/{form.lower()};base64,{base64.b64encode(encode(small, form, quality)).decode()}"


def record_title(table: pa.Table, number: int) -> str:
    """How a page calls a record: by its file, without the folder, where a column tells it, else by number."""
    for column in _FILE_COLUMNS:
        if table.schema.names.count(column) == 1 and pa.types.is_string(table.schema.field(column).type):
            path = table.column(column)[number].as_py()
            if path:
                return re.split(r"[/\\]", path)[-1]
    return f"record {number + 1:,}"
