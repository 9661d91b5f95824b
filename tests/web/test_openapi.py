"""The published description of the API, and that the service keeps to it."""

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from command_line import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_service import API, document, served

from weft.document.files import save
from weft.events import Entry, Event, NodeMetric, NodePlan, NodeProgress, RunPlanned
from weft_web.app import create_app
from weft_web.openapi import openapi_text
from weft_web.settings import Settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]

PUBLISHED = ROOT / "docs" / "reference" / "openapi.json"


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return json.loads(openapi_text(create_app(Settings(tmp_path_factory.mktemp("workspace")))))


def test_the_published_description_is_that_of_the_service(described: Any) -> None:
    assert json.loads(PUBLISHED.read_text()) == described, (
        "docs/reference/openapi.json is stale: run `make docs`"
    )


def test_all_messages_are_in_it_and_only_names_that_are_there_are_used(described: Any) -> None:
    schemas = described["components"]["schemas"]
    assert {
        "Entry",
        "Catalog",
        "Document",
        "Validation",
        "Problem",
        "RunInfo",
        "RecordsPage",
    } <= schemas.keys()
    text = json.dumps(described)
    used = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert used <= schemas.keys()
    assert not [name for name in schemas if name.endswith(("-Input", "-Output"))]


@pytest.mark.parametrize(
    "event",
    [
        NodeProgress(node="a", done=1),
        NodeMetric(node="a", name="loss", step=1, value=math.nan),
        RunPlanned(nodes={"a": NodePlan(action="run", reason="never_ran")}),
    ],
)
def test_a_line_of_a_journal_is_as_it_is_described(described: Any, event: Event) -> None:
    schema = {"$ref": "#/components/schemas/Entry", "components": described["components"]}
    line = Entry(run="r", seq=1, ts=0.0, event=event).to_line()
    jsonschema_rs.validate(schema, json.loads(line))
    for key in json.loads(line):
        less = {name: value for name, value in json.loads(line).items() if name != key}
        assert not jsonschema_rs.is_valid(schema, less), f"{key} is always there"


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("examples", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_whatever_comes_the_service_answers_as_it_is_described(
    tmp_path: Path, mode: GenerationMode, examples: int
) -> None:
    save(document(), tmp_path / "a.workflow.json")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with served(tmp_path) as client:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"cookie": cookies, "host": "127.0.0.1"}
        schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", client.app, headers=headers)
        tried = 0
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            tried += ask(found.ok(), mode, headers, examples)
    assert tried > 100


def ask(operation: Any, mode: GenerationMode, headers: dict[str, str], examples: int) -> int:
    """Ask for an operation in many ways, and look at every answer; gives how many there were."""
    tried = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    # An operation without parameters cannot be asked in a wrong way.
    with suppress(Unsatisfiable):
        answers()
    return tried
