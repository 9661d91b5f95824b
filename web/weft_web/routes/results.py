"""Routes of results."""

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from weft.document.complaints import reason
from weft_web.messages.results import Condition, Evaluation, Profile, RecordsPage, RecordsQuery, ResultsIndex
from weft_web.routes.answers import answer, attachment
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given
from weft_web.services.results.conditions import QueryError
from weft_web.services.results.downloads import Format
from weft_web.services.results.pages import Query as Wanted
from weft_web.services.results.selection import Selection

router = APIRouter(route_class=BodyRoute)

Workflow: TypeAlias = Annotated[
    str, Query(description="The path of the workflow, from the workspace folder.")
]
Node: TypeAlias = Annotated[str, Path(description="The name of a node.")]
Anchor: TypeAlias = Annotated[str, Path(description="The name of one of its outputs, or its letter.")]

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"*/*": _BYTES}}}
_CONDITIONS = TypeAdapter(tuple[Condition, ...])


@router.get("/results", response_model=ResultsIndex)
def index(given: Given, workflow: Workflow) -> Response:
    """What there is to look at for a workflow."""
    return answer(given.results.index(workflow))


@router.get("/results/{node}/{anchor}/records", response_model=RecordsPage)
def records(given: Given, node: Node, anchor: Anchor, asked: Annotated[RecordsQuery, Query()]) -> Response:
    """Some records of an output, filtered and sorted."""
    return _page(given, node, anchor, asked)


@router.post("/results/{node}/{anchor}/records", response_model=RecordsPage)
def chosen_records(given: Given, node: Node, anchor: Anchor, asked: RecordsQuery) -> Response:
    """The same, where so many `rows` are asked for that they do not fit into an address."""
    return _page(given, node, anchor, asked)


def _page(given: Given, node: str, anchor: str, asked: RecordsQuery) -> Response:
    wanted = Wanted(
        offset=asked.offset,
        limit=asked.limit,
        columns=tuple(asked.columns),
        rows=None if asked.rows is None else tuple(int(row) for row in asked.rows.split(",") if row.strip()),
        selection=Selection(asked.sort, asked.descending, _conditions(asked.filter), asked.search),
    )
    return answer(given.results.page(asked.workflow, node, anchor, wanted))


@router.get("/results/{node}/{anchor}/profile", response_model=Profile)
def profile(given: Given, node: Node, anchor: Anchor, workflow: Workflow) -> Response:
    """What is in the columns of an output."""
    return answer(given.results.profile(workflow, node, anchor))


@router.get("/results/{node}/{anchor}/download", response_class=StreamingResponse, responses=_FILE)
def download(
    given: Given,
    node: Node,
    anchor: Anchor,
    workflow: Workflow,
    wanted: Annotated[Format, Query(alias="format", description="Of the file.")] = "arrow",
) -> StreamingResponse:
    """A whole result as a file; the first records where not all are kept, and its name says so."""
    file = given.results.download(workflow, node, anchor, wanted)
    return StreamingResponse(file.parts, media_type=file.media_type, headers=attachment(file.name))


@router.get("/results/{node}/evaluation", response_model=Evaluation)
def evaluation(given: Given, node: Node, workflow: Workflow) -> Response:
    """How a trained classifier judged the validation pictures, one by one."""
    return answer(given.results.evaluation(workflow, node))


def _conditions(text: str) -> tuple[Condition, ...]:
    try:
        return _CONDITIONS.validate_json(text) if text else ()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise QueryError(f"the filter is no list of conditions: {place} {reason(first)}".strip()) from error
