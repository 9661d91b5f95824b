"""HTML and SVG as values: text is escaped unless it was built here, so names of users cannot break a page."""

import html
from collections.abc import Iterable
from typing import TypeAlias

_VOID = frozenset({"meta", "br", "img", "hr", "input"})
_SVG_EMPTY = frozenset({"line", "circle", "rect", "path", "polyline"})


class Html(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


Content: TypeAlias = "str | int | Iterable[Content]"


def element(name: str, /, *content: Content, **attributes: object) -> Html:
    """One element. Attribute names: `class_` is `class`, `stroke_width` is `stroke-width`.

    An attribute that is None is left out; text in content and attributes is escaped.
    """
    marks = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{marks}>")
    if name in _SVG_EMPTY and not content:
        return Html(f"<{name}{marks}/>")
    return Html(f"<{name}{marks}>{join(content)}</{name}>")


def join(content: Iterable[Content]) -> Html:
    """Pieces one after another, each escaped where it is plain text."""
    parts = []
    for piece in content:
        if isinstance(piece, Html):
            parts.append(str(piece))
        elif isinstance(piece, str | int):
            parts.append(html.escape(str(piece)))
        else:
            parts.append(join(piece))
    return Html("".join(parts))


def document(title: str, style: str, *body: Content) -> str:
    """A whole page that loads nothing from elsewhere."""
    # A style sheet holds no user data, and escaping would break its child selectors.
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(style)),
    )
    return "<!doctype html>\n" + element("html", head, element("body", *body), lang="en")
