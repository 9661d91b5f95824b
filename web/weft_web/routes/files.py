"""Files: browse, upload, look at pictures."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Header, Query, UploadFile
from starlette.responses import FileResponse, Response

from weft_web.messages.workflows import Folder, Upload
from weft_web.routes.answers import answer, matches, quoted, unchanged
from weft_web.routes.services import Given
from weft_web.services.folders import WORKSPACE

router = APIRouter()

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/*": _BYTES}}}
_THUMBNAIL: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/webp": _BYTES}},
    304: {"description": "It did not change"},
}

Root = Annotated[str, Query(description="The name of a root; see the roots of the service.")]
Place = Annotated[str, Query(description="The path from the root's folder.", max_length=4_000)]
For = Annotated[
    str, Query(alias="for", description="The workflow whose settings the paths are for.", max_length=4_000)
]


@router.get("/files", response_model=Folder)
def browse(
    given: Given,
    root: Root = WORKSPACE,
    path: Place = "",
    workflow: For = "",
    pattern: Annotated[str, Query(description="Such as `*.csv`; several with `;`.", max_length=200)] = "",
) -> Response:
    """What is in a folder."""
    return answer(given.folders.browse(given.folders.spot(root, path, workflow), pattern))


@router.post("/files")
def upload(
    given: Given,
    files: Annotated[list[UploadFile], File(description="They keep their names where those are free.")],
    root: Root = WORKSPACE,
    path: Place = "",
    workflow: For = "",
) -> list[Upload]:
    """Put files into a folder, which is made where there is none. Nothing is overwritten."""
    folder = given.folders.spot(root, path, workflow)
    return [given.uploads.take(folder, each.filename or "file", each.file) for each in files]


@router.get("/files/thumbnail", response_class=Response, responses=_THUMBNAIL)
def thumbnail(
    given: Given,
    path: Place,
    root: Root = WORKSPACE,
    w: Annotated[int, Query(ge=16, le=1024, description="The width and height that it fits into.")] = 96,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A picture, small, as WebP."""
    data, tag = given.folders.thumbnail(given.folders.spot(root, path), w)
    if matches(if_none_match, tag):
        return unchanged(tag)
    headers = {"etag": quoted(tag), "cache-control": "private, no-cache"}
    return Response(data, headers=headers, media_type="image/webp")


@router.get("/files/content", response_class=Response, responses=_PICTURE)
def content(given: Given, path: Place, root: Root = WORKSPACE) -> Response:
    """A picture as it is."""
    file, form = given.folders.picture(given.folders.spot(root, path))
    headers = {"cache-control": "private, no-cache"}
    return FileResponse(file, media_type=f"image/{form.lower()}", headers=headers)
