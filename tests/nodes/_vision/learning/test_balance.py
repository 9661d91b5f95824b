import numpy as np
import pytest

from weft_nodes._vision.learning.balance import balance_in_words, class_weights

UNEVEN = np.repeat([0, 1, 2], [80, 15, 5])
EVEN = np.repeat([0, 1, 2], [40, 30, 20])


def test_on_lets_classes_of_any_size_count_alike() -> None:
    weights = np.array(class_weights(UNEVEN, 3, "on"))
    assert np.bincount(UNEVEN, weights[UNEVEN]).tolist() == pytest.approx([100 / 3] * 3)


def test_automatic_goes_half_of_the_way_and_only_where_classes_are_uneven() -> None:
    assert class_weights(EVEN, 3, "automatic") == ()
    half, whole = (np.array(class_weights(UNEVEN, 3, which)) for which in ("automatic", "on"))
    assert half[2] / half[0] == pytest.approx((whole[2] / whole[0]) ** 0.5)
    assert half[UNEVEN].mean() == pytest.approx(1.0)


def test_off_is_off() -> None:
    assert class_weights(UNEVEN, 3, "off") == ()


def test_the_report_says_what_was_done_and_why() -> None:
    assert balance_in_words((), "off") == "off"
    assert balance_in_words((), "automatic") == "off (automatic: classes are even enough)"
    said = balance_in_words((0.5, 2.04), "automatic")
    assert said == "on (automatic: classes are uneven), a picture counts 0.5 to 2 times"
