"""Which results are of an earlier state of the workflow."""

from pathlib import Path

import pytest
from workflow_files import REGISTRY, Bench, Nodes, document

from weft.document.model import Document
from weft.plan.lineage import outdated, outdated_in_part
from weft.run.checking import check_workflow, plan_workflow
from weft.storage.memory import recall


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def workflow(count: int = 10, value: int = 1, *more: str) -> Document:
    nodes: Nodes = {"n": ("numbers", {"count": count}), "a": ("add", {"value": value}), "t": ("total", {})}
    extra: Nodes = {name: ("add", {"value": 7}) for name in ("side",) if more}
    return document({**nodes, **extra}, "n.out a.in", "a.out t.in", *more)


def names(bench: Bench, made: Document) -> set[str]:
    bench.write(made)
    request = bench.request()
    return set(outdated(plan_workflow(request, REGISTRY), recall(request.open_store(), request.workflow)))


def test_results_of_the_workflow_as_it_is_are_not_outdated(bench: Bench) -> None:
    assert names(bench, workflow()) == set(), "there are none"
    bench.run(workflow())
    assert names(bench, workflow()) == set()


def test_a_changed_setting_outdates_its_node_and_what_is_after_it_and_no_node_before(bench: Bench) -> None:
    bench.run(workflow())
    assert names(bench, workflow(value=2)) == {"a", "t"}, "n runs in one go with a, and gives the same"
    assert names(bench, workflow(count=3)) == {"n", "a", "t"}


def test_a_setting_that_is_taken_back_after_a_run_outdates_what_is_shown(bench: Bench) -> None:
    bench.run(workflow())
    bench.run(workflow(value=2))
    assert names(bench, workflow()) == {"a", "t"}, "all is kept, but what is shown is of the run since"
    bench.run(workflow())
    assert names(bench, workflow()) == set()


def test_a_node_that_is_added_outdates_nothing(bench: Bench) -> None:
    bench.run(workflow())
    assert names(bench, workflow(10, 1, "n.out side.in")) == set()


def test_what_was_not_run_with_the_rest_stays_outdated(bench: Bench) -> None:
    bench.run(workflow())
    bench.run(workflow(value=2), only=("a",))
    assert names(bench, workflow(value=2)) == {"t"}


def test_a_connection_that_leads_elsewhere_outdates_where_it_ends(bench: Bench) -> None:
    bench.run(workflow())
    nodes: Nodes = {"n": ("numbers", {"count": 10}), "a": ("add", {"value": 1}), "t": ("total", {})}
    assert names(bench, document(nodes, "n.out a.in", "n.out t.in")) == {"t"}


def test_where_the_workflow_cannot_run_the_rest_is_still_told(bench: Bench) -> None:
    bench.run(workflow())
    nodes: Nodes = {"n": ("numbers", {"count": 10}), "a": ("add", {"value": "much"}), "t": ("total", {})}
    bench.write(document(nodes, "n.out a.in", "a.out t.in"))
    request = bench.request()
    graph, _ = check_workflow(request, REGISTRY)
    memory = recall(request.open_store(), request.workflow)
    assert set(outdated_in_part(graph, memory)) == {"a", "t"}
