import math

import numpy as np
import pytest
import torch

from weft_nodes._vision.learning.objective import Classes

OUTPUTS = torch.tensor([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 3.0, 0.0]])
TARGETS = torch.tensor([0, 1, 2])


def test_losses_of_classes_are_smoothed_and_weighted_and_those_of_curves_are_not() -> None:
    plain = Classes(3)
    assert torch.equal(plain.losses(OUTPUTS, TARGETS), plain.plain(OUTPUTS, TARGETS))
    assert float(plain.plain(OUTPUTS, TARGETS)[0]) == pytest.approx(math.log(1 + 2 * math.exp(-2)))
    weighted = Classes(3, weights=(1.0, 0.5, 4.0))
    ratio = weighted.losses(OUTPUTS, TARGETS) / plain.losses(OUTPUTS, TARGETS)
    assert ratio.tolist() == pytest.approx([1.0, 0.5, 4.0])
    smoothed = Classes(3, smoothing=0.3)
    assert torch.equal(smoothed.plain(OUTPUTS, TARGETS), plain.plain(OUTPUTS, TARGETS))
    # A tenth of the blame goes to each of the three classes.
    logs = OUTPUTS.log_softmax(1)
    assert float(smoothed.losses(OUTPUTS, TARGETS)[0]) == pytest.approx(
        -float(0.8 * logs[0, 0] + 0.1 * logs[0, 1] + 0.1 * logs[0, 2])
    )


def test_the_verdict_says_the_class_its_probability_and_that_of_the_true_one() -> None:
    objective = Classes(3)
    verdict = objective.verdict(OUTPUTS, TARGETS)
    assert verdict.predicted.tolist() == [0, 1, 1]
    assert objective.score(OUTPUTS, TARGETS).tolist() == [1, 1, 0]
    chances = OUTPUTS.softmax(1).numpy()
    assert verdict.score.tolist() == chances.max(1).tolist()
    assert verdict.true_score.tolist() == chances[[0, 1, 2], [0, 1, 2]].tolist()
    assert verdict.loss == pytest.approx(float(objective.plain(OUTPUTS, TARGETS).mean()))
    assert np.array_equal(verdict.logits, OUTPUTS.numpy())
