"""The settings of Image Recognition, before any run."""

from pathlib import Path

import pyarrow as pa
import pytest
from shape_training import HEAD, INPUTS, SETTINGS

from weft.sdk import (
    EditContext,
    ModelType,
)
from weft.sdk.testing import configure_tool
from weft_nodes.computer_vision.image_recognition import ImageRecognition


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


@pytest.mark.parametrize(("saved", "now"), [(True, "on"), (False, "off"), ("automatic", "automatic")])
def test_class_weights_that_were_saved_as_yes_or_no_still_open(saved: object, now: str) -> None:
    assert ImageRecognition.Config(**{**SETTINGS, "class_weights": saved}).class_weights == now


def test_minutes_stand_under_the_node() -> None:
    node = ImageRecognition(ImageRecognition.Config(**{**SETTINGS, "minutes": 1}))
    assert node.annotation() == "Small CNN, best in 1 minute"
    node = ImageRecognition(ImageRecognition.Config(**{**SETTINGS, "minutes": 2.5, "epochs": 3}))
    assert node.annotation() == "Small CNN, best in 2.5 minutes"
