import threading
import time
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from weft.sdk import Cancelled, CancelToken, ToolError
from weft.sdk.testing import run_context
from weft_nodes._tables.database import complement, count_up, open_database

SCHEMA = pa.schema({"row": pa.int64()})


def test_the_complement_is_what_the_numbers_leave_out() -> None:
    blocks = [np.array([1, 2]), np.array([], dtype=np.int64), np.array([5])]
    assert np.concatenate(list(complement(blocks, 8))).tolist() == [0, 3, 4, 6, 7]
    assert np.concatenate(list(complement([], 3))).tolist() == [0, 1, 2]
    assert list(complement([np.arange(3)], 3)) == []


def test_the_complement_comes_in_blocks() -> None:
    total = 200_000
    blocks = list(complement([np.array([0]), np.array([150_000])], total))
    assert max(len(block) for block in blocks) <= 65_536
    expected = np.setdiff1d(np.arange(total), [0, 150_000])
    assert np.array_equal(np.concatenate(blocks), expected)


def test_counting_up_ends_before_the_end() -> None:
    assert np.concatenate(list(count_up(2, 5))).tolist() == [2, 3, 4]
    assert list(count_up(5, 5)) == []


def test_what_a_batch_raises_on_its_way_in_is_what_comes_out() -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"row": [1]})
        raise ToolError("the file is cut short")

    with run_context() as ctx, open_database(ctx) as database:
        database.feed("t", SCHEMA, broken())
        with pytest.raises(ToolError, match="the file is cut short"):
            database.execute("CREATE TEMP TABLE x AS SELECT * FROM t")


def test_a_long_query_stops_soon_after_the_user_says_so() -> None:
    cancel = CancelToken()
    with run_context(cancel=cancel) as ctx, open_database(ctx) as database:
        threading.Timer(0.3, cancel.abort).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            database.execute("CREATE TEMP TABLE x AS SELECT hash(range) h FROM range(1000000000) ORDER BY h")
        assert time.monotonic() - started < 3


def test_a_sort_larger_than_the_memory_spills_to_the_scratch_folder() -> None:
    with run_context() as ctx, open_database(ctx) as database:
        database.execute("SET memory_limit = '60MB'")
        rows = database.numbers("SELECT range FROM range(5000000) ORDER BY hash(range)")
        first = next(rows)
        spilled = sum(path.stat().st_size for path in (ctx.work / "spill").iterdir())
        assert spilled > 1_000_000
        assert len(first) + sum(len(block) for block in rows) == 5_000_000
    assert not (ctx.work / "spill").exists()


def test_too_little_memory_is_explained() -> None:
    with run_context() as ctx, open_database(ctx) as database:
        database.execute("SET memory_limit = '10MB'")
        with pytest.raises(ToolError, match="there is not enough memory"):
            database.table("SELECT quantile_cont(range::DOUBLE, 0.5) FROM range(10000000)")


def test_no_progress_bar_of_the_database_disturbs_the_screen() -> None:
    with run_context() as ctx, open_database(ctx) as database:
        setting = database.table("SELECT current_setting('enable_progress_bar')").column(0).to_pylist()
    assert setting in ([False], ["false"])
