"""The published JSON Schema of the workflow file: for editors, and for programs that write one."""

import json

from pydantic import JsonValue
from pydantic.json_schema import GenerateJsonSchema

from weft.document.model import FORMAT, Document


def document_schema() -> dict[str, JsonValue]:
    """The JSON Schema of today's format."""
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"weft-workflow-{FORMAT}",
        **Document.model_json_schema(by_alias=True),
    }


def schema_text() -> str:
    """The text of the published file."""
    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"
