"""The canonical text of a workflow, and the way back.

One workflow has one text: keys in the order of the model, nodes, containers and connections sorted,
two spaces, a final newline; what is the default is left out. So two programs that save the same
workflow write the same bytes, and a change on the canvas is a small change in a review. The order
of settings and parameters is kept, since forms show it.
"""

import json
import math
import re
from typing import Any, NoReturn

from pydantic import JsonValue, ValidationError

from weft.document.complaints import complaints
from weft.document.migrations import migrate
from weft.document.model import Document, Part
from weft.errors import DocumentError

_ALWAYS = frozenset({"format", "nodes", "connections", "tool", "version"})
"""Keys that are written even where they hold the default."""

_ON_ONE_LINE = frozenset({"connections", "layout"})
"""Where innermost objects stand on one line: a line is a connection, or the place of a node."""

_WIDTH = 100


def loads(text: str) -> Document:
    """The workflow in a text, in today's format.

    Raises:
        DocumentError: The text is not JSON or not a workflow; names all that is wrong.
    """
    raw = _parse(text)
    if not isinstance(raw, dict):
        raise DocumentError("this is not a workflow: a workflow file holds one JSON object, {...}")
    try:
        return Document.model_validate(migrate(raw))
    except ValidationError as error:
        found = "\n".join(f"  {line}" for line in complaints(error))
        raise DocumentError(f"this is not a workflow:\n{found}") from None


def dumps(document: Document) -> str:
    """The canonical text of a workflow.

    Raises:
        DocumentError: A setting holds a number or a text that JSON does not know.
    """
    plain = _plain(document)
    for key in ("nodes", "containers"):
        if key in plain:
            plain[key] = dict(sorted(plain[key].items()))
    plain["connections"].sort(key=lambda found: (found["from"], found["to"], found.get("name", "")))
    if "layout" in plain:
        plain["layout"] = _sorted(plain["layout"])
    try:
        lines = [f"  {_scalar(key)}: {_text(value, 1, key in _ON_ONE_LINE)}" for key, value in plain.items()]
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        text.encode()  # half of a letter, as a cut emoji leaves, has no place in a file
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise DocumentError(
            f"the workflow cannot be written: a text in it holds half of a letter ({half!r});"
            " type the text anew"
        ) from error
    except ValueError as error:
        raise DocumentError(f"the workflow cannot be written: {error}") from error
    return text


def _parse(text: str) -> JsonValue:
    conflict = re.search(r"^(<{7}|>{7})( |$)", text, re.MULTILINE)
    try:
        raw = json.loads(text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_float)
        # A half of a surrogate pair can be written as an escape, and nothing can be done with it.
        json.dumps(raw, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        if conflict:
            line = text.count("\n", 0, conflict.start()) + 1
            raise DocumentError(
                f"line {line}: the file holds the conflict markers of a merge; settle the merge first"
            ) from None
        place = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(f"{place}: this is not JSON: {error.msg}") from None
    except UnicodeEncodeError:
        raise DocumentError("this is not JSON: it holds an escape \\ud... that is no letter") from None
    except RecursionError:
        raise DocumentError("this is not a workflow: its objects are nested too deep") from None
    except ValueError as error:
        raise DocumentError(f"this is not JSON: {error}") from None
    return raw


def _unique(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    """The object, if no key stands twice: JSON readers keep the last one, and lose the other."""
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object; keep one")
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text} is too large")
    return number


def _plain(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in _ALWAYS or value != field.get_default(call_default_factory=True):
            found[field.serialization_alias or name] = _plain_value(value)
    return found | dict(sorted((part.model_extra or {}).items()))


def _plain_value(value: Any) -> Any:
    if isinstance(value, Part):
        return _plain(value)
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    return value


def _sorted(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in sorted(value.items())}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _text(value: JsonValue, depth: int, short: bool) -> str:
    if not value or not isinstance(value, dict | list):
        return _scalar(value)
    items = value.values() if isinstance(value, dict) else value
    if short and not any(isinstance(item, dict | list) for item in items):
        line = _scalar(value)
        if len(line) + 2 * depth <= _WIDTH:
            return line
    inner, outer = "  " * (depth + 1), "  " * depth
    texts = [_text(item, depth + 1, short) for item in items]
    if isinstance(value, dict):
        texts = [f"{_scalar(key)}: {text}" for key, text in zip(value, texts, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(texts) + f"\n{outer}{closing}"


def _scalar(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
