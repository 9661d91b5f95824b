"""Pictures for tests, made on the spot: ordinary ones and every kind that goes wrong."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def gradient(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A smooth picture in which no two corners are alike."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    colours = np.stack([x, y, 255 - (x + y) / 2], axis=2).astype(np.uint8)
    return Image.fromarray(colours).convert(mode)


def encoded(picture: Image.Image, file_format: str = "PNG", **options: object) -> bytes:
    """The bytes of a picture's file."""
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def opened(data: bytes | None) -> Image.Image:
    """The decoded picture of a cell that must not be null."""
    assert data is not None
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def huge_png() -> bytes:
    """A true PNG of 30,000 x 30,000 grey pixels in less than a megabyte, made without holding them."""
    packer = zlib.compressobj(1)
    row = bytes(30_001)
    return _black_png(30_000, b"".join([*(packer.compress(row) for _ in range(30_000)), packer.flush()]))


def huge_header() -> bytes:
    """What `huge_png` begins with: enough to be refused for its size, and quick to make."""
    return _black_png(30_000, b"")


def _black_png(side: int, rows: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animation(file_format: str = "GIF", frames: int = 3) -> bytes:
    """An animation whose frames are red, green, blue, and so on."""
    colours = ["red", "lime", "blue", "white", "black"]
    pictures = [Image.new("RGB", (20, 10), colours[n % 5]) for n in range(frames)]
    options: dict[str, object] = {"lossless": True} if file_format == "WEBP" else {}
    return encoded(
        pictures[0], file_format, save_all=True, append_images=pictures[1:], duration=50, **options
    )


def pages(count: int = 3, mode: str = "RGB") -> bytes:
    """A TIFF of several pages, each a little narrower than the one before."""
    pictures = [gradient(60 - 10 * page, 40, mode) for page in range(count)]
    return encoded(pictures[0], "TIFF", save_all=True, append_images=pictures[1:])


def turned(orientation: int, file_format: str = "JPEG") -> bytes:
    """A 64 x 48 gradient stored so that Exif must turn it to be upright; its camera is `Weft`."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    picture = gradient()
    stored = picture.transpose(undo[orientation]) if orientation in undo else picture
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Weft"
    options = (
        {"quality": 95} if file_format == "JPEG" else {"lossless": True} if file_format == "WEBP" else {}
    )
    return encoded(stored, file_format, exif=exif, **options)


def psnr(left: Image.Image, right: Image.Image) -> float:
    """How alike two pictures of one size are, in decibels; above 40 the eye sees no difference."""
    assert left.size == right.size
    gap = np.asarray(left.convert("RGB"), np.float64) - np.asarray(right.convert("RGB"), np.float64)
    error = float((gap**2).mean())
    return 99.0 if error == 0 else float(10 * np.log10(255**2 / error))
