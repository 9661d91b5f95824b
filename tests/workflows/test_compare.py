"""The workflow that makes the article's table again, on drawn pictures and a network of random numbers."""

from dataclasses import replace
from pathlib import Path

import pytest
import timm
import torch
from drawn_shapes import CLASSES, shape
from pydantic import JsonValue
from safetensors.torch import save_file

import weft_nodes
from weft.document.files import load
from weft.document.model import Document
from weft.document.text import dumps
from weft.errors import Severity
from weft.registry.discovery import load_packs
from weft.run.checking import Checker, Request
from weft.run.results import find_result
from weft.run.workflow import run_workflow

WORKFLOW = Path(__file__).parents[2] / "workflows" / "simpsons" / "compare.workflow.json"
REGISTRY = load_packs([("builtin", weft_nodes.tools)])


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A request for a short run: forty pictures, small, one epoch."""
    folder = tmp_path_factory.mktemp("compare")
    for kind in CLASSES:
        (folder / "pictures" / kind).mkdir(parents=True)
        for number in range(20):
            (folder / "pictures" / kind / f"{number}.png").write_bytes(shape(kind, number, 32))
    torch.manual_seed(1)
    state = timm.create_model("mobilenetv2_100", pretrained=False, num_classes=1000).state_dict()
    save_file(state, folder / "mobilenetv2_100.safetensors")
    given: dict[str, JsonValue] = {
        "pictures": str(folder / "pictures"),
        "weights": str(folder),
        "epochs": 1,
        "whole_epochs": 1,
        "size": 32,
    }
    return Request(WORKFLOW, given, store=folder / "store")


def all_on(document: Document) -> Document:
    containers = {
        name: found.model_copy(update={"enabled": True}) for name, found in document.containers.items()
    }
    return document.model_copy(update={"containers": containers})


def test_only_the_small_network_is_switched_on() -> None:
    on = {name for name, found in load(WORKFLOW).containers.items() if found.enabled}
    assert on == {"prepare", "train_mobilenet_v2", "train_mobilenet_v2_whole"}


def test_nothing_is_wrong_with_it_however_many_networks_are_switched_on(request_: Request) -> None:
    for document in (load(WORKFLOW), all_on(load(WORKFLOW))):
        _, checked = Checker(REGISTRY).check(document, WORKFLOW.parent, request_.given)
        assert [problem for problem in checked.problems if problem.severity == Severity.ERROR] == []


def test_its_run_leaves_the_articles_table_with_all_times(request_: Request) -> None:
    result = run_workflow(replace(request_, device="cpu"), REGISTRY)
    assert result.status == "succeeded", result
    records = find_result(request_, "table").table.to_pylist()
    assert [record["Model"] for record in records] == ["MobileNetV2, head only", "MobileNetV2, whole network"]
    for record in records:
        assert 0 < record["Training_Seconds"] < 100
        assert 0 < record["Prediction_Seconds"] < 100
        assert 0 <= record["Accuracy"] <= 1
    page = find_result(request_, "compare", "report").table["report"][0].as_py()
    assert "Is the difference real?" in page


def test_the_file_is_as_the_program_writes_it() -> None:
    assert WORKFLOW.read_text(encoding="utf-8") == dumps(load(WORKFLOW))
