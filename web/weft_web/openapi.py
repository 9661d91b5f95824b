"""The published description of the API: OpenAPI, from which the types of the canvas are generated."""

import json
from typing import Any, Literal, TypeGuard

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from weft.events import Entry
from weft.registry.catalog import Catalog
from weft_web import problems
from weft_web.messages import formulas, results, runs, validation, workflows
from weft_web.messages.base import Message

_REF = "#/components/schemas/{model}"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": "What is wrong",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }
    for status in ("4XX", "5XX")
}
"""What every route may answer besides."""


def describe(app: FastAPI) -> None:
    """Let an application publish its description, with all messages in it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi_document(app)
        return app.openapi_schema

    # The way that FastAPI names for this.
    app.openapi = openapi  # type: ignore[method-assign]


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The description of all routes and messages."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        description="The service behind the canvas of Weft.",
        routes=app.routes,
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in _messages().items():
        schemas.setdefault(name, schema)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _tell_journal(schemas)
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def openapi_text(app: FastAPI) -> str:
    """The text of the published file."""
    return json.dumps(openapi_document(app), indent=2, ensure_ascii=False) + "\n"


def _messages() -> dict[str, Any]:
    """The schemas of all messages, of the journal and of the catalog, whether a route names them or not."""
    modules = (workflows, validation, runs, results, formulas)
    models: list[type[BaseModel]] = [Entry]
    models += [each for module in modules for each in vars(module).values() if _is_message(each)]
    mode: Literal["serialization"] = "serialization"
    wanted = [(model, mode) for model in dict.fromkeys(models)]
    _, schema = models_json_schema(wanted, ref_template=_REF)
    catalog = TypeAdapter(Catalog).json_schema(ref_template=_REF, mode="serialization")
    inner = catalog.pop("$defs")
    return {**schema["$defs"], **inner, "Catalog": catalog}


def _is_message(found: object) -> TypeGuard[type[Message]]:
    return isinstance(found, type) and issubclass(found, Message) and found is not Message


def _tell_journal(schemas: dict[str, Any]) -> None:
    """Describe the lines of a journal as they are written: flat, and always with all keys."""
    entry = schemas["Entry"]
    event = entry["properties"].pop("event")
    events = [ref["$ref"].rpartition("/")[2] for ref in event["oneOf"]]
    for name in ("Entry", "NodePlan", *events):
        schemas[name]["required"] = list(schemas[name]["properties"])
    event.pop("title", None)
    head = {key: entry[key] for key in ("type", "properties", "required")}
    schemas["Entry"] = {"title": "Entry", "description": entry["description"], "allOf": [head, event]}
