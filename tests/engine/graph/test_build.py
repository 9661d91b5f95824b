import re
from pathlib import Path

import pytest
from hostile_tools import REGISTRY as HOSTILE_REGISTRY
from hostile_tools import hostile
from workflow_files import REGISTRY, Nodes, document

from weft.document.model import Document
from weft.graph.build import Graph, ToolCache, build

BASE = Path("/nowhere")


def made(doc: Document, cache: ToolCache | None = None) -> Graph:
    return build(doc, REGISTRY, {}, BASE, cache)


def messages(doc: Document) -> list[str]:
    return [str(problem) for problem in made(doc).problems]


def test_a_sound_document_becomes_a_graph_in_topological_order() -> None:
    graph = made(
        document(
            {"total": ("total", {}), "add": ("add", {}), "numbers": ("numbers", {})},
            "numbers.out add.in",
            "add.out total.in",
        )
    )
    assert graph.problems == ()
    assert graph.names == ("numbers", "add", "total")
    assert [each.to for each in graph.out_of("numbers")] == ["add.in"]
    assert graph.needed_for(["add"]) == {"numbers", "add"}


def test_every_problem_of_a_document_is_told_at_once() -> None:
    found = messages(
        document(
            {
                "a": ("numbrs", {}),
                "b": ("add", {"value": "x"}),
                "c": ("add", {"valu": 1}),
                "d": ("total", {}),
            },
            "c.nothing d.in",
            "zz.out d.in",
        )
    )
    assert found == [
        "a: unknown tool 'test.numbrs'; did you mean 'test.numbers'?",
        "b.value: must be a whole number, not 'x'",
        "c.valu: Add has no such setting; did you mean 'value'?",
        "the connection zz.out -> d.in begins at node 'zz', which does not exist; remove the connection",
    ]


def test_a_missing_setting_is_named() -> None:
    assert messages(document({"w": ("write", {})})) == ["w.path: is missing; give it a value"]


def test_an_anchor_that_does_not_exist_is_named_with_those_that_do() -> None:
    found = messages(document({"n": ("numbers", {}), "a": ("add", {})}, "n.outt a.in", "n.out a.right"))
    assert found == [
        "a: Add has no input 'right'; it has in",
        "n: Numbers has no output 'outt'; did you mean 'out'?",
    ]


def test_two_connections_into_one_input_are_refused_unless_it_takes_many() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "m": ("numbers", {}), "a": ("add", {}), "g": ("gather", {})}
    found = messages(document(nodes, "n.out a.in", "m.out a.in", "n.out g.in", "m.out g.in"))
    assert found == [
        "a: input 'in' has more than one connection; remove all but one, or put a Union before it"
    ]


def test_connections_into_many_come_in_the_order_of_their_names() -> None:
    nodes: Nodes = {"n": ("numbers", {}), "m": ("numbers", {}), "g": ("gather", {})}
    graph = made(document(nodes, "n.out g.in #10", "m.out g.in #9"))
    assert [each.source_node for each in graph.into("g")] == ["m", "n"]
    unnamed = made(document(nodes, "n.out g.in", "m.out g.in"))
    assert [each.source_node for each in unnamed.into("g")] == ["m", "n"], "as the file sorts them"


def test_a_loop_is_named_node_by_node() -> None:
    found = messages(document({"a": ("add", {}), "b": ("add", {})}, "a.out b.in", "b.out a.in"))
    assert found == ["a: the nodes a -> b -> a form a loop; remove one of these connections"]


def test_of_a_loop_of_a_thousand_nodes_the_first_and_the_last_are_named() -> None:
    nodes: Nodes = {f"a{number}": ("add", {}) for number in range(1_000)}
    around = (f"a{number}.out a{(number + 1) % 1_000}.in" for number in range(1_000))
    found = messages(document(nodes, *around))
    assert len(found) == 1
    assert re.search(r"the nodes (a\d+ -> ){9}\.\.\. -> a\d+ -> a\d+ form a loop", found[0])
    assert len(found[0]) < 200


def test_settings_of_a_newer_version_are_refused() -> None:
    doc = Document.model_validate({"nodes": {"a": {"tool": "test.add", "version": 9}}})
    assert "newer than the installed 1" in messages(doc)[0]


def test_what_is_disabled_and_what_hangs_on_it_is_skipped_with_a_reason() -> None:
    doc = document(
        {"n": ("numbers", {}), "a": ("add", {"value": "wrong"}), "t": ("total", {}), "m": ("numbers", {}),
         "g": ("gather", {})},
        "n.out a.in",
        "a.out t.in",
        "a.out g.in",
        "m.out g.in",
        containers={"box": {"title": "Preparation", "nodes": ["a"], "enabled": False}},
    )  # fmt: skip
    graph = made(doc)
    assert graph.skipped == {
        "a": "the container 'Preparation' is disabled",
        "t": "its input 'in' comes from 'a', which is skipped",
    }
    assert graph.problems == (), "what is wrong with a node that is switched off does not matter"


def test_a_node_that_did_not_change_is_not_configured_again() -> None:
    cache = ToolCache()
    doc = document({"n": ("numbers", {"count": 3})})
    assert made(doc, cache).tools["n"] is made(doc, cache).tools["n"]


@pytest.mark.parametrize("tool", ["numbers", "add"])
def test_parameters_are_put_into_settings(tool: str) -> None:
    name = {"numbers": "count", "add": "value"}[tool]
    graph = build(document({"n": (tool, {name: "${many}"})}), REGISTRY, {"many": 12}, BASE)
    assert getattr(graph.tools["n"].config, name) == 12


@pytest.mark.parametrize(("version", "where", "error"), [(1, "", "'how'"), (2, "validator", "'validator'")])
def test_a_tool_that_breaks_over_its_settings_is_a_problem_and_no_crash(
    version: int, where: str, error: str
) -> None:
    doc = hostile(document({"h": ("hostile", {"where": where})}), version)
    (problem,) = build(doc, HOSTILE_REGISTRY, {}, BASE).problems
    assert problem.node == "h"
    assert problem.message.startswith(f"Hostile broke while its settings were read: KeyError: {error} (")
    assert problem.message.endswith("this is a mistake of the tool")


def test_a_long_wrong_value_is_told_in_one_line() -> None:
    (found,) = messages(document({"n": ("numbers", {"count": ["x" * 5000]})}))
    assert len(found) < 150
    assert "must be a whole number, not ['xxx" in found


def test_connections_come_in_the_order_of_the_numbers_in_their_names() -> None:
    nodes: Nodes = {name: ("numbers", {}) for name in "abcd"} | {"g": ("gather", {})}
    graph = made(document(nodes, "a.out g.in #10", "b.out g.in #9", "c.out g.in ²", "d.out g.in #1"))
    assert [each.source_node for each in graph.into("g")] == ["c", "d", "b", "a"]
