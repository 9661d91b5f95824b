"""What goes wrong, as `application/problem+json` (RFC 9457): a sentence, and where it points to."""

import errno
import logging
import os
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weft.document.complaints import reason
from weft.errors import DISK_FULL, DocumentError, StoreError, ToolError, WeftError, WorkflowError
from weft_web.messages.workflows import Problem, ProblemAt
from weft_web.services.aside import AsideError
from weft_web.services.core import (
    BusyError,
    ChangedError,
    ConflictError,
    GoneError,
    NotFoundError,
    RefusedError,
)

MEDIA_TYPE = "application/problem+json"

_STATUS: tuple[tuple[type[WeftError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (RefusedError, HTTPStatus.FORBIDDEN),
    (ChangedError, HTTPStatus.PRECONDITION_FAILED),
    (ConflictError, HTTPStatus.CONFLICT),
    (StoreError, HTTPStatus.CONFLICT),
    (GoneError, HTTPStatus.GONE),
    (DocumentError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (WorkflowError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ToolError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (AsideError, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""The first that fits counts."""

_SYSTEM = {
    errno.ENOENT: HTTPStatus.NOT_FOUND,
    errno.EACCES: HTTPStatus.FORBIDDEN,
    errno.EPERM: HTTPStatus.FORBIDDEN,
    errno.EROFS: HTTPStatus.FORBIDDEN,
    errno.EEXIST: HTTPStatus.CONFLICT,
    errno.ENOTDIR: HTTPStatus.CONFLICT,
    errno.EISDIR: HTTPStatus.CONFLICT,
    errno.ENAMETOOLONG: HTTPStatus.UNPROCESSABLE_ENTITY,
    **dict.fromkeys(DISK_FULL, HTTPStatus.INSUFFICIENT_STORAGE),
}

_ADVICE = {HTTPStatus.INSUFFICIENT_STORAGE: "; free some space and try again"}

_DEEPEST = 20
"""Parts of the place of a field; what is nested without end is not told without end."""

_UNREADABLE = "There was an error parsing the body"
"""What FastAPI says of a body that Python's reader of JSON gave up on; the cause says why."""

_log = logging.getLogger("weft_web")


def problem(status: int, detail: str, **more: Any) -> Problem:
    """A problem with the usual title of its status."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)


def respond(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that tells a problem."""
    text = found.model_dump_json()
    return Response(text, found.status, headers, MEDIA_TYPE)


def failure(error: Exception) -> Problem | None:
    """What was raised, as a problem; None where nobody expected it."""
    cause = error if isinstance(error, OSError) else error.__cause__
    system = _SYSTEM.get(cause.errno or 0) if isinstance(cause, OSError) else None
    if isinstance(error, OSError):
        if system is None:
            return None
        return problem(system, f"{_place_of(error)}: {error.strerror}{_ADVICE.get(system, '')}")
    if not isinstance(error, WeftError):
        return None
    known = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    errors: tuple[ProblemAt, ...] = ()
    if isinstance(error, WorkflowError):
        errors = tuple(ProblemAt.of(each) for each in error.problems)
    revision = error.revision if isinstance(error, ChangedError) else None
    return problem(system or known, str(error), errors=errors, revision=revision)


def _place_of(error: OSError) -> str:
    """The file, or the folder of one that stands there under a passing name only while it is written."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "the file"
    return str(Path(name).parent) if name.endswith(".part") else name


def add_handlers(app: FastAPI) -> None:
    """Let an application answer all that goes wrong as problems."""

    def told(_: Request, error: Exception) -> Response:
        found = failure(error)
        if found is None:
            raise error
        return respond(found)

    app.add_exception_handler(WeftError, told)
    app.add_exception_handler(OSError, told)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(RequestValidationError, _invalid)


def _plain(request: Request, error: Exception) -> Response:
    """Unknown routes, wrong methods, and what the framework itself refuses."""
    found = cast(HTTPException, error)
    detail = str(found.detail)
    if found.status_code == HTTPStatus.NOT_FOUND:
        detail = f"there is nothing at {request.url.path}"
    elif found.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.url.path} does not take {request.method}"
    elif detail == _UNREADABLE:
        nested = isinstance(found.__cause__, RecursionError)
        detail = f"the body cannot be read: {'it is nested too deep' if nested else found.__cause__}"
    return respond(problem(found.status_code, detail), found.headers)


def _invalid(_: Request, error: Exception) -> Response:
    """A request that does not fit its message: every field that is wrong."""
    details = cast(RequestValidationError, error).errors()
    if details and details[0]["type"] == "json_invalid":
        text = f"the body is not JSON: {details[0]['ctx']['error']} (character {details[0]['loc'][-1]})"
        return respond(problem(HTTPStatus.BAD_REQUEST, text))
    errors = tuple(ProblemAt(message=reason(each), field=_place(each["loc"])) for each in details[:50])
    text = "; ".join(f"{each.field}: {each.message}" for each in errors[:3])
    return respond(
        problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"the request is not sound: {text}", errors=errors)
    )


def _place(loc: tuple[str | int, ...]) -> str:
    """The dotted path of a field, without the part of the request that it stands in."""
    parts = [str(part) for part in loc if part != "[key]"]
    if len(parts) > _DEEPEST:
        parts[_DEEPEST:] = ["..."]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] in ("body", "query", "path") else parts)


class Failures:
    """ASGI middleware: what nobody expected becomes a sentence, and its traceback goes to the log."""

    def __init__(self, app: ASGIApp, command: str = "serve") -> None:
        self._app = app
        self._command = command

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:
            if scope["type"] != "http":
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if not started:
                terminal = f"the terminal of `weft {self._command}` tells more"
                text = f"the service broke while it worked on this; {terminal}"
                await respond(problem(500, text))(scope, receive, send)
