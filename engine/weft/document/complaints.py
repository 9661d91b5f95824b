"""What is wrong with the shape of a file, in the words of the user instead of the validator's."""

import re

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from weft.errors import suggestion

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "an object, {...}",
    "model_type": "an object, {...}",
    "model_attributes_type": "an object, {...}",
    "tuple_type": "a list, [...]",
    "list_type": "a list, [...]",
}

_LIMITS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "{} or more"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "{} or less"),
}

_MOST = 20
"""Complaints that are told; a file of another kind could give thousands."""


def complaints(error: ValidationError) -> list[str]:
    """One line for each thing that is wrong, led by the path of the key."""
    details = error.errors(include_url=False, include_context=True)
    lines = [f"{_path(detail)}: {reason(detail)}" for detail in details[:_MOST]]
    if len(details) > _MOST:
        lines.append(f"... and {len(details) - _MOST} more")
    return lines


def _path(detail: ErrorDetails) -> str:
    return ".".join(str(part) for part in detail["loc"] if part != "[key]")


def reason(detail: ErrorDetails) -> str:
    """What is wrong with one value, to be read after the name of what holds it."""
    kind, found = detail["type"], detail["input"]
    if kind == "missing":
        known = [str(key) for key in found] if isinstance(found, dict) else []
        return f"is missing{suggestion(str(detail['loc'][-1]), known)}"
    if kind in _KINDS:
        return f"must be {_KINDS[kind]}, not {shown(found)}"
    if kind == "string_pattern_mismatch":
        return _pattern(detail)
    if kind == "literal_error":
        expected = detail["ctx"]["expected"]
        hint = suggestion(found, re.findall(r"'([^']+)'", expected)) if isinstance(found, str) else ""
        return f"must be {expected}, not {shown(found)}{hint}"
    if kind in _LIMITS:
        key, limit = _LIMITS[kind]
        return f"must be {limit.format(detail['ctx'][key])}, not {shown(found)}"
    if kind == "string_too_long" and isinstance(found, str):
        return f"has {len(found):,} letters; {detail['ctx']['max_length']:,} are the most"
    if kind == "text_too_long":
        return detail["msg"]
    if kind == "string_unicode":
        return f"holds half of a letter, as a cut emoji leaves, which no file can: {shown(found)}"
    if kind == "string_too_short" and not found:
        return "must not be empty"
    return f"{detail['msg'].replace('Input should', 'must', 1)}, not {shown(found)}"


def _pattern(detail: ErrorDetails) -> str:
    if detail["loc"][-1] in ("from", "to"):
        return f"must name an anchor of a node, as 'sort.out', not {shown(detail['input'])}"
    pattern = detail["ctx"]["pattern"]
    if not pattern.startswith("^[a-z]"):  # no name, but what somebody asks for
        return f"must fit the pattern {pattern}, not {shown(detail['input'])}"
    return "a name is made of small letters, digits and _, and starts with a letter; the title is free"


def shown(value: object) -> str:
    """A value as a message quotes it: not longer than a line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
