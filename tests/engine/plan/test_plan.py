from pathlib import Path

import pytest
from hostile_tools import REGISTRY as HOSTILE_REGISTRY
from workflow_files import Bench, Nodes, document

from weft.document.model import Document
from weft.errors import WorkflowError
from weft.storage.eviction import evict
from weft.storage.memory import recall


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def workflow(count: int = 10, value: int = 1, path: str = "") -> Document:
    return document(
        {
            "n": ("numbers", {"count": count, "path": path}),
            "a": ("add", {"value": value}),
            "t": ("total", {}),
        },
        "n.out a.in",
        "a.out t.in",
    )


def reasons(bench: Bench, **options: object) -> dict[str, str]:
    return {name: plan.reason for name, plan in bench.plan(**options).items()}


def test_what_never_ran_will_run(bench: Bench) -> None:
    bench.write(workflow())
    assert reasons(bench) == {"n": "never_ran", "a": "never_ran", "t": "never_ran"}


def test_what_ran_is_kept(bench: Bench) -> None:
    bench.run(workflow())
    assert {plan.action for plan in bench.plan().values()} == {"kept"}


def test_a_changed_setting_runs_its_node_and_what_is_after_it(bench: Bench) -> None:
    bench.run(workflow())
    bench.write(workflow(value=5))
    plan = bench.plan()
    assert plan["a"].reason == "settings_changed"
    assert plan["a"].detail == "the settings of 'a' changed"
    assert plan["n"].detail == "it runs in one go with 'a': the settings of 'a' changed"
    assert plan["t"].reason == "upstream_changed"


def test_a_changed_source_is_said_to_be_the_reason(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1")
    bench.run(workflow(path="x.txt"))
    (tmp_path / "x.txt").write_text("12")
    assert reasons(bench)["n"] == "source_changed"


def test_a_changed_source_with_the_same_records_runs_only_itself(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1")
    bench.run(workflow(path="x.txt"))
    (tmp_path / "x.txt").write_text("12")
    bench.run()
    assert bench.called() == {"n", "a"}, "n and a are one stage; the total reads the same as before"
    assert bench.states()["t"] == "kept"


def test_a_forced_node_runs_again(bench: Bench) -> None:
    bench.run(workflow())
    assert reasons(bench, force=frozenset({"t"})) == {"n": "unchanged", "a": "unchanged", "t": "forced"}
    assert reasons(bench, use_cache=False)["n"] == "forced"


def test_position_and_title_do_not_count(bench: Bench) -> None:
    bench.run(workflow())
    doc = workflow()
    moved = {name: node.model_copy(update={"title": "Other"}) for name, node in doc.nodes.items()}
    bench.write(doc.model_copy(update={"nodes": moved, "layout": {"nodes": {"n": {"x": 4}}}}))
    assert {plan.action for plan in bench.plan().values()} == {"kept"}


def test_only_a_node_leaves_out_what_is_after_it_and_its_problems(bench: Bench) -> None:
    doc = document(
        {"n": ("numbers", {}), "a": ("add", {}), "b": ("add", {"column": "zz"})}, "n.out a.in", "n.out b.in"
    )
    bench.write(doc)
    assert set(bench.plan(only=("a",))) == {"n", "a"}
    with pytest.raises(WorkflowError, match="no column 'zz'"):
        bench.plan()


def test_an_unknown_target_is_named(bench: Bench) -> None:
    bench.write(workflow())
    with pytest.raises(WorkflowError, match="there is no node 'tt'; did you mean 't'"):
        bench.plan(only=("tt",))


def test_removed_data_are_made_again_only_where_somebody_needs_them(bench: Bench, tmp_path: Path) -> None:
    bench.run(workflow())
    store = bench.request().open_store()
    memory = recall(store, bench.path)
    store.forget_data(memory.nodes["a"].stage)
    assert reasons(bench) == {"n": "unchanged", "a": "unchanged", "t": "unchanged"}
    store.forget_data(memory.nodes["t"].stage)
    assert reasons(bench) == {"n": "result_missing", "a": "result_missing", "t": "result_missing"}
    bench.run()
    assert bench.table("t").to_pylist() == [{"total": 55}]


def test_what_a_tool_wrote_counts_only_while_it_stands_as_written(bench: Bench, tmp_path: Path) -> None:
    doc = document({"n": ("numbers", {}), "w": ("write", {"path": "o.txt"})}, "n.out w.in")
    bench.run(doc)
    assert reasons(bench) == {"n": "unchanged", "w": "unchanged"}
    (tmp_path / "o.txt").write_text("scribble")
    assert reasons(bench)["w"] == "target_changed"
    bench.run()
    assert (tmp_path / "o.txt").read_text() == "0 1 2 3 4 5 6 7 8 9"


def test_a_tool_that_writes_anew_each_time_runs_each_time(bench: Bench) -> None:
    doc = document({"n": ("numbers", {}), "w": ("write", {"path": "o.txt", "always": True})}, "n.out w.in")
    bench.run(doc)
    assert reasons(bench)["w"] == "target_changed"


def test_another_order_of_connections_is_another_result(bench: Bench) -> None:
    def gathered(name: str) -> Document:
        nodes: Nodes = {name: ("numbers", {"count": 2}), "m": ("numbers", {"count": 4})}
        return document(
            {**nodes, "g": ("gather", {}), "t": ("total", {})},
            f"{name}.out g.in",
            "m.out g.in",
            f"{name}.out t.in",
        )

    bench.run(gathered("a"))
    assert bench.table("g")["n"].to_pylist() == [0, 1, 0, 1, 2, 3]
    bench.run(gathered("z"))
    assert bench.table("g")["n"].to_pylist() == [0, 1, 2, 3, 0, 1]


def test_what_reads_a_result_made_anew_is_kept_under_what_it_really_read(tmp_path: Path) -> None:
    bench = Bench(tmp_path, HOSTILE_REGISTRY)
    bench.run(document({"c": ("clock", {}), "t": ("total", {})}, "c.out t.in"))
    evict(bench.request().open_store(), 0)
    bench.run()
    assert bench.called() == {"c", "t"}
    assert bench.table("t")["total"].to_pylist() == bench.table("c")["n"].to_pylist()
    bench.run()
    assert bench.called() == set()


def test_what_is_kept_without_its_records_is_not_made_anew_because_its_source_is(bench: Bench) -> None:
    bench.run(
        document(
            {
                "n": ("numbers", {}),
                "m": ("numbers", {"count": 3}),
                "p": ("pair_up", {}),
                "w": ("write", {"path": "o"}),
                "t": ("total", {}),
            },
            "n.out p.left",
            "m.out p.right",
            "p.out w.in",
            "n.out t.in",
        )
    )
    evict(bench.request().open_store(), 0)
    assert bench.run(force=frozenset({"t"})).status == "succeeded"
    assert bench.called() == {"n", "t"}
