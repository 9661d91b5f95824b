import json
import math
import re
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import shape
from safetensors.numpy import save

from weft.sdk import CARD_KEY, ToolError, picture_array
from weft_nodes._vision.comparing.comparison import (
    Comparison,
    check_labels,
    compare,
    comparison_schema,
    comparison_table,
)
from weft_nodes._vision.comparing.comparison_report import disagreements, render_comparison, verdicts
from weft_nodes._vision.comparing.contenders import Contender, check_contenders, contender, numbered
from weft_nodes._vision.comparing.judging import Answers
from weft_nodes._vision.learning.samples import Samples, Side, gather

CLASSES = ("cat <b>", 'dog "&"', "emu")
TRUTH = (0, 0, 0, 1, 1, 1, 1, 1)


def pictures(labels: list[str]) -> Samples:
    cells = picture_array(shape("disc", number) for number in range(len(labels)))
    table = pa.table({"image": cells, "Class": labels, "FileName": [f"{n}.png" for n in range(len(labels))]})
    return gather(table, Side("labelled", "D", "image", "Class"))


def model(name: str, **changed: object) -> Contender:
    values = {"network": "VGG16", "trained": "head only", "classes": CLASSES, "label": "Class"}
    return Contender(**{"name": name, "picture": "image", "size": 2_500_000, **values, **changed})  # type: ignore[arg-type]


def answers(predicted: list[int], sure: float = 0.8, seconds: float = 2.0) -> Answers:
    found = np.array(predicted)
    true = np.where(found == TRUTH, sure, (1 - sure) / 2).astype(np.float32)
    return Answers(found, np.full(len(found), sure, np.float32), true, seconds)


@pytest.fixture
def comparison() -> Comparison:
    samples = pictures([CLASSES[place] for place in TRUTH])
    models = [model("a <i>", seconds=61.0), model("b"), model("c")]
    said = [
        answers([0, 0, 0, 1, 1, 1, 1, 0], seconds=4.0),
        answers([0, 0, 1, 1, 1, 1, 0, 0], sure=0.9),
        answers([0, 0, 0, 1, 1, 1, 1, 0], sure=0.95),
    ]
    return compare(samples, models, said)


def test_the_table_has_a_record_a_model_with_all_figures(comparison: Comparison) -> None:
    table = comparison_table(comparison)
    assert table.schema == comparison_schema(3)
    first, second, _ = table.to_pylist()
    assert (first["Number"], first["Model"], first["Network"]) == (1, "a <i>", "VGG16")
    assert first["Accuracy"] == 7 / 8
    assert first["Accuracy_Low"] < 7 / 8 < first["Accuracy_High"]
    # F1 of cat is 6/7, of dog 8/9; there is no emu, so it counts for nothing.
    assert first["Macro_F1"] == pytest.approx((6 / 7 + 8 / 9) / 2)
    assert first["Log_Loss"] == pytest.approx(-(7 * math.log(0.8) + math.log(0.1)) / 8, rel=1e-6)
    assert (first["Training_Seconds"], second["Training_Seconds"]) == (61.0, None)
    assert (first["Prediction_Seconds"], first["Pictures_per_Second"]) == (4.0, 2.0)
    assert first["Size_MB"] == 2.5
    assert (first["P_1"], first["P_2"], first["P_3"]) == (None, 1.0, 1.0)


def test_an_impossible_truth_costs_much_but_not_without_end() -> None:
    samples = pictures([CLASSES[place] for place in TRUTH])
    sure = answers([0, 0, 0, 1, 1, 1, 1, 0], sure=1.0)
    (result,) = compare(samples, [model("a")], [sure]).results
    assert 1 < result.log_loss < 3


def test_pictures_that_one_model_could_not_read_are_left_out_for_all() -> None:
    samples = pictures([CLASSES[place] for place in TRUTH])
    said = [answers([0, 0, 0, 1, 1, -1, 1, 1]), answers([0, 0, 0, 1, 1, 1, 1, -1])]
    found = compare(samples, [model("a"), model("b")], said)
    assert [result.evaluation.total for result in found.results] == [6, 6]
    assert [skipped.record for skipped in found.samples.skipped] == [6, 8]
    with pytest.raises(ToolError, match="none of the pictures can be read"):
        compare(samples, [model("a")], [answers([-1] * 8)])


def test_the_most_accurate_comes_first_and_is_spoken_of() -> None:
    samples = pictures([CLASSES[place] for place in TRUTH])
    right = list(TRUTH)
    worst = answers([2] * 8)
    found = compare(
        samples, [model("bad"), model("good"), model("near")], [worst, answers(right), answers(right)]
    )
    assert found.ranking == [1, 2, 0]
    assert verdicts(found) == [
        "No difference to near can be told (p = 1.000).",
        "Better than bad (p = 0.023).",
    ]


def test_pictures_on_which_models_disagree_come_by_the_surest_mistake(comparison: Comparison) -> None:
    assert disagreements(comparison).tolist() == [2, 6]


class Outline(HTMLParser):
    """What is open, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_sound_loads_nothing_and_no_name_becomes_markup(comparison: Comparison) -> None:
    page = render_comparison(comparison, "<Class>")
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert all(mark not in page for mark in ("<i>", "<Class>", "http:", "https:", "url(", "<b>cat"))
    assert page.count("2 of 8 pictures") == 1
    assert page.count("data:image/jpeg;base64,") == 2
    assert re.search(r"7 of 8 pictures recognised", page)
    assert "corrected for 3 pairs" in page
    assert "1 min 1 s" in page
    assert "not known" in page


def test_a_model_alone_has_a_report_without_tests() -> None:
    samples = pictures([CLASSES[place] for place in TRUTH])
    page = render_comparison(compare(samples, [model("a")], [answers(list(TRUTH))]), "Class")
    assert "Is the difference real?" not in page
    assert "disagree" not in page


def test_of_many_classes_those_that_differ_most_are_shown() -> None:
    names = tuple(f"class{number:03d}" for number in range(60))
    samples = pictures([names[place] for place in range(60)])
    first = np.arange(60)
    second = first.copy()
    second[7] = 8
    score = np.full(60, 0.9, np.float32)
    said = [Answers(one, score, score, 1.0) for one in (first, second)]
    page = render_comparison(
        compare(samples, [model("a", classes=names), model("b", classes=names)], said), "C"
    )
    assert "The 40 of 60 classes on which the models differ most." in page
    assert ">class007<" in page
    assert ">class059<" not in page


def test_models_that_know_different_classes_are_refused_by_name() -> None:
    check_contenders([model("a"), model("b", classes=CLASSES[::-1])])
    message = "only 'a' knows 'emu'; only 'b' knows 'fox'"
    with pytest.raises(ToolError, match=message):
        check_contenders([model("a"), model("b", classes=(*CLASSES[:2], "fox"))])


def test_labels_that_no_model_knows_are_counted_and_named() -> None:
    samples = pictures(["emu", "gnu", "gnu", "yak"])
    message = "3 of 4 pictures have a class that the models do not know: 'gnu', 'yak'; they know"
    with pytest.raises(ToolError, match=message):
        check_labels(samples, CLASSES)
    check_labels(pictures(["emu"]), CLASSES)


def test_names_that_occur_again_are_numbered() -> None:
    assert list(numbered(["a", "b", "a", "a #2", "a"])) == ["a", "b", "a #2", "a #2 #2", "a #3"]


@pytest.mark.parametrize("told", [{"target": "number"}, {"target": "labels", "classes": CLASSES}, {}])
def test_a_model_that_gives_no_single_class_is_refused(told: dict[str, object]) -> None:
    card = json.dumps({"kind": "image classifier", "backbone": "VGG16", **told})
    packed = save({"weight": np.zeros(1, np.float32)}, {CARD_KEY: card})
    with pytest.raises(ToolError, match="'VGG16' does not give each picture one of several classes"):
        contender(packed)
