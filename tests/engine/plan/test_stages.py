from pathlib import Path

from workflow_files import REGISTRY, Nodes, document

from weft.document.model import Document
from weft.graph.build import build
from weft.plan.stages import make_stages


def cut(doc: Document) -> list[tuple[str, ...]]:
    graph = build(doc, REGISTRY, {}, Path("/nowhere"))
    return [stage.nodes for stage in make_stages(graph, graph.names)]


def test_a_chain_of_streams_is_one_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "a": ("add", {}), "b": ("add", {})}
    assert cut(document(nodes, "n.out a.in", "a.out b.in")) == [("n", "a", "b")]


def test_an_input_that_wants_the_whole_ends_a_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "a": ("add", {}), "t": ("total", {})}
    assert cut(document(nodes, "n.out a.in", "a.out t.in")) == [("n", "a"), ("t",)]


def test_an_output_that_feeds_two_ends_a_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "a": ("add", {}), "b": ("add", {})}
    assert cut(document(nodes, "n.out a.in", "n.out b.in")) == [("n",), ("a",), ("b",)]


def test_two_connected_outputs_end_a_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "e": ("even_odd", {}), "a": ("add", {}), "b": ("add", {})}
    doc = document(nodes, "n.out e.in", "e.even a.in", "e.odd b.in")
    assert cut(doc) == [("n", "e"), ("a",), ("b",)]


def test_an_expensive_tool_ends_a_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "l": ("learn", {}), "a": ("gather", {})}
    assert cut(document(nodes, "n.out l.in", "l.log a.in")) == [("n",), ("l",), ("a",)]


def test_a_pinned_node_ends_a_stage() -> None:
    doc = document({"n": ("numbers", {}), "a": ("add", {})}, "n.out a.in")
    pinned = doc.model_copy(
        update={"nodes": {**doc.nodes, "n": doc.nodes["n"].model_copy(update={"pinned": True})}}
    )
    assert cut(pinned) == [("n",), ("a",)]


def test_streams_that_join_are_one_stage() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "m": ("numbers", {}), "g": ("gather", {})}
    ((*members, root),) = cut(document(nodes, "n.out g.in", "m.out g.in"))
    assert root == "g"
    assert set(members) == {"n", "m"}
