"""A report in the theme of the canvas, which may be another than the system's."""

from typing import Literal, TypeAlias

Theme: TypeAlias = Literal["light", "dark"]


def themed(page: bytes, theme: Theme) -> bytes:
    """The page as it looks where the system has this theme.

    A frame without an origin of its own hears of the system's theme only, so its media queries are answered
    here.
    """
    other = "light" if theme == "dark" else "dark"
    return (
        page.replace(b"(prefers-color-scheme: %s)" % theme.encode(), b"all")
        .replace(b"(prefers-color-scheme: %s)" % other.encode(), b"not all")
        .replace(b"color-scheme: light dark", b"color-scheme: %s" % theme.encode())
    )
