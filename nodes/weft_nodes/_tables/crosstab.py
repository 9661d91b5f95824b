"""How often each combination of values occurs, and whether two columns depend on each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import Input, RunContext, ToolError
from weft_nodes._tables.database import open_database
from weft_nodes._tables.gather import LIGHT_RECORDS
from weft_nodes._tables.keys import key_batches, key_schema, restore

MOST_COMBINATIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Crosstab:
    """The frequencies of all combinations.

    Attributes:
        names: The columns.
        values: For each column its different values, ascending, null first.
        frequencies: One axis a column.
    """

    names: tuple[str, ...]
    values: tuple[pa.Array, ...]
    frequencies: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        return int(self.frequencies.sum())

    def labels(self, axis: int) -> list[str]:
        """The values of a column as people read them."""
        return [_label(value) for value in self.values[axis].to_pylist()]

    def batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """A record for each combination, those that never occur included; the last column runs fastest."""
        flat = self.frequencies.reshape(-1)
        total = max(self.total, 1)
        for start in range(0, len(flat), LIGHT_RECORDS):
            part = flat[start : start + LIGHT_RECORDS]
            places = np.unravel_index(np.arange(start, start + len(part)), self.frequencies.shape)
            columns = [
                values.take(pa.array(place)) for values, place in zip(self.values, places, strict=True)
            ]
            shares = pa.array(part / total * 100)
            yield pa.RecordBatch.from_arrays([*columns, pa.array(part), shares], schema=schema)


def count_combinations(records: Input, columns: Sequence[str], ctx: RunContext) -> Crosstab:
    """Count the combinations of the values of some columns.

    Raises:
        ToolError: There are more than a million combinations.
    """
    schema = key_schema(records.schema, columns)
    keys = ", ".join(f"k{index}" for index in range(len(columns)))
    with open_database(ctx) as database:
        database.feed("records", schema, key_batches(records, columns, schema))
        found = database.table(
            f"SELECT {keys}, count(*) AS n FROM records GROUP BY {keys} LIMIT {MOST_COMBINATIONS + 1}"
        ).combine_chunks()
    cells = [found.column(index).combine_chunks() for index in range(len(columns))]
    sets = [_ascending(cell) for cell in cells]
    shape = tuple(len(values) for values in sets)
    if math.prod(shape) > MOST_COMBINATIONS:
        sizes = ", ".join(f"{name!r} has {size:,}" for name, size in zip(columns, shape, strict=True))
        raise ToolError(
            f"there are more than {MOST_COMBINATIONS:,} combinations of values ({sizes}); "
            "choose columns with fewer different values",
            field="columns",
        )
    frequencies = np.zeros(shape, dtype=np.int64)
    places = [
        pc.index_in(cell, value_set=values).to_numpy() for cell, values in zip(cells, sets, strict=True)
    ]
    frequencies[tuple(places)] = found["n"].to_numpy()
    kinds = [records.schema.field(name).type for name in columns]
    values = tuple(restore(one, kind) for one, kind in zip(sets, kinds, strict=True))
    return Crosstab(tuple(columns), values, frequencies)


@dataclass(frozen=True, slots=True)
class ChiSquared:
    """Pearson's test whether two columns are independent of each other.

    Attributes:
        statistic: The sum of (observed - expected)^2 / expected, without Yates's correction.
        freedom: The degrees of freedom.
        p_value: How likely so large a statistic is if the columns are independent.
        least_expected: The smallest expected frequency; below 5 the p-value is rough.
    """

    statistic: float
    freedom: int
    p_value: float
    least_expected: float


def independence(frequencies: npt.NDArray[np.int64]) -> ChiSquared | None:
    """The test on a table of two axes; None where a column has fewer than two values."""
    rows, columns = frequencies.shape
    if rows < 2 or columns < 2:
        return None
    across, down = frequencies.sum(axis=1), frequencies.sum(axis=0)
    expected = np.outer(across, down) / frequencies.sum()
    statistic = float(((frequencies - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    return ChiSquared(statistic, freedom, chi_squared_tail(statistic, freedom), float(expected.min()))


def chi_squared_tail(statistic: float, freedom: int) -> float:
    """The probability that a chi-squared variable is larger than `statistic`.

    The regularised upper incomplete gamma function Q(freedom / 2, statistic / 2). As freedom / 2 is a
    whole or a half number, repeated integration by parts ends in a finite sum: with h = statistic / 2,
    Q(a + 1, h) = Q(a, h) + h^a e^-h / gamma(a + 1), Q(1/2, h) = erfc(sqrt(h)), Q(1, h) = e^-h.
    """
    if statistic <= 0:
        return 1.0
    half = statistic / 2
    odd = freedom % 2 == 1
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    terms = (
        math.exp(power * math.log(half) - half - math.lgamma(power + 1))
        for power in (step + (0.5 if odd else 1.0) for step in range((freedom - 1) // 2))
    )
    return min(1.0, math.fsum((tail, *terms)))


def _ascending(cells: pa.Array) -> pa.Array:
    distinct = cells.unique()
    return distinct.take(pc.array_sort_indices(distinct, null_placement="at_start"))


def _label(value: object) -> str:
    if value is None:
        return "[Null]"
    return str(value) or "[Empty]"
