import subprocess
import sys

import pytest

from weft.sdk import ToolError
from weft_nodes._vision.networks.zoo import SMALL, find, listed

ALTERYX = {
    "VGG16": ("vgg16.tv_in1k", 32),
    "InceptionV3": ("inception_v3.tf_in1k", 75),
    "InceptionResNetV2": ("inception_resnet_v2.tf_in1k", 75),
    "Resnet50V2": ("resnetv2_50.a1h_in1k", 32),
}


@pytest.mark.parametrize("name", ALTERYX)
def test_the_four_models_of_alteryx_keep_their_names_weights_and_minimum_sizes(name: str) -> None:
    backbone = find(name)
    assert (backbone.timm_name, backbone.min_size) == ALTERYX[name]
    assert backbone.name == name


def test_every_listed_model_has_a_note_and_a_name_of_its_own() -> None:
    assert all(backbone.note.endswith(".") for backbone in listed())
    assert len({backbone.name.casefold() for backbone in listed()}) == len(listed())


def test_every_listed_model_is_known_to_timm_together_with_its_weights() -> None:
    import timm

    for backbone in listed():
        if backbone.timm_name:
            config = timm.models.get_pretrained_cfg(backbone.timm_name)
            assert config
            assert config.hf_hub_id


def test_names_are_found_in_any_case_and_by_their_timm_name() -> None:
    assert find("resnet50v2") is find(" Resnet50V2 ") is find("resnetv2_50.a1h_in1k")
    assert find("mobilenetv2_100").name == "MobileNetV2"


def test_only_the_own_network_needs_no_weights() -> None:
    assert [backbone.name for backbone in listed() if not backbone.pretrained] == [SMALL]


def test_any_other_name_of_timm_is_taken_with_its_tag() -> None:
    backbone = find("resnet18.a1_in1k")
    assert (backbone.architecture, backbone.tag) == ("resnet18", "a1_in1k")


@pytest.mark.parametrize("name", ["Resnet50-V2", "", "hf-hub:someone/something", "../weights"])
def test_a_name_that_cannot_be_a_model_is_refused_with_the_ones_there_are(name: str) -> None:
    with pytest.raises(ToolError, match=r"there is no model .* Choose VGG16, .*, Small CNN") as caught:
        find(name)
    assert caught.value.field == "model"


def test_a_misspelt_name_brings_a_suggestion() -> None:
    with pytest.raises(ToolError, match="did you mean 'Small CNN'"):
        find("Small-CNN")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("VGG61", "VGG16"),
        ("mobilnetv2", "MobileNetV2"),
        ("mobilenetv3_larg_100", "mobilenetv3_large_100"),
        ("resnet81.a1_in1k", "resnet18"),
    ],
)
def test_a_name_that_timm_does_not_have_is_refused_with_the_nearest_one(name: str, meant: str) -> None:
    with pytest.raises(ToolError, match=f"there is no model '{name}'; did you mean '{meant}'") as caught:
        find(name)
    assert caught.value.field == "model"


def test_old_names_of_timm_are_still_taken() -> None:
    assert find("tv_resnet50").architecture == "tv_resnet50"


def test_looking_up_models_and_weights_imports_neither_torch_nor_timm() -> None:
    code = (
        "import sys; from weft_nodes._vision.networks import zoo, weights, hub, preprocess;"
        "zoo.find('VGG16'); zoo.find('resnet18');"
        "sys.exit(bool({'torch', 'timm', 'huggingface_hub'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_listed_network_tells_what_it_costs() -> None:
    for backbone in listed():
        assert backbone.parameters > 500_000
        assert backbone.megabytes == round(backbone.parameters * 4 / 1e6, 1)
        assert backbone.pace > 0
        assert backbone.dimensions >= 320
    assert find("MobileNetV2").pace == 1
    assert find("resnet18").parameters == 0
