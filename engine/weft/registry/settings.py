"""The settings of a tool as rows to read, from their JSON Schema: for the command line and the docs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import JsonValue

Schema: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        name: Its dotted path; `steps[].width` is a setting of each item of a list.
        type: What it takes, in words.
        default: Its default as it stands in a workflow file; empty where there is none to tell.
        required: Whether it must be given.
        description: What it does.
        group: Where the form shows it, such as `Advanced`; empty for the main part.
    """

    name: str
    type: str
    default: str
    required: bool
    description: str
    group: str = ""

    @property
    def default_text(self) -> str:
        """The default, or what stands for it."""
        return "must be set" if self.required else self.default or "empty"


def setting_rows(schema: Mapping[str, JsonValue]) -> tuple[SettingRow, ...]:
    """The settings of a tool in the order of its form, those inside others after them."""
    return tuple(_Reader(schema.get("$defs", {})).rows(schema, "", ()))


class _Reader:
    def __init__(self, definitions: Any) -> None:
        self._definitions: Schema = definitions

    def rows(self, schema: Schema, prefix: str, above: tuple[str, ...]) -> Iterator[SettingRow]:
        required = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            if "const" in self._resolved(field):
                continue  # it only tells the kinds of an item apart, and their rows say that
            path = prefix + name
            default = json.dumps(field["default"], ensure_ascii=False) if "default" in field else ""
            group = str(field.get("group", ""))
            yield SettingRow(path, self._type(field), default, name in required, _description(field), group)
            yield from self._inner(field, path, above)

    def _inner(self, field: Schema, path: str, above: tuple[str, ...]) -> Iterator[SettingRow]:
        """The settings of the models inside a setting; one that holds itself is not entered again."""
        models = list(self._models(field, path))
        for place, model in models:
            title = str(model.get("title", ""))
            if title not in above:
                kind = next((each["const"] for each in model["properties"].values() if "const" in each), None)
                suffix = f"({kind})" if kind is not None and len(models) > 1 else ""
                yield from self.rows(model, f"{place}{suffix}.", (*above, title))

    def _models(self, field: Schema, path: str) -> Iterator[tuple[str, Schema]]:
        """The models that a setting is, or is a list or a choice of."""
        found = self._resolved(field)
        if "properties" in found:
            yield path, found
        if "items" in found:
            yield from self._models(found["items"], f"{path}[]")
        for option in (*found.get("anyOf", ()), *found.get("oneOf", ())):
            yield from self._models(option, path)

    def _resolved(self, field: Schema) -> Schema:
        reference = field.get("$ref", "")
        return {**self._definitions[reference.rpartition("/")[2]], **field} if reference else field

    def _type(self, field: Schema) -> str:
        found = self._resolved(field)
        options = [self._resolved(each) for each in found.get("anyOf") or found.get("oneOf") or [found]]
        names = [self._single(each) for each in options if each.get("type") != "null"]
        text = " or ".join(dict.fromkeys(names)) or "nothing"
        return text if len(names) == len(options) else f"{text}, or nothing"

    def _single(self, field: Schema) -> str:
        if "enum" in field:
            return "one of " + ", ".join(_shown(value) for value in field["enum"])
        if "const" in field:
            return _shown(field["const"])
        column = field.get("column")
        match field.get("type"):
            case "string" if column:
                kind = "" if column["kind"] == "any" else f"{column['kind']} "
                return f"name of a {kind}column of `{column['anchor']}`"
            case "string":
                return {"file": "file", "folder": "folder"}.get(str(field.get("widget")), "text")
            case "integer":
                return "whole number" + _limits(field)
            case "number":
                return "number" + _limits(field)
            case "boolean":
                return "true or false"
            case "array" if "prefixItems" in field:
                return "list of " + ", ".join(self._type(each) for each in field["prefixItems"])
            case "array":
                return f"list of {self._type(field.get('items', {}))}"
            case "object" if "properties" in field:
                return str(field.get("title", "group")).removesuffix("Config")
            case "object":
                return f"map of names to {self._type(field.get('additionalProperties') or {})}"
            case _:
                return "any value"


def _description(field: Schema) -> str:
    return " ".join(str(field.get("description", "")).split())


def _shown(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else json.dumps(value)


def _limits(field: Schema) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    above, below = field.get("exclusiveMinimum"), field.get("exclusiveMaximum")
    texts = [
        f"from {_number(low)}" if low is not None else "",
        f"above {_number(above)}" if above is not None else "",
        f"to {_number(high)}" if high is not None and low is not None else "",
        f"at most {_number(high)}" if high is not None and low is None else "",
        f"below {_number(below)}" if below is not None else "",
    ]
    found = " ".join(text for text in texts if text)
    return f" {found}" if found else ""


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
