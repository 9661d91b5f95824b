import numpy as np
import pytest

from weft.sdk import Cancelled
from weft_nodes._vision.exploring.projection import (
    nearest,
    place_among,
    principal,
    project,
    pushed_by_grid,
    pushed_exactly,
)


def groups(count: int, kinds: int = 6, dimensions: int = 64) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(0)
    kind = np.arange(count) % kinds
    middles = chance.normal(0, 1, (kinds, dimensions))
    rows = (middles[kind] + chance.normal(0, 0.6, (count, dimensions))).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), kind


def purity(places: np.ndarray, kind: np.ndarray, count: int = 8) -> float:
    """The share of the neighbours on the map that are of the same kind."""
    spots = places.astype(np.float32)
    found, _ = nearest(spots, spots, count + 1, lambda: None)
    return float((kind[found[:, 1:]] == kind[:, None]).mean())


@pytest.mark.parametrize("count", [120, 1010])
def test_what_is_alike_lies_together(count: int) -> None:
    rows, kind = groups(count)
    assert purity(project(rows, 1, lambda share: None), kind) > 0.98


def test_the_same_rows_and_seed_give_the_same_map() -> None:
    rows, _ = groups(60)
    first = project(rows, 1, lambda share: None)
    assert np.array_equal(first, project(rows.copy(), 1, lambda share: None))


@pytest.mark.parametrize("width", [0.01, 3, 20])
def test_the_push_from_the_grid_is_that_of_all_pairs_within_some_percent(width: float) -> None:
    places = np.random.default_rng(1).normal(0, width, (700, 2))
    exact, quick = pushed_exactly(places), pushed_by_grid(places)
    assert np.linalg.norm(quick - exact) < 0.03 * np.linalg.norm(exact)


@pytest.mark.parametrize("count", range(5))
def test_few_records_have_places_as_well(count: int) -> None:
    places = project(groups(count)[0], 1, lambda share: None)
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(6), axis=0)) == count


def test_copies_lie_in_one_place_and_break_nothing() -> None:
    rows, _ = groups(2)
    places = project(np.repeat(rows, 50, axis=0), 1, lambda share: None)
    assert np.isfinite(places).all()
    assert np.isfinite(project(np.ones((40, 5), np.float32), 1, lambda share: None)).all()


def test_principal_directions_are_those_of_the_whole_decomposition() -> None:
    rows, _ = groups(200, kinds=4)
    found = principal(rows, 3, 1, lambda: None)
    centred = rows - rows.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    assert np.allclose(np.abs(found), np.abs(left[:, :3] * sizes[:3]), atol=2e-3)


def test_the_nearest_come_in_order_with_their_squared_distance() -> None:
    rows = np.array([[0, 0], [3, 0], [1, 0], [10, 0]], np.float32)
    numbers, distances = nearest(rows[:1], rows, 3, lambda: None)
    assert numbers.tolist() == [[0, 2, 1]]
    assert np.allclose(distances, [[0, 1, 9]], atol=1e-5)
    every, _ = nearest(rows[:1], rows, 4, lambda: None)
    assert every.tolist() == [[0, 2, 1, 3]]


def test_others_are_placed_among_those_they_are_most_like() -> None:
    learned, kind = groups(60, kinds=2)
    places = np.stack([kind * 100.0, np.zeros(60)], axis=1)
    rows, own = groups(80, kinds=2)
    found = place_among(rows[60:], learned, places, lambda: None)
    assert np.abs(found[:, 0] - own[60:] * 100).max() < 1


def test_it_tells_often_how_far_it_is_and_can_be_ended_there() -> None:
    rows, _ = groups(100)
    told: list[float] = []
    project(rows, 1, told.append)
    assert told == sorted(told)
    assert len(told) > 400
    assert told[-1] > 0.95

    def watch(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        project(rows, 1, watch)
