"""Whether a picture's file has its end, told from its structure without decoding it."""

import struct
from collections.abc import Callable

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

_STRIPS = ((273, 279), (324, 325))
"""TIFF tags: where strips or tiles begin, and how many bytes each has."""


def looks_complete(data: bytes, picture: Image.Image) -> bool:
    """Whether the end that the format asks for is there.

    False is a suspicion only: some programs write files without a proper end that show a whole
    picture all the same; decode the picture to know. A file that was damaged in the middle and has
    its end looks complete.

    Args:
        data: All bytes of the file.
        picture: The opened picture, its pixels not decoded yet.
    """
    checks: dict[str, Callable[[], bool]] = {
        "JPEG": lambda: _jpeg(data),
        "MPO": lambda: _jpeg(data),
        "PNG": lambda: b"IEND" in data[-64:] or data.rfind(b"IEND\xaeB`\x82") > 0,
        "GIF": lambda: data.rstrip(b"\0").endswith(b";"),
        "WEBP": lambda: struct.unpack_from("<I", data, 4)[0] + 8 <= len(data),
        "BMP": lambda: _bmp(data, picture),
        "TIFF": lambda: _tiff(data, getattr(picture, "tag_v2", None)),
    }
    check = checks.get(picture.format or "")
    return check is not None and check()


def _jpeg(data: bytes) -> bool:
    """The end marker must come after the start of the scan: a thumbnail in the header has one too."""
    if data.endswith(b"\xff\xd9"):
        return True
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return data.find(b"\xff\xd9", at) > 0
        at += 1 if marker == 0xFF else 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return False


def _bmp(data: bytes, picture: Image.Image) -> bool:
    """Rows of pixels are filled up to 4 bytes; what is compressed is left to the decoder."""
    if len(data) < 34:
        return False
    start, header = struct.unpack_from("<I", data, 10)[0], struct.unpack_from("<I", data, 14)[0]
    if header < 40:
        return False
    bits, compression = struct.unpack_from("<HI", data, 28)
    row = (picture.width * bits + 31) // 32 * 4
    return compression in (0, 3) and int(start) + row * picture.height <= len(data)


def _tiff(data: bytes, tags: ImageFileDirectory_v2 | None) -> bool:
    """Every strip or tile of the first page must lie within the file."""
    for offsets, sizes in _STRIPS:
        if tags is not None and offsets in tags and sizes in tags:
            parts = list(zip(tags[offsets], tags[sizes], strict=False))
            return bool(parts) and all(offset + size <= len(data) for offset, size in parts)
    return False
