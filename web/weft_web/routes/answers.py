"""Answers that more than one module of routes gives."""

from collections.abc import Mapping
from urllib.parse import quote

from pydantic import BaseModel
from starlette.responses import Response


def answer(message: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A message as JSON. It was checked when it was made, so it is not checked again."""
    return Response(message.model_dump_json(by_alias=True), status, headers, "application/json")


def quoted(revision: str) -> str:
    """A revision as an ETag."""
    return f'"{revision}"'


def matches(header: str | None, revision: str) -> bool:
    """Whether `If-None-Match` names what is there."""
    tags = {tag.strip().removeprefix("W/") for tag in (header or "").split(",")}
    return "*" in tags or quoted(revision) in tags


def unchanged(revision: str) -> Response:
    """The answer to who has it already."""
    return Response(status_code=304, headers={"etag": quoted(revision)})


def attachment(name: str) -> dict[str, str]:
    """The header that lets a browser save an answer under a name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
