import json
from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._vision.networks.weights import Pretraining, locate, untrained
from weft_nodes._vision.networks.zoo import find

SHARED = Path(__file__).parents[5] / "shared" / "weights"


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEFT_WEIGHTS", raising=False)


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_a_file_of_the_name_and_tag_is_found_with_what_timm_says_of_the_tag(tmp_path: Path) -> None:
    weights = locate(find("VGG16"), put(tmp_path, "vgg16.tv_in1k.safetensors", "vgg19.tv_in1k.safetensors"))
    assert weights.path == tmp_path / "vgg16.tv_in1k.safetensors"
    assert weights.origin == "folder"
    assert weights.pretraining == Pretraining(
        "vgg16", "tv_in1k", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225), "bilinear", "bsd-3-clause"
    )


def test_a_file_without_tag_counts_as_the_wanted_tag(tmp_path: Path) -> None:
    weights = locate(find("InceptionV3"), put(tmp_path, "inception_v3.safetensors"))
    assert weights.pretraining.tag == "tf_in1k"
    assert weights.pretraining.mean == (0.5, 0.5, 0.5)


def test_a_folder_of_the_name_as_the_hub_keeps_it_is_found(tmp_path: Path) -> None:
    weights = locate(find("resnet18"), put(tmp_path, "resnet18.a1_in1k/model.safetensors"))
    assert weights.path == tmp_path / "resnet18.a1_in1k" / "model.safetensors"
    assert weights.pretraining.tag == "a1_in1k"


def test_a_configuration_beside_the_file_says_what_goes_with_it(tmp_path: Path) -> None:
    put(tmp_path, "resnet18/model.safetensors")
    config = {"architecture": "resnet18", "pretrained_cfg": {"mean": [0.1, 0.2, 0.3], "license": "mit"}}
    (tmp_path / "resnet18" / "config.json").write_text(json.dumps(config))
    pretraining = locate(find("resnet18"), tmp_path).pretraining
    assert pretraining.mean == (0.1, 0.2, 0.3)
    assert pretraining.license == "mit"


def test_a_damaged_configuration_beside_the_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, "resnet18/model.safetensors")
    (tmp_path / "resnet18" / "config.json").write_text("{")
    with pytest.raises(ToolError, match=r"config\.json is not a model configuration of timm"):
        locate(find("resnet18"), tmp_path)


def test_an_unknown_tag_of_tensorflow_means_its_scale_and_its_padding(tmp_path: Path) -> None:
    pretraining = locate(
        find("mobilenetv2_100"), put(tmp_path, "mobilenetv2_100.tf_mine.safetensors")
    ).pretraining
    assert pretraining.mean == pretraining.std == (0.5, 0.5, 0.5)
    assert pretraining.arguments == {"pad_type": "same"}
    assert pretraining.license == ""


def test_another_unknown_tag_means_what_timm_does_by_default(tmp_path: Path) -> None:
    pretraining = locate(
        find("mobilenetv2_100"), put(tmp_path, "mobilenetv2_100.mine.safetensors")
    ).pretraining
    assert pretraining.mean == (0.485, 0.456, 0.406)
    assert (pretraining.tag, pretraining.arguments, pretraining.license) == ("mine", {}, "")


def test_the_default_tag_comes_before_others(tmp_path: Path) -> None:
    names = [f"resnet18.{tag}.safetensors" for tag in ("a1_in1k", "a2_in1k")]
    assert locate(find("resnet18"), put(tmp_path, *names)).pretraining.tag == "a1_in1k"


def test_several_tags_without_the_default_are_to_be_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "resnet18.a2_in1k.safetensors", "resnet18.a3_in1k.safetensors")
    with pytest.raises(
        ToolError, match=r"name one of them as the model: resnet18\.a2_in1k, resnet18\.a3_in1k"
    ):
        locate(find("resnet18"), tmp_path)
    assert locate(find("resnet18.a3_in1k"), tmp_path).pretraining.tag == "a3_in1k"


def test_the_folder_of_the_setting_comes_before_that_of_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("setting", "variable"):
        put(tmp_path, f"{place}/resnet18.safetensors")
    monkeypatch.setenv("WEFT_WEIGHTS", str(tmp_path / "variable"))
    assert locate(find("resnet18"), tmp_path / "setting").path.parent.name == "setting"
    assert locate(find("resnet18")).path.parent.name == "variable"
    assert locate(find("resnet18"), tmp_path / "missing").path.parent.name == "variable"


def test_weights_of_another_tag_or_as_pickle_are_never_taken_in_silence(tmp_path: Path) -> None:
    put(tmp_path, "resnetv2_50.a1h_in21k.safetensors", "vgg16.bin", "vgg16.tv_in1k.pth")
    for name in ("vgg16.nosuch", "resnetv2_50.nosuch"):
        with pytest.raises(ToolError, match="were not found"):
            locate(find(name), tmp_path)


def test_a_tag_that_exists_nowhere_is_an_error_that_names_every_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEFT_WEIGHTS", str(tmp_path / "missing"))
    with pytest.raises(ToolError) as caught:
        locate(find("resnet18.nosuch"), tmp_path)
    text = str(caught.value)
    assert text.startswith("the pre-trained weights of resnet18.nosuch (resnet18.nosuch) were not found")
    assert f"the folder of the setting: {tmp_path}\n" in text
    assert f"WEFT_WEIGHTS: {tmp_path / 'missing'} (no such folder)" in text
    assert "the hub: timm knows of no weights there" in text
    assert "put the file resnet18.nosuch.safetensors into a folder" in text
    assert "set the environment variable WEFT_WEIGHTS" in text
    assert "choose the model 'Small CNN'" in text


def test_a_model_that_timm_does_not_have_is_refused_with_a_suggestion() -> None:
    for search in (locate, untrained):
        with pytest.raises(ToolError, match="there is no model 'resnet17'; did you mean 'resnet1"):
            search(find("resnet17"))


def test_a_start_from_random_weights_looks_for_no_file() -> None:
    assert untrained(find("Small CNN")) == Pretraining()
    assert untrained(find("Resnet50V2")).tag == "a1h_in1k"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared weights are only on the developers' machines")
@pytest.mark.parametrize("name", ["MobileNetV2", "mobilenetv2_100", "mobilenetv2_100.tf_in1k"])
def test_the_shared_weights_are_found_by_naming_their_folder(name: str) -> None:
    weights = locate(find(name), SHARED)
    assert weights.path.name == "mobilenetv2_100.tf_in1k.safetensors"
    assert weights.pretraining.std == (0.5, 0.5, 0.5)
    assert weights.pretraining.arguments == {"pad_type": "same"}
