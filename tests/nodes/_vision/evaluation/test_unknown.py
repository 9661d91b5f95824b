import numpy as np
import pytest

from weft_nodes._vision.evaluation.unknown import choose_threshold


def test_the_threshold_answers_as_many_as_the_wanted_precision_allows() -> None:
    scores = np.linspace(1.0, 0.5, 500)
    right = np.arange(500) < 300
    right[300:] = np.arange(200) % 2 == 0
    found = choose_threshold(scores, right, 0.95)
    assert found.reached
    assert (found.right + 1) / (found.answered + 2) >= 0.95
    assert 320 <= found.answered <= 340
    assert (scores >= found.score).sum() == found.answered
    assert found.unknown == 500 - found.answered


def test_a_model_that_is_good_enough_answers_every_validation_picture() -> None:
    scores = np.linspace(0.6, 1.0, 200)
    found = choose_threshold(scores, np.ones(200, bool), 0.99)
    assert (found.answered, found.right, found.reached) == (200, 200, True)
    assert 0.59 < found.score < 0.6
    # A score that is computed again, with fewer digits, is still an answer.
    assert np.float32(0.6) >= found.score


def test_few_right_answers_are_no_proof_of_a_high_precision() -> None:
    found = choose_threshold(np.array([0.9, 0.8, 0.7]), np.array([True, True, False]), 0.99)
    assert not found.reached
    assert (found.answered, found.right) == (2, 2)


def test_pictures_of_one_score_are_answered_together_or_not_at_all() -> None:
    scores = np.array([0.9] * 40 + [0.6] * 10)
    right = np.arange(50) < 40
    found = choose_threshold(scores, right, 0.95)
    assert found.answered == 40
    assert 0.6 < found.score < 0.9
    low, high = found.interval()
    assert (round(low, 3), high) == (0.912, 1.0)


@pytest.mark.parametrize("wanted", [0.5, 0.9])
def test_a_network_that_is_always_wrong_answers_as_little_as_it_can(wanted: float) -> None:
    found = choose_threshold(np.array([0.9, 0.8, 0.7]), np.zeros(3, bool), wanted)
    assert (found.reached, found.answered, found.right) == (False, 1, 0)
