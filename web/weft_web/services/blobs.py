"""Pictures, models and reports of results, by what they are and where they rest."""

import hashlib
import io
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from weft.errors import WeftError
from weft.sdk import ModelType, ReportType, looks_like_model, open_picture, picture_format
from weft_web.messages.results import PictureDetails, SmallPictures, ThumbnailRequest
from weft_web.services.core import NotFoundError
from weft_web.services.exif import exif_texts
from weft_web.services.memo import Memo
from weft_web.services.results.cells import is_binary
from weft_web.services.results.outputs import Outputs, Place
from weft_web.services.thumbnails import Thumbnails, thumbnail

_MEDIA_TYPES = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "GIF": ("image/gif", "gif"),
    "BMP": ("image/bmp", "bmp"),
    "TIFF": ("image/tiff", "tif"),
    "WEBP": ("image/webp", "webp"),
}
_VERIFIED = 4_096


@dataclass(frozen=True)
class Blob:
    """The bytes of a cell.

    Attributes:
        kind: What they are.
        data: The bytes, memory-mapped.
        media_type: For a browser.
        name: Of a file to save them in.
    """

    kind: Literal["picture", "model", "report", "text", "blob"]
    data: pa.Buffer
    media_type: str
    name: str


@dataclass(frozen=True)
class Blobs:
    """Finds the bytes of cells. Nothing is remembered of who was told of them."""

    outputs: Outputs
    thumbnails: Thumbnails
    _verified: Memo[tuple[str, int, int], str] = field(default_factory=lambda: Memo(_VERIFIED))

    def find(self, digest: str, at: str) -> Blob:
        """The bytes with this SHA-256 at a place.

        Raises:
            NotFoundError: There is no such place, or it holds something else by now.
        """
        place = Place.read(at)
        found = self.outputs.at(place)
        table = self.outputs.open(found)
        if place.row >= table.num_rows or place.column >= table.num_columns:
            raise _gone()
        data = _buffer(table.column(place.column), place.row)
        # Reading is quick, but a model is hashed for tenths of a second.
        where = (found.revision, place.row, place.column)
        if data is None or self._verified.get(where, lambda: hashlib.sha256(data).hexdigest()) != digest:
            raise _gone()
        return _blob(data, table.schema.field(place.column).type, place)

    def thumbnail(self, digest: str, at: str, width: int) -> bytes:
        """A small WebP of a picture.

        Raises:
            NotFoundError: As `find`.
            ToolError: It is no picture, or it cannot be read.
        """
        kept = self.thumbnails.find(digest, width) if _is_digest(digest) else None
        if kept is not None:
            return kept
        return self.thumbnails.make(self.find(digest, at).data.to_pybytes(), width, digest)

    def small(self, request: ThumbnailRequest, fresh: dict[str, bytes]) -> SmallPictures:
        """Small WebPs of several pictures; `fresh` takes those that nobody has kept yet."""
        pictures: dict[str, str] = {}
        troubles: dict[str, str] = {}
        for cell in request.cells:
            try:
                made = self.thumbnails.find(cell.hash, request.width)
                if made is None:
                    made = thumbnail(self.find(cell.hash, cell.at).data.to_pybytes(), request.width)
                    fresh[cell.hash] = made
            except WeftError as error:
                troubles[cell.hash] = str(error)
            else:
                pictures[cell.hash] = f"data:image/webp;base64,{b64encode(made).decode()}"
        return SmallPictures(pictures=pictures, troubles=troubles)

    def keep(self, fresh: Mapping[str, bytes], width: int) -> None:
        """Keep what `small` made."""
        for digest, made in fresh.items():
            self.thumbnails.keep(digest, width, made)

    def details(self, digest: str, at: str) -> PictureDetails:
        """All about a picture.

        Raises:
            NotFoundError: As `find`.
            ToolError: It is no picture, or its head cannot be read.
        """
        data = self.find(digest, at).data
        with open_picture(io.BytesIO(data.to_pybytes()), 2**62) as picture:
            return PictureDetails(
                format=picture.format or "",
                width=picture.width,
                height=picture.height,
                mode=picture.mode,
                bytes=data.size,
                exif=exif_texts(picture),
            )


def _buffer(column: pa.ChunkedArray, row: int) -> pa.Buffer | None:
    """The bytes of a cell of bytes or text; None for any other."""
    scalar = column[row]
    while isinstance(scalar, pa.ExtensionScalar | pa.DictionaryScalar):
        scalar = scalar.value
    if scalar is None or not scalar.is_valid or not (is_binary(scalar.type) or _is_text(scalar.type)):
        return None
    return scalar.as_buffer()


def _blob(data: pa.Buffer, kind: pa.DataType, place: Place) -> Blob:
    name = f"{place.node}.{place.anchor}.{place.row + 1}"
    if isinstance(kind, ReportType):
        return Blob("report", data, "text/html; charset=utf-8", f"{name}.html")
    if isinstance(kind, ModelType):
        return Blob("model", data, "application/octet-stream", f"{name}.safetensors")
    if _is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
        return Blob("text", data, "text/plain; charset=utf-8", f"{name}.txt")
    known = picture_format(bytes(memoryview(data)[:12]))
    if known in _MEDIA_TYPES:
        media_type, suffix = _MEDIA_TYPES[known]
        return Blob("picture", data, media_type, f"{name}.{suffix}")
    if bytes(memoryview(data)[8:9]) == b"{" and looks_like_model(data.to_pybytes()):
        return Blob("model", data, "application/octet-stream", f"{name}.safetensors")
    return Blob("blob", data, "application/octet-stream", f"{name}.bin")


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_digest(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)


def _gone() -> NotFoundError:
    return NotFoundError("these bytes are not at this place; the node ran anew: load its result again")
