"""Cells on their way to the canvas: plain values as they are, everything else as what it is."""

import datetime
import hashlib
import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import JsonValue

from weft.sdk import ModelType, PictureType, ReportType, looks_like_model, picture_format, type_name
from weft_web.messages.results import Cell, ExactNumber, LongText, NestedCell, ObjectCell
from weft_web.services.results.pictures import picture_head

LONGEST_TEXT = 1_000
LONGEST_NESTED = 10_000
"""Characters of a list or a struct as JSON; a longer one comes as the beginning of that text."""

_SAFE = 2**53 - 1
"""The largest whole number that JavaScript holds exactly."""

Where = Callable[[], str]
"""Tells where the cell rests, for those that need it; empty where it rests nowhere."""


def nowhere() -> str:
    """Of a value that was just computed."""
    return ""


def cell(scalar: pa.Scalar, where: Where = nowhere) -> Cell:
    """A cell. What cannot be shown becomes a text that says so: no cell breaks a page."""
    if not scalar.is_valid:
        return None
    try:
        return _cell(scalar, where)
    except Exception as error:  # Arrow and Python raise much over values that the other does not know
        return f"(a value of type {type_name(scalar.type)} that cannot be shown: {_reason(error)})"


def _cell(scalar: pa.Scalar, where: Where) -> Cell:
    kind = scalar.type
    if isinstance(kind, pa.BaseExtensionType):
        return _extension(scalar, where)
    if pa.types.is_dictionary(kind):
        return cell(scalar.value, where)
    if is_binary(kind):
        return _object(scalar.as_buffer(), kind, where)
    if pa.types.is_nested(kind):
        return _nested(scalar)
    return _plain(scalar, where)


def _extension(scalar: pa.Scalar, where: Where) -> Cell:
    kind = scalar.type
    if not isinstance(kind, PictureType | ModelType | ReportType):
        return cell(scalar.value, where)
    return _object(scalar.value.as_buffer(), kind, where)


def _object(data: pa.Buffer, kind: pa.DataType, where: Where) -> Cell:
    digest = hashlib.sha256(data).hexdigest()
    if isinstance(kind, ReportType):
        return ObjectCell(kind="report", hash=digest, at=where(), bytes=data.size)
    if isinstance(kind, ModelType):
        return ObjectCell(kind="model", hash=digest, at=where(), bytes=data.size)
    known = picture_format(bytes(memoryview(data)[:12]))
    if not known and not isinstance(kind, PictureType):
        # The header of a model's file is JSON after its length; only then the bytes are worth a copy.
        model = bytes(memoryview(data)[8:9]) == b"{" and looks_like_model(data.to_pybytes())
        return ObjectCell(kind="model" if model else "blob", hash=digest, at=where(), bytes=data.size)
    head = picture_head(data)
    return ObjectCell(
        kind="picture",
        hash=digest,
        at=where(),
        bytes=data.size,
        format=head.format,
        width=head.width,
        height=head.height,
    )


def _plain(scalar: pa.Scalar, where: Where) -> Cell:
    kind = scalar.type
    if pa.types.is_temporal(kind):
        return time_text(scalar)
    match value := scalar.as_py():
        case bool():
            return value
        case int():
            return value if abs(value) <= _SAFE else ExactNumber(text=str(value))
        case float():
            return _float(value, kind)
        case Decimal():
            return ExactNumber(text=format(value, "f"))
        case str():
            return _text(value, where)
    return str(value)


def _float(value: float, kind: pa.DataType) -> Cell:
    if not math.isfinite(value):
        return ExactNumber(text=float_text(value, kind))
    return float(float_text(value, kind))


def float_text(value: float, kind: pa.DataType) -> str:
    """The shortest text that gives the same number of its type."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    narrow = {pa.float16(): np.float16, pa.float32(): np.float32}.get(kind)
    return repr(value) if narrow is None else str(narrow(value))


def _text(value: str, where: Where) -> Cell:
    if len(value) <= LONGEST_TEXT:
        return value
    at = where()
    digest = hashlib.sha256(value.encode()).hexdigest() if at else ""
    return LongText(text=value[:LONGEST_TEXT], length=len(value), hash=digest, at=at)


def time_text(scalar: pa.Scalar) -> str:
    """A date, a time or both in ISO 8601; what Python's calendar does not know as Arrow writes it."""
    kind = scalar.type
    fine = getattr(kind, "unit", "") == "ns" and not pa.types.is_duration(kind)
    try:
        if not fine:
            value = scalar.as_py()
            return str(value) if isinstance(value, datetime.timedelta) else str(value.isoformat())
    except (ValueError, OverflowError, TypeError, AttributeError):
        pass  # before the year 1, after 9999, an unknown time zone, an interval of months
    if pa.types.is_interval(kind) or pa.types.is_duration(kind):
        return str(scalar.cast(pa.int64()).as_py() if pa.types.is_duration(kind) else scalar)
    text = str(scalar.cast(pa.string()).as_py())
    return text if text.startswith("<") else text.replace(" ", "T", 1)


def _nested(scalar: pa.Scalar) -> Cell:
    value = plain(scalar.as_py())
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST_NESTED:
        return LongText(text=text[:LONGEST_TEXT], length=len(text))
    return NestedCell(value=value)


def plain(value: Any) -> JsonValue:
    """A value inside a list or a struct as JSON knows it; what it does not know as a text."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE else str(value)
        case float():
            return value if math.isfinite(value) else float_text(value, pa.float64())
        case bytes():
            return f"({len(value):,} bytes)"
        case datetime.date() | datetime.time():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case Decimal():
            return format(value, "f")
    return str(value)


def is_binary(kind: pa.DataType) -> bool:
    """Whether values of a type are bytes without a meaning that Arrow knows."""
    return (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__
