"""Workflow files."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from weft.document.model import Document
from weft_web.messages.workflows import (
    NewWorkflow,
    Removed,
    Renaming,
    SampleCopy,
    WorkflowEntry,
    WorkflowFile,
)
from weft_web.routes.answers import answer, matches, quoted, unchanged
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given
from weft_web.services.core import ChangedError, ConflictError

router = APIRouter(route_class=BodyRoute)

_SAME: dict[int | str, dict[str, Any]] = {304: {"description": "It did not change"}}
_TEXTS = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}


@router.get("/workflows")
def list_workflows(given: Given) -> list[WorkflowEntry]:
    """All workflow files of the workspace."""
    return given.workflows.list()


@router.post("/workflows", status_code=201, response_model=WorkflowEntry | SampleCopy)
def create_workflow(given: Given, new: NewWorkflow) -> Response:
    """Create a workflow file, or copy a sample into a new folder."""
    if (new.document is None) == (new.sample is None):
        raise HTTPException(422, "give either a document or the name of a sample")
    if new.sample is not None:
        return answer(given.samples.copy(new.sample, new.path), 201)
    assert new.document is not None
    entry = given.workflows.create(new.path, new.document)
    return answer(entry, 201, {"etag": quoted(entry.revision)})


@router.post("/workflows:read", response_model=Document, openapi_extra=_TEXTS)
async def read_workflow(given: Given, request: Request) -> Response:
    """Read the text of a workflow of any format that was ever written; nothing is saved."""
    return await asyncio.to_thread(_read_text, given, await request.body())


def _read_text(given: Given, body: bytes) -> Response:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(422, f"byte {error.start} is no text in UTF-8, so this is no workflow") from error
    return answer(given.workflows.read_text(text))


@router.get("/workflows/{path:path}", response_model=WorkflowFile, responses=_SAME)
def open_workflow(given: Given, path: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """A workflow as it stands on disk."""
    file = given.workflows.open(path)
    if matches(if_none_match, file.revision):
        return unchanged(file.revision)
    return answer(file, headers={"etag": quoted(file.revision), "cache-control": "no-cache"})


@router.put("/workflows/{path:path}", response_model=WorkflowEntry)
def save_workflow(
    given: Given,
    path: str,
    document: Document,
    if_match: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Save a workflow: `If-Match` names the revision that was edited, `If-None-Match: *` wants a new file."""
    if if_match is not None:
        known = if_match.strip().strip('"')
        entry = given.workflows.save(path, document, known)
    elif (if_none_match or "").strip() == "*":
        try:
            entry = given.workflows.create(path, document)
        except ConflictError as error:
            raise ChangedError(str(error), given.workflows.revision(path)) from error
    else:
        text = "say by If-Match which revision was edited, or by If-None-Match: * that the file is new"
        raise HTTPException(428, text)
    return answer(entry, headers={"etag": quoted(entry.revision)})


@router.patch("/workflows/{path:path}", response_model=WorkflowEntry)
def rename_workflow(given: Given, path: str, renaming: Renaming) -> Response:
    """Move a workflow file inside the workspace, or back out of the bin."""
    return answer(given.workflows.rename(path, renaming.path))


@router.delete("/workflows/{path:path}", response_model=Removed)
def remove_workflow(given: Given, path: str) -> Response:
    """Move a workflow file to the bin."""
    return answer(Removed(bin=given.workflows.remove(path)))
