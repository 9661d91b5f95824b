import pytest

from weft_nodes._vision.learning.growth import Growth


def test_pictures_grow_from_smaller_ones_and_are_whole_at_the_end() -> None:
    growth = Growth(128, 128, 0.75)
    sizes = [growth.size(number, 10)[0] for number in range(1, 11)]
    assert sizes[0] == 96
    assert sizes == sorted(sizes)
    assert sizes[6:] == [128] * 4


@pytest.mark.parametrize("epochs", [1, 2, 3])
def test_the_last_epoch_of_any_training_is_of_whole_pictures(epochs: int) -> None:
    assert Growth(200, 120, 0.5).size(epochs, epochs) == (200, 120)


def test_both_sides_shrink_alike_in_steps_that_networks_can_halve() -> None:
    assert Growth(320, 160, 0.5).size(1, 10) == (160, 80)


def test_small_pictures_and_sides_do_not_shrink() -> None:
    assert Growth(64, 64, 0.5).size(1, 10) == (64, 64)
    assert Growth(24, 24, 0.5).size(1, 10) == (24, 24)
    assert Growth(128, 70, 0.5).size(1, 10) == (64, 64)
    assert Growth(128, 128, 0.5, smallest=100).size(1, 10) == (100, 100)


def test_the_cost_is_that_of_the_mean_epoch() -> None:
    assert Growth(128, 128).cost(10) == 1.0
    growth = Growth(128, 128, 0.5)
    sides = [growth.size(number, 4)[0] for number in range(1, 5)]
    assert growth.cost(4) == pytest.approx(sum(side**2 for side in sides) / 4 / 128**2)
