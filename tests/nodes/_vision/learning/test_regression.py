import numpy as np
import pytest
import torch

from weft_nodes._vision.evaluation.regression_metrics import NUMBER_SCHEMA, evaluate_numbers
from weft_nodes._vision.learning.regression import Number

TRUTH = np.array([1.0, 2, 3, 4, 5])
APART = np.arange(5)


def test_figures_are_those_of_the_definitions() -> None:
    found = evaluate_numbers(TRUTH, TRUTH + np.array([0.5, -0.5, 0, 1, 0]), np.array([0.0, 3, 3]), APART)
    assert found.figures == pytest.approx(
        {"MAE": 0.4, "RMSE": 0.3**0.5, "R2": 1 - 0.3 / 2, "Median_Error": 0.5, "Bias": 0.2}
    )
    assert found.baseline_mae == pytest.approx(1.2)
    assert found.baseline_rmse == pytest.approx(3**0.5)
    table = found.table("Age")
    assert table.schema == NUMBER_SCHEMA
    assert table.column("Target").to_pylist() == ["Age"]


def test_intervals_hold_the_figure_and_repeat() -> None:
    chance = np.random.default_rng(3)
    truth = chance.normal(size=80)
    predicted = truth + chance.normal(size=80) / 2
    first, again = (evaluate_numbers(truth, predicted, truth, np.arange(80)) for _ in "ab")
    assert first.bounds == again.bounds
    for name, (low, high) in first.bounds.items():
        assert low < first.figures[name] < high


def test_pictures_that_look_alike_make_no_interval_narrower() -> None:
    predicted = TRUTH + np.array([0.5, -0.5, 0, 1, 0])
    alone = evaluate_numbers(TRUTH, predicted, TRUTH, APART)
    together = evaluate_numbers(TRUTH, predicted, TRUTH, np.zeros(5, int))
    assert together.bounds["MAE"] == alone.bounds["MAE"]


def test_the_same_number_everywhere_has_no_explained_variance() -> None:
    found = evaluate_numbers(np.full(4, 7.0), np.full(4, 6.5), TRUTH, np.arange(4))
    assert np.isnan(found.figures["R2"])
    assert found.table("n").column("R2").null_count == 1


def test_large_numbers_that_differ_by_little_have_their_explained_variance() -> None:
    predicted = TRUTH + np.array([0.5, -0.5, 0, 1, 0])
    small, large = (evaluate_numbers(TRUTH + far, predicted + far, TRUTH + far, APART) for far in (0, 1e9))
    assert large.figures == pytest.approx(small.figures)
    for name, bounds in small.bounds.items():
        assert large.bounds[name] == pytest.approx(bounds)


def test_the_score_of_a_number_is_the_explained_variance() -> None:
    number, targets = Number(0.0, 1.0), torch.tensor([-1.0, 1.0])
    assert float(number.score(torch.zeros(2, 1), targets).mean()) == 0
    assert float(number.score(targets[:, None], targets).mean()) == 1
