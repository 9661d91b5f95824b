from weft.cli.view import NodeView, RunView
from weft.events import (
    Entry,
    Event,
    NodeMetric,
    NodePlan,
    NodeProgress,
    NodeStateChanged,
    OutputRecords,
    RunPlanned,
)


def view_of(*events: tuple[float, Event]) -> RunView:
    view = RunView()
    for ts, event in events:
        view.apply(Entry(run="r", seq=1, ts=ts, event=event))
    return view


def test_every_planned_node_waits_until_it_is_heard_of() -> None:
    plan = NodePlan(action="run", reason="never_ran")
    view = view_of(
        (1, RunPlanned(nodes={"a": plan, "b": plan})), (2, NodeStateChanged(node="b", state="running"))
    )
    assert {name: node.state for name, node in view.nodes.items()} == {"a": "pending", "b": "running"}
    assert (view.count("pending"), view.count("running"), view.count("failed")) == (1, 1, 0)


def test_records_a_second_count_from_the_start_of_the_node() -> None:
    view = view_of(
        (100, NodeStateChanged(node="a", state="running")),
        (102, OutputRecords(node="a", anchor="T", records=30, bytes=1)),
        (104, OutputRecords(node="a", anchor="F", records=10, bytes=1)),
        (104, OutputRecords(node="a", anchor="T", records=70, bytes=1)),
    )
    assert view.nodes["a"].records == {"T": 70, "F": 10}
    assert view.nodes["a"].rate() == 20
    assert view.nodes["a"].rate(now=108) == 10


def test_what_is_left_follows_from_how_it_went_so_far() -> None:
    view = view_of(
        (100, NodeStateChanged(node="a", state="running")),
        (150, NodeProgress(node="a", done=20, total=100)),
        (160, NodeProgress(node="a", done=40, total=100, message="epoch 1")),
    )
    assert view.nodes["a"].left(now=160) == 30, "the start-up, and what a resumed work had done, do not count"


def test_nobody_can_tell_what_is_left_without_a_total_or_a_beginning() -> None:
    assert NodeView().left(now=10) is None
    assert view_of((1, NodeProgress(node="a", done=5))).nodes["a"].left(now=10) is None
    assert view_of((1, NodeProgress(node="a", done=5, total=10))).nodes["a"].left(now=10) is None
    assert NodeView().rate() is None


def test_only_the_values_of_the_last_step_are_kept() -> None:
    view = view_of(
        (1, NodeMetric(node="a", name="loss", step=1, value=3)),
        (1, NodeMetric(node="a", name="accuracy", step=1, value=0.5)),
        (2, NodeMetric(node="a", name="loss", step=2, value=2)),
    )
    assert (view.nodes["a"].step, view.nodes["a"].metrics) == (2, {"loss": 2})


def test_only_nodes_that_run_at_the_moment_count_as_running() -> None:
    view = view_of(
        (1, NodeStateChanged(node="learn", state="running")), (2, NodeStateChanged(node="sort", state="kept"))
    )
    assert view.any_runs({"learn", "sort"})
    assert not view.any_runs({"sort"})
    view.apply(Entry(run="r", seq=2, ts=3, event=NodeStateChanged(node="learn", state="succeeded")))
    assert not view.any_runs({"learn", "sort"})
