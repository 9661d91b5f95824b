import math

import numpy as np
import pytest

from weft_nodes._vision.comparing.significance import compare_pairs, holm, mcnemar


@pytest.mark.parametrize(
    ("only_first", "only_second", "expected"),
    [
        (0, 0, 1.0),
        (3, 3, 1.0),
        (0, 1, 1.0),
        (0, 5, 2 / 32),
        (6, 0, 2 / 64),
        # 1 + 12 + 66 of the 4,096 ways in which twelve coins fall, on both sides.
        (2, 10, 2 * 79 / 4096),
    ],
)
def test_few_pictures_are_tested_exactly(only_first: int, only_second: int, expected: float) -> None:
    assert mcnemar(only_first, only_second) == pytest.approx(expected, rel=1e-12)
    assert mcnemar(only_second, only_first) == mcnemar(only_first, only_second)


def test_many_pictures_are_tested_by_chi_squared_with_the_correction() -> None:
    # The example of Agresti's book on categorical data has 150 and 86: z = 4.17 without the correction.
    assert mcnemar(150, 86) == pytest.approx(math.erfc(63 / math.sqrt(236) / math.sqrt(2)), rel=1e-12)
    assert mcnemar(150, 86) == pytest.approx(4.1e-5, rel=0.05)
    # 3.841 is where chi-squared with one degree of freedom leaves 5 %.
    assert mcnemar(62, 41) == pytest.approx(0.0487, abs=2e-4)


def test_both_tests_say_nearly_the_same_where_they_meet() -> None:
    assert mcnemar(5, 19) == pytest.approx(mcnemar(5, 20), abs=0.006)
    assert mcnemar(12, 13) == 1.0


def test_one_more_picture_for_the_weaker_one_never_makes_a_difference_surer() -> None:
    for total in (10, 24, 25, 60):
        chances = [mcnemar(count, total - count) for count in range(total // 2 + 1)]
        assert chances == sorted(chances)


def test_holm_corrects_the_smallest_most_and_keeps_the_order() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.5]) == [1.0, 1.0]
    assert holm([0.2]) == [0.2]
    assert holm([]) == []


def test_pairs_count_what_only_one_has_right_and_name_the_better() -> None:
    truth = np.ones(200, bool)
    good, same, bad = truth.copy(), truth.copy(), truth.copy()
    good[:4] = same[2:6] = False
    bad[:60] = False
    first, second, third = compare_pairs([good, same, bad])
    assert (first.first, first.second, first.only_first, first.only_second) == (0, 1, 2, 2)
    assert (first.chance, first.better) == (1.0, None)
    assert (second.only_first, second.only_second, second.better) == (56, 0, 0)
    assert (third.first, third.second, third.better) == (1, 2, 1)
    assert second.chance > mcnemar(56, 0), "it is corrected for three pairs"


def test_one_classifier_alone_has_no_pair() -> None:
    assert compare_pairs([np.ones(3, bool)]) == ()
