"""The door: every request is checked before a route sees it, and every answer gets its headers.

- `Host` must be a name of this machine, or a page of another name that leads here (DNS rebinding)
  could read everything.
- What a page of another origin asks for is refused, by `Origin` and `Sec-Fetch-Site`; ports of one
  machine are other origins too, though a browser sends them the same cookies.
- Under `/api/` a session is needed.

Pure ASGI: a stream of events passes through without being held up.
"""

import ipaddress
import re
import socket
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weft_web.messages.workflows import Problem
from weft_web.problems import problem, respond
from weft_web.sessions import Sessions

TAKES_FILES = re.compile(r"/api/v1/(files|models/[^/]+/judge)")
"""Routes whose body goes to the disk piece by piece, however large it is."""
LARGEST_BODY = 32 * 2**20
"""Of a request that is no upload of files."""
LARGEST_FORM = 2**14
"""Of a request that needs no session."""
_KEEP_IN_FILES = "; keep large tables in files beside the workflow, and read them by Input Data"

_RULES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src-attr 'unsafe-inline'",  # places and sizes that the canvas draws with
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def policy(nonce: str = "") -> str:
    """The Content-Security-Policy: own script alone, and no inline style but of who knows the nonce."""
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return f"{_RULES}; style-src {styles}"


_HEADERS = {
    "content-security-policy": policy(),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none at all the form of the password comes from origin `null`
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Of every answer that does not say otherwise."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Door:
    """ASGI middleware that lets in who may come in."""

    def __init__(self, app: ASGIApp, sessions: Sessions, host: str) -> None:
        self._app = app
        self._sessions = sessions
        self._names = names_of(host)
        self._any_address = not is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        answer = with_headers(send, _HEADERS)
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is not None:
            await respond(refusal)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    def _refusal(self, scope: Scope, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if not self._is_own(host_name(host)):
            return problem(403, f"{host!r} is no name of this service; use the address that it printed")
        if not same_origin(scope, headers, host):
            return problem(403, "a page of another origin may not use this service")
        known = scope["path"].startswith("/api/")
        if known and not has_session(self._sessions, headers):
            return problem(401, "there is no session; open the address that `weft serve` printed")
        multipart = headers.get("content-type", "").startswith("multipart/")
        upload = known and multipart and TAKES_FILES.fullmatch(scope["path"])
        if upload:
            return None
        return too_large(headers, LARGEST_BODY, _KEEP_IN_FILES) if known else too_large(headers, LARGEST_FORM)

    def _is_own(self, name: str) -> bool:
        return name in self._names or (self._any_address and _is_address(name))


def with_headers(send: Send, added: Mapping[str, str]) -> Send:
    """A `send` that gives every answer these headers, unless it says otherwise."""

    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with


def has_session(sessions: Sessions, headers: Headers) -> bool:
    """Whether a request comes with a session."""
    return sessions.knows(cookie_parser(headers.get("cookie", "")).get(sessions.cookie))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if host in _LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def names_of(host: str) -> frozenset[str]:
    """The names under which a service that listens at `host` may be asked for."""
    if is_loopback(host):
        return _LOOPBACK | {host.lower()}
    own = socket.gethostname().lower()
    return _LOOPBACK | {host.lower(), own, f"{own.partition('.')[0]}.local"}


def host_name(host: str) -> str:
    """The name in a `Host` header, without the port."""
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        return name.lower() if not rest or rest.startswith(":") else ""
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _is_address(name: str) -> bool:
    """Whether a name is an address: no name server can make one lead somewhere else."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def too_large(headers: Headers, most: int, advice: str = "") -> Problem | None:
    """What is to be said of a body that may be larger than it should, and what to do."""
    if "transfer-encoding" in headers:
        return problem(411, "say by Content-Length how large the body is")
    size = headers.get("content-length", "0")
    if not size.isdecimal() or int(size) > most:
        return problem(413, f"the body of the request is larger than {most:,} bytes{advice}")
    return None


def same_origin(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether a request comes from no page of another origin, or follows a link that one may have."""
    origin = headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return False
    site = headers.get("sec-fetch-site", "none")
    if site in ("none", "same-origin"):
        return True
    # A link elsewhere may lead to a page of this service; it gets no answer of the API.
    opens_page = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
    framed = headers.get("sec-fetch-dest", "document") != "document"
    return opens_page and not framed and not scope["path"].startswith("/api/")
