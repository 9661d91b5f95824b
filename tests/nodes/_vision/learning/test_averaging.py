import pytest
import torch
from torch import nn

from weft_nodes._vision.learning.averaging import Average


def module(value: float = 0.0) -> nn.BatchNorm1d:
    layer = nn.BatchNorm1d(1)
    set_to(layer, value)
    return layer


@torch.no_grad()
def set_to(layer: nn.BatchNorm1d, value: float) -> None:
    layer.weight.fill_(value)
    assert layer.running_mean is not None
    layer.running_mean.fill_(value)


def test_the_average_follows_parameters_and_statistics_and_starts_as_the_module() -> None:
    layer = module(1.0)
    average = Average(layer, 10)
    assert float(average.state()["weight"]) == 1.0
    for _ in range(200):
        set_to(layer, 3.0)
        average.follow()
    state = average.state()
    assert float(state["weight"]) == pytest.approx(3.0, abs=1e-3)
    assert torch.equal(state["weight"], state["running_mean"])


def test_a_long_reach_remembers_the_steps_that_a_short_one_has_forgotten() -> None:
    reached = {}
    for steps in (5, 50):
        layer = module(0.0)
        average = Average(layer, steps)
        for value in [*[0.0] * 1000, *[1.0] * 20]:
            set_to(layer, value)
            average.follow()
        reached[steps] = float(average.state()["weight"])
    assert reached[5] == pytest.approx(1 - 0.8**20, abs=0.001)
    assert reached[50] == pytest.approx(1 - 0.98**20, abs=0.001)


def test_after_a_few_steps_the_start_hardly_counts_any_more() -> None:
    layer = module(0.0)
    average = Average(layer, 1000)
    set_to(layer, 1.0)
    for _ in range(20):
        average.follow()
    assert float(average.state()["weight"]) > 0.99


def test_the_module_has_the_numbers_of_the_average_only_for_a_while() -> None:
    layer = module(0.0)
    average = Average(layer, 10)
    set_to(layer, 1.0)
    average.follow()
    with average.in_place():
        assert 0 < layer.weight.item() < 1
    assert layer.weight.item() == 1.0


def test_an_average_goes_on_from_its_state() -> None:
    layer = module(0.0)
    whole = Average(layer, 50)
    values = [float(number) for number in range(30)]
    for value in values[:15]:
        set_to(layer, value)
        whole.follow()
    resumed = Average(module(9.0), 50)
    resumed.go_on(whole.state(), whole.count)
    resumed._module = layer
    for value in values[15:]:
        set_to(layer, value)
        whole.follow()
        resumed.follow()
    assert torch.equal(whole.state()["weight"], resumed.state()["weight"])
