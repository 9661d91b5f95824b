"""Keys: the columns that are compared, in a form that DuckDB takes and compares as Arrow would.

Dates and times become whole numbers (DuckDB would cut nanoseconds and shift time zones), long cells
such as pictures become a digest of their bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from weft.sdk import ModelType, PictureType, ReportType, type_name
from weft_nodes._tables.gather import LIGHT_RECORDS


def is_long(kind: pa.DataType) -> bool:
    """Whether cells are pictures, models, reports or blobs: equal or not, but without an order."""
    return (
        isinstance(kind, PictureType | ModelType | ReportType)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def refusal(field: pa.Field, ordered: bool = False) -> str:
    """Why a column cannot be a key, or an empty text.

    Args:
        field: The column.
        ordered: Its values must have an order, too.
    """
    kind = settled(field.type)
    if is_long(kind):
        if not ordered:
            return ""
        return f"column {field.name!r} holds a {type_name(kind)}, which has no order; choose another column"
    strange = isinstance(kind, pa.BaseExtensionType) or pa.types.is_nested(kind)
    if strange or pa.types.is_interval(kind) or pa.types.is_decimal256(kind):
        return f"column {field.name!r} holds {kind}, which cannot be compared; choose or make another column"
    return ""


def settled(kind: pa.DataType) -> pa.DataType:
    """The type of the values themselves, where a column keeps them as a dictionary."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def plain(array: pa.Array) -> pa.Array:
    """The cells as DuckDB shall compare them."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return plain(array.cast(kind.value_type))
    if is_long(kind):
        return _digests(array)
    if pa.types.is_temporal(kind):
        return array.cast(pa.int32() if kind.bit_width == 32 else pa.int64())
    if pa.types.is_float16(kind):
        return array.cast(pa.float32())
    if pa.types.is_null(kind):
        return pa.nulls(len(array), pa.bool_())
    return array


def restore(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """What DuckDB gave back for `plain` cells, as values of the type they had."""
    if pa.types.is_null(kind):
        return pa.nulls(len(array))
    if pa.types.is_temporal(kind):
        return array.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).cast(kind)
    return array.cast(kind)


def key_schema(schema: pa.Schema, columns: Sequence[str]) -> pa.Schema:
    """The schema of `key_batches`."""
    kinds = [plain(pa.array([], schema.field(name).type)).type for name in columns]
    return pa.schema([*((f"k{i}", kind) for i, kind in enumerate(kinds)), ("row", pa.int64())])


def key_batches(
    batches: Iterable[pa.RecordBatch], columns: Sequence[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The columns as `k0`, `k1`, ... and the number of each record as `row`.

    Args:
        batches: The records; other columns of them are not touched.
        columns: Their names may be anything, which is why they are not used in SQL.
        schema: What `key_schema` gave.
    """
    row = 0
    for batch in batches:
        for start in range(0, batch.num_rows, LIGHT_RECORDS):
            part = batch.slice(start, LIGHT_RECORDS)
            keys = [plain(part.column(name)) for name in columns]
            numbers = pa.array(np.arange(row, row + part.num_rows, dtype=np.int64))
            yield pa.RecordBatch.from_arrays([*keys, numbers], schema=schema)
            row += part.num_rows


def _digests(array: pa.Array) -> pa.Array:
    cells = array.storage if isinstance(array, pa.ExtensionArray) else array
    digests = [hashlib.sha256(cell.as_buffer()).digest() if cell.is_valid else None for cell in cells]
    return pa.array(digests, pa.binary())
