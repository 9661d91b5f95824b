import drawn_faces
import pytest
import torch

from weft_nodes._vision.networks.compact import CompactNetwork
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import SMALL, find


@pytest.mark.parametrize(("width", "height"), [(16, 16), (33, 20), (96, 128)])
def test_it_takes_pictures_of_any_size_from_sixteen_pixels(width: int, height: int) -> None:
    with torch.inference_mode():
        assert CompactNetwork().eval()(torch.zeros(2, 3, height, width)).shape == (2, 320)


def test_it_has_less_than_a_million_numbers() -> None:
    assert sum(parameter.numel() for parameter in CompactNetwork().parameters()) < 1_000_000


def test_a_dozen_steps_teach_it_to_tell_two_drawn_faces_apart() -> None:
    seed_torch(1)
    network = build(find(SMALL), Shape(2, 32, 32), Pretraining()).train()
    faces, kinds = drawn_faces.pixels(16, size=32)
    chosen = kinds < 2
    pictures = Pretraining().preprocess(32, 32).normalise(torch.from_numpy(faces[chosen]))
    targets = torch.from_numpy(kinds[chosen])
    optimizer = torch.optim.AdamW(network.parameters(), 3e-3)
    losses = []
    for _ in range(12):
        loss = torch.nn.functional.cross_entropy(network(pictures), targets)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.3 * losses[0]
