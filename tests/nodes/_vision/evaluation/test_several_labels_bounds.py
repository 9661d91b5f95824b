import numpy as np
import pytest

from weft_nodes._vision.evaluation.several_labels_bounds import label_bounds
from weft_nodes._vision.evaluation.several_labels_metrics import LabelEvaluation, average_precision


def judged(count: int = 60) -> LabelEvaluation:
    """Pictures of three labels: one is often mistaken, one never, one is on no picture."""
    chance = np.random.default_rng(2)
    truth = np.zeros((count, 3), bool)
    truth[::2, 0], truth[::3, 1] = True, True
    chances = np.where(truth, 0.9, 0.1)
    chances[:, 0] += chance.normal(size=count).round(1)  # many are equal
    return LabelEvaluation(("often", "never", "none"), truth, chances, np.full(3, 0.5))


def nothing() -> None:
    pass


def test_intervals_hold_their_figures_and_repeat() -> None:
    found, groups = judged(), np.arange(60)
    bounds, again = (label_bounds(found, groups, nothing) for _ in "ab")
    pairs = [
        (bounds.mean_average_precision, found.mean_average_precision),
        (bounds.micro_f1, found.micro_f1),
        (bounds.macro_f1, found.macro_f1),
        (bounds.average_precision[0], found.average_precision[0]),
    ]
    for (low, high), value in pairs:
        assert 0 < low < value < high <= 1
    assert again.mean_average_precision == bounds.mean_average_precision


def test_a_label_that_was_never_mistaken_is_not_held_for_sure() -> None:
    low, high = label_bounds(judged(), np.arange(60), nothing).average_precision[1]
    assert 0.7 < low < 0.9
    assert high == 1


def test_a_label_on_no_picture_has_no_interval() -> None:
    assert np.isnan(label_bounds(judged(), np.arange(60), nothing).average_precision[2]).all()


def test_pictures_that_look_alike_tell_less() -> None:
    found = judged()
    twice = LabelEvaluation(
        found.names, np.repeat(found.truth, 4, 0), np.repeat(found.chances, 4, 0), found.thresholds
    )
    alone = label_bounds(twice, np.arange(240), nothing).mean_average_precision
    together = label_bounds(twice, np.repeat(np.arange(60), 4), nothing).mean_average_precision
    assert together[1] - together[0] > 1.3 * (alone[1] - alone[0])


def test_draws_of_every_picture_once_give_the_plain_average_precision() -> None:
    """Equal probabilities count together, as in the figure itself."""
    found = judged(1)
    bounds = label_bounds(found, np.zeros(1, int), nothing)
    assert bounds.average_precision[0][1] == pytest.approx(
        average_precision(found.truth[:, 0], found.chances[:, 0])
    )
