import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from drawn_shapes import shape

from weft.sdk import ToolError, picture_array
from weft.sdk.testing import run_context, run_tool
from weft_nodes._vision.engines.prediction import predictor, prepare
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.models.stored import Stored
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find
from weft_nodes.machine_learning.predict import Predict

CLASSES = ("a", "b", "c")

LATER = """
import sys
from pathlib import Path
import pyarrow as pa
from weft.sdk import picture_array
from weft.sdk.testing import run_context, run_tool
from weft_nodes._vision.models.card import model_table
from weft_nodes.machine_learning.predict import Predict
model, picture, kept = map(Path, sys.argv[1:])
table = pa.table({"image": picture_array([picture.read_bytes()])})
with run_context(kept=kept) as ctx:
    inputs = {"data": table, "model": model_table(model.read_bytes(), "Class")}
    out = run_tool(Predict, {}, inputs, ctx=ctx)["out"]
assert "torch" not in sys.modules
print(repr(out["Score"][0].as_py()))
"""


def made(name: str, values: dict[str, object], head: int = 1) -> Classifier:
    """A classifier of a network with random weights; another head is of the same network."""
    backbone = find(name)
    start = untrained(backbone)
    told = {"label": "Class", "classes": CLASSES, "backbone": name, **values}
    card = Card.model_validate({**told, "pretraining": start, "preprocess": start.preprocess(32, 32)})
    with torch.random.fork_rng():
        seed_torch(1)
        network = build(backbone, Shape(card.outputs, 32, 32), start)
        seed_torch(head)
        torch.nn.init.normal_(network.head.get_parameter("1.weight"), std=1)
    return Classifier(card, network)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return made("test_resnet", {"temperature": 1.5})


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


def records(count: int) -> pa.Table:
    return pa.table({"image": picture_array([shape("disc", number) for number in range(count)])})


def predicted(table: pa.Table, classifier: Classifier, kept: Path) -> list[float]:
    inputs = {"data": table, "model": model_table(classifier.pack(), "Class")}
    with run_context(kept=kept) as ctx:
        return list(run_tool(Predict, {}, inputs, ctx=ctx)["out"]["Score"].to_pylist())


def test_scores_are_those_of_torch_and_the_same_in_any_company(classifier: Classifier, kept: Path) -> None:
    table = records(19)
    scores = predicted(table, classifier, kept)
    pixels = np.stack([classifier.card.preprocess.pixels(shape("disc", number)) for number in range(19)])
    expected = classifier.probabilities(pixels).max(axis=1)
    assert np.abs(np.array(scores) - expected).max() < 1e-4
    assert expected.max() > expected.min() + 1e-3
    backwards = predicted(table.take(list(range(18, -1, -1))), classifier, kept)
    assert backwards[::-1] == scores
    assert predicted(table.slice(7, 1), classifier, kept) == scores[7:8]


def test_a_later_run_starts_without_torch_and_says_the_same(
    classifier: Classifier, kept: Path, tmp_path: Path
) -> None:
    model, picture = tmp_path / "model", tmp_path / "picture"
    model.write_bytes(classifier.pack())
    picture.write_bytes(shape("disc", 3))
    (expected,) = predicted(records(4).slice(3), classifier, kept)
    command = [sys.executable, "-c", LATER, str(model), str(picture), str(kept)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert float(done.stdout) == expected


def test_a_new_head_on_a_network_that_is_known_here_starts_without_torch(
    classifier: Classifier, kept: Path, tmp_path: Path
) -> None:
    predicted(records(1), classifier, kept)
    new = made("test_resnet", {}, head=2)
    model, picture = tmp_path / "model", tmp_path / "picture"
    model.write_bytes(new.pack())
    picture.write_bytes(shape("disc", 3))
    command = [sys.executable, "-c", LATER, str(model), str(picture), str(kept)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    expected = new.probabilities(new.card.preprocess.pixels(shape("disc", 3))[None]).max()
    assert abs(float(done.stdout) - expected) < 1e-4


@pytest.mark.parametrize(
    ("network", "values"),
    [
        ("test_resnet", {"target": "labels", "label_thresholds": (0.5, 0.5, 0.5)}),
        ("test_resnet", {"target": "number", "classes": (), "mean": 40.0, "spread": 12.0}),
        # It stretches its positions to the size of the pictures.
        ("test_vit", {}),
    ],
)
def test_openvino_says_what_torch_says_whatever_is_asked(
    network: str, values: dict[str, object], kept: Path
) -> None:
    model = made(network, values)
    pixels = np.stack([model.card.preprocess.pixels(shape("disc", number)) for number in range(8)])
    with run_context(kept=kept) as ctx:
        prepare(model.pack(), model, ctx)
        found = predictor(model.pack(), "cpu", 0, ctx)
        (rows,) = found.engine.stream([pixels], ctx.check_cancelled)
    assert type(found.engine).__name__ == "OpenvinoEngine"
    expected = model.probabilities(pixels)
    assert np.abs(rows - expected).max() < 1e-4
    assert expected.max() > expected.min() + 1e-3


def test_a_network_is_known_by_its_numbers_without_torch_and_a_damaged_file_is_told(
    classifier: Classifier,
) -> None:
    packed = classifier.pack()
    assert Stored(packed).backbone_digest() == classifier.network.digest()
    with pytest.raises(ToolError, match="the model is damaged: its numbers take"):
        Stored(packed[:-1])
    with pytest.raises(ToolError, match="the model is damaged: its last layer"):
        Stored(packed).head(len(CLASSES) + 1)


def test_where_openvino_says_something_else_torch_predicts(
    classifier: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weft_nodes._vision.engines.prediction.LIMIT", -1)
    scores = predicted(records(3), classifier, tmp_path)
    (verdict,) = (tmp_path / "engines").rglob("verdict.txt")
    assert "its probabilities differ" in verdict.read_text("utf-8")
    monkeypatch.undo()
    assert predicted(records(3), classifier, tmp_path) == scores  # it is remembered
    with run_context(kept=tmp_path) as ctx:
        assert type(predictor(classifier.pack(), "cpu", 0, ctx).engine).__name__ == "TorchEngine"
