"""How the columns of a batch reach DuckDB: only those that are read, under plain names, in plain types."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from weft_nodes._formula.kinds import Kind, column_type
from weft_nodes._formula.values import Value, moment_sql, null

ROWS = "n"
"""The column that stands in where an expression reads none, so that the number of records is known."""


def column_value(index: int, field: pa.Field) -> Value:
    """The value of a column; DuckDB sees it as `c<index>`, since its own names ignore case."""
    found = column_type(field.type)
    name = f"c{index}"
    if found.kind is Kind.NULL:
        return null(found)
    if found.kind is Kind.DATETIME:
        return Value(moment_sql(f"TRY_CAST({name} AS TIMESTAMP)"), found)
    same = {Kind.BOOL, Kind.TEXT, Kind.BLOB, Kind.OTHER, Kind.TIME}
    if found.kind in same or field.type in (found.arrow, pa.float16()):
        return Value(name, found, simple=True)
    return Value(f"TRY_CAST({name} AS {found.sql})", found, simple=True)


def duckdb_batch(batch: pa.RecordBatch, indices: Sequence[int]) -> pa.RecordBatch:
    """The named columns as `c<index>`, without copying what is already plain."""
    if not indices:
        return pa.record_batch({ROWS: pa.nulls(batch.num_rows, pa.int8())})
    return pa.record_batch({f"c{index}": _plain(batch.column(index)) for index in indices})


def _plain(array: pa.Array) -> pa.Array:
    if isinstance(array, pa.ExtensionArray):
        return array.storage
    if pa.types.is_dictionary(array.type):
        return array.dictionary_decode()
    if pa.types.is_float16(array.type):
        return array.cast(pa.float64())
    if pa.types.is_timestamp(array.type) and array.type.tz is not None:
        return pc.local_timestamp(array)
    if pa.types.is_duration(array.type):
        # DuckDB's intervals come back as months, days and nanoseconds.
        return array.cast(pa.int64())
    if pa.types.is_decimal256(array.type):
        return array.cast(pa.string())
    if pa.types.is_decimal32(array.type) or pa.types.is_decimal64(array.type):
        return array.cast(pa.decimal128(array.type.precision, array.type.scale))
    return array
