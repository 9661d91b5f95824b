"""Which Arrow types stand for which `.yxdb` types, both ways, and which cannot go there."""

import re
from collections.abc import Callable
from types import MappingProxyType

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ReportType, looks_like_model, type_name
from weft_nodes._formats.batches import plain_type
from weft_nodes._formats.magic import picture_kind
from weft_nodes._formats.yxdb_head import Field

SOURCES = MappingProxyType({"picture": PictureType, "model": ModelType, "report": ReportType})
"""What Weft writes as the source of a field whose type the file has no word for."""

_READ = MappingProxyType(
    {
        "Bool": pa.bool_(),
        "Byte": pa.int16(),
        "Int16": pa.int16(),
        "Int32": pa.int32(),
        "Int64": pa.int64(),
        "Float": pa.float32(),
        "Double": pa.float64(),
        "Date": pa.date32(),
        "Time": pa.time64("us"),
        "DateTime": pa.timestamp("us"),
        "Blob": pa.large_binary(),
        "SpatialObj": pa.large_binary(),
    }
)
_MOST_DIGITS = 38


def read_type(field: Field, first_cell: Callable[[Field], bytes]) -> pa.DataType:
    """The Arrow type of a column of a file; `first_cell` is asked only where the file leaves it open."""
    if field.type == "FixedDecimal":
        # The size counts the sign and the point too.
        digits = field.size - (2 if field.scale else 1)
        return pa.decimal128(max(1, field.scale, min(_MOST_DIGITS, digits)), field.scale)
    found = _READ.get(field.type, pa.string())
    if field.type == "Blob":
        return _blob_type(field, first_cell)
    return ReportType() if field.source == "report" and found == pa.string() else found


def _blob_type(field: Field, first_cell: Callable[[Field], bytes]) -> pa.DataType:
    """Blobs that Weft wrote say what they are; others are looked at."""
    if field.source == "picture":
        return PictureType()
    cell = first_cell(field)
    if looks_like_model(cell):
        return ModelType.of(cell)
    if field.source == "model":
        return ModelType()
    return PictureType() if picture_kind(cell[:16]) else pa.large_binary()


def written_type(data_type: pa.DataType) -> pa.DataType | None:
    """The type that a column is cast to before it is written, None where there is none."""
    plain = plain_type(data_type)
    if isinstance(plain, PictureType | ModelType):
        return pa.large_binary()
    if isinstance(plain, pa.BaseExtensionType):
        return written_type(plain.storage_type)
    if pa.types.is_decimal(plain):
        return _decimal(plain.precision, plain.scale)
    if pa.types.is_large_string(plain) or pa.types.is_null(plain):
        return pa.string()
    if pa.types.is_large_binary(plain) or pa.types.is_fixed_size_binary(plain):
        return pa.large_binary()
    if pa.types.is_timestamp(plain):
        return pa.timestamp("us")
    if pa.types.is_time(plain):
        return pa.time64("us")
    if pa.types.is_date(plain):
        return pa.date32()
    widened = {
        pa.int8(): pa.int16(),
        pa.uint8(): pa.int16(),
        pa.uint16(): pa.int32(),
        pa.uint32(): pa.int64(),
        pa.uint64(): pa.int64(),
        pa.float16(): pa.float32(),
    }
    plain = widened.get(plain, plain)
    known = (*_READ.values(), pa.string())
    return plain if plain in known else None


def _decimal(precision: int, scale: int) -> pa.DataType | None:
    # A place before the point is always written: without room for it the last digit would be cut.
    precision = max(precision, scale + 1)
    return pa.decimal128(precision, scale) if precision <= _MOST_DIGITS and scale >= 0 else None


def stored_type(data_type: pa.DataType) -> pa.DataType:
    """The type that comes back when Weft reads what it wrote."""
    if isinstance(data_type, PictureType | ModelType | ReportType):
        return data_type
    return written_type(data_type) or data_type


def source_of(data_type: pa.DataType) -> str:
    """The word that tells the type in the file, empty where none is needed."""
    return next((word for word, kind in SOURCES.items() if isinstance(data_type, kind)), "")


def refusal(field: pa.Field) -> str:
    """Why a column cannot be written, empty where it can."""
    if not field.name or re.search(r"[\x00-\x1f]", field.name):
        return (
            f"column {field.name!r} has a name that a .yxdb file cannot hold (empty, or with a line break "
            "or tab in it); rename it by Select"
        )
    if written_type(field.type) is None:
        return (
            f"column {field.name!r} ({type_name(field.type)}) does not fit into a .yxdb file; "
            "give it another type by Select, or write parquet or arrow"
        )
    return ""
