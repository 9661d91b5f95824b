import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from weft.sdk import ToolError
from weft_nodes._vision.exporting.forms import check_installed, form_of
from weft_nodes._vision.exporting.parity import Probabilities, drawn, largest_difference, spread
from weft_nodes._vision.models.classifier import Card, Classifier
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.preprocess import Pixels
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import find


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    start = Pretraining()
    values = {"label": "Class", "classes": ("a", "b"), "backbone": "Small CNN", "pretraining": start}
    card = Card.model_validate({**values, "preprocess": start.preprocess(32, 32)})
    seed_torch(1)
    return Classifier(card, build(find("Small CNN"), Shape(2, 32, 32), start))


def test_the_difference_is_the_largest_of_all_pictures_and_classes(classifier: Classifier) -> None:
    pixels = drawn(classifier.card.preprocess)
    wrong = pixels[13]

    def judge(some: Pixels) -> Probabilities:
        off = np.array([0.01 if np.array_equal(each, wrong) else 0.002 for each in some], np.float32)
        return classifier.probabilities(some) + off[:, None] * np.array([1, -0.5], np.float32)

    assert largest_difference(classifier, judge, pixels, lambda: None) == pytest.approx(0.01, rel=1e-3)


def test_what_is_no_number_is_no_small_difference(classifier: Classifier) -> None:
    def judge(some: Pixels) -> Probabilities:
        found = classifier.probabilities(some)
        found[-1, 0] = np.nan
        return found

    found = largest_difference(classifier, judge, drawn(classifier.card.preprocess), lambda: None)
    assert np.isnan(found)


def test_one_picture_is_tried_alone_and_others_together(classifier: Classifier) -> None:
    counts = []

    def judge(some: Pixels) -> Probabilities:
        counts.append(len(some))
        return classifier.probabilities(some)

    assert largest_difference(classifier, judge, drawn(classifier.card.preprocess), lambda: None) < 1e-4
    assert counts == [1, 8, 7]


@pytest.mark.parametrize(("count", "wanted"), [(0, 5), (1, 5), (5, 5), (1000, 4), (7, 3)])
def test_records_are_spread_from_the_first_to_the_last(count: int, wanted: int) -> None:
    found = spread(count, wanted)
    assert len(found) == min(count, wanted)
    assert found == sorted(set(found))
    if count > 1:
        assert (found[0], found[-1]) == (0, count - 1)


def test_an_unknown_format_is_named_with_the_nearest() -> None:
    with pytest.raises(ToolError, match="did you mean 'openvino'"):
        form_of("openvin")
    with pytest.raises(ToolError, match="choose onnx, openvino, torchscript"):
        form_of("x")


def test_a_format_whose_libraries_are_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "onnxscript" else name)
    with pytest.raises(ToolError, match=r'needs onnxscript; install with: pip install "weft\[export\]"'):
        check_installed(form_of("onnx"))
    check_installed(form_of("torchscript"))


def test_openvino_sends_no_note_to_its_maker(tmp_path: Path) -> None:
    # Its telemetry would leave its marks in the home folder before it sends anything.
    code = "import weft_nodes._vision, openvino, sys; print(bool(sys.modules['openvino_telemetry']))"
    path = os.pathsep.join(entry for entry in sys.path if entry)
    environment = {"PYTHONPATH": path, "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    assert list(tmp_path.iterdir()) == []
