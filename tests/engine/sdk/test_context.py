import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from weft.sdk import Cancelled, CancelToken, EditContext
from weft.sdk.testing import Heard, run_context


def test_relative_paths_count_from_the_workflow_and_absolute_ones_stay(tmp_path: Path) -> None:
    ctx = EditContext(tmp_path)
    assert ctx.path("a/b.csv") == tmp_path / "a" / "b.csv"
    assert ctx.path("/x.csv") == Path("/x.csv")
    assert ctx.path("~/x.csv") == Path.home() / "x.csv"


def test_map_keeps_the_order_and_uses_more_than_one_thread() -> None:
    names: set[str] = set()

    def work(number: int) -> int:
        names.add(threading.current_thread().name)
        time.sleep(0.01 if number % 2 else 0.0)
        return number * 2

    with run_context() as ctx:
        assert list(ctx.map(work, range(50))) == [2 * number for number in range(50)]
    assert len(names) == 2


def test_map_reads_ahead_a_bounded_number_of_items() -> None:
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        for number in range(1000):
            read = number
            yield number

    with run_context() as ctx:
        results = ctx.map(lambda number: number, items())
        next(results)
        assert read < 10
        del results


def test_maps_may_be_nested_without_a_deadlock() -> None:
    with run_context() as ctx:
        inner = ctx.map(lambda number: number + 1, range(200))
        assert sum(ctx.map(lambda number: number * 2, inner)) == 2 * sum(range(1, 201))


def test_map_stops_when_the_run_is_cancelled() -> None:
    cancel = CancelToken()

    def work(number: int) -> int:
        if number == 3:
            cancel.abort()
        return number

    with run_context(cancel=cancel) as ctx, pytest.raises(Cancelled):
        list(ctx.map(work, range(1000)))


def test_an_error_in_map_reaches_the_caller() -> None:
    def work(number: int) -> int:
        raise ValueError(number)

    with run_context() as ctx, pytest.raises(ValueError, match="0"):
        list(ctx.map(work, range(10)))


def test_what_a_tool_says_reaches_the_reporter(tmp_path: Path) -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        ctx.progress(1, 2, "half")
        ctx.metric("loss", 1, 0.5)
        ctx.warn("pictures are dark", 3, "a.jpg")
        ctx.info("hello")
        assert not ctx.finish_early
        ctx.cancel.finish()
        assert ctx.finish_early
        ctx.check_cancelled()
        assert ctx.scratch().is_dir()
        assert ctx.cache("features").is_dir()
    assert heard == Heard(
        [(1, 2, "half")], [("loss", 1, 0.5)], [("pictures are dark", 3, "a.jpg")], ["hello"]
    )
