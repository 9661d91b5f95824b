"""Records as CSV, RFC 4180: values exactly as they are, and what is no text as a sentence."""

import json
from collections.abc import Callable

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ReportType, type_name
from weft_web.services.results.cells import float_text, is_binary, plain, time_text
from weft_web.services.results.pictures import picture_head

_UNITS = ("KB", "MB", "GB")

Writer = Callable[[pa.Scalar], str]


def csv_header(schema: pa.Schema) -> str:
    """The first line."""
    return ",".join(map(_quoted, schema.names)) + "\r\n"


def csv_lines(batch: pa.RecordBatch) -> str:
    """The records of a batch. A null is nothing, an empty text is a pair of quotes."""
    columns = [_column(array) for array in batch.columns]
    return "".join(f"{','.join(record)}\r\n" for record in zip(*columns, strict=True))


def _column(array: pa.Array) -> list[str]:
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        try:
            return ["" if value is None else _quoted(value) for value in array.to_pylist()]
        except UnicodeDecodeError:
            pass
    if pa.types.is_integer(kind):
        return ["" if value is None else str(value) for value in array.to_pylist()]
    return [_field(scalar) if scalar.is_valid else "" for scalar in array]


def _field(scalar: pa.Scalar) -> str:
    try:
        return _value(scalar)
    except Exception as error:  # one odd value must not end a file of millions
        return _quoted(f"(a value that cannot be written: {error})")


def _value(scalar: pa.Scalar) -> str:
    kind = scalar.type
    if isinstance(kind, PictureType):
        return _quoted(_picture(scalar.value.as_buffer()))
    if isinstance(kind, ModelType | ReportType):
        return _quoted(f"{type_name(kind)}, {_size(scalar.value.as_buffer().size)}")
    if isinstance(kind, pa.BaseExtensionType) or pa.types.is_dictionary(kind):
        return _field(scalar.value)
    if is_binary(kind):
        data = scalar.as_buffer()
        return _quoted(_picture(data) if picture_head(data).format else f"blob, {_size(data.size)}")
    if pa.types.is_temporal(kind):
        return _quoted(time_text(scalar))
    value = scalar.as_py()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value, kind)
    if pa.types.is_nested(kind):
        return _quoted(json.dumps(plain(value), ensure_ascii=False))
    return _quoted(str(value)) if isinstance(value, str) else format(value, "f")


def _picture(data: pa.Buffer) -> str:
    head = picture_head(data)
    if not head.width:
        return f"picture that cannot be read, {_size(data.size)}"
    return f"{head.format} picture of {head.width} x {head.height} pixels, {_size(data.size)}"


def _size(count: float) -> str:
    if count < 1000:
        return f"{count:.0f} byte{'' if count == 1 else 's'}"
    for unit in _UNITS:
        count /= 1000
        if count < 1000 or unit == _UNITS[-1]:
            break
    return f"{count:.1f} {unit}"


def _quoted(text: str) -> str:
    """In quotes where it holds what parts fields and lines, begins or ends with a space, or is empty."""
    if text and not any(mark in text for mark in ',"\r\n') and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'
