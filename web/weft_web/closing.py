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
    """ASGI middleware: when the service ends, every request that waits hears that its client is gone."""

    def __init__(self, app: ASGIApp, closing: Closing) -> None:
        self._app = app
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        whole = False

        async def heard() -> Message:
            nonlocal whole
            if not whole:
                message = await receive()
                whole = not message.get("more_body", False)
                return message
            return await self._first(receive)

        await self._app(scope, heard, send)

    async def _first(self, receive: Receive) -> Message:
        """What comes first: a message of the server, or the end of the service."""
        message = asyncio.ensure_future(receive())
        end = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait((message, end), return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            message.cancel()
            end.cancel()
