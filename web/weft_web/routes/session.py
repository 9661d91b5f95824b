"""Coming in and going out, and the page itself."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from weft_web.pages import closed_page, login_page, onward_page, unbuilt_page
from weft_web.security import has_session
from weft_web.sessions import LASTS, Guesses, Sessions
from weft_web.static import canvas_page

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> Response:
    """Whether the service is there; told by the event loop itself, however busy the threads are."""
    return JSONResponse({"status": "ok"})


@router.get("/")
def canvas(request: Request, token: str | None = None) -> Response:
    """The canvas; with the token of the printed address, the way in."""
    sessions: Sessions = request.app.state.sessions
    elsewhere = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if token is not None and sessions.admit_token(token):
        return _admit(request, onward_page("/") if elsewhere else RedirectResponse("/", 303))
    if not has_session(sessions, request.headers):
        if elsewhere:
            return onward_page("/")
        if sessions.password:
            return RedirectResponse("/login", 303)
        sessions.renew(request.app.state.announce)
        return closed_page()
    if token is not None:
        return RedirectResponse("/", 303)
    static = request.app.state.services.core.settings.static
    if not (static / "index.html").is_file():
        return unbuilt_page()
    return canvas_page(static)


@router.get("/login")
def ask_password(request: Request) -> Response:
    """The page that asks for the password."""
    sessions: Sessions = request.app.state.sessions
    return login_page() if sessions.password else RedirectResponse("/", 303)


@router.post("/login")
async def log_in(request: Request, password: Annotated[str, Form(max_length=1_000)] = "") -> Response:
    """Come in by password."""
    sessions: Sessions = request.app.state.sessions
    guesses: Guesses = request.app.state.guesses
    if guesses.crowded:
        return login_page("Too many try at once. Wait a little and try again.")
    if await guesses.attempt(lambda: sessions.admit_password(password)):
        return _admit(request, RedirectResponse("/", 303))
    return login_page("This is not the password. Try again.")


@router.post("/logout")
def log_out(request: Request) -> Response:
    """End the session of this browser."""
    sessions: Sessions = request.app.state.sessions
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(sessions.cookie, path="/", httponly=True, samesite="strict")
    return answer


def _admit(request: Request, answer: Response) -> Response:
    sessions: Sessions = request.app.state.sessions
    answer.set_cookie(
        sessions.cookie,
        sessions.issue(),
        max_age=LASTS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer
