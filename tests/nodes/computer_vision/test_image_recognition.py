import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import timm
import torch
from drawn_shapes import shapes
from safetensors.torch import load, load_file, save_file

from weft.sdk import (
    Cancelled,
    CancelToken,
    EditContext,
    ModelType,
    ToolError,
    looks_like_model,
    picture_array,
    read_card,
)
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes.computer_vision.image_recognition import ImageRecognition

SETTINGS: dict[str, Any] = {
    "training_image": "image",
    "training_label": "Class",
    "validation_image": "image",
    "validation_label": "Class",
    "model": "Small CNN",
    "train": "from scratch",
    "epochs": 2,
    "batch_size": 16,
}
HEAD = {"model": "test_resnet", "train": "head only", "image_size": 32}
INPUTS = {"training": shapes(48), "validation": shapes(20, seed=1)}
SHARED = Path(__file__).parents[4] / "shared"


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with weights of a tiny network of timm, as a user would name it."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    save_file(timm.create_model("test_resnet").state_dict(), folder / "test_resnet.safetensors")
    return str(folder)


class Doing(Heard):
    """A reporter that does something once a number of steps were made."""

    def __init__(self, token: CancelToken, what: str, after: float) -> None:
        super().__init__()
        self.token, self.what, self.after, self.when = token, what, after, 0.0

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        if name == "pictures_per_second" and step == self.after and self.what == "finish":
            self.token.finish()

    def progress(self, done: float, total: float | None, message: str) -> None:
        super().progress(done, total, message)
        if message.startswith("epoch") and self.what == "abort":
            self.when = time.monotonic()
            self.token.abort()
        if message.startswith("epoch") and self.what == "finish at once":
            self.token.finish()


def card_of(outputs: dict[str, pa.Table]) -> dict[str, Any]:
    return read_card(outputs["model"].column("model")[0].as_py())


def with_cell(table: pa.Table, column: str, row: int, value: Any) -> pa.Table:
    """The table with one cell changed."""
    index = table.schema.get_field_index(column)
    values = table.column(column).to_pylist()
    values[row] = value
    array = picture_array(values) if column == "image" else pa.array(values, table.schema.field(column).type)
    return table.set_column(index, table.schema.field(column), array)


def test_it_keeps_the_contract_of_a_tool() -> None:
    check_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, INPUTS)


def test_it_learns_shapes_and_gives_model_metrics_and_report() -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 6}, INPUTS, ctx=ctx)
    metrics = outputs["metrics"].to_pylist()
    assert [record["Class"] for record in metrics] == ["cross", "disc"]
    assert [record["Support"] for record in metrics] == [10, 10]
    assert metrics[0]["Accuracy"] == metrics[1]["Accuracy"] >= 0.9
    card = card_of(outputs)
    assert card["classes"] == ["cross", "disc"]
    assert card["counts"] == {"training": 48, "validation": 20}
    assert card["metrics"]["accuracy"] == metrics[0]["Accuracy"]
    assert outputs["model"].schema.field("model").type == ModelType("Class")
    page = outputs["report"].column(0)[0].as_py()
    assert "20 validation pictures recognised" in page
    curves = {name: [v for n, _, v in heard.metrics if n == name] for name, _, _ in heard.metrics}
    assert set(curves) == {
        "train_loss",
        "train_accuracy",
        "valid_loss",
        "valid_accuracy",
        "pictures_per_second",
    }
    assert [step for name, step, _ in heard.metrics if name == "train_loss"] == [1, 2, 3, 4, 5, 6]
    assert curves["train_loss"][-1] < curves["train_loss"][0]
    assert max(curves["valid_accuracy"]) == card["metrics"]["accuracy"]


def test_the_saved_model_predicts_what_the_metrics_say() -> None:
    outputs = run_tool(ImageRecognition, SETTINGS, INPUTS)
    classifier = Classifier.load(outputs["model"].column("model")[0].as_py())
    pictures = INPUTS["validation"].column("image").to_pylist()
    pixels = np.stack([classifier.card.preprocess.pixels(p) for p in pictures])
    predicted = [classifier.card.classes[i] for i in classifier.probabilities(pixels).argmax(1)]
    right = sum(
        p == t for p, t in zip(predicted, INPUTS["validation"].column("Class").to_pylist(), strict=True)
    )
    assert right / 20 == outputs["metrics"].column("Accuracy")[0].as_py()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (
        run_tool(ImageRecognition, {**SETTINGS, "seed": seed}, INPUTS)["model"].column("model")[0].as_py()
        for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_whole_numbers_and_yes_or_no_are_labels_in_their_own_order() -> None:
    numbers = [9 if kind == "disc" else 10 for kind in INPUTS["training"].column("Class").to_pylist()]
    training = INPUTS["training"].set_column(1, "Class", pa.array(numbers, pa.int32()))
    validation = INPUTS["validation"].set_column(1, "Class", pa.array([9, 10] * 10, pa.int64()))
    outputs = run_tool(
        ImageRecognition, {**SETTINGS, "epochs": 1}, {"training": training, "validation": validation}
    )
    assert card_of(outputs)["classes"] == ["9", "10"]
    assert outputs["model"].schema.field("model").type.label_type == "int32"
    yes = {
        name: t.set_column(1, "Class", pa.array([True, False] * (len(t) // 2))) for name, t in INPUTS.items()
    }
    assert card_of(run_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, yes))["classes"] == ["false", "true"]


def test_columns_may_have_any_name() -> None:
    names = ['the "picture" [🙂]', "<Class & 'kind'>"]
    inputs = {name: table.rename_columns(names) for name, table in INPUTS.items()}
    chosen = {
        f"{side}_{what}": n for side in INPUTS for what, n in zip(("image", "label"), names, strict=True)
    }
    outputs = run_tool(ImageRecognition, {**SETTINGS, **chosen, "epochs": 1}, inputs)
    assert card_of(outputs)["label"] == names[1]
    assert "&lt;Class &amp; &#x27;kind&#x27;&gt;" in outputs["report"].column(0)[0].as_py()


def test_records_without_picture_or_label_and_unreadable_ones_are_skipped_counted_and_listed() -> None:
    training = with_cell(INPUTS["training"], "image", 3, None)
    training = with_cell(training, "Class", 5, None)
    training = with_cell(training, "image", 7, b"no picture at all")
    cut = INPUTS["training"].column("image")[9].as_py()[:150]
    training = with_cell(training, "image", 9, cut)
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(
            ImageRecognition, {**SETTINGS, "epochs": 1}, {**INPUTS, "training": training}, ctx=ctx
        )
    warned = {message: (rows, example) for message, rows, example in heard.warnings}
    assert warned["training records are skipped: the picture is null"] == (1, "record 4 of T")
    assert warned["training records are skipped: the label is null"] == (1, "record 6 of T")
    skipped = sorted(example for message, (_, example) in warned.items() if "are skipped" in message)
    assert skipped == [f"record {n} of T" for n in (10, 4, 6, 8)]
    assert card_of(outputs)["counts"]["training"] == 44
    page = outputs["report"].column(0)[0].as_py()
    assert "44 used" in page
    assert all(f"record {number}: " in page for number in (4, 6, 8, 10))


def test_pictures_in_both_inputs_are_a_warning_with_count_and_example() -> None:
    validation = with_cell(INPUTS["validation"], "image", 4, INPUTS["training"].column("image")[2].as_py())
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(
            ImageRecognition, {**SETTINGS, "epochs": 1}, {**INPUTS, "validation": validation}, ctx=ctx
        )
    ((rows, example),) = [
        (rows, example) for message, rows, example in heard.warnings if "pictures too" in message
    ]
    assert (rows, example) == (1, "record 5 of V is record 3 of T")
    assert "1 of 20 validation pictures are training pictures too" in outputs["report"].column(0)[0].as_py()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"training": INPUTS["training"].slice(0, 1)}, "holds one class only, 'cross'"),
        ({"training": INPUTS["training"].slice(0, 0)}, "input T is empty"),
        ({"validation": INPUTS["validation"].slice(0, 0)}, "input V is empty"),
        (
            {"validation": with_cell(INPUTS["validation"], "Class", 0, "star")},
            "1 class that T does not have: 'star'",
        ),
        (
            {"training": with_cell(INPUTS["training"].slice(0, 1), "Class", 0, None)},
            "record 1: the label is null",
        ),
        (
            {"validation": with_cell(INPUTS["validation"].slice(0, 1), "image", 0, b"GIF8")},
            "none of the 1 records of input V can be used",
        ),
    ],
)
def test_what_cannot_be_learned_is_said_before_any_training(
    changed: dict[str, pa.Table], message: str
) -> None:
    with pytest.raises(ToolError, match=message):
        run_tool(ImageRecognition, SETTINGS, {**INPUTS, **changed})


def test_a_class_whose_pictures_turn_out_to_be_cut_short_is_missed_before_training() -> None:
    training = INPUTS["training"].slice(0, 2)
    training = with_cell(training, "image", 1, training.column("image")[1].as_py()[:150])
    with pytest.raises(ToolError, match="holds one class only, 'cross'"):
        run_tool(
            ImageRecognition, SETTINGS, {**INPUTS, "training": training, "validation": training.slice(0, 1)}
        )


def test_a_class_without_validation_pictures_is_a_warning_and_null_in_the_metrics() -> None:
    validation = INPUTS["validation"].filter(pa.array([True, False] * 10))
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, SETTINGS, {**INPUTS, "validation": validation}, ctx=ctx)
    assert ("classes have no validation pictures, so nothing is known of them", 1, "disc") in heard.warnings
    disc = outputs["metrics"].to_pylist()[1]
    assert (disc["Class"], disc["Support"], disc["Recall"]) == ("disc", 0, None)


def test_settings_are_checked_while_they_are_edited() -> None:
    wrong = {**SETTINGS, "training_label": "", "model": "Smal CNN"}
    _, problems = configure_tool(ImageRecognition, wrong, INPUTS)
    assert {problem.field for problem in problems} == {"training_label", "model"}
    assert "did you mean 'Small CNN'?" in problems[1].message
    _, problems = configure_tool(ImageRecognition, {**SETTINGS, "train": "head only"}, INPUTS)
    assert [problem.field for problem in problems] == ["train"]
    small = {**SETTINGS, "model": "InceptionV3", "image_size": 64}
    _, problems = configure_tool(ImageRecognition, small, INPUTS)
    assert [problem.message for problem in problems] == [
        "the image size 64 is under the minimum of InceptionV3, 75 x 75 pixels; "
        "set the image size to 75 or more, or choose another model"
    ]
    _, problems = configure_tool(ImageRecognition, {**SETTINGS, "weights_dir": "nowhere"}, INPUTS)
    assert [(problem.field, problem.severity) for problem in problems] == [("weights_dir", "warning")]


def test_a_misspelt_name_of_a_model_is_found_before_the_run() -> None:
    _, (problem,) = configure_tool(ImageRecognition, {**SETTINGS, "model": "VGG61"}, INPUTS)
    assert problem.field == "model"
    assert problem.message.startswith("there is no model 'VGG61'; did you mean 'VGG16'?")


def test_labels_of_two_types_are_a_problem_while_editing() -> None:
    validation = INPUTS["validation"].set_column(1, "Class", pa.array(range(20)))
    _, problems = configure_tool(ImageRecognition, SETTINGS, {**INPUTS, "validation": validation})
    assert [problem.field for problem in problems] == ["validation_label"]
    assert "'Class') are text, those of V ('Class') are whole numbers" in problems[0].message


def test_outputs_are_promised_as_far_as_the_inputs_tell() -> None:
    promised, problems = configure_tool(ImageRecognition, SETTINGS, {"training": None, "validation": None})
    assert problems == []
    assert promised["model"] is None
    assert promised["metrics"] is None  # it depends on what the labels are
    assert promised["report"] is not None
    promised, _ = configure_tool(ImageRecognition, SETTINGS, INPUTS)
    assert promised["metrics"] is not None
    assert promised["model"] is not None
    assert promised["model"].field("model").type == ModelType("Class")


def test_pictures_smaller_than_the_model_allows_are_refused_with_the_way_out() -> None:
    tiny = {name: shapes(8, size=12) for name in INPUTS}
    with pytest.raises(ToolError, match="the pictures' size 12 x 12 is under the minimum of Small CNN"):
        run_tool(ImageRecognition, SETTINGS, tiny)


def test_pictures_of_many_sizes_are_brought_to_one_and_the_run_says_so() -> None:
    mixed = pa.concat_tables([shapes(8, size=12), shapes(8, size=40), shapes(8, size=60)])
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(
            ImageRecognition, {**SETTINGS, "epochs": 1}, {**INPUTS, "training": mixed}, ctx=ctx
        )
    assert card_of(outputs)["preprocess"]["width"] == 32
    said = "pictures are scaled to 32 x 32 pixels, since the pictures have 3 different sizes"
    assert said in heard.infos
    small = [(message, rows) for message, rows, _ in heard.warnings if "are enlarged" in message]
    assert small == [("training pictures are under the minimum of Small CNN, 16 pixels, and are enlarged", 8)]


def test_features_are_computed_once_for_each_picture(weights: str, tmp_path: Path) -> None:
    settings = {**SETTINGS, **HEAD, "weights_dir": weights, "epochs": 3}

    def run(inputs: dict[str, pa.Table], **changed: Any) -> tuple[dict[str, pa.Table], int]:
        heard = Heard()
        with run_context(heard=heard, kept=tmp_path) as ctx:
            outputs = run_tool(ImageRecognition, {**settings, **changed}, inputs, ctx=ctx)
        (said,) = (info for info in heard.infos if info.startswith("features computed"))
        return outputs, int(said.split()[3])

    first, computed = run(INPUTS)
    assert computed == 68
    again, computed = run(INPUTS)
    assert computed == 0
    assert again["model"] == first["model"]
    _, computed = run(INPUTS, epochs=5)
    assert computed == 0
    more = pa.concat_tables([INPUTS["training"], shapes(10, seed=2)])
    grown, computed = run({**INPUTS, "training": more})
    assert computed == 10
    # Whatever was kept and whatever was new, the model is that of a run without any cache.
    fresh = run_tool(ImageRecognition, settings, {**INPUTS, "training": more})
    assert grown["model"] == fresh["model"]
    _, computed = run(INPUTS, image_size=48)
    assert computed == 68


def test_a_head_on_kept_features_predicts_what_the_metrics_say(weights: str) -> None:
    outputs = run_tool(ImageRecognition, {**SETTINGS, **HEAD, "weights_dir": weights, "epochs": 20}, INPUTS)
    accuracy = outputs["metrics"].column("Accuracy")[0].as_py()
    assert accuracy > 0.7
    classifier = Classifier.load(outputs["model"].column("model")[0].as_py())
    pixels = np.stack(
        [classifier.card.preprocess.pixels(p) for p in INPUTS["validation"].column(0).to_pylist()]
    )
    predicted = [classifier.card.classes[i] for i in classifier.probabilities(pixels).argmax(1)]
    right = sum(p == t for p, t in zip(predicted, INPUTS["validation"].column(1).to_pylist(), strict=True))
    assert right / 20 == accuracy


def test_a_head_leaves_the_network_as_it_is_and_a_whole_network_changes_every_layer(weights: str) -> None:
    start = load_file(Path(weights) / "test_resnet.safetensors")

    def changed(train: str) -> set[bool]:
        settings = {**SETTINGS, **HEAD, "train": train, "weights_dir": weights}
        outputs = run_tool(ImageRecognition, settings, INPUTS)
        state = load(outputs["model"].column("model")[0].as_py())
        names = [name for name in start if f"backbone.{name}" in state]
        assert len(names) > 20
        return {not torch.equal(start[name], state[f"backbone.{name}"]) for name in names}

    assert changed("head only") == {False}
    assert changed("whole network") == {True}


def test_missing_weights_are_an_error_and_never_another_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    settings = {**SETTINGS, **HEAD, "weights_dir": str(tmp_path)}
    with pytest.raises(ToolError, match="test_resnet"):
        run_tool(ImageRecognition, settings, INPUTS)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a computer without a GPU")
def test_a_gpu_that_is_not_there_is_an_error_and_not_replaced() -> None:
    with pytest.raises(ToolError, match="there is no GPU") as caught:
        run_tool(ImageRecognition, {**SETTINGS, "device": "cuda"}, INPUTS)
    assert caught.value.field == "device"


def test_the_form_offers_every_model_with_its_note_and_minimum() -> None:
    described = ImageRecognition.Config.model_json_schema()["properties"]["model"]
    assert described["options"][:4] == ["VGG16", "InceptionResNetV2", "Resnet50V2", "InceptionV3"]
    assert all(name in described["description"] for name in described["options"])
    assert "InceptionV3 (from 75 pixels): " in described["description"]


def test_a_change_of_weights_changes_the_fingerprint(tmp_path: Path) -> None:
    settings = {**SETTINGS, **HEAD, "weights_dir": "."}
    node = ImageRecognition(ImageRecognition.Config(**settings))
    ctx = EditContext(tmp_path)
    none = node.fingerprint(ctx)
    (tmp_path / "test_resnet.safetensors").write_bytes(b"1")
    (tmp_path / "other.safetensors").write_bytes(b"1")
    one = node.fingerprint(ctx)
    (tmp_path / "test_resnet.safetensors").write_bytes(b"12")
    assert len({none, one, node.fingerprint(ctx)}) == 3
    assert "other" not in one
    scratch = ImageRecognition(ImageRecognition.Config(**{**settings, "train": "from scratch"}))
    assert scratch.fingerprint(ctx) == ""
    assert node.annotation() == "test_resnet, head only, 2 epochs"


def test_a_cancelled_training_stops_within_a_third_of_a_second() -> None:
    token = CancelToken()
    heard = Doing(token, "abort", 0)
    with run_context(heard=heard, cancel=token) as ctx, pytest.raises(Cancelled):
        run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert 0 < time.monotonic() - heard.when < 0.3


def test_finish_now_keeps_the_best_epoch_so_far() -> None:
    token = CancelToken()
    heard = Doing(token, "finish", 2)
    with run_context(heard=heard, cancel=token) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert max(step for _, step, _ in heard.metrics) == 2
    assert "Ended early: the user asked for the best so far." in outputs["report"].column(0)[0].as_py()
    told = [message for message, _, _ in heard.warnings if message.startswith("the training was ended")]
    assert told[0].startswith("the training was ended after 2 of 1,000 epochs, as asked")


def test_finish_now_in_the_first_epoch_checks_what_there_is() -> None:
    token = CancelToken()
    heard = Doing(token, "finish at once", 0)
    with run_context(heard=heard, cancel=token) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert {step for _, step, _ in heard.metrics} == {1}
    assert looks_like_model(outputs["model"].column("model")[0].as_py())


def test_early_stopping_ends_after_epochs_without_a_better_one() -> None:
    settings = {**SETTINGS, "epochs": 60, "early_stopping": 2}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    accuracies = [(v, s) for n, s, v in heard.metrics if n == "valid_accuracy"]
    losses = {s: v for n, s, v in heard.metrics if n == "valid_loss"}
    best = max(accuracies, key=lambda pair: (pair[0], -losses[pair[1]]))[1]
    assert len(accuracies) == best + 2 < 60


@pytest.mark.parametrize(("saved", "now"), [(True, "on"), (False, "off"), ("automatic", "automatic")])
def test_class_weights_that_were_saved_as_yes_or_no_still_open(saved: object, now: str) -> None:
    assert ImageRecognition.Config(**{**SETTINGS, "class_weights": saved}).class_weights == now


def test_uneven_classes_are_weighed_and_the_report_says_so() -> None:
    discs = shapes(48).filter(pc.equal(shapes(48)["Class"], "disc"))
    rare = pa.concat_tables([discs, shapes(8, seed=3)])
    said = {}
    for name, training in (("uneven", rare), ("even", INPUTS["training"])):
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, {**INPUTS, "training": training})
        said[name] = outputs["report"].column(0)[0].as_py()
    assert "on (automatic: classes are uneven), a picture counts" in said["uneven"]
    assert "off (automatic: classes are even enough)" in said["even"]


class Watching(Heard):
    """Knows when it was made, and when the last epoch was told."""

    def __init__(self) -> None:
        super().__init__()
        self.start = self.last = time.monotonic()

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        self.last = time.monotonic()


def test_minutes_replace_epochs_and_are_kept() -> None:
    # The first training of a process loads parts of torch.
    run_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, INPUTS)
    heard = Watching()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "minutes": 0.05}, INPUTS, ctx=ctx)
    assert 2.7 < heard.last - heard.start < 12, "a crowded machine may stop for a while"
    (planned,) = [line for line in heard.infos if line.startswith("for 0.05 minutes: the whole network in")]
    epochs = int(planned.split(" in ")[1].split()[0].replace(",", ""))
    assert {step for _, step, _ in heard.metrics} == set(range(1, epochs + 1))
    assert any(f" of {epochs}" in message for _, _, message in heard.progressed)
    assert "0.05 minutes" in outputs["report"].column(0)[0].as_py()
    shares = [done / total for done, total, message in heard.progressed if total and "epoch" in message]
    assert shares == sorted(shares)
    assert shares[-1] > 0.7


def test_too_little_time_for_a_network_trains_the_head(weights: str) -> None:
    settings = {**SETTINGS, **HEAD, "weights_dir": weights, "minutes": 0.0001}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    assert [line for line in heard.infos if "minutes: the head only, pictures of 32 x 32" in line]
    assert any(said.startswith("0.0001 minutes are short even for the head") for said, _, _ in heard.warnings)


def test_minutes_stand_under_the_node() -> None:
    node = ImageRecognition(ImageRecognition.Config(**{**SETTINGS, "minutes": 1}))
    assert node.annotation() == "Small CNN, best in 1 minute"
    node = ImageRecognition(ImageRecognition.Config(**{**SETTINGS, "minutes": 2.5, "epochs": 3}))
    assert node.annotation() == "Small CNN, best in 2.5 minutes"


def test_an_automatic_learning_rate_is_found_and_told_and_not_beside_a_given_one() -> None:
    settings = {**SETTINGS, "rate_choice": "automatic"}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    (found,) = [line for line in heard.infos if line.startswith("the range test chose a learning rate of ")]
    rate = float(found.rsplit(" ", 1)[1])
    assert 3e-3 / 4 <= rate <= 3e-3 * 4
    assert f"{rate:g} (found by a range test)" in outputs["report"].column(0)[0].as_py()
    _, problems = configure_tool(ImageRecognition, {**settings, "learning_rate": 0.01}, INPUTS)
    assert [(problem.field, problem.message) for problem in problems] == [
        ("learning_rate", "a learning rate is given; empty it to have one found")
    ]


_PROCESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import torch
from test_image_recognition import INPUTS, SETTINGS
from weft.sdk import CancelToken, RunContext
from weft.sdk.testing import Heard, run_tool
from weft_nodes.computer_vision.image_recognition import ImageRecognition

class Loud(Heard):
    def metric(self, name, step, value):
        print("metric", name, step, flush=True)
    def info(self, message):
        print("info", message, flush=True)

torch.set_num_threads(1)
folder = Path(sys.argv[1])
with ThreadPoolExecutor(2) as pool:
    ctx = RunContext(folder, folder / "work", folder / "kept", Loud(), CancelToken(), pool, device="cpu")
    outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 8}, INPUTS, ctx=ctx)
(folder / "model").write_bytes(outputs["model"].column("model")[0].as_py())
"""


def test_a_killed_training_goes_on_and_ends_with_the_very_same_model(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)]),
    }
    command = [sys.executable, "-c", _PROCESS, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.split() == ["metric", "train_loss", "4"]:
                break
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "model").exists()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "info goes on after epoch " in done.stdout
    assert done.stdout.count("metric train_loss") == 8
    whole = run_tool(ImageRecognition, {**SETTINGS, "epochs": 8}, INPUTS)["model"].column("model")[0].as_py()
    assert (tmp_path / "model").read_bytes() == whole


@pytest.mark.skipif(not (SHARED / "weights").is_dir(), reason="needs real weights and pictures in ../shared")
def test_real_weights_tell_real_pictures_apart(tmp_path: Path) -> None:
    records = []
    for folder in sorted((SHARED / "data" / "simpsons").iterdir())[:2]:
        records += [(file.read_bytes(), folder.name) for file in sorted(folder.glob("*.jpg"))[:60]]
    pictures, labels = zip(*records, strict=True)
    table = pa.table({"image": picture_array(pictures), "Class": list(labels)})
    held = pa.array([number % 4 == 0 for number in range(len(table))])
    inputs = {"training": table.filter(pc.invert(held)), "validation": table.filter(held)}
    settings = {**SETTINGS, "model": "mobilenetv2_100", "train": "head only", "image_size": 96, "epochs": 10}
    outputs = run_tool(ImageRecognition, {**settings, "weights_dir": str(SHARED / "weights")}, inputs)
    assert outputs["metrics"].column("Accuracy")[0].as_py() > 0.65
    page = outputs["report"].column(0)[0].as_py()
    assert "data:image/jpeg;base64," in page
