from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import timm
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from weft.sdk import ToolError
from weft_nodes._vision.networks.compact import CompactNetwork
from weft_nodes._vision.networks.network import Convolutions, Network, Shape, build, rebuild, seed_torch
from weft_nodes._vision.networks.weights import Pretraining, Weights, locate, untrained
from weft_nodes._vision.networks.zoo import Backbone, find, listed

SHARED = Path(__file__).parents[5] / "shared" / "weights"
SHAPE = Shape(3, 64, 48)


def random_network(name: str, shape: Shape = SHAPE, seed: int = 1) -> Network:
    seed_torch(seed)
    return build(find(name), shape, untrained(find(name)))


def saved(folder: Path, name: str, state: dict[str, torch.Tensor]) -> Weights:
    path = folder / f"{name}.safetensors"
    save_file({key: tensor.contiguous() for key, tensor in state.items()}, path)
    return locate(find(name), folder)


def pictures(count: int = 2, width: int = 64, height: int = 48) -> torch.Tensor:
    return torch.randn(count, 3, height, width, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(
    "name", ["test_resnet", "test_efficientnet", "test_vit", "test_coatnet", "Small CNN"]
)
def test_a_network_gives_features_for_its_head_and_logits_for_each_class(name: str) -> None:
    shape = Shape(3, 64, 96) if name == "test_coatnet" else SHAPE
    network = random_network(name, shape)
    x = pictures(2, shape.width, shape.height)
    with torch.inference_mode():
        features = network.features(x)
        assert features.shape == (2, network.dimensions)
        assert torch.equal(network(x), network.head(features))
        assert network(x).shape == (2, 3)
    assert not network.training


@pytest.mark.parametrize("name", ["test_resnet", "test_vit", "Small CNN"])
def test_the_groups_hold_every_parameter_once_from_the_stem_to_the_head(name: str) -> None:
    network = random_network(name)
    groups = network.groups()
    assert len(groups) > 3
    assert {id(p) for p in groups[-1]} == {id(p) for p in network.head.parameters()}
    ids = [id(parameter) for group in groups for parameter in group]
    assert sorted(ids) == sorted(id(parameter) for parameter in network.parameters())
    assert any(parameter is next(network.backbone.parameters()) for parameter in groups[0])


@pytest.mark.parametrize("name", ["test_resnet", "Small CNN"])
def test_the_same_seed_gives_the_same_network_and_another_seed_another(name: str) -> None:
    first, second, third = (random_network(name, seed=seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[key], second[key]) for key in first)
    assert not torch.equal(first["head.1.weight"], third["head.1.weight"])


@pytest.mark.parametrize("backbone", listed(), ids=lambda backbone: backbone.name)
def test_the_listed_networks_give_as_many_features_as_is_said(backbone: Backbone) -> None:
    with torch.device("meta"):
        if not backbone.pretrained:
            layers: nn.Module = CompactNetwork()
        else:
            layers = timm.create_model(backbone.architecture, num_classes=0, **backbone.arguments)
        if backbone.convolutions:
            layers = Convolutions(nn.Sequential(layers.get_submodule(backbone.convolutions)))
        side = 518 if "dinov2" in backbone.architecture else 128
        assert layers.eval()(torch.empty(1, 3, side, side)).shape == (1, backbone.dimensions)


def test_every_parameter_learns() -> None:
    network = random_network("Small CNN").train()
    network(pictures(8)).square().sum().backward()
    assert all(parameter.grad is not None for parameter in network.parameters())


@pytest.mark.parametrize("name", ["test_resnet", "test_convnext"])
def test_weights_of_a_file_give_the_features_that_timm_gives(tmp_path: Path, name: str) -> None:
    model: Any = timm.create_model(name).eval()
    network = build(find(name), SHAPE, saved(tmp_path, name, model.state_dict()))
    with torch.inference_mode():
        expected = model.forward_head(model.forward_features(pictures()), pre_logits=True)
        assert torch.allclose(network.features(pictures()), expected, atol=1e-5)


def test_a_transformer_takes_pictures_of_any_size_with_weights_of_its_own_size(tmp_path: Path) -> None:
    weights = saved(tmp_path, "test_vit", timm.create_model("test_vit").state_dict())
    network = build(find("test_vit"), Shape(2, 70, 50), weights)
    with torch.inference_mode():
        assert network(pictures(1, 70, 50)).shape == (1, 2)


def test_numbers_that_no_file_holds_are_made_when_weights_are_read(tmp_path: Path) -> None:
    shape = Shape(2, 160, 160)
    weights = saved(tmp_path, "test_coatnet", timm.create_model("test_coatnet").state_dict())
    network = build(find("test_coatnet"), shape, weights)
    with torch.inference_mode():
        assert network(pictures(1, 160, 160)).isfinite().all()


def test_convolutions_alone_are_averaged_and_need_no_more_of_the_file(tmp_path: Path) -> None:
    vgg = replace(find("VGG16"), name="vgg11", timm_name="vgg11.tv_in1k")
    model: Any = timm.create_model("vgg11", **vgg.arguments).eval()
    kept = {key: tensor for key, tensor in model.state_dict().items() if key.startswith("features.")}
    save_file(kept, tmp_path / "vgg11.safetensors")
    network = build(vgg, SHAPE, locate(vgg, tmp_path))
    assert network.dimensions == 512
    with torch.inference_mode():
        assert torch.allclose(
            network.features(pictures()), model.features(pictures()).mean((2, 3)), atol=1e-5
        )
    assert len(network.groups()) == 9


def test_the_file_may_have_a_classifier_of_any_size_or_none(tmp_path: Path) -> None:
    for classes in (0, 7):
        weights = saved(
            tmp_path, "test_resnet", timm.create_model("test_resnet", num_classes=classes).state_dict()
        )
        assert build(find("test_resnet"), SHAPE, weights).dimensions == 96


def test_half_precision_weights_become_full_precision(tmp_path: Path) -> None:
    state = timm.create_model("test_resnet").half().state_dict()
    network = build(find("test_resnet"), SHAPE, saved(tmp_path, "test_resnet", state))
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float32}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("lacking", r"it lacks conv1\.0\.weight$"),
        ("another shape", r"it has in another shape conv1\.0\.weight$"),
        ("more", r"it has beside them extra\.weight and 1 more$"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_what_is_wrong(
    tmp_path: Path, change: str, message: str
) -> None:
    state = timm.create_model("test_resnet").state_dict()
    if change == "lacking":
        del state["conv1.0.weight"]
    elif change == "another shape":
        state["conv1.0.weight"] = torch.zeros(1)
    else:
        state |= {"extra.weight": torch.zeros(1), "extra.width": torch.zeros(1)}
    with pytest.raises(ToolError, match=message) as caught:
        build(find("test_resnet"), SHAPE, saved(tmp_path, "test_resnet", state))
    assert "test_resnet.safetensors do not fit test_resnet" in str(caught.value)


def test_a_file_that_is_not_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_resnet.safetensors").write_bytes(b"not at all")
    with pytest.raises(ToolError, match=r"test_resnet\.safetensors cannot be read"):
        build(find("test_resnet"), SHAPE, locate(find("test_resnet"), tmp_path))


def test_pictures_under_the_minimum_size_are_refused_with_the_size_to_scale_to() -> None:
    with pytest.raises(
        ToolError, match=r"pictures of 74 x 80 pixels are too small for InceptionV3, .* 75 x 75"
    ):
        random_network("InceptionV3", Shape(2, 74, 80))


def test_a_size_that_a_network_cannot_take_is_a_message_not_a_crash() -> None:
    with pytest.raises(ToolError, match="test_coatnet cannot take pictures of 64 x 48 pixels"):
        random_network("test_coatnet", Shape(2, 64, 48))


def test_a_network_is_rebuilt_from_its_state_without_random_numbers() -> None:
    for name in ("test_resnet", "test_vit", "Small CNN"):
        network = random_network(name)
        before = torch.get_rng_state()
        again = rebuild(find(name), SHAPE, untrained(find(name)), network.state_dict())
        assert torch.equal(torch.get_rng_state(), before)
        with torch.inference_mode():
            assert torch.equal(again(pictures()), network(pictures()))


def test_a_rebuilt_network_can_learn_on() -> None:
    state = random_network("Small CNN").state_dict()
    again = rebuild(find("Small CNN"), SHAPE, Pretraining(), state)
    assert all(parameter.requires_grad for parameter in again.parameters())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared weights are only on the developers' machines")
def test_the_shared_weights_load_by_the_name_of_their_folder() -> None:
    weights = locate(find("mobilenetv2_100"), SHARED)
    network = build(find("mobilenetv2_100"), Shape(4, 128, 128), weights)
    model: Any = timm.create_model("mobilenetv2_100", pad_type="same").eval()
    model.load_state_dict(load_file(weights.path))
    x = pictures(2, 128, 128)
    with torch.inference_mode():
        expected = model.forward_head(model.forward_features(x), pre_logits=True)
        assert torch.allclose(network.features(x), expected, atol=1e-4)


def test_a_backbone_of_another_kind_of_output_is_refused() -> None:
    odd = Backbone("odd", "test_resnet", "", arguments={"global_pool": ""})
    with pytest.raises(ToolError, match="odd gives no plain features"):
        build(odd, SHAPE, untrained(odd))
