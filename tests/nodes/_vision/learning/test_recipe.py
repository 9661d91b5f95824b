from dataclasses import replace

import pytest

from weft_nodes._vision.learning.recipe import AUTOMATIC, Recipe, mixing_for


def test_the_rate_rises_to_its_highest_and_falls_to_nothing() -> None:
    recipe = Recipe(rate=1, warm_up=0.25)
    shares = [recipe.share(step, 100) for step in range(100)]
    assert shares[0] < 0.1
    assert shares[24] == 1.0
    assert shares[:25] == sorted(shares[:25])
    assert shares[24:] == sorted(shares[24:], reverse=True)
    assert 0 < shares[-1] < 0.01


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_even_a_training_of_few_steps_learns_at_each(steps: int) -> None:
    recipe = Recipe(rate=1)
    assert all(0 < recipe.share(step, steps) <= 1 for step in range(steps))


def test_early_layers_learn_more_slowly_in_even_ratios() -> None:
    recipe = Recipe(rate=1, early_share=0.25)
    shares = [recipe.layer_share(group, 3) for group in range(3)]
    assert shares == pytest.approx([0.25, 0.5, 1.0])
    assert recipe.layer_share(0, 1) == 1.0
    assert replace(recipe, early_share=1.0).layer_share(0, 3) == 1.0


def test_fine_tuning_spares_early_layers() -> None:
    assert {scope: recipe.early_share < 1 for scope, recipe in AUTOMATIC.items()} == {
        "head only": False,
        "last stages": True,
        "whole network": True,
        "from scratch": False,
    }


def test_only_long_trainings_that_vary_pictures_mix_them() -> None:
    recipe = AUTOMATIC["whole network"]
    assert mixing_for(replace(recipe, epochs=29)) == 0
    assert mixing_for(replace(recipe, epochs=30)) == 0.2
    assert mixing_for(replace(recipe, epochs=30, augmentation="none")) == 0
