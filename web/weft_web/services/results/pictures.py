"""What a picture says of itself in its first bytes."""

import io
from dataclasses import dataclass

import pyarrow as pa

from weft.sdk import ToolError, open_picture, picture_format

_ANY_SIZE = 2**62
"""Nothing is decoded, so no picture is too large to be described."""


@dataclass(frozen=True, slots=True)
class Head:
    """Format and size of a picture; empty and 0 where it cannot be read."""

    format: str = ""
    width: int = 0
    height: int = 0


def picture_head(data: bytes | pa.Buffer) -> Head:
    """Format and size, from the head of the file alone."""
    view = memoryview(data)
    try:
        with open_picture(
            io.BytesIO(view) if isinstance(data, bytes) else pa.BufferReader(data), _ANY_SIZE
        ) as picture:
            return Head(picture.format or "", *picture.size)
    except ToolError:
        return Head(picture_format(bytes(view[:12])) or "")
