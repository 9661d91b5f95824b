"""Image Recognition trains the last stages of a network, and a head on views, as a user meets it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch
from safetensors.torch import load, load_file
from shape_training import HEAD, INPUTS, card_of, tiny_weights
from shape_training import SETTINGS as SHAPES

from weft.sdk import Cancelled, CancelToken, RunContext, picture_array, read_card
from weft.sdk.testing import Heard, run_tool
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes.computer_vision.image_recognition import ImageRecognition

SETTINGS = {**SHAPES, **HEAD, "train": "last stages"}


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def settings(weights: Path) -> dict[str, Any]:
    return {**SETTINGS, "weights_dir": str(weights)}


class Doing(Heard):
    """Stops the run, or asks for the best so far, at an epoch."""

    def __init__(self, token: CancelToken, epoch: int, finish: bool) -> None:
        super().__init__()
        self.token, self.epoch, self.finish = token, epoch, finish

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        if name == "pictures_per_second" and step == self.epoch:
            if self.finish:
                self.token.finish()
            else:
                self.token.abort()


def train(settings: dict[str, Any], folder: Path, heard: Heard, token: CancelToken | None = None) -> bytes:
    """The model of a training that keeps its things in a folder."""
    with ThreadPoolExecutor(2) as pool:
        folder.mkdir(exist_ok=True)
        ctx = RunContext(
            folder, folder / "work", folder / "kept", heard, token or CancelToken(), pool, device="cpu"
        )
        outputs = run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    model = outputs["model"].column("model")[0].as_py()
    assert isinstance(model, bytes)
    return model


def test_the_first_layers_stay_and_the_last_ones_learn_and_the_model_is_a_whole_one(
    settings: dict[str, Any], weights: Path
) -> None:
    outputs = run_tool(ImageRecognition, {**settings, "epochs": 3}, INPUTS)
    model = outputs["model"].column("model")[0].as_py()
    learned, before = load(model), load_file(weights / "test_resnet.safetensors")
    names = [name for name in before if f"backbone.{name}" in learned and before[name].is_floating_point()]
    same = {name: torch.equal(learned[f"backbone.{name}"], before[name]) for name in names}
    assert all(same[name] for name in names if name.startswith(("conv1", "bn1", "layer1")))
    assert not any(same[name] for name in names if name.startswith(("layer3", "layer4")))
    card = read_card(model)
    assert card["scope"] == "last stages"
    page = outputs["report"].column(0)[0].as_py()
    assert "the last 93\u00a0% of the numbers" in page
    assert "4 beside the picture itself" in page
    classifier = Classifier.load(model)
    pixels = np.stack([classifier.card.preprocess.pixels(p.as_py()) for p in INPUTS["validation"]["image"]])
    said = [classifier.card.classes[i] for i in classifier.probabilities(pixels).argmax(1)]
    right = sum(a == b for a, b in zip(said, INPUTS["validation"]["Class"].to_pylist(), strict=True))
    assert right / 20 == outputs["metrics"].column("Accuracy")[0].as_py()


def test_a_training_that_was_stopped_goes_on_to_the_same_model_and_computes_nothing_twice(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    settings = {**settings, "epochs": 3, "seed": 3}
    token = CancelToken()
    with pytest.raises(Cancelled):
        train(settings, tmp_path / "one", Doing(token, 1, finish=False), token)
    heard = Heard()
    model = train(settings, tmp_path / "one", heard)
    assert any(line.startswith("goes on after epoch 1") for line in heard.infos)
    assert any(line.startswith("first layers computed for 0 of 260 ") for line in heard.infos)
    assert model == train(settings, tmp_path / "two", Heard())


def test_another_training_finds_what_was_kept_and_more_views_are_added(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    computed = []
    for more in ({"views": 1}, {"views": 1, "epochs": 1, "learning_rate": 0.01}, {"views": 2}, {"views": 0}):
        heard = Heard()
        train({**settings, **more}, tmp_path, heard)
        (line,) = [line for line in heard.infos if line.startswith("first layers computed for ")]
        computed.append(line.split(" pictures")[0].removeprefix("first layers computed for "))
    assert computed == ["116 of 116", "0 of 116", "48 of 164", "0 of 68"]


def test_the_best_so_far_is_given_when_it_is_asked_for(settings: dict[str, Any], tmp_path: Path) -> None:
    token = CancelToken()
    heard = Doing(token, 1, finish=True)
    train({**settings, "epochs": 50}, tmp_path, heard, token)
    assert any("the training was ended after 1 of 50 epochs" in said for said, _, _ in heard.warnings)


def test_pictures_that_cannot_be_read_are_skipped_in_all_views(settings: dict[str, Any]) -> None:
    pictures = INPUTS["training"].column("image").to_pylist()
    pictures[5] = pictures[5][:150]
    training = pa.table({"image": picture_array(pictures), "Class": INPUTS["training"].column("Class")})
    for scope in ("last stages", "head only"):
        chosen = {**settings, "train": scope, "views": 2}
        outputs = run_tool(ImageRecognition, chosen, {**INPUTS, "training": training})
        assert card_of(outputs)["counts"]["training"] == 47


def test_a_head_learns_from_views_and_their_features_are_kept(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    told = []
    for more in ({}, {"views": 2}, {"views": 2, "epochs": 3}, {"views": 2, "augmentation": "none"}):
        heard = Heard()
        train({**settings, "train": "head only", **more}, tmp_path, heard)
        told.append(next(line for line in heard.infos if line.startswith("features computed for ")))
    assert told == [
        "features computed for 68 of 68 pictures; the others were kept",
        "features computed for 96 of 164 pictures and views; the others were kept",
        "features computed for 0 of 164 pictures and views; the others were kept",
        "features computed for 0 of 68 pictures; the others were kept",
    ]


def test_minutes_are_kept_and_cut_into_views_and_epochs(settings: dict[str, Any], tmp_path: Path) -> None:
    train({**settings, "epochs": 1, "views": 0}, tmp_path / "warm", Heard())
    heard = Heard()
    start = time.monotonic()
    train({**settings, "minutes": 0.03}, tmp_path, heard)
    assert 1.6 < time.monotonic() - start < 8, "a crowded machine may stop for a while"
    (planned,) = [line for line in heard.infos if line.endswith(" seconds that are left")]
    epochs = int(planned.split()[0])
    assert {step for _, step, _ in heard.metrics} == set(range(1, epochs + 1))
