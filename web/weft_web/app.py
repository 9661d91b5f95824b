"""The application: routes, security and the built page."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from weft_web.closing import Closing, Ending
from weft_web.openapi import PROBLEMS, describe
from weft_web.plain_errors import PlainErrors
from weft_web.problems import Failures, add_handlers
from weft_web.routes import (
    blobs,
    catalog,
    drafts,
    files,
    formulas,
    models,
    results,
    runs,
    samples,
    session,
    validation,
    workflows,
)
from weft_web.routes.services import Services
from weft_web.security import Door
from weft_web.services.core import Core
from weft_web.sessions import Guesses, Sessions
from weft_web.settings import Settings
from weft_web.static import static_file

API = "/api/v1"

_ROUTERS = (catalog, workflows, drafts, samples, files, validation, runs, results, blobs, models, formulas)


def create_app(settings: Settings, announce: Callable[[str], None] = lambda _: None) -> FastAPI:
    """The application that serves a workspace.

    Args:
        settings: What to serve, and how.
        announce: Hears of another token, when the first was used and one more browser asks to come in.

    Raises:
        StoreError: The store of the workspace cannot be made.
    """
    core = Core.open(settings)
    services = Services.of(core)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await services.runs.start()
        yield
        try:
            await services.runs.stop()
        finally:
            await services.results.stop()

    app = FastAPI(
        title="Weft",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        generate_unique_id_function=_operation,
    )
    with core.store.writing():
        sessions = Sessions(core.store.root / "service", settings.port, settings.password, settings.token)
    app.state.services = services
    app.state.sessions = sessions
    app.state.announce = announce
    app.state.guesses = Guesses()
    app.state.closing = Closing()
    for module in _ROUTERS:
        app.include_router(module.router, prefix=API, responses=PROBLEMS)
    app.include_router(session.router)
    app.router.default = _built_page
    add_handlers(app)
    # The last one that is added is the first that a request meets.
    app.add_middleware(PlainErrors)
    app.add_middleware(Failures)
    app.add_middleware(Ending, closing=app.state.closing)
    app.add_middleware(Door, sessions=sessions, host=settings.host)
    describe(app)
    return app


def _operation(route: APIRoute) -> str:
    """The name of an operation: that of its function, behind that of its module."""
    return f"{route.endpoint.__module__.rpartition('.')[2]}_{route.name}"


async def _built_page(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what no route knows: a file of the built page, or nothing."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/api/"):
        raise HTTPException(404)
    request = Request(scope, receive)
    static = scope["app"].state.services.core.settings.static
    await static_file(static, scope["path"].lstrip("/"), request.headers)(scope, receive, send)
