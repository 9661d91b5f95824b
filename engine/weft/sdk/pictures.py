"""Pictures as cells: encoded bytes as they came; null is a picture that could not be read."""

import io
import warnings
from collections.abc import Iterable

import pyarrow as pa
from PIL import Image, UnidentifiedImageError

from weft.errors import ToolError

MAX_PIXELS = 200_000_000
"""Largest picture that is decoded unless a setting says otherwise: 200 megapixels, 600 MB as RGB."""


class PictureType(pa.ExtensionType):  # type: ignore[misc]
    """A picture: the bytes of an image file (JPEG, PNG, ...)."""

    def __init__(self) -> None:
        super().__init__(pa.large_binary(), "weft.picture")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, serialized: bytes) -> "PictureType":
        return cls()


def picture_array(pictures: Iterable[bytes | None]) -> pa.ExtensionArray:
    """A column of pictures from encoded bytes."""
    return pa.ExtensionArray.from_storage(PictureType(), pa.array(pictures, pa.large_binary()))


def decode(data: bytes, max_pixels: int = MAX_PIXELS, at_least: tuple[int, int] | None = None) -> Image.Image:
    """The pixels of a picture, loaded, in the mode that the file has.

    Args:
        data: The bytes of an image file.
        max_pixels: A larger picture is refused before any pixel is decoded.
        at_least: (width, height) that the caller scales down to; lets a JPEG be decoded at a half,
            a quarter or an eighth of its size, which is faster and looks the same after scaling.

    Raises:
        ToolError: The bytes are no picture, are cut short, or the picture is too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
        width, height = picture.size
        if width * height > max_pixels:
            raise ToolError(
                f"the picture has {width:,} x {height:,} pixels, more than the limit of {max_pixels:,}"
            )
        if at_least:
            picture.draft(None, at_least)
        picture.load()
    except ToolError:
        raise
    except Exception as error:
        raise ToolError(_reason(data, error)) from error
    return picture


def _reason(data: bytes, error: Exception) -> str:
    if not data:
        return "the file is empty"
    if isinstance(error, UnidentifiedImageError):
        return "the file is not a picture that can be read"
    text = str(error)
    if "truncated" in text or "broken" in text.lower():
        return "the picture is truncated"
    return f"the picture cannot be decoded: {text or type(error).__name__}"


def encode(picture: Image.Image, file_format: str = "PNG") -> bytes:
    """The bytes of an image file. PNG is written with light compression: lossless and quick."""
    buffer = io.BytesIO()
    options = {"compress_level": 1} if file_format == "PNG" else {}
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()
