import numpy as np
import pytest
import torch
from torch import nn

from weft_nodes._vision.exploring.attribution import Attribution
from weft_nodes._vision.models.classifier import Card, Classifier
from weft_nodes._vision.networks.network import Convolutions, Network, Shape, build, seed_torch
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find


def classifier(name: str, size: int) -> Classifier:
    backbone = find(name)
    start = untrained(backbone)
    card = Card(
        label="Class",
        classes=("a", "b", "c"),
        backbone=name,
        pretraining=start,
        preprocess=start.preprocess(size, size),
    )
    with torch.random.fork_rng():
        seed_torch(1)
        return Classifier(card, build(backbone, Shape(3, size, size), start))


def pictures(count: int, size: int) -> np.ndarray:
    return np.random.default_rng(2).integers(0, 256, (count, size, size, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("name", "size", "method", "shape"),
    [
        ("Small CNN", 64, "Grad-CAM", (4, 4)),
        ("Small CNN", 32, "occlusion", (8, 8)),
        ("test_resnet", 128, "Grad-CAM", (4, 4)),
        ("test_vit", 160, "Grad-CAM", (10, 10)),
        ("test_mambaout", 128, "Grad-CAM", (4, 4)),
    ],
)
def test_each_kind_of_network_is_explained_by_the_way_that_suits_it(
    name: str, size: int, method: str, shape: tuple[int, int]
) -> None:
    made = classifier(name, size)
    attribution = Attribution(made)
    assert attribution.method == method
    seen = pictures(3, size)
    found = attribution.explain(seen)
    assert np.allclose(found.probabilities, made.probabilities(seen), atol=1e-5)
    with torch.inference_mode():
        features = made.network.features(made.card.preprocess.normalise(torch.from_numpy(seen)))
    assert np.allclose(found.features, features.numpy(), atol=1e-4)
    assert [heat.shape for heat in found.heats] == [shape] * 3
    for heat in found.heats:
        assert heat.min() >= 0
        assert heat.max() in (0, pytest.approx(1))


def test_bare_convolutions_are_cut_before_the_average_and_unknown_layers_not_at_all() -> None:
    made = classifier("Small CNN", 64)
    with torch.random.fork_rng():
        seed_torch(1)
        layers = nn.Sequential(nn.Conv2d(3, 5, 3, stride=8), nn.ReLU())
    unknown = nn.Sequential(layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    shape = Shape(3, 64, 64)
    bare = Classifier(made.card, Network(Convolutions(layers), 5, shape).eval())
    assert Attribution(bare).method == "Grad-CAM"
    assert Attribution(bare).explain(pictures(1, 64)).heats[0].shape == (8, 8)
    assert Attribution(Classifier(made.card, Network(unknown, 5, shape).eval())).method == "occlusion"


def test_an_explanation_does_not_depend_on_the_pictures_beside_it() -> None:
    attribution = Attribution(classifier("Small CNN", 64))
    seen = pictures(5, 64)
    together, alone = attribution.explain(seen, 1), attribution.explain(seen[2:3], 1)
    assert np.array_equal(together.heats[2], alone.heats[0])
    assert np.array_equal(together.probabilities[2], alone.probabilities[0])


def test_grad_cam_of_averaged_convolutions_is_the_map_weighted_by_the_head() -> None:
    made = classifier("test_resnet", 128)
    seen = pictures(1, 128)
    with torch.inference_mode():
        maps = made.network.backbone.forward_features(  # type: ignore[operator]  # timm tells no types
            made.card.preprocess.normalise(torch.from_numpy(seen))
        )
        weights = made.network.head.get_parameter("1.weight")[2]
        expected = torch.einsum("c,crk->rk", weights, maps[0]).relu().numpy()
    (heat,) = Attribution(made).explain(seen, 2).heats
    assert np.allclose(heat, expected / max(expected.max(), 1e-9), atol=1e-4)


def test_covering_finds_the_only_place_that_matters() -> None:
    made = classifier("Small CNN", 32)
    attribution = Attribution(made)
    size = made.card.preprocess
    seen = np.full((1, 32, 32, 3), round(size.mean[0] * 255), np.uint8)
    seen[0, 4:8, 20:24] = 255
    # Covers are of the ground's own colour, so only those over the spot can change anything.
    spots = [attribution.explain(seen, target).heats[0] for target in range(3)]
    heat = max(spots, key=lambda one: float(one.max()))
    assert heat.max() == pytest.approx(1)
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    assert abs(row - 1) <= 1
    assert abs(column - 5) <= 1
    assert heat[4:].max() == heat[:, :3].max() == 0
