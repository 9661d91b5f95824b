"""The built page: one HTML file that is never kept, and files whose names hold a digest, kept for ever."""

import mimetypes
import secrets
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, Response

from weft_web.security import policy
from weft_web.services.core import NotFoundError, visible

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_PACKED = (("br", ".br"), ("gzip", ".gz"))


def static_file(folder: Path, name: str, headers: Headers) -> Response:
    """A file of the built page, packed where the browser takes that and it is there.

    Raises:
        NotFoundError: There is none of this name.
        RefusedError: The name leads out of the folder.
    """
    path = visible(folder, name)
    if not path.is_file():
        raise NotFoundError(f"there is nothing at /{name}")
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    answer = {"vary": "accept-encoding", "cache-control": _kept(name)}
    accepted = {part.partition(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
    for coding, ending in _PACKED:
        packed = path.with_name(path.name + ending)
        if coding in accepted and packed.is_file():
            return FileResponse(packed, media_type=kind, headers={**answer, "content-encoding": coding})
    return FileResponse(path, media_type=kind, headers=answer)


def canvas_page(folder: Path) -> Response:
    """The page of the canvas. It is told a nonce, by which its editor of formulas may bring its styles."""
    nonce = secrets.token_urlsafe(16)
    text = (folder / "index.html").read_text(encoding="utf-8")
    told = text.replace("<head>", f'<head><meta name="style-nonce" content="{nonce}">', 1)
    return HTMLResponse(told, headers={"content-security-policy": policy(nonce), "cache-control": "no-store"})


def _kept(name: str) -> str:
    if name.startswith("assets/"):
        return "public, max-age=31536000, immutable"
    return "no-store" if name.endswith(".html") else "no-cache"
