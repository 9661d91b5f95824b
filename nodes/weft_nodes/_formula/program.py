"""Programs: expressions compiled together into one query, evaluated over batches of records.

Nothing here is done record by record in Python. DuckDB gets only the columns that are read, gives the
results, and everything else of the batch is never touched.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import RunContext, ToolError
from weft_nodes._formula.casting import type_sql
from weft_nodes._formula.columns import duckdb_batch
from weft_nodes._formula.kinds import TEXT, Kind
from weft_nodes._formula.values import Bindings, Fault, Value
from weft_nodes._formula.vectors import VECTORS

VIEW = "batch"


@dataclass(frozen=True)
class Program:
    """Expressions ready to be evaluated; safe to use from several threads at once.

    Attributes:
        fields: Name and type of every result, in order.
        query: The SQL over the view `batch`.
        reads: The indices of the columns that it reads.
        faults: What may go wrong, one for each further column of the query's result.
    """

    fields: tuple[pa.Field, ...]
    query: str
    reads: tuple[int, ...]
    faults: tuple[Fault, ...] = ()
    _session: "_Session" = field(default_factory=lambda: _Session(), compare=False, repr=False)

    def evaluate(self, batch: pa.RecordBatch, ctx: RunContext | None = None) -> list[pa.Array]:
        """The results for a batch, one array for each field; `ctx` hears what went wrong.

        Raises:
            ToolError: DuckDB cannot evaluate the query, such as for a wrong pattern in a column.
        """
        found = self._session.run(self.query, duckdb_batch(batch, self.reads))
        arrays = [_result(found.column(index), column) for index, column in enumerate(self.fields)]
        if ctx is not None:
            for index, fault in enumerate(self.faults, len(self.fields)):
                _tell(fault, found.column(index), ctx)
        return arrays

    def close(self) -> None:
        """Let go of the database; a program may be evaluated again after it."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def assemble(results: Mapping[tuple[str, int], Value], bindings: Bindings, reads: Sequence[int]) -> Program:
    """The program for finished values; faults with one message share a column."""
    outputs: dict[str, Value] = {}
    fields = []
    merged: dict[tuple[str, str], list[Fault]] = {}
    for (name, index), value in results.items():
        outputs[f"r{index}"] = _output(value)
        fields.append(pa.field(name, value.type.arrow))
        for fault in value.faults:
            merged.setdefault((fault.message, fault.level), []).append(fault)
    faults: list[Fault] = []
    for (message, level), each in merged.items():
        unique = list(dict.fromkeys(fault.sql for fault in each))
        sql = unique[0] if len(unique) == 1 else f"coalesce({', '.join(unique)})"
        outputs[f"f{len(faults)}"] = Value(sql, TEXT)
        faults.append(Fault(message, sql, level=level))
    return Program(tuple(fields), bindings.select(outputs, VIEW), tuple(reads), tuple(faults))


def _output(value: Value) -> Value:
    if value.kind in (Kind.BLOB, Kind.OTHER):
        return value
    return Value(f"CAST({value.sql} AS {type_sql(value.type)})", value.type)


def _result(column: pa.ChunkedArray, target: pa.Field) -> pa.Array:
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    if isinstance(target.type, pa.ExtensionType):
        return target.type.wrap_array(array.cast(target.type.storage_type))
    return array if array.type == target.type else array.cast(target.type)


def _tell(fault: Fault, examples: pa.ChunkedArray, ctx: RunContext) -> None:
    count = len(examples) - examples.null_count
    if not count:
        return
    first = pc.drop_null(examples)[0].as_py()
    if fault.level == "info":
        ctx.info(f"{first} ({count} records)" if count > 1 else first)
    else:
        ctx.warn(fault.message, count, first)


class _Session:
    """One DuckDB for all batches, with a cursor for each thread; opened when first needed.

    DuckDB gets one thread, as batches run side by side already.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Any = None
        self._cursors: list[Any] = []
        self._local = threading.local()

    def run(self, query: str, batch: pa.RecordBatch) -> pa.Table:
        import duckdb

        cursor = self._cursor(query)
        cursor.register(VIEW, batch)
        try:
            return cursor.sql(query).to_arrow_table()
        except duckdb.Error as error:
            raise ToolError(f"the expression cannot be evaluated: {_first_line(error)}") from error
        finally:
            cursor.unregister(VIEW)

    def close(self) -> None:
        with self._lock:
            for cursor in self._cursors:
                cursor.close()
            if self._connection is not None:
                self._connection.close()
            self._connection, self._cursors, self._local = None, [], threading.local()

    def _cursor(self, query: str) -> Any:
        with self._lock:
            if self._connection is None:
                self._connection = _connect(query)
            if not hasattr(self._local, "cursor"):
                self._local.cursor = self._connection.cursor()
                self._cursors.append(self._local.cursor)
            return self._local.cursor


def _connect(query: str) -> Any:
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "enable_external_access": False,
        "python_enable_replacements": False,
    }
    arrow: Any = "arrow"  # a text does what the enumeration does, which moved between versions
    connection = duckdb.connect(":memory:", config=config)
    for name, (function, result) in VECTORS.items():
        if name in query:  # registering Python functions costs time, and few expressions need one
            connection.create_function(name, function, ["VARCHAR", "VARCHAR"], result, type=arrow)
    return connection


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
