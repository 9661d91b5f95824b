"""What is known of a document before it runs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_service import API, document, plain, served

from weft.document.files import save
from weft.document.model import Document
from weft.errors import WeftError
from weft.run.checking import Request
from weft.run.workflow import run_workflow
from weft_web.problems import failure
from weft_web.services.aside import AsideError
from weft_web.services.core import BusyError, Core
from weft_web.services.turns import Turns
from weft_web.settings import Settings

NAME = "flows/a.workflow.json"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as found:
        yield found


def validate(client: TestClient, made: Document, **more: Any) -> Any:
    answer = client.post(f"{API}/validate", json={"path": NAME, "document": plain(made), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def plan(client: TestClient, made: Document, **more: Any) -> Any:
    answer = client.post(f"{API}/plan", json={"path": NAME, "document": plain(made), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_schemas_stand_at_every_output_with_the_settings_that_they_fit(client: TestClient) -> None:
    found = validate(client, document())
    assert found["problems"] == []
    name, age = found["schemas"]["sort.out"]
    assert (name["name"], name["type"]) == ("name", "text")
    assert name["kinds"] == ["any", "text", "label", "target"]
    assert age["type"] == "int64"
    assert set(age["kinds"]) == {"any", "number", "integer", "label", "target"}
    assert found["annotations"]["sort"] == "name - Ascending"


def test_problems_point_at_node_and_field_all_at_once(client: TestClient) -> None:
    made = document()
    nodes: Any = plain(made)["nodes"]
    nodes["sort"]["settings"] = {"keys": [{"column": "nme"}]}
    nodes["lonely"] = {"tool": "weft.unique", "settings": {}}
    nodes["what"] = {"tool": "other.tool"}
    found = validate(client, document(nodes=nodes))
    problems = {(each["node"], each["field"]): each for each in found["problems"]}
    assert "did you mean 'name'?" in problems["sort", "keys.0.column"]["message"]
    assert ("lonely", None) in problems
    assert "unknown tool" in problems["what", None]["message"]
    assert all(each["severity"] == "error" for each in problems.values())


def test_what_is_switched_off_says_why(client: TestClient) -> None:
    nodes: Any = plain(document())["nodes"]
    nodes["text_input"]["enabled"] = False
    found = validate(client, document(nodes=nodes))
    assert found["skipped"].keys() == {"text_input", "sort"}
    assert "disabled" in found["skipped"]["text_input"]


def test_values_of_parameters_count(client: TestClient) -> None:
    nodes: Any = plain(document())["nodes"]
    nodes["sort"]["settings"] = {"keys": [{"column": "${by}"}]}
    made = document(nodes=nodes, parameters={"by": {"default": "name"}})
    assert validate(client, made)["problems"] == []
    found = validate(client, made, parameters={"by": "nothing"})
    assert [each["field"] for each in found["problems"]] == ["keys.0.column"]


def test_paths_count_from_the_folder_of_the_workflow(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "table.csv").write_text("city,people\nUlm,126000\n")
    made = Document.model_validate(
        {"nodes": {"input": {"tool": "weft.input_data", "settings": {"path": "table.csv"}}}}
    )
    columns = validate(client, made)["schemas"]["input.out"]
    assert [each["name"] for each in columns] == ["city", "people"]


def test_paths_under_nodes_are_as_seen_from_the_folder_of_the_workflow(
    client: TestClient, tmp_path: Path
) -> None:
    nodes = {
        "inside": {"tool": "weft.directory", "settings": {"folder": "${here}", "specification": "*.png"}},
        "outside": {"tool": "weft.directory", "settings": {"folder": "${there}", "specification": "*.png"}},
    }
    elsewhere = str(tmp_path.parent / "elsewhere")
    parameters = {
        "here": {"type": "folder", "default": "pictures"},
        "there": {"type": "folder", "default": elsewhere},
    }
    made = Document.model_validate({"nodes": nodes, "parameters": parameters})
    assert validate(client, made)["annotations"] == {
        "inside": "dir pictures/*.png",
        "outside": f"dir {elsewhere}/*.png",
    }


def test_a_tool_whose_own_code_breaks_does_not_break_the_answer(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "bad.py").write_text(
        "from weft.sdk import OutputAnchor, TableTool, ToolConfig\n\n\n"
        "class Bad(TableTool[ToolConfig]):\n"
        '    """Breaks."""\n\n'
        '    id, label, category = "bad.bad", "Bad", "Test"\n'
        '    outputs = (OutputAnchor("out"),)\n\n'
        "    def configure(self, inputs, ctx):\n"
        "        raise KeyError('x')\n\n"
        "    def annotation(self):\n"
        "        raise KeyError('y')\n\n"
        "    def process(self, table, ctx):\n"
        "        return table\n"
    )
    with served(tmp_path, plugins=tmp_path / "tools") as client:
        found = validate(client, Document.model_validate({"nodes": {"bad": {"tool": "bad.bad"}}}))
    assert found["annotations"] == {"bad": ""}
    assert "this is a mistake of the tool" in found["problems"][0]["message"]


def test_a_document_that_is_none_is_told_by_its_fields(client: TestClient) -> None:
    answer = client.post(f"{API}/validate", json={"path": NAME, "document": {"nodes": []}, "extra": 1})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {"document.nodes", "extra"}
    broken = client.post(f"{API}/validate", content='{"path": ', headers={"content-type": "application/json"})
    assert broken.status_code == 400
    assert "not JSON" in broken.json()["detail"]


def test_a_plan_says_what_would_run_and_why(client: TestClient, tmp_path: Path) -> None:
    first = plan(client, document())
    assert {name: each["action"] for name, each in first["nodes"].items()} == {
        "text_input": "run",
        "sort": "run",
    }
    assert "has not run before" in first["nodes"]["text_input"]["detail"]
    run(tmp_path, document())
    kept = plan(client, document())["nodes"]
    assert {each["action"] for each in kept.values()} == {"kept"}
    forced = plan(client, document(), force=["sort"])["nodes"]
    assert forced["sort"]["reason"] == "forced"
    assert plan(client, document(), only=["text_input"])["nodes"].keys() == {"text_input"}


def test_a_plan_of_what_cannot_run_gives_the_problems(client: TestClient) -> None:
    nodes: Any = plain(document())["nodes"]
    nodes["sort"]["settings"] = {"keys": []}
    found = plan(client, document(nodes=nodes))
    assert found["nodes"] == {}
    assert [(each["node"], each["field"]) for each in found["problems"]] == [("sort", "keys")]
    assert "no node" in plan(client, document(), only=["srt"])["problems"][0]["message"]


def test_schemas_that_only_a_run_can_tell_are_those_of_the_last_run(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "dim.py").write_text(
        "from weft.sdk import InputAnchor, OutputAnchor, TableTool, ToolConfig\n\n\n"
        "class Dim(TableTool[ToolConfig]):\n"
        '    """Does not know before."""\n\n'
        '    id, label, category = "dim.dim", "Dim", "Test"\n'
        '    inputs, outputs = (InputAnchor("in"),), (OutputAnchor("out"),)\n\n'
        "    def configure(self, inputs, ctx):\n"
        '        return {"out": None}\n\n'
        "    def process(self, table, ctx):\n"
        '        return table.select(["age"])\n'
    )
    nodes = plain(document())["nodes"] | {"sort": {"tool": "dim.dim"}}
    with served(tmp_path, plugins=tmp_path / "tools") as client:
        assert validate(client, document(nodes=nodes))["schemas"]["sort.out"] is None
        run(tmp_path, document(nodes=nodes))
        columns = validate(client, document(nodes=nodes))["schemas"]["sort.out"]
    assert [each["name"] for each in columns] == ["age"]


def run(workspace: Path, made: Document) -> None:
    """Run a document as `weft run` does, with the store of the workspace."""
    path = workspace / NAME
    path.parent.mkdir(exist_ok=True)
    save(made, path)
    tools = workspace / "tools"
    core = Core.open(Settings(workspace, plugins=tools if tools.is_dir() else None))
    assert run_workflow(Request(path, store=core.store.root), core.registry).status == "succeeded"


def test_a_check_that_hangs_on_a_dead_drive_does_not_hang_those_after_it(tmp_path: Path) -> None:
    turns = Turns(0.1)
    with turns.taken(), ThreadPoolExecutor(1) as pool:

        def other() -> None:
            with turns.taken():
                pass

        with pytest.raises(BusyError, match="does not answer"):
            pool.submit(other).result()
    with turns.taken():
        pass


@pytest.mark.parametrize("error", [BusyError("later"), AsideError("it took too long")])
def test_what_may_be_possible_later_is_told_as_such(error: WeftError) -> None:
    told = failure(error)
    assert told is not None
    assert told.status == 503
