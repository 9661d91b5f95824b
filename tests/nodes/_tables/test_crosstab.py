import math

import numpy as np
import pyarrow as pa
import pytest

from weft.sdk import TableInput, ToolError
from weft.sdk.testing import run_context
from weft_nodes._tables.crosstab import chi_squared_tail, count_combinations, independence


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [
        # The critical values that tables of the chi-squared distribution print.
        (3.841459, 1, 0.05),
        (6.634897, 1, 0.01),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (18.307038, 10, 0.05),
        (29.588298, 10, 0.001),
        (24.995790, 15, 0.05),
        (124.342113, 100, 0.05),
        (69.229774, 99, 0.99),
    ],
)
def test_the_tail_agrees_with_printed_tables(statistic: float, freedom: int, tail: float) -> None:
    assert chi_squared_tail(statistic, freedom) == pytest.approx(tail, rel=1e-5)


def test_the_tail_is_right_where_it_is_known_exactly() -> None:
    assert chi_squared_tail(0, 3) == 1
    assert chi_squared_tail(8, 2) == pytest.approx(math.exp(-4), rel=1e-14)
    assert chi_squared_tail(8, 4) == pytest.approx(5 * math.exp(-4), rel=1e-14)
    assert chi_squared_tail(4, 1) == pytest.approx(math.erfc(math.sqrt(2)), rel=1e-14)
    assert chi_squared_tail(5000, 4) == 0
    assert chi_squared_tail(1e-9, 2000) == 1
    assert 0.48 < chi_squared_tail(2000, 2000) < 0.5


def test_pearsons_test_on_a_table_worked_by_hand() -> None:
    # Rows 30 and 70, columns 40 and 60 of 100: expected 12, 18, 28, 42.
    found = independence(np.array([[20, 10], [20, 50]]))
    assert found is not None
    assert found.statistic == pytest.approx(64 / 12 + 64 / 18 + 64 / 28 + 64 / 42)
    assert (found.freedom, found.least_expected) == (1, 12)
    assert found.p_value == pytest.approx(math.erfc(math.sqrt(found.statistic / 2)))


def test_a_column_of_one_value_cannot_be_tested() -> None:
    assert independence(np.array([[3, 4]])) is None
    assert independence(np.zeros((0, 0), dtype=np.int64)) is None


def test_combinations_are_counted_with_null_first() -> None:
    table = pa.table({"a": ["y", None, "x", "y"], "b": [True, True, False, True]})
    with run_context() as ctx:
        found = count_combinations(TableInput(table), ["a", "b"], ctx)
    assert [values.to_pylist() for values in found.values] == [[None, "x", "y"], [False, True]]
    assert found.frequencies.tolist() == [[0, 1], [1, 0], [0, 2]]
    assert (found.total, found.labels(0), found.labels(1)) == (4, ["[Null]", "x", "y"], ["False", "True"])


def test_too_many_combinations_are_refused_with_the_sizes() -> None:
    table = pa.table({"a": list(range(1500)), "b": list(range(1500))})
    with run_context() as ctx, pytest.raises(ToolError, match="'a' has 1,500, 'b' has 1,500"):
        count_combinations(TableInput(table), ["a", "b"], ctx)
