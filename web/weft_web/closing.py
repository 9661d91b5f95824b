"""The end of the service: streams that never end by themselves are told that nobody listens any more."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Closing:
    """Whether the service is about to end. Used on the loop of the server alone."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def begin(self) -> None:
        """The service ends now."""
        self._event.set()

    async def wait(self) -> None:
        """Wait until the service ends."""
        await self._event.wait()


class Ending:
    """ASGI middleware: when the service ends, every request that waits hears that its client is gone,
    and an answer that was not at its end is brought to one.
    """

    def __init__(self, app: ASGIApp, closing: Closing) -> None:
        self._app = app
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        whole = False  # the request was read
        open_ = False  # the answer has begun, and not ended
        cut = False

        async def hear() -> Message:
            nonlocal whole, cut
            message = await (self._first(receive) if whole else receive())
            whole = whole or not message.get("more_body", False)
            cut = cut or message is _GONE
            return message

        async def tell(message: Message) -> None:
            nonlocal open_
            open_ = message["type"] == "http.response.start" or message.get("more_body", False)
            await send(message)

        await self._app(scope, hear, tell)
        if cut and open_:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _first(self, receive: Receive) -> Message:
        """What comes first: a message of the server, or the end of the service."""
        message = asyncio.ensure_future(receive())
        end = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait((message, end), return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else _GONE
        finally:
            message.cancel()
            end.cancel()


_GONE: Message = {"type": "http.disconnect"}
