"""Drafts: work that was not saved yet."""

from fastapi import APIRouter
from starlette.responses import Response

from weft_web.messages.workflows import Draft
from weft_web.routes.answers import answer
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given

router = APIRouter(route_class=BodyRoute)


@router.get("/drafts")
def list_drafts(given: Given) -> list[Draft]:
    """All drafts, the newest first."""
    return given.drafts.list()


@router.put("/drafts/{path:path}", response_model=Draft)
def put_draft(given: Given, path: str, draft: Draft) -> Response:
    """Keep a draft of a workflow; when this answers, it is on disk."""
    return answer(given.drafts.put(path, draft))


@router.delete("/drafts/{path:path}", status_code=204)
def remove_draft(given: Given, path: str) -> None:
    """Forget the draft of a workflow."""
    given.drafts.remove(path)
