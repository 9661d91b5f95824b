import numpy as np

from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.learning.learner import Examples

FORMS = [np.arange(8, dtype=np.float32).reshape(4, 2) + 100 * form for form in range(3)]


def test_neighbours_see_different_forms_and_as_many_epochs_as_forms_see_them_all() -> None:
    examples = Examples(Turns(FORMS), np.zeros(4, np.int64))
    seen = [examples.in_epoch(number).values[np.array([3, 0, 1])] for number in (1, 2, 3)]
    assert [rows[:, 0].tolist() for rows in seen] == [[106, 100, 202], [206, 200, 2], [6, 0, 102]]
    assert np.array_equal(np.sort([rows[0, 1] for rows in seen]), [7, 107, 207])


def test_examples_of_one_form_are_the_same_in_every_epoch() -> None:
    examples = Examples(FORMS[0], np.zeros(4, np.int64))
    assert examples.in_epoch(5) is examples
    assert np.array_equal(Examples(Turns(FORMS[:1]), np.zeros(4)).in_epoch(2).values[np.arange(4)], FORMS[0])
