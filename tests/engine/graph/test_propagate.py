import time
from pathlib import Path

import pyarrow as pa
from hostile_tools import REGISTRY as HOSTILE_REGISTRY
from pydantic import JsonValue
from workflow_files import REGISTRY, Nodes, document

from weft.document.model import Document
from weft.graph.build import ToolCache, build
from weft.graph.propagate import Propagation, SchemaCache, propagate
from weft.run.checking import Checker

BASE = Path("/nowhere")


def spread(doc: Document) -> Propagation:
    return propagate(build(doc, REGISTRY, {}, BASE))


def messages(doc: Document) -> list[str]:
    return [str(problem) for problem in spread(doc).problems]


def test_schemas_reach_every_output_without_a_run() -> None:
    found = spread(
        document({"n": ("numbers", {}), "a": ("add", {}), "t": ("total", {})}, "n.out a.in", "a.out t.in")
    )
    assert found.schemas["a", "out"] == pa.schema([("n", pa.int64())])
    assert found.schemas["t", "out"] == pa.schema([("total", pa.int64())])
    assert found.problems == ()


def test_a_missing_input_and_a_missing_column_are_told_with_suggestions() -> None:
    found = messages(
        document({"n": ("numbers", {}), "a": ("add", {"column": "N"}), "t": ("total", {})}, "n.out a.in")
    )
    assert found == [
        "t: nothing is connected to input 'in'; connect it",
        "a.column: input 'in' has no column 'N'; did you mean 'n'?",
    ] or found == [
        "a.column: input 'in' has no column 'N'; did you mean 'n'?",
        "t: nothing is connected to input 'in'; connect it",
    ]


def test_a_table_on_a_model_anchor_is_refused() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "u": ("use_model", {})}
    (found,) = messages(document(nodes, "n.out u.in", "n.out u.model"))
    assert found == (
        "u: input 'model' takes a model, and what is connected holds none; "
        "connect an output that gives a model"
    )


def test_a_model_fits_a_model_anchor_and_an_unknown_schema_is_no_error() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "l": ("learn", {}), "m": ("mystery", {}), "u": ("use_model", {})}
    doc = document(nodes, "n.out l.in", "l.model u.model", "n.out m.in", "m.out u.in")
    found = spread(doc)
    assert found.problems == ()
    assert found.schemas["u", "out"] is None


def test_hints_of_an_earlier_run_fill_in_what_is_unknown() -> None:
    graph = build(
        document({"n": ("numbers", {}), "m": ("mystery", {}), "a": ("add", {"column": "twice"})},
                 "n.out m.in", "m.out a.in"),
        REGISTRY, {}, BASE,
    )  # fmt: skip
    known = pa.schema([("n", pa.int64()), ("twice", pa.int64())])
    assert propagate(graph, {("m", "out"): known}).schemas["a", "out"] == known


def test_a_tool_that_breaks_while_it_is_configured_is_blamed_and_the_rest_goes_on() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "f": ("fail", {"how": "configure"}), "a": ("add", {"column": "zz"})}
    found = messages(document(nodes, "n.out f.in", "n.out a.in"))
    assert any("Fail broke while it was configured: RuntimeError: oh" in text for text in found)
    assert any(text.startswith("a.column") for text in found)


def chain(length: int, value: int = 1) -> Document:
    nodes: dict[str, tuple[str, dict[str, JsonValue]]] = {"n0": ("numbers", {})}
    nodes |= {f"n{i}": ("add", {"value": i}) for i in range(1, length)}
    nodes["n1"] = ("add", {"value": value})
    return document(nodes, *(f"n{i}.out n{i + 1}.in" for i in range(length - 1)))


def test_a_chain_of_a_thousand_nodes_checks_in_under_a_second() -> None:
    doc = chain(1_000)
    started = time.perf_counter()
    _, found = Checker(REGISTRY).check(doc, BASE)
    assert time.perf_counter() - started < 1
    assert found.problems == ()


def test_an_edit_configures_only_what_comes_after_it() -> None:
    checker = Checker(REGISTRY, ToolCache(), SchemaCache())
    checker.check(chain(100), BASE)
    before = len(checker.schemas.kept)
    checker.check(chain(100, value=7777), BASE)
    assert len(checker.schemas.kept) == before + 1, "the edited node alone: its schema stays the same"


def test_a_problem_with_a_file_goes_when_the_file_comes(tmp_path: Path) -> None:
    checker = Checker(HOSTILE_REGISTRY)
    doc = document({"n": ("numbers", {}), "l": ("look", {})}, "n.out l.in")
    _, found = checker.check(doc, tmp_path)
    assert [str(problem) for problem in found.problems] == ["l: there is no file 'there'"]
    (tmp_path / "there").touch()
    assert checker.check(doc, tmp_path)[1].problems == ()
    (tmp_path / "other").mkdir()
    assert len(checker.check(doc, tmp_path / "other")[1].problems) == 1, "another folder is another matter"
