"""Thumbnails: small WebP pictures, kept on disk by the content of what they were made from."""

import hashlib
import io
import os
import threading
from contextlib import nullcontext, suppress
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps

from weft.sdk import decode, eight_bit, open_picture

SMALLEST, LARGEST = 16, 1024
"""Bounds of a width that may be asked for."""

_QUALITY = 80
_MANY_PIXELS = 20_000_000
"""Pictures of more pixels than these are decoded one at a time: each of them takes much memory."""

_MANY = threading.Lock()

_EFFORT = 1
"""Of WebP's encoder, 0 to 6: a thumbnail of 128 pixels takes half the time of the usual 4."""


def thumbnail(data: bytes, width: int) -> bytes:
    """A picture as WebP that fits a square of `width` pixels, upright, never larger than it is.

    Raises:
        ToolError: The bytes are no picture, are damaged, or the picture is too large.
    """
    # Half of it suffices: decoding keeps a margin of three, and here nobody measures pixels.
    half = max(1, width // 2)
    wide, high = open_picture(io.BytesIO(data)).size
    with _MANY if wide * high > _MANY_PIXELS else nullcontext():
        picture = eight_bit(_upright(decode(data, at_least=(half, half))))
        picture.thumbnail((width, width), reducing_gap=3.0)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=_QUALITY, method=_EFFORT)
    return buffer.getvalue()


class Thumbnails:
    """Makes thumbnails, or finds those that were made before. Safe to use from several threads.

    They lie in a few hundred folders, so that the store removes those that were not used for longest
    when it is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, digest: str, width: int) -> bytes | None:
        """A thumbnail that was made before, of the picture with this SHA-256."""
        path = self._place(digest, width)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # the store may just have removed the folder
            os.utime(path.parent)
        return found

    def make(self, data: bytes, width: int, digest: str = "") -> bytes:
        """The thumbnail of a picture; `digest` is its SHA-256 where that is known already.

        Raises:
            ToolError: The picture cannot be read.
        """
        digest = digest or hashlib.sha256(data).hexdigest()
        found = self.find(digest, width)
        if found is None:
            found = thumbnail(data, width)
            self.keep(digest, width, found)
        return found

    def keep(self, digest: str, width: int, made: bytes) -> None:
        """Keep the thumbnail of the picture with this SHA-256 for the next time."""
        path = self._place(digest, width)
        part = path.with_name(f"{uuid4().hex}.part")
        # It is good without being kept: the disk may be full.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(made)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def _place(self, digest: str, width: int) -> Path:
        return self._folder / digest[:2] / f"{digest}-{width}.webp"


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as its camera was held."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # Exif of cameras is often broken; the picture is good without
        return picture
