import numpy as np
import pytest
import torch
from torch import nn

from weft.sdk.testing import run_context
from weft_nodes._vision.learning.learner import Examples, Learner
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.range_test import chosen, find_rate
from weft_nodes._vision.learning.recipe import Recipe

pytestmark = pytest.mark.usefixtures("one_thread")


def found(scale: float, usual: float) -> tuple[float, bool]:
    """The rate for points that are so large, and whether the module stayed what it was."""
    codes = np.arange(64) % 2
    points = np.random.default_rng(1).normal(size=(64, 2)) + codes[:, None] * 2
    examples = Examples((points * scale).astype(np.float32), codes.astype(np.int64))
    module = nn.Linear(2, 2)
    with torch.no_grad():
        module.weight.copy_(torch.eye(2) * 0.1)
        module.bias.zero_()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    learner = Learner(module, [list(module.parameters())], lambda values: values, torch.device("cpu"))
    with run_context() as ctx:
        recipe = Recipe(rate=usual, augmentation="none", batch_size=16)
        rate = find_rate(learner, Lesson(examples, examples, Classes(2), recipe, ctx))
    return rate, all(torch.equal(before[name], value) for name, value in module.state_dict().items())


def test_large_numbers_want_a_lower_rate_and_the_module_stays_as_it_was() -> None:
    (small, kept), (large, also) = found(1.0, 0.1), found(100.0, 0.1)
    assert kept
    assert also
    assert large < small


def test_the_same_seed_finds_the_same_rate() -> None:
    assert found(1.0, 0.05) == found(1.0, 0.05)


def test_a_safe_part_of_the_rate_of_the_lowest_loss_is_taken_near_to_the_usual_one() -> None:
    rates = [0.001, 0.01, 0.1, 1.0]
    assert chosen(rates, [1.0, 0.5, 0.2, 4.0], 0.01) == pytest.approx(0.03)
    assert chosen(rates, [1.0, 0.9, 0.8, 0.7], 0.01) == pytest.approx(0.04)
    assert chosen(rates, [1.0, 2.0, 3.0, 4.0], 0.01) == pytest.approx(0.0025)
