"""Batches of records as the rest of Weft wants them: small, and of plain types."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ToolError, type_name

MOST_BYTES = 64 << 20
MOST_RECORDS = 1 << 16
MOST_PICTURES = 1 << 10


def cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same records in batches of at most 64 MB, and 1,024 records where pictures are in them."""
    for batch in batches:
        pictures = any(isinstance(field.type, PictureType | ModelType) for field in batch.schema)
        yield from _halved(batch, MOST_PICTURES if pictures else MOST_RECORDS)


def _halved(batch: pa.RecordBatch, records: int) -> Iterator[pa.RecordBatch]:
    if batch.num_rows > records:
        for start in range(0, batch.num_rows, records):
            yield from _halved(batch.slice(start, records), records)
    elif batch.num_rows > 1 and batch.nbytes > MOST_BYTES:
        middle = batch.num_rows // 2
        yield from _halved(batch.slice(0, middle), records)
        yield from _halved(batch.slice(middle), records)
    else:
        yield batch


def limit(batches: Iterable[pa.RecordBatch], records: int) -> Iterator[pa.RecordBatch]:
    """The first `records` records; 0 or less is no limit. Reads no further than it must."""
    if records <= 0:
        yield from batches
        return
    left = records
    for batch in batches:
        yield batch.slice(0, left)
        left -= batch.num_rows
        if left <= 0:
            return


def plain_type(data_type: pa.DataType) -> pa.DataType:
    """The type that tools are built for: no dictionaries, runs, views or 32-bit blobs."""
    if isinstance(data_type, pa.BaseExtensionType):
        return data_type
    if pa.types.is_dictionary(data_type):
        return plain_type(data_type.value_type)
    if pa.types.is_run_end_encoded(data_type):
        return plain_type(data_type.value_type)
    if pa.types.is_string_view(data_type):
        return pa.string()
    if pa.types.is_binary(data_type) or pa.types.is_binary_view(data_type):
        return pa.large_binary()
    return _plain_inside(data_type)


def _plain_inside(data_type: pa.DataType) -> pa.DataType:
    """A type of lists or structures without views in it; any other as it is."""
    if not any(_is_view(each) for each in _parts(data_type)):
        return data_type
    if pa.types.is_struct(data_type):
        return pa.struct([each.with_type(plain_type(each.type)) for each in data_type])
    if pa.types.is_map(data_type):
        return pa.map_(plain_type(data_type.key_type), plain_type(data_type.item_type))
    if pa.types.is_fixed_size_list(data_type):
        return pa.list_(_plain_item(data_type), data_type.list_size)
    if pa.types.is_list(data_type):
        return pa.list_(_plain_item(data_type))
    return pa.large_list(_plain_item(data_type)) if pa.types.is_large_list(data_type) else data_type


def _plain_item(data_type: pa.DataType) -> pa.Field:
    item = data_type.value_field
    return item.with_type(plain_type(item.type))


def _parts(data_type: pa.DataType) -> Iterator[pa.DataType]:
    """A type, and all that are in it."""
    yield data_type
    for index in range(data_type.num_fields):
        yield from _parts(data_type.field(index).type)


def _is_view(data_type: pa.DataType) -> bool:
    return pa.types.is_string_view(data_type) or pa.types.is_binary_view(data_type)


def readable_schema(schema: pa.Schema, path: Path) -> pa.Schema:
    """The plain schema of a file.

    Raises:
        ToolError: A column holds what no tool could work with.
    """
    found = plain_schema(schema)
    for field, before in zip(found, schema.types, strict=True):
        kinds = tuple(_parts(field.type))
        if any(pa.types.is_union(each) for each in kinds):
            reason = "values of several types in one column"
        elif any(_is_view(each) or pa.types.is_run_end_encoded(each) for each in kinds):
            reason = "runs or views inside of other values"
        else:
            continue
        raise ToolError(
            f"column {field.name!r} of {path} is {type_name(before)}: {reason}, which no tool can work"
            " with; write the file without it, or give it a plain type"
        )
    return found


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The schema with plain types and without the notes that other programs leave in files.

    Other programs write columns of one name twice; tools find columns by their names.
    """
    names = distinct(schema.names)
    return pa.schema(
        [pa.field(name, plain_type(kind)) for name, kind in zip(names, schema.types, strict=True)]
    )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Every column gets a name of its own: doubled ones become `Name2`."""
    used: dict[str, None] = {}
    for name in names:
        number, found = 2, name
        while found in used:
            found, number = f"{name}{number}", number + 1
        used[found] = None
    return tuple(used)


def as_schema(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch with its columns cast to `schema`, by position."""
    columns = [_cast(column, field.type) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cast(column: pa.Array, data_type: pa.DataType) -> pa.Array:
    if column.type.equals(data_type):
        return column
    if pa.types.is_run_end_encoded(column.type):
        return _cast(_unrolled(column), data_type)
    if isinstance(data_type, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(data_type, storage(column).cast(data_type.storage_type))
    return storage(column).cast(data_type)


def _unrolled(column: pa.Array) -> pa.Array:
    """The value of every record, where runs of equal ones are stored once."""
    import pyarrow.compute as pc

    # Arrow's own decoder does not know all types of values; that of their numbers it does.
    numbers = pa.array(range(len(column.values)), pa.int64())
    places = pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(column.run_ends, numbers))
    values = _cast(column.values, plain_type(column.type))
    return values.take(places.slice(column.offset, len(column)))


def storage(column: pa.Array) -> pa.Array:
    """The plain values under an extension type."""
    return column.storage if isinstance(column.type, pa.BaseExtensionType) else column


def other_formats(data_type: pa.DataType) -> str:
    """Where to write a column that cannot stand in a file of text."""
    kind = plain_type(data_type)
    kind = plain_type(kind.storage_type) if isinstance(kind, pa.BaseExtensionType) else kind
    blob = pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    return f"{'yxdb, ' if blob else ''}parquet or arrow"


def loses(before: pa.DataType, after: pa.DataType) -> bool:
    """Whether a column that comes back with another type has lost something that was meant.

    A wider number is no loss, nor is a text or a time in another layout.
    """
    before = plain_type(before)
    if before.equals(after) or pa.types.is_null(before):
        return False
    if pa.types.is_timestamp(before):
        return bool(before.tz) or not pa.types.is_timestamp(after)
    alike = (
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_time,
        pa.types.is_date,
        lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind),
        lambda kind: pa.types.is_fixed_size_binary(kind) or pa.types.is_large_binary(kind),
    )
    return not any(test(before) and test(after) for test in alike)
