import pytest
import torch
from torch import nn
from torch.nn import functional

from weft_nodes._vision.learning.stage_learning import stage_learner
from weft_nodes._vision.networks.network import Network, Shape, build, seed_torch
from weft_nodes._vision.networks.stages import cut, with_parts
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find


def network(name: str, size: int) -> Network:
    backbone = find(name)
    with torch.random.fork_rng():
        seed_torch(1)
        return build(backbone, Shape(3, size, size), untrained(backbone))


def noise(size: int) -> torch.Tensor:
    return torch.randn(2, 3, size, size, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(
    ("name", "size", "shape"),
    [
        ("test_resnet", 64, (192, 4, 4)),
        ("test_efficientnet", 64, (32, 8, 8)),
        ("test_convnext", 64, (32, 8, 8)),
        ("test_mambaout", 64, (8, 8, 32)),
        ("test_vit", 160, (101, 64)),
        ("Small CNN", 64, (160, 4, 4)),
    ],
)
def test_networks_of_all_kinds_are_cut_where_half_of_their_numbers_are_behind(
    name: str, size: int, shape: tuple[int, ...]
) -> None:
    whole = network(name, size)
    stages = cut(whole.backbone, noise(size), 0.5)
    assert stages
    assert stages.shape == shape
    assert 0.5 <= stages.share < 1
    with torch.no_grad():
        seen = noise(size) + 1
        assert torch.allclose(stages.tail(stages.trunk(seen)), whole.backbone(seen), atol=1e-4)


def test_a_larger_share_is_cut_earlier() -> None:
    whole = network("test_resnet", 64)
    shares = [found.share for share in (0.3, 0.6, 0.9) if (found := cut(whole.backbone, noise(64), share))]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert all(share >= asked for share, asked in zip(shares, (0.3, 0.6, 0.9), strict=True))


class Detour(nn.Module):
    """A network that looks at the picture once more after its layers."""

    def __init__(self, again: bool) -> None:
        super().__init__()
        self.first, self.second, self.again = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 3), again

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.second(functional.relu(self.first(pictures))).mean((2, 3))
        return found * pictures.mean() if self.again else found


def test_a_cut_that_would_change_what_the_network_says_is_not_made() -> None:
    with torch.random.fork_rng():
        seed_torch(1)
        stages = cut(Detour(again=False), noise(16), 0.1)
        assert stages
        assert stages.shape == (4, 14, 14), "before the second layer, which is given more than the first gave"
        assert cut(Detour(again=True), noise(16), 0.1) is None


def test_parts_are_replaced_in_a_copy_that_shares_all_else() -> None:
    whole = network("test_resnet", 64).backbone
    name, part = next((n, p) for n, p in whole.named_modules() if isinstance(p, nn.Conv2d) and "." in n)
    changed = with_parts(whole, {name: nn.Identity()})
    assert isinstance(changed.get_submodule(name), nn.Identity)
    assert whole.get_submodule(name) is part
    shared = {id(parameter) for parameter in whole.parameters()}
    assert {id(parameter) for parameter in changed.parameters()} < shared


def test_what_learns_is_the_tail_and_the_head_and_the_network_has_what_they_learned() -> None:
    whole = network("test_resnet", 64)
    stages = cut(whole.backbone, noise(64), 0.5)
    assert stages
    learner = stage_learner(whole, stages, torch.device("cpu"))
    learning = {id(parameter) for group in learner.groups for parameter in group}
    assert learning == {id(parameter) for parameter in whole.parameters() if parameter.requires_grad}
    assert learning == {id(parameter) for parameter in learner.module.parameters()}
    assert [id(p) for p in learner.groups[-1]] == [id(p) for p in whole.head.parameters()]
    changed = {name: value + 1 for name, value in learner.module.state_dict().items()}
    learner.module.load_state_dict(changed)
    with torch.no_grad():
        by_parts = learner.module.eval()(learner.look(stages.trunk(noise(64)).half()))
        assert torch.allclose(whole.eval()(noise(64)), by_parts, rtol=0.05, atol=0.05)
