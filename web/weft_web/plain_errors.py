"""What the framework refuses by itself, past every handler: told as a problem like all else."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weft_web.problems import problem, respond

_OWN = frozenset({"content-type", "content-length"})
"""Headers that speak of the text, which is another one."""


class PlainErrors:
    """ASGI middleware: an error in plain text, such as that of a range outside a file, becomes a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        held: Message | None = None
        text = b""

        async def retell(message: Message) -> None:
            nonlocal held, text
            if message["type"] == "http.response.start" and _is_plain_error(message):
                held = message
            elif held is None:
                await send(message)
            else:
                text += message.get("body", b"")
                if not message.get("more_body"):
                    await _told(held, text.decode(errors="replace"), Headers(scope=scope))(
                        scope, receive, send
                    )

        await self._app(scope, receive, retell if scope["type"] == "http" else send)


def _is_plain_error(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "text/plain")
    return message["status"] >= HTTPStatus.BAD_REQUEST and kind.startswith("text/plain")


def _told(start: Message, text: str, asked: Mapping[str, str]) -> ASGIApp:
    headers = {name: value for name, value in Headers(raw=start["headers"]).items() if name not in _OWN}
    status = start["status"]
    ranges = asked.get("range", "")
    detail = text.rstrip(".") or HTTPStatus(status).phrase
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        size = headers.get("content-range", "").rpartition("/")[2] or "fewer"
        detail = f"the range {ranges!r} is outside of the file, which has {size} bytes"
    elif status == HTTPStatus.BAD_REQUEST and ranges:
        detail = f"the header Range cannot be read: {ranges!r}; write it as 'bytes=0-99'"
    return respond(problem(status, detail), headers)
