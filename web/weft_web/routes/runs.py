"""Runs: started, listed, stopped, resumed, and watched by server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response, status
from fastapi.responses import StreamingResponse

from weft_web.messages.runs import Cancellation, RunDocument, RunInfo, RunRequest
from weft_web.routes.bodies import BodyRoute
from weft_web.routes.services import Given
from weft_web.services.runs.journal import Line
from weft_web.services.runs.stream import Update

router = APIRouter(prefix="/runs", tags=["runs"], route_class=BodyRoute)

_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("")
async def list_runs(
    given: Given, workflow: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[RunInfo]:
    """The runs of the workspace, the newest first, those of the command line too."""
    return await given.runs.recent(workflow, limit)


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def start_run(
    given: Given,
    asked: RunRequest,
    response: Response,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> RunInfo:
    """Put a run into the queue; asked once more with the same key, the same run is told again."""
    return _located(await given.runs.submit(asked, idempotency_key), response)


@router.get("/{run}")
async def read_run(given: Given, run: str) -> RunInfo:
    """A run as it stands."""
    return await given.runs.info(run)


@router.get("/{run}/document")
async def read_document(given: Given, run: str) -> RunDocument:
    """The workflow that a run was asked to run."""
    return await given.runs.document(run)


@router.post("/{run}/cancel")
async def cancel_run(given: Given, run: str, asked: Cancellation) -> RunInfo:
    """Stop a run: `finish` keeps the best so far of what learns, `abort` ends it now."""
    return await given.runs.cancel(run, asked.mode)


@router.post("/{run}/resume", status_code=status.HTTP_202_ACCEPTED)
async def resume_run(given: Given, run: str, response: Response) -> RunInfo:
    """Start a run that goes on where this one ended."""
    return _located(await given.runs.resume(run), response)


@router.get(
    "/{run}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def watch_run(
    given: Given,
    run: str,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """The events of a run as they come, from the one after `after` or `Last-Event-ID` on.

    Each message is a line of the journal under its number; `status` messages hold the run itself. The
    stream ends with the run.
    """
    known = int(last_event_id) if last_event_id and _is_number(last_event_id) else after
    updates = await given.runs.watch(run, known)
    return StreamingResponse(_messages(updates), media_type="text/event-stream", headers=_STREAM)


@router.get(
    "/{run}/journal",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
async def read_journal(given: Given, run: str) -> Response:
    """All events of a run, a line each; none yet where it waits."""
    text = await given.runs.journal(run)
    return Response(text, media_type="application/x-ndjson")


def _located(info: RunInfo, response: Response) -> RunInfo:
    response.headers["Location"] = f"/api/v1/runs/{info.id}"
    return info


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


async def _messages(updates: AsyncIterator[Update]) -> AsyncIterator[str]:
    # Told at once, so that the browser knows that it is connected, and how soon to come back.
    yield "retry: 1000\n\n"
    async for update in updates:
        match update:
            case None:
                yield ": nothing new\n\n"
            case Line(seq=seq, text=text):
                yield f"id: {seq}\ndata: {text}\n\n"
            case info:
                yield f"event: status\ndata: {info.model_dump_json()}\n\n"
