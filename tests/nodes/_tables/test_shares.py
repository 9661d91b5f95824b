import numpy as np
import pytest

from weft_nodes._tables.shares import divide, spread


@pytest.mark.parametrize(
    ("total", "percents", "counts"),
    [
        (5, (50, 50, 0), [3, 2, 0]),
        (10, (70, 20, 10), [7, 2, 1]),
        (5637, (70, 20, 10), [3946, 1127, 564]),
        (1, (34, 33, 33), [1, 0, 0]),
        (0, (70, 20, 10), [0, 0, 0]),
        (3, (33.3, 33.3, 33.4), [1, 1, 1]),
    ],
)
def test_shares_add_up_and_the_rest_goes_to_who_lost_most(
    total: int, percents: tuple[float, ...], counts: list[int]
) -> None:
    assert divide(total, percents) == counts


def test_spreading_over_strata_is_exact_in_total_and_within_one_in_each() -> None:
    random = np.random.default_rng(1)
    for _ in range(200):
        sizes = random.integers(1, 30, random.integers(1, 9))
        count = int(random.integers(0, sizes.sum() + 1))
        given = spread(count, sizes, np.arange(len(sizes)))
        assert given.sum() == count
        assert (given <= sizes).all()
        assert np.abs(given - count * sizes / sizes.sum()).max() < 1


def test_the_rank_decides_between_strata_that_lost_the_same() -> None:
    assert spread(1, np.array([1, 1, 1]), np.array([2, 0, 1])).tolist() == [0, 1, 0]
    assert spread(0, np.array([], dtype=np.int64), np.array([], dtype=np.int64)).tolist() == []
