"""A DuckDB of one running node: bounded memory, spills to disk, stops when the user stops.

The one rule: only keys and row numbers go in. Pictures and other columns stay where they are and
are taken at the end, see `weft_nodes._tables.gather`.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from weft.sdk import Cancelled, RunContext, ToolError
from weft_nodes._tables.gather import Numbers

MEMORY_PER_THREAD = 128 << 20
"""DuckDB asks for about 125 MB a thread before it starts to spill well."""

MOST_THREADS = 8
RECORDS = 1 << 16
NUMBERS = 1 << 18


class Database:
    """One connection; get it from `open_database`. Results are read one after another."""

    def __init__(self, connection: Any, ctx: RunContext) -> None:
        self._connection = connection
        self._ctx = ctx
        self._failure: BaseException | None = None

    def feed(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        """Make a stream of batches readable as the view `name`, once."""

        def watched() -> Iterator[pa.RecordBatch]:
            try:
                for batch in batches:
                    self._ctx.check_cancelled()
                    yield batch
            except (Exception, Cancelled) as error:
                self._failure = error
                raise

        with self._blamed():
            self._connection.register(name, pa.RecordBatchReader.from_batches(schema, watched()))

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement that gives no records."""
        with self._blamed():
            self._connection.execute(sql, parameters)

    def batches(
        self, sql: str, parameters: Mapping[str, object] | None = None, records: int = RECORDS
    ) -> Iterator[pa.RecordBatch]:
        """The records of a query, as they are made; at least `records` in each batch but the last."""
        with self._blamed():
            reader = self._connection.sql(sql, params=parameters).to_arrow_reader(records)
        waiting: list[pa.RecordBatch] = []
        while (batch := self._next(reader)) is not None:
            waiting.append(batch)
            if sum(one.num_rows for one in waiting) >= records:
                yield pa.concat_batches(waiting)
                waiting = []
        if waiting:
            yield pa.concat_batches(waiting)

    def _next(self, reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
        with self._blamed():
            try:
                return reader.read_next_batch()
            except StopIteration:
                return None

    def table(self, sql: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """All records of a query that gives few."""
        with self._blamed():
            return self._connection.sql(sql, params=parameters).to_arrow_table()

    def numbers(self, sql: str, parameters: Mapping[str, object] | None = None) -> Iterator[Numbers]:
        """The first column of a query whose values are row numbers, in large blocks.

        Records are taken block by block, and each block looks into every piece of the table.
        """
        for batch in self.batches(sql, parameters, NUMBERS):
            yield batch.column(0).to_numpy()

    @contextmanager
    def _blamed(self) -> Iterator[None]:
        """Tell what really stopped the database: the user, a batch on its way in, or its own limits."""
        import duckdb

        try:
            yield
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            self._ctx.check_cancelled()
            if self._failure is not None:
                raise self._failure from None
            if isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in str(error):
                raise ToolError(
                    "there is not enough memory for this even though the disk was used; group by fewer "
                    "values, or leave out actions that must hold every value (median, percentile, "
                    f"mode, concatenate, count distinct). DuckDB says: {error}"
                ) from error
            raise


@contextmanager
def open_database(
    ctx: RunContext, threads: int | None = None, holds_values: bool = False
) -> Iterator[Database]:
    """A database whose spill folder vanishes at the end.

    Args:
        ctx: Gives the folder, the number of threads and the wish to stop.
        threads: 1 where the order of the records matters to the result, as in sums of doubles.
        holds_values: The query must hold every value of a group, which DuckDB cannot spill, as for a
            median; it may take up to half of the machine's memory.
    """
    import duckdb

    spill = ctx.scratch() / "spill"
    _remove(spill)
    used = threads or max(1, min(ctx.threads, MOST_THREADS))
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": "50%" if holds_values else f"{max(2, used) * MEMORY_PER_THREAD >> 20}MiB",
            "threads": used,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )
    connection.execute("SET enable_progress_bar = false")
    done = threading.Event()
    watcher = threading.Thread(target=_interrupt, args=(connection, ctx, done), daemon=True)
    watcher.start()
    try:
        yield Database(connection, ctx)
    finally:
        done.set()
        watcher.join()
        connection.close()
        _remove(spill)


def _interrupt(connection: Any, ctx: RunContext, done: threading.Event) -> None:
    while not done.wait(0.1):
        if ctx.cancel.aborted:
            connection.interrupt()


def _remove(folder: Path) -> None:
    # Left behind where another process still holds a file; the engine removes the node's folder.
    shutil.rmtree(folder, ignore_errors=True)


def complement(numbers: Iterable[Numbers], total: int) -> Iterator[Numbers]:
    """The row numbers below `total` that an ascending stream of row numbers leaves out."""
    at = 0
    for block in numbers:
        if not len(block):
            continue
        end = int(block[-1]) + 1
        for start in range(at, end, RECORDS):
            stop = min(start + RECORDS, end)
            lacking = np.ones(stop - start, dtype=bool)
            inside = block[np.searchsorted(block, start) : np.searchsorted(block, stop)]
            lacking[inside - start] = False
            if lacking.any():
                yield np.flatnonzero(lacking) + start
        at = end
    yield from count_up(at, total)


def count_up(start: int, stop: int) -> Iterator[Numbers]:
    """The row numbers from `start` to before `stop`, in blocks."""
    for at in range(start, stop, RECORDS):
        yield np.arange(at, min(at + RECORDS, stop), dtype=np.int64)
