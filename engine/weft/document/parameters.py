"""Parameters: values from outside the file, and where settings use them as `${name}`.

A setting that is nothing but `${name}` becomes the value with its type; inside a longer text the
value is inserted as text; `$${` stands for a plain `${`.
"""

import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import JsonValue

from weft.document.model import Document, Parameter
from weft.errors import Problem, suggestion

_USE = re.compile(r"\$\$\{|\$\{([^{}]*)\}")

_BOOLEANS: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "true", "on", "1"), True),
    **dict.fromkeys(("no", "false", "off", "0"), False),
}

_NEUTRAL: Mapping[str, JsonValue] = {"number": 0, "integer": 0, "boolean": False}


class _WrongValueError(Exception):
    """A value does not fit its parameter; the text says what would."""


def resolve_parameters(
    document: Document, given: Mapping[str, JsonValue], base: Path, cwd: Path
) -> tuple[dict[str, JsonValue], list[Problem]]:
    """The value of every parameter, and what is wrong with those that were given.

    Every parameter has a value in the result, so that the rest of the workflow can be checked too:
    where the given one is wrong or none is there, the default or a neutral one.

    Args:
        document: The workflow.
        given: Values by name: texts, as from a command line, or values of the right type.
        base: The folder of the workflow file, from which paths in its defaults count.
        cwd: The folder from which given paths count.
    """
    problems = [_unknown(name, document) for name in given if name not in document.parameters]
    values: dict[str, JsonValue] = {}
    for name, parameter in document.parameters.items():
        try:
            values[name] = _resolve(name, parameter, given, (base, cwd))
        except _WrongValueError as error:
            problems.append(Problem(f"parameter {name!r} {error}", field=f"parameters.{name}"))
            values[name] = _fallback(parameter, base)
    return values, problems


def substitute(
    settings: Mapping[str, JsonValue], values: Mapping[str, JsonValue]
) -> tuple[dict[str, JsonValue], list[Problem]]:
    """The settings with the parameters' values in place of `${name}`, at any depth.

    A name that no parameter has is a problem at the setting, and its text stays as it is.
    """
    problems: list[Problem] = []

    def replace(value: JsonValue, path: str) -> JsonValue:
        if isinstance(value, str):
            return _insert(value, path)
        if isinstance(value, dict):
            return {key: replace(item, f"{path}.{key}" if path else key) for key, item in value.items()}
        if isinstance(value, list):
            return [replace(item, f"{path}.{index}") for index, item in enumerate(value)]
        return value

    def _insert(text: str, path: str) -> JsonValue:
        if "${" not in text:
            return text
        whole = _USE.fullmatch(text)
        if whole and whole[1] in values:
            return values[whole[1]]
        return _USE.sub(lambda match: _text_for(match, path), text)

    def _text_for(match: re.Match[str], path: str) -> str:
        name = match[1]
        if name is None:
            return "${"
        if name in values:
            return _as_text(values[name])
        hint = suggestion(name, values)
        problems.append(
            Problem(f"the workflow has no parameter {name!r}{hint or _HOW_TO_ESCAPE}", field=path)
        )
        return match[0]

    return {key: replace(value, key) for key, value in settings.items()}, problems


_HOW_TO_ESCAPE = "; add it, or write $${ for a plain ${"


def _unknown(name: str, document: Document) -> Problem:
    hint = suggestion(name, document.parameters)
    if not hint:
        known = ", ".join(document.parameters)
        hint = f"; it has {known}" if known else "; it has none"
    return Problem(f"the workflow has no parameter {name!r}{hint}", field=f"parameters.{name}")


def _resolve(
    name: str, parameter: Parameter, given: Mapping[str, JsonValue], folders: tuple[Path, Path]
) -> JsonValue:
    base, cwd = folders
    if name in given:
        value, folder = given[name], cwd
    elif parameter.default is not None:
        value, folder = parameter.default, base
    else:
        raise _WrongValueError(f"has no value; give one: --set {name}=...")
    return _convert(value, parameter, folder)


def _fallback(parameter: Parameter, base: Path) -> JsonValue:
    try:
        if parameter.default is not None:
            return _convert(parameter.default, parameter, base)
    except _WrongValueError:
        pass  # the default is wrong too; that was said when it was asked for
    return parameter.choices[0] if parameter.choices else _NEUTRAL.get(parameter.type, "")


def _convert(value: JsonValue, parameter: Parameter, folder: Path) -> JsonValue:
    match parameter.type:
        case "boolean":
            return _boolean(value)
        case "integer":
            return _integer(value)
        case "number":
            return _number(value)
        case "choice":
            return _choice(_text(value), parameter.choices)
        case "file" | "folder":
            return _path(_text(value), folder)
        case _:
            return _text(value)


def _text(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, dict | list):
        raise _WrongValueError(f"must be a text, not {_shown(value)}")
    return _as_text(value)


def _boolean(value: JsonValue) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (known := _BOOLEANS.get(value.strip().casefold())) is not None:
        return known
    raise _WrongValueError(f"must be yes or no, not {_shown(value)}")


def _integer(value: JsonValue) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value, re.ASCII):
        return int(value)
    raise _WrongValueError(f"must be a whole number, not {_shown(value)}")


def _number(value: JsonValue) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return _integer(value)
        except _WrongValueError:
            number = _float(value)
        if math.isfinite(number):
            return number
    raise _WrongValueError(f"must be a number, not {_shown(value)}")


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text in choices:
        return text
    hint = (
        suggestion(text, choices) or f"; choose one of {', '.join(choices) or 'none: its choices are empty'}"
    )
    raise _WrongValueError(f"cannot be {text!r}{hint}")


def _path(text: str, folder: Path) -> str:
    # An empty path means that none was chosen; it must not turn into the folder itself.
    return os.path.normpath(folder.absolute() / Path(text).expanduser()) if text else ""


def _as_text(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(value: JsonValue) -> str:
    return repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
