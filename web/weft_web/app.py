"""The application: routes, security and the built page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

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
from weft_web.services.core import Core
from weft_web.settings import Settings

API = "/api/v1"

_ROUTERS = (catalog, workflows, drafts, samples, files, validation, runs, results, blobs, models, formulas)


def create_app(settings: Settings) -> FastAPI:
    """The application that serves a workspace.

    Raises:
        StoreError: The store of the workspace cannot be made.
    """
    services = Services.of(Core.open(settings))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await services.runs.start()
        yield
        await services.runs.stop()
        await services.results.stop()

    app = FastAPI(title="Weft", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.services = services
    for module in _ROUTERS:
        app.include_router(module.router, prefix=API)
    app.include_router(session.router)
    return app
