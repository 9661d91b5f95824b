import numpy as np

from weft_nodes._tables.lots import draw


def test_lots_are_the_same_for_ever() -> None:
    # A changed number would shuffle everybody's samples.
    assert draw(np.array([0, 1]), 1).tolist() == [12035550249420947055, 12935080325729570654]


def test_lots_differ_by_row_and_seed_and_spread_evenly() -> None:
    lots = draw(np.arange(100_000), 7)
    assert len(np.unique(lots)) == 100_000
    shares = np.histogram(lots.astype(np.float64) / 2**64, bins=10, range=(0, 1))[0] / 100_000
    assert np.abs(shares - 0.1).max() < 0.01
    assert not np.intersect1d(lots, draw(np.arange(100_000), 8)).size
