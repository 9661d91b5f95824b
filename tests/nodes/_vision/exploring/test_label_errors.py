import numpy as np
import pytest

from weft_nodes._vision.exploring.label_errors import agreement, deal, judge, lonely, same_features, torn


def rows(*values: tuple[float, ...]) -> np.ndarray:
    return np.array(values, np.float32)


def test_a_label_is_contradicted_by_a_class_that_is_as_sure_as_for_its_own_records() -> None:
    # Class 0 is known for sure, class 1 only half: 0.6 is much for class 1 and little for class 0.
    probabilities = rows((0.95, 0.05), (0.95, 0.05), (0.4, 0.6), (0.4, 0.6), (0.4, 0.6), (0.6, 0.4))
    found = judge(probabilities, np.array([0, 0, 1, 1, 0, 1]))
    assert found.positions.tolist() == [4]
    assert found.suggested.tolist() == [1]
    assert found.score.tolist() == pytest.approx([0.4])
    assert found.rival.tolist() == pytest.approx([0.6])


def test_a_label_that_is_next_to_impossible_is_suspicious_without_a_sure_rival() -> None:
    probabilities = rows((0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.05, 0.9), (0.5, 0.49, 0.01))
    found = judge(probabilities, np.array([0, 1, 2, 2]))
    assert (found.positions.tolist(), found.suggested.tolist()) == ([3], [0])


def test_the_least_probable_label_comes_first() -> None:
    probabilities = rows(*[(0.9, 0.1)] * 8, (0.95, 0.05), (0.99, 0.01), (0.1, 0.9), (0.1, 0.9))
    found = judge(probabilities, np.array([0] * 8 + [1, 1, 1, 1]))
    assert found.positions.tolist() == [9, 8]


def test_nothing_to_judge_gives_nothing() -> None:
    found = judge(np.zeros((0, 2), np.float32), np.zeros(0, np.int64))
    assert len(found.positions) == 0
    assert agreement(rows((0.9, 0.1), (0.9, 0.1)), np.array([0, 1])) == 0.5


def test_classes_are_spread_over_the_folds_and_groups_stay_together() -> None:
    codes = np.array([0] * 50 + [1] * 10 + [2] * 3)
    groups = np.arange(63)
    groups[:6] = 0
    fold = deal(codes, groups, 5, seed=1)
    assert set(fold[:6]) == {fold[0]}
    assert np.bincount(fold[codes == 1], minlength=5).tolist() == [2] * 5
    assert np.bincount(fold[codes == 2], minlength=5).max() == 1
    assert np.array_equal(fold, deal(codes, groups, 5, seed=1))
    assert not np.array_equal(fold, deal(codes, groups, 5, seed=2))


def test_equal_features_are_one_group_and_two_labels_of_one_are_told() -> None:
    features = rows((1, 0), (0, 1), (1, 0), (0, 1), (0.5, 0.5))
    groups = same_features(features, np.arange(5), lambda: None)
    assert groups.tolist() == [0, 1, 0, 1, 2]
    assert torn(np.array([0, 1, 1, 1, 0]), groups).tolist() == [0, 2]


def test_a_class_of_one_picture_is_alone_however_often_it_is_there() -> None:
    assert lonely(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 2, 2, 3])).tolist() == [1, 2]
