"""Programs: expressions compiled together into one query, evaluated over batches of records.

Nothing here is done record by record in Python. DuckDB gets only the columns that are read, gives the
results, and everything else of the batch is never touched.
"""

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import RunContext, ToolError
from weft_nodes._formula.casting import type_sql
from weft_nodes._formula.columns import duckdb_batch
from weft_nodes._formula.kinds import TEXT, Kind
from weft_nodes._formula.values import CAREFUL, Bindings, Fault, Value
from weft_nodes._formula.vectors import VECTORS

VIEW = "batch"


@dataclass(frozen=True)
class Program:
    """Expressions ready to be evaluated; safe to use from several threads at once.

    Attributes:
        fields: Name and type of every result, in order.
        query: The SQL over the view `batch`.
        quick: The same without care for overflows: it raises an error where there is one.
        reads: The indices of the columns that it reads.
        faults: What may go wrong, one for each further column of the query's result.
    """

    fields: tuple[pa.Field, ...]
    query: str
    quick: str
    reads: tuple[int, ...]
    faults: tuple[Fault, ...] = ()
    _session: "_Session" = field(default_factory=lambda: _Session(), compare=False, repr=False)

    def evaluate(self, batch: pa.RecordBatch, ctx: RunContext | None = None) -> list[pa.Array]:
        """The results for a batch, one array for each field; `ctx` hears what went wrong.

        Raises:
            ToolError: DuckDB cannot evaluate the query, such as for a wrong pattern in a column.
        """
        found = self._session.run((self.quick, self.query), duckdb_batch(batch, self.reads))
        arrays = [_result(found.column(index), column) for index, column in enumerate(self.fields)]
        if ctx is not None:
            told = range(len(self.fields), found.num_columns)
            for index, fault in zip(told, self.faults, strict=False):
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
    merged: dict[Fault, list[str]] = {}
    for (name, index), value in results.items():
        outputs[f"r{index}"] = _output(value)
        fields.append(pa.field(name, value.type.arrow))
        for fault in value.faults:
            merged.setdefault(replace(fault, sql="", depth=0), []).append(fault.sql)
    faults = sorted(merged, key=lambda fault: fault.raises)
    quick = dict(outputs)
    for index, fault in enumerate(faults):
        unique = list(dict.fromkeys(merged[fault]))
        sql = unique[0] if len(unique) == 1 else f"coalesce({', '.join(unique)})"
        outputs[f"f{index}"] = Value(sql, TEXT)
        if not fault.raises:
            quick[f"f{index}"] = outputs[f"f{index}"]
    queries = [bindings.select(each, VIEW) for each in (outputs, quick)]
    return Program(tuple(fields), queries[0], queries[1].replace(CAREFUL, ""), tuple(reads), tuple(faults))


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
    """A DuckDB for each thread, opened when first needed.

    Each has one thread, as batches run side by side already. They are databases of their own, since
    the cursors of one database wait for one another: two threads were slower than one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened: list[Any] = []
        self._local = threading.local()

    def run(self, queries: Sequence[str], batch: pa.RecordBatch) -> pa.Table:
        """The result of the first query that raises no error."""
        import duckdb

        connection = self._connection(queries[-1])
        connection.register(VIEW, batch)
        try:
            for query in queries[:-1]:
                with contextlib.suppress(duckdb.Error):
                    return connection.sql(query).to_arrow_table()
            return connection.sql(queries[-1]).to_arrow_table()
        except duckdb.Error as error:
            del self._local.connection  # it may be unusable now; `close` still closes it
            first = str(error).partition("\n")[0]
            raise ToolError(f"the expression cannot be evaluated: {first}") from error
        finally:
            with contextlib.suppress(duckdb.Error):
                connection.unregister(VIEW)

    def close(self) -> None:
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened, self._local = [], threading.local()

    def _connection(self, query: str) -> Any:
        if not hasattr(self._local, "connection"):
            opened = _connect(query)
            with self._lock:
                self._opened.append(opened)
            self._local.connection = opened
        return self._local.connection


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
