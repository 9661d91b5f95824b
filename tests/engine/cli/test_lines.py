from weft.cli.lines import Lines, duration_text, summary
from weft.events import (
    Entry,
    Event,
    NodeMetric,
    NodePlan,
    NodeProgress,
    NodeStateChanged,
    OutputRecords,
    RunFinished,
    RunPlanned,
)


def told(lines: Lines, *events: tuple[float, Event]) -> list[str]:
    """The lines that these events, each at its second, make."""
    return [
        line.text
        for ts, event in events
        for line in lines.take(Entry(run="r", seq=1, ts=1000.0 + ts, event=event))
    ]


def planned(*names: str) -> RunPlanned:
    return RunPlanned(nodes={name: NodePlan(action="run", reason="never_ran") for name in names})


def state(node: str, name: str, seconds: float | None = None) -> NodeStateChanged:
    return NodeStateChanged.model_validate({"node": node, "state": name, "seconds": seconds})


def records(node: str, anchor: str, number: int) -> OutputRecords:
    return OutputRecords(node=node, anchor=anchor, records=number, bytes=0)


def test_a_node_that_ends_tells_its_records_and_its_own_time_and_no_rate() -> None:
    lines = Lines(with_progress=True)
    assert told(
        lines,
        (0, planned("read", "part")),
        (0, state("read", "running")),
        (8, records("read", "out", 4000)),
        (8, state("read", "succeeded", 6.04)),
        (8, state("part", "running")),
        (16, records("part", "T", 3000)),
        (16, records("part", "F", 1000)),
        (16, state("part", "succeeded", 0.5)),
    ) == [
        "2 nodes: 2 to run, 0 kept",
        "read  4,000 records, 6.0 s",
        "part  records: T 3,000, F 1,000, 0.5 s",
    ]


def test_the_values_of_an_epoch_are_one_line_as_soon_as_something_else_comes() -> None:
    lines = Lines(with_progress=True)
    told(lines, (0, planned("learn")), (0, state("learn", "running")))

    def metric(step: int, name: str, value: float) -> NodeMetric:
        return NodeMetric(node="learn", name=name, step=step, value=value)

    assert told(lines, (1, metric(1, "train_loss", 0.69314)), (1, metric(1, "valid_loss", 0.5))) == []
    assert told(lines, (1, NodeProgress(node="learn", done=1, total=10))) == [
        "learn  epoch 1  training: loss 0.693  validation: loss 0.500"
    ]
    told(lines, (2, metric(2, "train_loss", 0.4)))
    assert told(lines, (3, metric(3, "train_loss", 0.3))) == ["learn  epoch 2  training: loss 0.400"]
    assert told(lines, (4, state("learn", "succeeded", 4))) == [
        "learn  epoch 3  training: loss 0.300",
        "learn  4.0 s",
    ]


def test_the_curves_of_a_kept_node_are_not_told_again() -> None:
    lines = Lines(with_progress=True)
    assert (
        told(
            lines,
            (0, state("learn", "kept")),
            (0, NodeMetric(node="learn", name="loss", step=1, value=1)),
            (0, NodeMetric(node="learn", name="loss", step=2, value=1)),
        )
        == []
    )


def test_long_work_tells_how_far_it_is_every_ten_seconds() -> None:
    lines = Lines(with_progress=True)
    told(lines, (0, state("learn", "running")))
    events = [
        (float(ts), NodeProgress(node="learn", done=ts, total=100, message="epoch 1")) for ts in range(26)
    ]
    assert told(lines, *events) == [
        "learn  10 of 100, 1:30 left, epoch 1",
        "learn  20 of 100, 1:20 left, epoch 1",
    ]


def test_a_chain_that_only_counts_records_tells_one_line_every_ten_seconds() -> None:
    lines = Lines(with_progress=True)
    told(lines, (0, planned("a", "b")), (0, state("a", "running")), (0, state("b", "running")))
    counts = [(float(second), records(node, "out", 100 * second)) for second in range(1, 22) for node in "ab"]
    assert told(lines, *counts) == ["a  1,000 records, 100/s", "a  2,000 records, 100/s"]


def test_a_node_that_is_skipped_tells_why() -> None:
    lines = Lines(with_progress=False)
    skipped = NodeStateChanged(node="later", state="skipped", detail="the container 'Later' is disabled")
    assert told(lines, (0, skipped)) == ["skipped: later: the container 'Later' is disabled"]


def test_where_bars_are_drawn_progress_makes_no_lines() -> None:
    lines = Lines(with_progress=False)
    told(lines, (0, state("learn", "running")))
    assert told(lines, (30, NodeProgress(node="learn", done=1, total=2))) == []


def test_the_last_line_counts_how_nodes_ended() -> None:
    lines = Lines(with_progress=False)
    told(
        lines,
        (0, planned("a", "b", "c", "d")),
        (0, state("a", "succeeded")),
        (0, state("b", "failed")),
        (0, state("c", "cancelled")),
        (0, state("d", "skipped")),
        (0, RunFinished(status="failed", warnings=2, seconds=1.25)),
    )
    last = summary(lines.view)
    assert last.text == "failed in 1.2 s; nodes: 1 ran, 1 failed, 1 cancelled, 1 skipped; 2 warnings"
    assert last.style == "error"


def test_durations_read_as_on_a_clock() -> None:
    assert [duration_text(each) for each in (7, 750, 3750)] == ["0:07", "12:30", "1:02:30"]
