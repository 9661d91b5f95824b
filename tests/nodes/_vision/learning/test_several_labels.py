import numpy as np
import pytest
import torch

from weft_nodes._vision.evaluation.several_labels_metrics import (
    LABELS_SCHEMA,
    LabelEvaluation,
    average_precision,
    choose_thresholds,
)
from weft_nodes._vision.learning.several_labels import SeveralLabels, label_weights

TRUTH = np.array([[1, 0], [1, 1], [0, 0], [0, 0]], bool)
CHANCES = np.array([[0.4, 0.2], [0.3, 0.9], [0.1, 0.1], [0.2, 0.3]])


def test_a_threshold_parts_the_pictures_with_a_label_from_those_without() -> None:
    first, second = choose_thresholds(TRUTH, CHANCES)
    assert 0.2 < first < 0.3
    assert second == 0.5  # as near to one half as it can be


def test_a_label_that_no_picture_has_keeps_one_half() -> None:
    assert choose_thresholds(np.zeros((3, 1), bool), np.full((3, 1), 0.2)).tolist() == [0.5]


def test_average_precision_is_the_mean_precision_at_each_hit() -> None:
    truth = np.array([1, 0, 1, 0], bool)
    assert average_precision(truth, np.array([0.9, 0.8, 0.7, 0.1])) == pytest.approx((1 + 2 / 3) / 2)


def test_figures_tell_labels_and_whole_answers() -> None:
    found = LabelEvaluation(("a", "b"), TRUTH, CHANCES, np.array([0.35, 0.5]))
    assert found.precision.tolist() == [1.0, 1.0]
    assert found.recall.tolist() == [0.5, 1.0]
    assert found.exact_match == 0.75
    assert found.micro_f1 == pytest.approx(0.8)
    assert found.table().schema == LABELS_SCHEMA


@pytest.mark.parametrize("weights", [(), (4.0,)])
def test_weights_leave_the_best_output_the_true_probability(weights: tuple[float, ...]) -> None:
    """Of a label on one picture in five the loss is lowest where the odds are one to four."""
    targets = torch.tensor([[1.0], [0], [0], [0], [0]])
    logit = torch.tensor(0.25).log().requires_grad_()
    loss = SeveralLabels(1, weights=weights).losses(logit.expand(5, 1), targets).mean()
    (slope,) = torch.autograd.grad(loss, logit)
    assert abs(slope.item()) < 1e-6


def test_a_picture_without_labels_that_gets_none_is_right() -> None:
    score = SeveralLabels(2).score(torch.tensor([[-1.0, -1], [1, 1]]), torch.tensor([[0.0, 0], [1, 0]]))
    assert score.tolist() == pytest.approx([1.0, 2 / 3])


def test_only_rare_labels_weigh_more_by_themselves() -> None:
    there = np.zeros((100, 2), np.float32)
    there[:4, 0], there[:50, 1] = 1, 1
    assert label_weights(there, "automatic") == pytest.approx((24**0.5, 1.0))
    assert label_weights(there, "on") == pytest.approx((24.0, 1.0))
    assert label_weights(there, "off") == ()
    assert label_weights(there[:, 1:], "automatic") == ()
