import numpy as np

from weft_nodes._vision.evaluation.baseline import majority


def test_the_baseline_answers_what_is_most_frequent_in_training() -> None:
    found = majority(("a", "b", "c"), np.array([0, 1, 1, 2]), np.array([0, 0, 0, 1]))
    assert (found.name, found.accuracy) == ("b", 0.25)
