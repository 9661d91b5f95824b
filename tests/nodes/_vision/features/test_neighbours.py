import numpy as np
import pytest

from weft.sdk import Cancelled, CancelToken
from weft_nodes._vision.features.neighbours import Index, Wanted, exact
from weft_nodes._vision.features.vectors import row_blocks, unit


def unit_rows(count: int, seed: int = 1) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32))[0]


def go_on() -> None:
    """Nobody cancels."""


def test_exact_finds_what_a_full_sort_finds_over_several_blocks() -> None:
    rows, queries = unit_rows(9000), unit_rows(20, 2)
    found = exact(queries, row_blocks(rows), Wanted(7, False), go_on)
    order = np.argsort(-(queries @ rows.T), axis=1)[:, :7]
    assert np.array_equal(found.numbers, order)
    assert np.allclose(found.similarities, np.take_along_axis(queries @ rows.T, order, 1), atol=1e-6)


def test_places_without_a_neighbour_are_marked() -> None:
    found = exact(unit_rows(2), row_blocks(np.zeros((3, 8), np.float32)), Wanted(2, False), go_on)
    assert found.numbers.tolist() == [[-1, -1]] * 2
    assert np.isneginf(found.similarities).all()


def test_the_index_repeats_itself_and_finds_nearly_all() -> None:
    rows, queries = unit_rows(3000), unit_rows(50, 2)
    wanted = Wanted(5, False)
    first, again = (Index(row_blocks(rows), 8, go_on).search(queries, wanted, go_on) for _ in range(2))
    assert np.array_equal(first.numbers, again.numbers)
    assert np.array_equal(first.similarities, again.similarities)
    true = exact(queries, row_blocks(rows), wanted, go_on)
    assert (first.numbers == true.numbers).mean() > 0.97


def test_searching_and_building_stop_when_the_run_is_cancelled() -> None:
    token = CancelToken()
    token.abort()
    rows = row_blocks(unit_rows(10))
    with pytest.raises(Cancelled):
        exact(unit_rows(1), rows, Wanted(1, False), token.check)
    with pytest.raises(Cancelled):
        Index(rows, 8, token.check)
