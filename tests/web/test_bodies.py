"""Bodies of requests, the large ones above all."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, field_validator
from web_service import API, served

from weft_web.routes.bodies import BodyRoute

JSON = {"content-type": "application/json"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "work").mkdir()
    with served(tmp_path / "work") as found:
        yield found


def large(nodes: int) -> dict[str, Any]:
    """A chain of so many nodes."""
    made = {f"n{number}": {"tool": "weft.select", "settings": {}} for number in range(nodes)}
    chain = [{"from": f"n{number}.out", "to": f"n{number + 1}.in"} for number in range(nodes - 1)]
    return {"path": "a.workflow.json", "document": {"format": 1, "nodes": made, "connections": chain}}


class Seen(BaseModel):
    """A message that tells where it was checked."""

    filling: str

    @field_validator("filling")
    @classmethod
    def check(cls, filling: str) -> str:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return f"{len(filling)} letters, beside the loop"
        return f"{len(filling)} letters, on the loop"


def test_a_large_body_is_read_beside_the_loop_so_that_others_do_not_wait() -> None:
    app = FastAPI()
    router = APIRouter(route_class=BodyRoute)

    @router.post("/")
    async def where(seen: Seen) -> str:
        return seen.filling

    app.include_router(router)
    with TestClient(app) as client:
        assert client.post("/", json={"filling": "x"}).json() == "1 letters, on the loop"
        assert client.post("/", json={"filling": "x" * 100_000}).json() == "100000 letters, beside the loop"


@pytest.mark.parametrize("nodes", [1, 2_000], ids=["small", "large"])
def test_what_is_wrong_with_a_body_is_told_alike_whatever_its_size(client: TestClient, nodes: int) -> None:
    wrong = large(nodes)
    wrong["document"]["nodes"]["n0"]["tool"] = 7
    answer = client.post(f"{API}/validate", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "node": None,
            "field": "document.nodes.n0.tool",
            "message": "must be a text, not 7",
            "severity": "error",
        }
    ]
    text = json.dumps(large(nodes))
    for body, status, said in (
        (text[:-5], 400, "the body is not JSON: "),
        (
            text.replace('"nodes": {', '"nodes": {"n0": 1, ', 1),
            400,
            "the key 'n0' stands twice in one object",
        ),
        ("[" * 100_000, 400, "the body cannot be read: it is nested too deep"),
    ):
        answer = client.post(f"{API}/validate", content=body, headers=JSON)
        assert answer.status_code == status
        assert said in answer.json()["detail"]


def test_a_large_body_of_another_type_is_no_json(client: TestClient) -> None:
    answer = client.post(f"{API}/validate", content=b"x" * 100_000, headers={"content-type": "text/plain"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_large_workflow_is_saved_as_it_was_sent(client: TestClient) -> None:
    sent = large(3_000)["document"]
    headers = {"if-none-match": "*"}
    assert client.put(f"{API}/workflows/a.workflow.json", json=sent, headers=headers).status_code == 200
    found = client.get(f"{API}/workflows/a.workflow.json").json()["document"]
    assert len(found["nodes"]) == 3_000
