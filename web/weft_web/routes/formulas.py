"""Routes of the formula editor."""

from fastapi import APIRouter
from starlette.responses import Response

from weft_web.messages.formulas import FormulaAnswer, FormulaLanguage, FormulaRequest
from weft_web.routes.answers import answer
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given

router = APIRouter(route_class=BodyRoute)


@router.get("/formulas/language", response_model=FormulaLanguage)
def language(given: Given) -> Response:
    """Functions with their help, keywords and operators."""
    return answer(given.results.formulas.language)


@router.post("/formulas/check", response_model=FormulaAnswer)
def check(given: Given, asked: FormulaRequest) -> Response:
    """What is wrong with an expression, the type of its result, and its first values."""
    return answer(given.results.formulas.check(asked))
