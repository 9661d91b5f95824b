"""The palette, and the service itself."""

import hashlib
import importlib.metadata
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import TypeAdapter
from starlette.responses import Response

from weft.registry.catalog import Catalog, catalog
from weft_web.messages.workflows import ServiceInfo
from weft_web.routes.answers import answer, matches, quoted, unchanged
from weft_web.routes.services import Given

router = APIRouter()


@router.get("/catalog", response_model=Catalog, responses={304: {"description": "It did not change"}})
def get_catalog(given: Given, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """Every tool, and what kept others out."""
    text = TypeAdapter(Catalog).dump_json(catalog(given.core.registry))
    revision = hashlib.sha256(text).hexdigest()[:32]
    if matches(if_none_match, revision):
        return unchanged(revision)
    headers = {"etag": quoted(revision), "cache-control": "no-cache"}
    return Response(text, headers=headers, media_type="application/json")


@router.get("/service", response_model=ServiceInfo)
def get_service(given: Given) -> Response:
    """What the canvas needs to know of the service."""
    settings = given.core.settings
    info = ServiceInfo(
        version=importlib.metadata.version("weft"),
        workspace=str(settings.workspace),
        roots=tuple(given.folders.roots),
        workers=settings.workers,
    )
    return answer(info)
