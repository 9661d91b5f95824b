"""What the service of a model refuses before it reads it: strange names, other pages, too much at once."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from weft_web.messages.workflows import Problem
from weft_web.problems import problem, respond
from weft_web.security import host_name, is_loopback, names_of, same_origin, too_large, with_headers

LARGEST_BODY = 64 * 2**20
"""Of one request."""

LARGEST_SUM = 256 * 2**20
"""Of the bodies of all requests that are at work: so much memory they take at most."""

RETRY = {"retry-after": "1"}

_HEADERS = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


class Door:
    """ASGI middleware. It lets in who may come in, while there is room for the bodies."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        # Behind another address there is nothing to hide: who reaches it may ask it.
        self._names = names_of(host) if is_loopback(host) else None
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        answer = with_headers(send, _HEADERS)
        headers = Headers(scope=scope)
        if refusal := self._refusal(scope, headers):
            await respond(refusal)(scope, receive, answer)
            return
        size = int(headers.get("content-length", "0"))
        if size and self._inside + size > LARGEST_SUM:
            await respond(full(), RETRY)(scope, receive, answer)
            return
        self._inside += size
        try:
            await self._app(scope, receive, answer)
        finally:
            self._inside -= size

    def _refusal(self, scope: Scope, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if self._names is not None and host_name(host) not in self._names:
            return problem(403, f"{host!r} is no name of this service; use the address that it printed")
        if not same_origin(scope, headers, host):
            return problem(403, "a page of another origin may not use this service")
        return too_large(headers, LARGEST_BODY)


def full() -> Problem:
    """What is said where there is no room."""
    text = "more pictures wait than can be judged soon; try again in a second"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, text)
