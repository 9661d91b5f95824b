"""One picture file read into encoded pages: as it came where that can be, upright, and complete."""

import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from weft.sdk import MAX_PIXELS, ToolError, check_size, decode, load, open_picture
from weft_nodes._pictures.completeness import looks_complete

_ORIENTATION = 0x0112
_TELLING = frozenset({270, 271, 272, 305, 306, 315, 33432, 0x8769, 0x8825})
"""Tags of a TIFF that tell about the picture; the others say how its bytes lie in the old file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read.

    Attributes:
        frames: Give every frame of an animated GIF, PNG or WebP, not only the first.
        decode_all: Decode each picture, to find damage that its structure does not show.
        max_pixels: A larger picture is refused from its header.
    """

    frames: bool = False
    decode_all: bool = False
    max_pixels: int = MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Whole:
    """The bytes of a file with one picture."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Many:
    """A file of several pictures, to be read by `pages`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no picture."""

    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One decoded page or frame, counted from 1, not encoded yet."""

    number: int
    pixels: Image.Image


@dataclass(frozen=True, slots=True)
class Encoded:
    """A page as the bytes of a file, counted from 1."""

    number: int
    data: bytes


def read(path: Path, how: Reading) -> Whole | Many | Unreadable:
    """Read one file; a picture over the limit is refused before the rest of the file is read."""
    try:
        _check_regular(path)
        with path.open("rb") as file:
            picture = open_picture(file, how.max_pixels)
            if _has_many(picture, how):
                return Many(path)
            file.seek(0)
            return Whole(_checked(file.read(), picture, how))
    except ToolError as error:
        return Unreadable(str(error))
    except (OSError, ValueError) as error:
        return Unreadable(_why(error))


def read_bytes(data: bytes, how: Reading) -> bytes:
    """A picture that came otherwise than in a file, as `read` gives that of a file: upright and complete.

    Raises:
        ToolError: It is no picture, cut short, or over the limit.
    """
    picture = open_picture(io.BytesIO(data), how.max_pixels)
    try:
        return _checked(data, picture, how)
    except (OSError, ValueError) as error:
        raise ToolError(_why(error)) from error


def _check_regular(path: Path) -> None:
    """Refuse what would keep the run waiting for ever, or never ends."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise ToolError("this is a pipe or a device, not a file")


def pages(path: Path, how: Reading) -> Iterator[Page | Unreadable]:
    """The pages or frames of a file, decoded one after the other, so that one is in memory at a time."""
    number = 1
    try:
        with path.open("rb") as file:
            picture = open_picture(file, how.max_pixels)
            while _turned_to(picture, number):
                yield _page(picture, number, how)
                number += 1
    except ToolError as error:
        yield Unreadable(f"page {number}: {error}")
    except Exception as error:  # Pillow raises many kinds for a damaged directory of pages
        yield Unreadable(f"page {number} and what follows: {_why(error)}")


def _turned_to(picture: Image.Image, number: int) -> bool:
    try:
        picture.seek(number - 1)
    except EOFError:
        return False
    return True


def _page(picture: Image.Image, number: int, how: Reading) -> Page | Unreadable:
    try:
        check_size(picture.size, how.max_pixels)
        return Page(number, load(picture).copy())
    except ToolError as error:
        return Unreadable(f"page {number}: {error}")


def encode_page(page: Page | Unreadable) -> Encoded | Unreadable:
    """The page as a file of its own: lossless, as TIFF where PNG does not know its kind of pixels."""
    if isinstance(page, Unreadable):
        return page
    buffer = io.BytesIO()
    if page.pixels.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        page.pixels.save(buffer, "PNG", compress_level=1)
    else:
        page.pixels.save(buffer, "TIFF", compression="tiff_adobe_deflate")
    return Encoded(page.number, buffer.getvalue())


def _has_many(picture: Image.Image, how: Reading) -> bool:
    wanted = picture.format == "TIFF" or (how.frames and picture.format in ("GIF", "PNG", "WEBP"))
    return wanted and bool(getattr(picture, "is_animated", False))


def _checked(data: bytes, picture: Image.Image, how: Reading) -> bytes:
    turned = _orientation(picture) != 1
    if turned or how.decode_all or not looks_complete(data, picture):
        pixels = decode(data, how.max_pixels)
        return _upright(pixels) if turned else data
    return data


def _orientation(picture: Image.Image) -> int:
    """1 is upright; a damaged or unknown value counts as upright, as in every viewer."""
    if (
        picture.format != "TIFF"
        and "exif" not in picture.info
        and "Raw profile type exif" not in picture.info
    ):
        return 1
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # Exif of cameras is often broken, and the picture is good without
        return 1
    return value if value in range(2, 9) else 1


def _upright(picture: Image.Image) -> bytes:
    """The picture turned as its Exif says, in its own format, its other Exif kept."""
    file_format = "JPEG" if picture.format == "MPO" else picture.format or "PNG"
    upright = ImageOps.exif_transpose(picture)
    exif = picture.getexif()
    for tag in list(exif):
        if tag == _ORIENTATION or (file_format == "TIFF" and tag not in _TELLING):
            del exif[tag]
    options: dict[str, object] = {"exif": exif.tobytes()} if len(exif) else {}
    match file_format:
        case "JPEG":
            options |= {"quality": 95, "subsampling": 0}
        case "PNG":
            options |= {"compress_level": 1}
        case "WEBP":
            options |= {"lossless": True, "quality": 30, "exact": True}
        case "TIFF":
            options |= {"compression": "tiff_adobe_deflate"}
    if profile := upright.info.get("icc_profile"):
        options["icc_profile"] = profile
    buffer = io.BytesIO()
    upright.save(buffer, file_format, **options)
    return buffer.getvalue()


def _why(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "the file does not exist"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case PermissionError():
            return "the file may not be read: permission denied"
        case OSError() if error.strerror:
            return f"the file cannot be read: {error.strerror}"
    return f"the picture cannot be decoded: {error}"
