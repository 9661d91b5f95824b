import numpy as np
import numpy.typing as npt
import pytest

from weft_nodes._vision.evaluation.calibration import fit_temperature, probabilities, reliability, scores_of


def answers(count: int, temperature: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Logits of a network that is right as often as its scores say, then sharpened by a factor."""
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(count, 4)) * 2
    chances = probabilities(logits)
    truth = (chances.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1)
    return (logits * temperature).astype(np.float32), truth


@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0])
def test_the_temperature_that_made_scores_too_sure_is_found_again(temperature: float) -> None:
    logits, truth = answers(8000, temperature)
    assert fit_temperature(logits, truth) == pytest.approx(temperature, rel=0.06)


def test_calibration_brings_scores_to_what_comes_true_and_changes_no_answer() -> None:
    logits, truth = answers(6000, 3.0)
    predicted = logits.argmax(axis=1)
    fitted = fit_temperature(logits[:3000], truth[:3000])
    rest, right = slice(3000, None), (predicted == truth)[3000:]
    before = reliability(scores_of(logits[rest], 1.0, predicted[rest]), right)
    after = reliability(scores_of(logits[rest], fitted, predicted[rest]), right)
    assert before.error > 0.1
    assert after.error < 0.03
    assert np.array_equal(probabilities(logits, fitted).argmax(axis=1), predicted)


def test_few_answers_that_are_all_right_make_no_score_certain() -> None:
    truth = np.arange(12) % 3
    logits = np.eye(3, dtype=np.float32)[truth] * 4
    few = scores_of(logits, fit_temperature(logits, truth), truth)
    assert few.max() < 0.99
    many = np.tile(logits, (100, 1)), np.tile(truth, 100)
    assert few.max() < scores_of(many[0], fit_temperature(*many), many[1]).max() < 1.0


def test_a_network_that_knows_nothing_gets_the_hottest_temperature_and_no_pictures_the_plain_one() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(500, 3)).astype(np.float32) * 100
    assert fit_temperature(logits, rng.integers(0, 3, 500)) == pytest.approx(20.0, rel=0.01)
    assert fit_temperature(np.zeros((0, 3), np.float32), np.zeros(0, np.int64)) == 1.0


def test_probabilities_stay_finite_for_large_logits() -> None:
    found = probabilities(np.array([[1e4, 0.0], [-1e4, 1e4]]), 0.05)
    assert found.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_reliability_counts_answers_in_ten_bins_and_weighs_the_distances_by_them() -> None:
    scores = np.array([0.95, 0.97, 1.0, 0.99, 0.55, 0.51])
    told = reliability(scores, np.array([1, 1, 1, 0, 1, 0], bool))
    assert told.count.tolist() == [0, 0, 0, 0, 0, 2, 0, 0, 0, 4]
    assert told.right[[5, 9]].tolist() == [0.5, 0.75]
    assert np.isnan(told.right[0])
    assert told.error == pytest.approx((2 * 0.03 + 4 * 0.2275) / 6)
