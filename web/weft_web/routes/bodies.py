"""Bodies of requests: read and checked beside the event loop where they are large, so that nobody waits."""

import asyncio
import gc
import json
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

Handler: TypeAlias = Callable[[Request], Coroutine[Any, Any, Response]]

_LARGE = 2**16
"""Bytes of a body from which on a thread is worth its while."""

_READING = threading.Lock()


class BodyRoute(APIRoute):
    """A route whose body is JSON without doubled keys, read in a thread where it is large."""

    def get_route_handler(self) -> Handler:
        """The function that answers a request."""
        handle = super().get_route_handler()
        adapter = self._adapter()
        if adapter is None:
            return handle

        async def handle_body(request: Request) -> Response:
            return await handle(await _Read.of(request, adapter))

        return handle_body

    def _adapter(self) -> TypeAdapter[Any] | None:
        """What checks the body; None for a route without one, and for forms."""
        if self.body_field is None or isinstance(self.body_field.field_info, Form):
            return None
        kind = self.body_field.field_info.annotation
        return TypeAdapter(kind) if kind is not None else None


class _Read(Request):
    """A request whose JSON is here already."""

    _found: object = None
    _error: Exception | None = None

    @classmethod
    async def of(cls, request: Request, adapter: TypeAdapter[Any]) -> "_Read":
        """Read the body of a request.

        Raises:
            RequestValidationError: It is large, and does not fit its message.
        """
        found = cls(request.scope, request.receive)
        body = await found.body()
        if len(body) < _LARGE:
            found._read(body)
        else:
            await asyncio.to_thread(found._read_large, body, adapter)
        return found

    def _read_large(self, body: bytes, adapter: TypeAdapter[Any]) -> None:
        # One at a time, for the memory's sake. All that is made here stays, and a collector that looks
        # through it again and again would hold up every thread, for most of the time that this takes.
        with _READING:
            gc.disable()
            try:
                self._read(body, adapter)
            finally:
                gc.enable()

    def _read(self, body: bytes, adapter: TypeAdapter[Any] | None = None) -> None:
        try:
            self._found = json.loads(body, object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            self._error = error  # told by who asks for the JSON; with another type of content nobody does
            return
        if adapter is not None:
            try:
                # What is of its type already is not checked once more.
                self._found = adapter.validate_python(self._found)
            except ValidationError as error:
                told = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
                raise RequestValidationError(told) from None

    async def json(self) -> Any:
        """The value in the body, or the message that was made of it."""
        if self._error is not None:
            raise self._error
        return self._found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. That this is no function of C lets other threads take turns while much is read."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object; keep one")
    return found
