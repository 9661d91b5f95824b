import re

import numpy as np

from weft_nodes._vision.evaluation.metrics import evaluate
from weft_nodes._vision.reporting.heat_map import confusion_matrix, frequent_confusions


def test_every_cell_tells_its_count_and_its_share_of_the_row() -> None:
    page = confusion_matrix(evaluate(("a", "b<"), [0, 0, 0, 0, 1], [0, 0, 0, 1, 1]))
    assert re.findall(r"<td class=\"(?:right|wrong|none)[^>]*>(\d+)</td>", page) == ["3", "1", "0", "1"]
    assert 'style="--tint:0.750" title="3 of 4 a predicted as a (75.0 %)"' in page
    assert 'class="wrong" style="--tint:0.500" title="1 of 4 a predicted as b&lt; (25.0 %)"' in page
    assert "<b<" not in page


def test_of_many_classes_those_with_most_mistakes_are_drawn() -> None:
    names = [f"class {n}" for n in range(30)]
    truth = np.repeat(np.arange(30), 2)
    predicted = truth.copy()
    predicted[[1, 3]] = 29
    page = confusion_matrix(evaluate(names, truth, predicted))
    assert "The 24 of 30 classes with most mistakes are drawn." in page
    rows = re.findall(r'<th scope="row">([^<]*)</th>', page)
    assert len(rows) == 24
    assert {"class 0", "class 1", "class 29"} <= set(rows)


def test_a_class_without_pictures_has_empty_cells() -> None:
    page = confusion_matrix(evaluate(("a", "b"), [0], [0]))
    assert page.count('class="none"') == 3


def test_frequent_confusions_come_most_frequent_first() -> None:
    found = frequent_confusions(evaluate(("a", "b", "c"), [0, 0, 1, 2, 2, 2], [1, 1, 1, 0, 0, 0]))
    assert found == [("c", "a", 3), ("a", "b", 2)]
