"""How long the texts of a workflow may be: what nobody could read anyway is a slip, such as a pasted file."""

from collections.abc import Iterator

from pydantic import JsonValue
from pydantic_core import PydanticCustomError

LONGEST_TITLE = 200
"""Letters of a name or a title."""

LONGEST_TEXT = 20_000
"""Letters of a note, a comment or a description."""


def short_enough(layout: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The layout as it is; its notes and comments have no more letters than may be."""
    for what, text in _texts(layout):
        if len(text) > LONGEST_TEXT:
            raise PydanticCustomError(
                "text_too_long",
                "{what} has {found} letters; {most} are the most",
                {"what": what, "found": f"{len(text):,}", "most": f"{LONGEST_TEXT:,}"},
            )
    return layout


def _texts(layout: dict[str, JsonValue]) -> Iterator[tuple[str, str]]:
    notes, comments = layout.get("notes"), layout.get("comments")
    if isinstance(notes, dict):
        yield from ((f"the note of {node!r}", text) for node, text in notes.items() if isinstance(text, str))
    if isinstance(comments, dict):
        for name, comment in comments.items():
            text = comment.get("text") if isinstance(comment, dict) else None
            if isinstance(text, str):
                yield f"the comment {name!r}", text
