from dataclasses import replace

import numpy as np

from weft_nodes._vision.learning.recipe import AUTOMATIC, Recipe
from weft_nodes._vision.reporting.recipe_facts import recipe_facts

EVEN, UNEVEN = np.repeat([0, 1], [10, 10]), np.repeat([0, 1], [10, 1])


def facts(recipe: Recipe, codes: np.ndarray = EVEN, rate_is_given: bool = False) -> dict[str, str]:
    return dict(recipe_facts("whole network", recipe, codes, rate_is_given))


def test_what_is_chosen_automatically_is_said() -> None:
    said = facts(AUTOMATIC["whole network"], UNEVEN)
    assert said["Learning rate"] == "0.0015 (recommended)"
    assert said["Class weights"].startswith("on (automatic: classes are uneven)")
    assert said["Growing pictures"] == "from 75\u00a0% of the size"
    assert "Wished time" not in said
    assert "Mixed pictures" not in said


def test_a_given_rate_and_a_found_one_are_told_apart() -> None:
    recipe = replace(AUTOMATIC["whole network"], rate=0.01)
    assert facts(recipe, rate_is_given=True)["Learning rate"] == "0.01"
    assert facts(replace(recipe, find_rate=True))["Learning rate"] == "0.01 (found by a range test)"


def test_a_training_by_minutes_says_them_and_what_was_planned() -> None:
    said = facts(replace(AUTOMATIC["whole network"], seconds=150, epochs=7, depth=0.5))
    assert said["Wished time"] == "2.5 minutes"
    assert said["Epochs"] == "7 (planned for the time)"
    assert said["Layers that learned"] == "the last 50\u00a0%"
