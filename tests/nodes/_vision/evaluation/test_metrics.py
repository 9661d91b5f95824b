import math
from dataclasses import replace

import numpy as np
import pytest

from weft_nodes._vision.evaluation.metrics import EVALUATION_SCHEMA, evaluate


def test_counts_stand_with_true_classes_in_rows_and_predicted_ones_in_columns() -> None:
    found = evaluate(("a", "b", "c"), [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2])
    assert found.confusion.tolist() == [[2, 1, 0], [0, 1, 1], [0, 0, 1]]
    assert (found.right, found.total, found.accuracy) == (4, 6, 4 / 6)


def test_the_table_tells_precision_recall_f1_support_and_the_accuracy_of_all() -> None:
    table = evaluate(("a", "b"), [0, 0, 0, 1], [0, 0, 1, 1]).table()
    assert table.schema == EVALUATION_SCHEMA
    assert table.select(["Class", "Precision", "Recall", "F1", "Support", "Accuracy"]).to_pylist() == [
        {"Class": "a", "Precision": 1.0, "Recall": 2 / 3, "F1": 4 / 5, "Support": 3, "Accuracy": 0.75},
        {"Class": "b", "Precision": 0.5, "Recall": 1.0, "F1": 2 / 3, "Support": 1, "Accuracy": 0.75},
    ]


def test_intervals_stand_behind_the_figures() -> None:
    found = evaluate(("a", "b", "c"), [0] * 40 + [1] * 10, [0] * 41 + [1] * 9)
    names = ["Precision", "Recall", "Accuracy"]
    first, second, third = found.table().to_pylist()
    for record in (first, second):
        assert all(record[f"{name}_Low"] <= record[name] <= record[f"{name}_High"] for name in names)
    assert second["Recall_High"] - second["Recall_Low"] > 2 * (first["Recall_High"] - first["Recall_Low"])
    assert third["Recall_Low"] is None
    bounded = replace(found, bounds=(0.9, 0.99)).table()
    assert set(bounded["Accuracy_Low"].to_pylist() + bounded["Accuracy_High"].to_pylist()) == {0.9, 0.99}


def test_a_figure_that_is_undefined_is_null() -> None:
    records = evaluate(("a", "b", "c"), [0, 1], [0, 0]).table().to_pylist()
    assert records[1]["Precision"] is None
    assert records[1]["Recall"] == 0.0
    assert (records[2]["Recall"], records[2]["F1"], records[2]["Support"]) == (None, None, 0)


def test_no_pictures_have_no_accuracy() -> None:
    found = evaluate(("a", "b"), [], [])
    assert math.isnan(found.accuracy)
    assert found.interval() == (0.0, 1.0)


def test_few_pictures_leave_much_doubt_about_the_accuracy() -> None:
    truth = np.zeros(10, int)
    low, high = evaluate(("a", "b"), truth, truth).interval()
    assert (round(low, 3), round(high, 3)) == (0.722, 1.0)  # Wilson's interval for 10 of 10
    many = np.zeros(1000, int)
    assert evaluate(("a", "b"), many, many).interval()[0] == pytest.approx(0.996, abs=1e-3)
