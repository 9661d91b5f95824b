"""Image Recognition: what it learns, gives, refuses and warns of."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import torch
from drawn_shapes import shapes
from safetensors.torch import load, load_file
from shape_training import HEAD, INPUTS, SETTINGS, card_of, tiny_weights

from weft.sdk import (
    ModelType,
    ToolError,
    picture_array,
)
from weft.sdk.testing import Heard, check_tool, run_context, run_tool
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes.computer_vision.image_recognition import ImageRecognition

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_weights(tmp_path_factory.mktemp("weights")))


SHARED = Path(__file__).parents[4] / "shared"


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


def test_uneven_classes_are_weighed_and_the_report_says_so() -> None:
    discs = shapes(48).filter(pc.equal(shapes(48)["Class"], "disc"))
    rare = pa.concat_tables([discs, shapes(8, seed=3)])
    said = {}
    for name, training in (("uneven", rare), ("even", INPUTS["training"])):
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, {**INPUTS, "training": training})
        said[name] = outputs["report"].column(0)[0].as_py()
    assert "on (automatic: classes are uneven), a picture counts" in said["uneven"]
    assert "off (automatic: classes are even enough)" in said["even"]


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
