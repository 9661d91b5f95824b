"""What is in the columns of an output: counts, ranges, histograms, frequent values."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import type_name
from weft_web.messages.results import Bar, ColumnProfile, Profile
from weft_web.services.results.cells import float_text, time_text
from weft_web.services.results.conditions import decoded, is_text, shown_as_text, value_type

MOST_RECORDS = 1_000_000
_BARS = 10
_LONGEST = 100
"""Characters of a frequent value."""
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@dataclass(frozen=True)
class _Words:
    """How a number is written.

    Attributes:
        shown: For people to read, rounded.
        exact: As a filter compares with it.
        least: The exact text of the least value; counting with doubles may have rounded it.
        greatest: That of the greatest.
    """

    shown: Callable[[float], str]
    exact: Callable[[float], str]
    least: str
    greatest: str


def profile(table: pa.Table) -> Profile:
    """The profile of the first million records."""
    part = table.slice(0, MOST_RECORDS)
    columns = tuple(_column(field, part.column(index)) for index, field in enumerate(part.schema))
    return Profile(records=part.num_rows, columns=columns)


def _column(field: pa.Field, column: pa.ChunkedArray) -> ColumnProfile:
    plain = ColumnProfile(name=field.name, type=type_name(field.type), nulls=column.null_count, distinct=None)
    if not shown_as_text(value_type(field.type)):
        return plain
    try:
        parts = [decoded(chunk) for chunk in column.chunks]
        values = pc.drop_null(pa.chunked_array(parts, decoded(pa.array([], field.type)).type))
        return plain.model_copy(update=_facts(values))
    except (pa.ArrowException, ValueError, OverflowError):  # odd values must not hide the other columns
        return plain


def _facts(values: pa.ChunkedArray) -> dict[str, object]:
    kind = values.type
    if pa.types.is_temporal(kind):
        return _times(values)
    if is_text(kind) or pa.types.is_boolean(kind):
        return _frequent(values)
    return _numbers(values)


def _frequent(values: pa.ChunkedArray) -> dict[str, object]:
    counted = pc.value_counts(values)
    names, counts = counted.field("values"), counted.field("counts")
    order = pc.sort_indices(counts, sort_keys=[("", "descending")])[:_BARS]
    pairs = zip(names.take(order).to_pylist(), counts.take(order).to_pylist(), strict=True)
    found: dict[str, object] = {
        "distinct": len(counted),
        "bars": tuple(Bar(label=_label(value), count=count) for value, count in pairs),
    }
    if len(counted):
        ends = pc.min_max(names)
        found |= {"minimum": _label(ends["min"].as_py()), "maximum": _label(ends["max"].as_py())}
    return found


def _label(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _numbers(values: pa.ChunkedArray) -> dict[str, object]:
    kind = values.type
    distinct = pc.count_distinct(values).as_py()
    if pa.types.is_floating(kind):
        values = values.filter(pc.is_finite(values))
    found: dict[str, object] = {"distinct": distinct}
    if not len(values):
        return found
    ends = pc.min_max(values)
    low, high = ends["min"].as_py(), ends["max"].as_py()
    shown = (lambda value: float_text(value, kind)) if pa.types.is_floating(kind) else str
    as_double = values.cast(pa.float64(), safe=False).to_numpy()
    found |= {"minimum": shown(low), "maximum": shown(high), **_spread(as_double)}
    if pa.types.is_integer(kind) and high - low < _BARS:
        counts = {each["values"]: each["counts"] for each in pc.value_counts(values).to_pylist()}
        bars = tuple(Bar(label=str(n), count=counts.get(n, 0)) for n in range(low, high + 1))
        return found | {"bars": bars}
    ends = (repr(low), repr(high)) if pa.types.is_floating(kind) else (str(low), str(high))
    return found | {"bars": _histogram(as_double, _Words(lambda value: f"{value:.4g}", repr, *ends))}


def _spread(values: npt.NDArray[np.float64]) -> dict[str, float | None]:
    """Mean and deviation; None where they are beyond what a double holds."""
    with np.errstate(over="ignore"):
        found = {"mean": values.mean(), "deviation": values.std(ddof=1) if len(values) > 1 else np.nan}
    return {name: float(value) if np.isfinite(value) else None for name, value in found.items()}


def _times(values: pa.ChunkedArray) -> dict[str, object]:
    if pa.types.is_date64(values.type):
        values = values.cast(pa.date32())
    kind = values.type
    under = pa.int32() if kind.bit_width == 32 else pa.int64()
    numbers = values.cast(under).cast(pa.int64())
    found: dict[str, object] = {"distinct": pc.count_distinct(numbers).as_py()}
    if not len(values):
        return found

    def time(number: int) -> pa.Scalar:
        return pa.scalar(number, pa.int64()).cast(under).cast(kind)

    def exact(value: float) -> str:
        # Between two moments the next one is as exact a border.
        return _as_condition(time(math.ceil(value)))

    ends = pc.min_max(numbers)
    low, high = ends["min"].as_py(), ends["max"].as_py()
    found |= {"minimum": time_text(time(low)), "maximum": time_text(time(high))}
    words = _Words(lambda value: time_text(time(round(value))), exact, exact(low), exact(high))
    return found | {"bars": _histogram(numbers.cast(pa.float64(), safe=False).to_numpy(), words)}


def _as_condition(time: pa.Scalar) -> str:
    """A time as a filter takes it: durations in seconds, moments as the clocks of their zone show them."""
    kind = time.type
    if pa.types.is_duration(kind):
        return str(time.cast(pa.int64()).as_py() / _PER_SECOND[kind.unit])
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return time_text(pc.local_timestamp(time))
    return time_text(time)


def _histogram(values: npt.NDArray[np.float64], words: _Words) -> tuple[Bar, ...]:
    """Ten equal ranges; a single one where all values are the same."""
    low, high = float(values.min()), float(values.max())
    if low == high or not np.isfinite(high - low):
        shown = (words.shown(low), words.shown(high))
        label = shown[0] if low == high else " to ".join(shown)
        return (Bar(label=label, count=len(values), low=words.least, high=words.greatest),)
    counts, edges = np.histogram(values, _BARS, (low, high))
    labels = [words.shown(float(edge)) for edge in edges]
    exact = [words.least, *(words.exact(float(edge)) for edge in edges[1:-1]), words.greatest]
    return tuple(
        Bar(label=" to ".join(label), count=int(count), low=ends[0], high=ends[1])
        for label, ends, count in zip(pairwise(labels), pairwise(exact), counts, strict=True)
    )
