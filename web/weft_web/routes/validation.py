"""Checks and plans of documents that need not be saved."""

from fastapi import APIRouter
from starlette.responses import Response

from weft_web.messages.validation import DocumentAt, PlanAnswer, PlanRequest, Validation
from weft_web.routes.answers import answer
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given

router = APIRouter(route_class=BodyRoute)


@router.post("/validate", response_model=Validation)
def validate(given: Given, asked: DocumentAt) -> Response:
    """What is wrong with a document, and what flows in it."""
    return answer(given.checks.validate(asked))


@router.post("/plan", response_model=PlanAnswer)
def plan(given: Given, asked: PlanRequest) -> Response:
    """What a run would do, node by node, and why."""
    return answer(given.checks.plan(asked))
