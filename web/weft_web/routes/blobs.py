"""Routes of pictures, models and reports among results."""

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Header, Path, Query
from starlette.background import BackgroundTask
from starlette.responses import Response

from weft_web.messages.results import PictureDetails, SmallPictures, ThumbnailRequest
from weft_web.routes.answers import answer, attachment, matches, quoted, unchanged
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given
from weft_web.services.themes import Theme, themed

router = APIRouter(route_class=BodyRoute)

Hash: TypeAlias = Annotated[
    str,
    Path(
        alias="hash", pattern="^[0-9a-f]{64}$", description="SHA-256 of the bytes, as it came with the cell."
    ),
]
At: TypeAlias = Annotated[
    str, Query(max_length=600, description="Where they rest, as it came with the cell.")
]

_FOREVER = "private, max-age=31536000, immutable"
"""What is named by its content never changes."""

_REPORT_POLICY = "; ".join(
    (
        # Without an origin of its own the page reaches neither the cookies nor the service.
        "sandbox allow-scripts allow-popups",
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "font-src data:",
        "media-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For pictures and all else: a browser that opens one by itself runs nothing."""

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_BLOB: dict[int | str, dict[str, Any]] = {
    200: {"content": {"*/*": _BYTES}},
    304: {"description": "It did not change"},
}


@router.get("/blobs/{hash}", response_class=Response, responses=_BLOB)
def blob(  # noqa: PLR0913 -- every part of a request is a parameter
    given: Given,
    digest: Hash,
    at: At,
    w: Annotated[int | None, Query(ge=16, le=1024, description="A thumbnail that fits this square.")] = None,
    download: Annotated[bool, Query(description="With the name of a file.")] = False,
    theme: Annotated[Theme | None, Query(description="A report looks so; without it, as the system.")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The bytes of a cell, or a small picture of it as WebP."""
    tag = "-".join(str(each) for each in (digest, w, theme) if each is not None)
    if matches(if_none_match, tag):
        return unchanged(tag)
    headers = {"etag": quoted(tag), "cache-control": _FOREVER, "content-security-policy": _POLICY}
    if w is not None:
        small = given.results.blobs.thumbnail(digest, at, w)
        return Response(small, headers=headers, media_type="image/webp")
    found = given.results.blobs.find(digest, at)
    if found.kind == "report":
        headers["content-security-policy"] = _REPORT_POLICY
    if download or found.kind in ("model", "blob"):
        headers |= attachment(found.name)
    data = found.data.to_pybytes()
    if theme and found.kind == "report":
        data = themed(data, theme)
    return Response(data, headers=headers, media_type=found.media_type)


@router.post("/blobs:thumbnails", response_model=SmallPictures)
def thumbnails(given: Given, request: ThumbnailRequest) -> Response:
    """Small pictures of several cells at once."""
    fresh: dict[str, bytes] = {}
    found = answer(given.results.blobs.small(request, fresh))
    # Nobody waits for the disk.
    found.background = BackgroundTask(given.results.blobs.keep, fresh, request.width)
    return found


@router.get("/blobs/{hash}/picture", response_model=PictureDetails)
def picture(given: Given, digest: Hash, at: At) -> Response:
    """All about a picture, with what its camera wrote into it."""
    return answer(given.results.blobs.details(digest, at), headers={"cache-control": _FOREVER})
