"""Plain pages without script: to come in by, and where the canvas is not built."""

import base64
import hashlib
import html

from starlette.responses import HTMLResponse

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.4rem; }
label { display: block; margin-bottom: .4rem; }
input, button { font: inherit; padding: .45rem .7rem; box-sizing: border-box; }
input { width: 100%; margin-bottom: 1rem; }
code { font-size: .95em; }
"""

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
}


def page(title: str, body: str, status: int = 200, head: str = "") -> HTMLResponse:
    """A page; `body` and `head` are HTML."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{html.escape(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(text, status, _HEADERS)


def login_page(wrong: str = "") -> HTMLResponse:
    """The page that asks for the password; `wrong` says why the last one did not do."""
    told = f'<p role="alert" id="wrong">{html.escape(wrong)}</p>' if wrong else ""
    described = ' aria-invalid="true" aria-describedby="wrong"' if wrong else ""
    form = (
        f'<form method="post" action="/login">{told}<label for="password">Password</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" required'
        f" autofocus{described}><button>Come in</button></form>"
    )
    return page("Weft", form, 401 if wrong else 200)


def closed_page() -> HTMLResponse:
    """The page for who has no session, where a token lets in."""
    body = (
        "<p>This address alone does not open the canvas. Open the whole address, with the token, that"
        " <code>weft serve</code> printed in its terminal.</p>"
        "<p>A token works once. For another browser, the terminal has just printed a new one.</p>"
    )
    return page("Not let in", body, 401)


def onward_page(target: str) -> HTMLResponse:
    """A page that leads on by itself. A strict cookie is not sent along where a link elsewhere led here,
    not even through a redirect; it is, where this page leads on.
    """
    link = html.escape(target)
    refresh = f'<meta http-equiv="refresh" content="0; url={link}">'
    return page("Weft", f'<p><a href="{link}">Open the canvas</a></p>', head=refresh)


def unbuilt_page() -> HTMLResponse:
    """The page in place of a canvas that is not built."""
    body = (
        "<p>The service works, but the page of the canvas is not built. In a checkout of the sources run:</p>"
        "<pre><code>make canvas</code></pre><p>and load this page again.</p>"
    )
    return page("The canvas is not built", body, 503)
