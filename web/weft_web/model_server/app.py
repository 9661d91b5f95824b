"""The service of a model as a FastAPI application."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import JsonValue

from weft.errors import ToolError
from weft_web.messages.workflows import ProblemAt
from weft_web.model_server.answers import Judge, Predictions
from weft_web.model_server.batching import Batcher, FullError, Lot
from weft_web.model_server.door import RETRY, Door, full
from weft_web.model_server.requests import MOST, PART, Picture, pictures_of
from weft_web.problems import Failures, add_handlers, problem, respond

_DECODERS = 8
"""Most threads that decode pictures: each may hold a large one."""


@dataclass(frozen=True)
class _Unreadable:
    """Why a picture is none."""

    reason: str


class _Service:
    """What the routes share."""

    def __init__(self, judge: Judge, wait: float) -> None:
        self.judge = judge
        room = max(2 * MOST, 16 * judge.batch)
        self.batcher = Batcher(judge.judge, Lot(judge.batch, wait, room))
        self._decoders = ThreadPoolExecutor(min(_DECODERS, os.cpu_count() or 1), "decoder")

    @asynccontextmanager
    async def at_work(self, _: FastAPI) -> AsyncIterator[None]:
        """The network works as long as requests come; the server ends this after the last answer."""
        work = asyncio.create_task(self.batcher.work())
        try:
            yield
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            self._decoders.shutdown()

    async def predict(self, request: Request) -> Response:
        """Answer `POST /predict`."""
        with ExitStack() as until_answered:
            with self.batcher.coming():
                pictures = await pictures_of(request)
                try:
                    until_answered.enter_context(self.batcher.taken(len(pictures)))
                except FullError:
                    return respond(full(), RETRY)
                looks = await asyncio.gather(*map(self._look, pictures))
                if wrong := _complaint(pictures, looks):
                    return wrong
                answers = self.batcher.ask(looks)
            found = await asyncio.gather(*answers)
        named = [
            each.model_copy(update={"picture": picture.name})
            for picture, each in zip(pictures, found, strict=True)
        ]
        text = Predictions(predictions=tuple(named)).model_dump_json()
        return Response(text, media_type="application/json")

    async def _look(self, picture: Picture) -> Any:
        """The picture decoded, or why it cannot be."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._decoders, self.judge.look, picture.data)
        except ToolError as error:
            return _Unreadable(str(error))


def _complaint(pictures: Sequence[Picture], looks: Sequence[Any]) -> Response | None:
    """The answer to a request of which a picture cannot be read; None where all can."""
    errors = tuple(
        ProblemAt(
            message=f"{picture.name}: {look.reason}" if picture.name else look.reason, field=f"{PART}.{row}"
        )
        for row, (picture, look) in enumerate(zip(pictures, looks, strict=True))
        if isinstance(look, _Unreadable)
    )
    if not errors:
        return None
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return respond(problem(422, f"a picture cannot be read: {errors[0].message}{more}", errors=errors))


def create_app(judge: Judge, host: str, wait: float) -> FastAPI:
    """The application.

    Args:
        judge: The model.
        host: Where it listens; on loopback only names of this machine are answered to.
        wait: Seconds that a picture waits for others, while other requests arrive.
    """
    service = _Service(judge, wait)
    app = FastAPI(title="Weft model", openapi_url=None, lifespan=service.at_work)
    add_handlers(app)
    app.add_api_route("/predict", service.predict, methods=["POST"], response_model=Predictions)
    _add_pages(app, judge)
    app.add_middleware(Door, host=host)
    app.add_middleware(Failures, command="serve-model")
    return app


def _add_pages(app: FastAPI, judge: Judge) -> None:
    @app.get("/", response_class=PlainTextResponse)
    def describe() -> str:
        return _DESCRIPTION.format(title=judge.title, part=PART, most=MOST)

    @app.get("/healthz")
    def health() -> Mapping[str, str]:
        return {"status": "ok"}

    @app.get("/model")
    def model() -> Mapping[str, JsonValue]:
        return judge.card


_DESCRIPTION = """\
{title}

POST /predict    what pictures show. Send one picture as the body:
                     curl --data-binary @cat.jpg ADDRESS/predict
                 or up to {most} as parts named {part!r} of a form:
                     curl -F {part}=@cat.jpg -F {part}=@dog.png ADDRESS/predict
GET  /model      the model's card
GET  /healthz    whether the service is up
"""
