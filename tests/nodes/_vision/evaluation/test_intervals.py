import numpy as np
import pytest

from weft_nodes._vision.evaluation.intervals import bootstrap, detectable_difference, wilson


def test_wilsons_interval_is_that_of_the_books_and_ends_at_the_ends() -> None:
    low, high = wilson([10, 0, 81, 0], [10, 10, 263, 0])
    assert np.allclose(low, [0.7225, 0.0, 0.2553, 0.0], atol=1e-4)
    assert np.allclose(high, [1.0, 0.2775, 0.3662, 1.0], atol=1e-4)


def test_the_bootstrap_of_single_pictures_agrees_with_the_binomial_interval() -> None:
    right = np.arange(1000) >= 80
    low, high = bootstrap(right, np.arange(1000))
    expected = 1.96 * np.sqrt(0.92 * 0.08 / 1000)
    assert low == pytest.approx(0.92 - expected, abs=0.003)
    assert high == pytest.approx(0.92 + expected, abs=0.003)
    assert (low, high) == bootstrap(right, np.arange(1000))


def test_pictures_that_belong_together_are_less_evidence() -> None:
    right = np.arange(1000) >= 80
    scenes = np.arange(1000) // 10
    alone, together = bootstrap(right, np.arange(1000)), bootstrap(right, scenes)
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])


def test_answers_that_are_all_right_are_still_not_certain() -> None:
    low, high = bootstrap(np.ones(10, bool), np.arange(10))
    assert (round(low, 3), high) == (0.722, 1.0)
    assert bootstrap(np.zeros(0, bool), np.zeros(0, np.int64)) == (0.0, 1.0)


def test_two_settings_differ_visibly_by_what_is_said_in_four_of_five_cases() -> None:
    rng = np.random.default_rng(1)
    total, accuracy = 400, 0.9
    difference = detectable_difference(360, total)
    first = rng.binomial(total, accuracy + difference / 2, 4000) / total
    second = rng.binomial(total, accuracy - difference / 2, 4000) / total
    error = np.sqrt((first * (1 - first) + second * (1 - second)) / total)
    told = ((first - second) / error > 1.96).mean()
    assert 0.75 < told < 0.88
    assert detectable_difference(0, 0) == 1.0
    assert detectable_difference(20, 20) > 0.1
