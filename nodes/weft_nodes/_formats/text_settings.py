"""The settings that say how a file of text looks: where they stand in a form, and what is wrong with them."""

import codecs

from pydantic import JsonValue

from weft.sdk import suggestion

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "latin-1", "ascii")


def for_text() -> dict[str, JsonValue]:
    """Of a setting that is shown where the format may be one of text, under a heading of its own."""
    return {"group": "Text files", "when": {"format": ["automatic", "csv", "json lines"]}}


def delimiter_of(text: str) -> str:
    """The sign that a setting means: a tab may be written `\\t`."""
    return "\t" if text == r"\t" else text


def text_problems(delimiter: str, quote: str, encoding: str) -> list[tuple[str, str]]:
    """What is wrong with the settings, as pairs of (setting, message)."""
    problems = []
    for name, sign in (("delimiter", delimiter_of(delimiter)), ("quote", quote)):
        if len(sign) > 1 or not sign.isascii() or sign in ("\n", "\r"):
            problems.append((name, f"the {name} {sign!r} is not one plain sign; give one, such as , or ;"))
    if quote and quote == delimiter_of(delimiter):
        problems.append(("quote", f"the quote and the delimiter are both {quote!r}; change one of them"))
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
    except LookupError:
        problems.append(
            ("encoding", f"there is no encoding {encoding!r}{suggestion(encoding, _ENCODINGS)}; try utf-8")
        )
    return problems
