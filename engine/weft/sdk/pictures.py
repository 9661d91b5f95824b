"""Pictures as cells: encoded bytes as they came; null is a picture that could not be read."""

import importlib
import io
from collections.abc import Iterable
from typing import IO

import numpy as np
import pyarrow as pa
from PIL import Image

from weft.errors import ToolError
from weft.sdk.cells import CellType

MAX_PIXELS = 200_000_000
"""Largest picture that is decoded unless a setting says otherwise: 200 megapixels, 600 MB as RGB."""

_LONGEST = 1_000_000
"""Pixels of a side. Each row takes memory of its own: one of 200 million pixels' height, which a file of
some bytes can claim, would take gigabytes."""

REDUCTION_MARGIN = 3
"""A JPEG is decoded at a half, a quarter or an eighth of its size only where that is still this many
times the size wanted. Measured on 400 frames of cartoons whose sides the factor divides: scaled down
from there the worst differs from the full decode by 45.8 dB PSNR, with a margin of 2 by 39.8 dB."""

_UNEVEN_FROM = 64
"""Where the factor leaves a rest, the last row or column is made of pixels beyond the picture's edge.
In pictures of at least this many pixels that stays above 40 dB; in one of 14 it was 35.8 dB."""

_RUN_LENGTHS = 3
"""zlib's strategy Z_RLE: smaller and quicker than the default at level 1 for pictures of 128 pixels."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG", "Jpeg"),
    (b"\x89PNG\r\n\x1a\n", "PNG", "Png"),
    (b"GIF87a", "GIF", "Gif"),
    (b"GIF89a", "GIF", "Gif"),
    (b"BM", "BMP", "Bmp"),
    (b"II*\0", "TIFF", "Tiff"),
    (b"MM\0*", "TIFF", "Tiff"),
    (b"II+\0", "TIFF", "Tiff"),
    (b"MM\0+", "TIFF", "Tiff"),
)


class PictureType(CellType):
    """A picture: the bytes of an image file (JPEG, PNG, ...)."""

    def __init__(self) -> None:
        super().__init__(pa.large_binary(), "weft.picture")

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, serialized: bytes) -> "PictureType":
        return cls()


def picture_array(pictures: Iterable[bytes | None]) -> pa.ExtensionArray:
    """A column of pictures from encoded bytes."""
    return pa.ExtensionArray.from_storage(PictureType(), pa.array(pictures, pa.large_binary()))


def picture_format(head: bytes) -> str | None:
    """`JPEG`, `PNG`, `GIF`, `BMP`, `TIFF` or `WEBP` by the first 12 bytes, whatever the file's name says."""
    return _plugin(head)[0] or None


def open_picture(file: IO[bytes], max_pixels: int = MAX_PIXELS) -> Image.Image:
    """The picture in a file with its size, mode and metadata; its pixels are not decoded yet.

    Raises:
        ToolError: The file is no picture, its header is cut short, or the picture is too large.
    """
    head = file.read(12)
    file.seek(0)
    name, plugin = _plugin(head)
    if not head:
        raise ToolError("the file is empty")
    if not name:
        raise ToolError(
            "the file is not a picture that can be read; known are JPEG, PNG, GIF, BMP, TIFF and WebP"
        )
    # Not Image.open: that has a limit of its own for the whole process, beside the one given here.
    importlib.import_module(f"PIL.{plugin}ImagePlugin")
    try:
        picture: Image.Image = Image.OPEN[name][0](file, "")
    except Image.DecompressionBombError as error:  # WebP is asked for its size by Pillow's limit too
        raise ToolError(f"the picture has too many pixels: {error}") from error
    except Exception as error:
        raise ToolError(f"the picture is damaged or cut short ({name})") from error
    check_size(picture.size, max_pixels)
    return picture


def check_size(size: tuple[int, int], max_pixels: int) -> None:
    """Refuse a picture of more pixels than the limit, before any memory is taken for it.

    Raises:
        ToolError: It has more, or one of its sides has more than a million.
    """
    width, height = size
    if max(size) > _LONGEST:
        raise ToolError(f"the picture has {width:,} x {height:,} pixels; a side has {_LONGEST:,} at most")
    if width * height > max_pixels:
        raise ToolError(
            f"the picture has {width:,} x {height:,} pixels, more than the limit of {max_pixels:,}"
        )


def decode(data: bytes, max_pixels: int = MAX_PIXELS, at_least: tuple[int, int] | None = None) -> Image.Image:
    """The pixels of a picture, loaded, in the mode that the file has.

    Args:
        data: The bytes of an image file.
        max_pixels: A larger picture is refused before any pixel is decoded.
        at_least: (width, height) that the caller scales down to; lets a JPEG be decoded at a half,
            a quarter or an eighth of its size where that stays well above `at_least`, which is
            faster and looks the same after scaling. `decode_scaled` does the scaling too, and takes
            care of a last row or column that only partly belongs to the picture.

    Raises:
        ToolError: The bytes are no picture, are cut short, or the picture is too large.
    """
    picture = open_picture(io.BytesIO(data), max_pixels)
    if at_least:
        _reduce(picture, at_least)
    return load(picture)


def decode_scaled(
    data: bytes,
    size: tuple[int, int],
    resampling: Image.Resampling = Image.Resampling.BICUBIC,
    max_pixels: int = MAX_PIXELS,
) -> Image.Image:
    """A picture decoded and scaled to (width, height), in mode L, LA, RGB or RGBA.

    Much faster than `decode` and a resize where a large JPEG becomes a small picture, and the same
    to the eye: see `REDUCTION_MARGIN`.

    Raises:
        ToolError: As `decode`.
    """
    check_size(size, max_pixels)
    picture = open_picture(io.BytesIO(data), max_pixels)
    smooth = resampling not in (Image.Resampling.NEAREST, Image.Resampling.BOX)
    box = _reduce(picture, size) if smooth else None
    return eight_bit(load(picture)).resize(size, resampling, box)


def _reduce(picture: Image.Image, size: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """Let a JPEG be decoded smaller; gives the part of the result that the whole picture fills."""
    if picture.format not in ("JPEG", "MPO"):
        return None
    width, height = picture.size
    for scale in (8, 4, 2):
        enough = width >= scale * REDUCTION_MARGIN * size[0] and height >= scale * REDUCTION_MARGIN * size[1]
        if enough and (min(size) >= _UNEVEN_FROM or not (width % scale or height % scale)):
            picture.draft(None, (width // scale, height // scale))
            return (0, 0, width / scale, height / scale)
    return None


def load(picture: Image.Image) -> Image.Image:
    """Decode the pixels of a picture that `open_picture` gave.

    Raises:
        ToolError: The picture is cut short or damaged.
    """
    try:
        picture.load()
    except Exception as error:
        raise ToolError(_reason(error)) from error
    return picture


def eight_bit(picture: Image.Image) -> Image.Image:
    """The picture in the nearest of the modes L, LA, RGB and RGBA.

    16 bits become 8 by the upper byte; 32-bit and floating pixels are stretched from their least
    to their greatest; a palette and CMYK become RGB; transparency of any kind becomes alpha.
    """
    mode = picture.mode
    if (mode in ("RGB", "L") and "transparency" not in picture.info) or mode in ("RGBA", "LA"):
        return picture
    if mode.startswith("I;16"):
        return _gray(np.asarray(picture).astype(np.uint16) >> 8)
    if mode in ("I", "F"):
        return _gray(_stretched(np.asarray(picture, np.float64)))
    if mode in ("1", "L"):
        return picture.convert("LA" if "transparency" in picture.info else "L")
    converted = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    # A colour profile of CMYK or of a palette says nothing about the converted pixels.
    converted.info.pop("icc_profile", None)
    return converted


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in mode L or RGB: `eight_bit`, with what is transparent laid on white."""
    plain = eight_bit(picture)
    if plain.mode not in ("LA", "RGBA"):
        return plain
    mode = "L" if plain.mode == "LA" else "RGB"
    ground = Image.new(mode, plain.size, "white")
    ground.paste(plain.convert(mode), mask=plain.getchannel("A"))
    return ground


def encode(picture: Image.Image, file_format: str = "PNG", quality: int = 90) -> bytes:
    """The bytes of an image file. PNG is written with light compression: lossless and quick.

    Args:
        picture: Pixels in a mode that the format knows.
        file_format: `PNG`, `JPEG` or another name that Pillow knows.
        quality: 1 to 100; used for JPEG and WEBP.
    """
    buffer = io.BytesIO()
    options: dict[str, int] = (
        {"compress_level": 1, "compress_type": _RUN_LENGTHS} if file_format == "PNG" else {}
    )
    if file_format in ("JPEG", "WEBP"):
        options = {"quality": quality}
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def _plugin(head: bytes) -> tuple[str, str]:
    """The name of the format and of Pillow's module for it; empty for an unknown one."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP", "WebP"
    for signature, name, plugin in _SIGNATURES:
        if head.startswith(signature):
            return name, plugin
    return "", ""


def _gray(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels.astype(np.uint8))


def _stretched(pixels: np.ndarray) -> np.ndarray:
    known = pixels[np.isfinite(pixels)]
    if not known.size:
        return np.zeros(pixels.shape)
    low, high = known.min(), known.max()
    scaled = (np.clip(pixels, low, high) - low) * (255 / (high - low) if high > low else 0)
    return np.nan_to_num(scaled)


def _reason(error: Exception) -> str:
    text = str(error)
    if any(word in text.lower() for word in ("truncated", "broken", "not enough", "unexpected end")):
        return "the picture is truncated"
    return f"the picture cannot be decoded: {text or type(error).__name__}"
