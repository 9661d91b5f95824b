"""A network cut in two: early layers that rest, and the last stages, which learn. Imports torch.

Where a network is cut is found by watching it work: its parts make a chain as long as each is given the
very output of the one before. Transformers put positions in between; they are cut between two blocks.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

Half = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Stages:
    """The two parts of a network, which share its numbers.

    Attributes:
        trunk: Normalised pictures (n, 3, height, width) to activations (n, ...).
        tail: Activations to features (n, dimensions).
        shape: Of the activations of one picture.
        share: Of the network's numbers, in the tail.
    """

    trunk: nn.Module
    tail: nn.Module
    shape: tuple[int, ...]
    share: float


class TokenTrunk(nn.Module):
    """A transformer up to a block: pictures to tokens (n, tokens, width)."""

    def __init__(self, backbone: Any, block: int) -> None:
        super().__init__()
        left_out: dict[str, nn.Module] = {
            f"blocks.{n}": nn.Identity() for n in range(block, _blocks(backbone))
        }
        self.layers = with_parts(backbone, left_out | {"norm": nn.Identity()})

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(n, 3, height, width) to (n, tokens, width)."""
        tokens: torch.Tensor = self.layers.forward_features(pictures)  # type: ignore[operator]
        return tokens


class TokenTail(nn.Module):
    """A transformer from a block on: tokens (n, tokens, width) to features."""

    def __init__(self, backbone: Any, block: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*list(backbone.blocks)[block:])
        self.norm = backbone.norm
        # What comes after the blocks; parts are named here that would be learned in vain.
        spent = ("patch_embed", "blocks", "norm")
        self.pooling = with_parts(backbone, {name: nn.Identity() for name in spent})
        for name in ("pos_embed", "cls_token", "reg_token"):
            if name in self.pooling._parameters:
                self.pooling._parameters = {**self.pooling._parameters, name: None}

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """(n, tokens, width) to (n, dimensions)."""
        features: torch.Tensor = self.pooling.forward_head(self.norm(self.blocks(tokens)))  # type: ignore[operator]
        return features


def cut_tokens(backbone: Any, block: int) -> tuple[nn.Module, nn.Module] | None:
    """A vision transformer, cut before a block; None where it is none. A negative one counts from the end."""
    patch = getattr(getattr(backbone, "patch_embed", None), "patch_size", None)
    blocks = getattr(backbone, "blocks", None)
    if patch is None or not isinstance(blocks, nn.Sequential) or not hasattr(backbone, "norm"):
        return None
    block %= len(blocks)
    return TokenTrunk(backbone, block), TokenTail(backbone, block)


@torch.no_grad()
def cut(backbone: nn.Module, pictures: torch.Tensor, share: float) -> Stages | None:
    """Cut where the shortest tail holds `share` of the numbers; None where the network cannot be cut.

    Args:
        backbone: In evaluation mode; gives features (n, dimensions). Its numbers are shared, not copied.
        pictures: Normalised (n, 3, height, width), not blank, on which the halves are proved.
        share: 0 to 1.
    """
    halves = _token_halves(backbone, share) or _chain_halves(backbone, pictures, share)
    if halves is None:
        return None
    trunk, tail = (half.eval() for half in halves)
    middle, features = trunk(pictures), backbone(pictures)
    if middle.ndim < 3 or not proves(tail(middle), features):
        return None
    return Stages(trunk, tail, tuple(middle.shape[1:]), _size(tail) / max(1, _size(backbone)))


def proves(found: torch.Tensor, expected: torch.Tensor) -> bool:
    """Whether two halves do what the whole does."""
    return found.shape == expected.shape and torch.allclose(found, expected, atol=1e-3, rtol=1e-3)


def with_parts(module: nn.Module, parts: Mapping[str, nn.Module]) -> nn.Module:
    """The module with other parts under some names (dotted), sharing all else; it stays as it is itself."""
    changed = copy.copy(module)
    changed._modules = dict(module._modules)
    below: dict[str, dict[str, nn.Module]] = {}
    for name, part in parts.items():
        first, _, rest = name.partition(".")
        if rest:
            below.setdefault(first, {})[rest] = part
        else:
            changed._modules[first] = part
    for name, inner in below.items():
        found = module._modules[name]
        assert found is not None
        changed._modules[name] = with_parts(found, inner)
    return changed


def _token_halves(backbone: nn.Module, share: float) -> tuple[nn.Module, nn.Module] | None:
    if cut_tokens(backbone, 0) is None:
        return None
    whole = _size(backbone)
    later = sum(
        _size(part) for name, part in backbone.named_children() if name not in ("patch_embed", "blocks")
    )
    blocks = list(backbone.get_submodule("blocks").children())
    for block in range(len(blocks) - 1, 0, -1):
        later += _size(blocks[block])
        if later >= share * whole:
            return cut_tokens(backbone, block)
    return cut_tokens(backbone, 1) if len(blocks) > 1 else None


def _chain_halves(
    backbone: nn.Module, pictures: torch.Tensor, share: float
) -> tuple[nn.Module, nn.Module] | None:
    chain = _chain(backbone, pictures)
    whole = later = _size(backbone)
    last = 0
    for number, (_, part) in enumerate(chain):
        later -= _size(part)
        if later < share * whole:
            break
        last = number + 1
    first = chain[:last]
    if not any(_size(part) for _, part in first):
        return None
    trunk = nn.Sequential(*(part for _, part in first))
    return trunk, with_parts(backbone, {name: nn.Identity() for name, _ in first})


def _chain(backbone: nn.Module, pictures: torch.Tensor) -> list[tuple[str, nn.Module]]:
    """The parts from the picture on, as long as each is given what the one before gave."""
    ways: list[tuple[str, Any, Any]] = []
    parts = dict(_parts(backbone))

    def watch(name: str) -> Callable[[nn.Module, tuple[Any, ...], Any], None]:
        return lambda _, given, gave: ways.append((name, given, gave))

    hooks = [part.register_forward_hook(watch(name)) for name, part in parts.items()]
    try:
        backbone(pictures)
    finally:
        for hook in hooks:
            hook.remove()
    names = [name for name, _, _ in ways]
    chain: list[tuple[str, nn.Module]] = []
    expected: Any = pictures
    for name, given, gave in ways:
        alone = len(given) == 1 and given[0] is expected and isinstance(gave, torch.Tensor)
        if not alone or names.count(name) > 1:
            break
        chain.append((name, parts[name]))
        expected = gave
    return chain


def _parts(module: nn.Module, prefix: str = "") -> Iterator[tuple[str, nn.Module]]:
    """The parts of a network, those of sequences one by one."""
    for name, part in module.named_children():
        if isinstance(part, nn.Sequential | nn.ModuleList) and len(part):
            yield from _parts(part, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", part


def _blocks(backbone: Any) -> int:
    return len(backbone.blocks)


def _size(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())
