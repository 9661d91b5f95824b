"""The pictures of a request: parts of a form, or the body itself."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

PART = "picture"
"""The name of the parts that hold pictures."""

MOST = 64
"""Pictures of one request."""

_PATIENCE = 60
"""Seconds that a request may take to arrive."""

_HOW = f"send a picture as the body, or a form (multipart/form-data) with one or more files named {PART!r}"


@dataclass(frozen=True)
class Picture:
    """One picture as it came."""

    name: str | None
    data: bytes


async def pictures_of(request: Request) -> list[Picture]:
    """The pictures of a request, at least one.

    Raises:
        HTTPException: There is none, there are too many, or the request does not arrive.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            found = await _read(request)
    except TimeoutError:
        raise HTTPException(408, f"the request did not arrive within {_PATIENCE} seconds") from None
    except ClientDisconnect:
        raise HTTPException(400, "the request was cut short") from None
    if not found:
        raise HTTPException(422, f"there is no picture in the request; {_HOW}")
    return found


async def _read(request: Request) -> list[Picture]:
    if not request.headers.get("content-type", "").lower().startswith("multipart/"):
        body = await request.body()
        return [Picture(None, body)] if body else []
    async with request.form(max_files=MOST, max_fields=MOST) as form:
        found = []
        for part in form.getlist(PART):
            if not isinstance(part, UploadFile):
                raise HTTPException(422, f"the part {PART!r} is a text and no file; {_HOW}")
            found.append(Picture(part.filename or None, await part.read()))
        return found
