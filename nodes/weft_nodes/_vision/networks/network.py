"""Networks: a backbone of timm or Weft's own, and a head for the classes. Imports torch."""

import hashlib
import inspect
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from weft.sdk import ToolError
from weft_nodes._vision.networks.compact import CompactNetwork
from weft_nodes._vision.networks.weights import Pretraining, Weights
from weft_nodes._vision.networks.zoo import Backbone

State = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network is built for.

    Attributes:
        classes: How many.
        width: Of a picture, in pixels.
        height: Of a picture, in pixels.
        dropout: Share of features dropped before the last layer while training.
    """

    classes: int
    width: int
    height: int
    dropout: float = 0.2


class Network(nn.Module):
    """A backbone that gives features, and a head that gives logits.

    Attributes:
        backbone: Gives features (n, dimensions).
        dimensions: How many features a picture has.
        head: Dropout and a linear layer.
    """

    def __init__(self, backbone: nn.Module, dimensions: int, shape: Shape) -> None:
        super().__init__()
        self.backbone = backbone
        self.dimensions = dimensions
        self.head = nn.Sequential(nn.Dropout(shape.dropout), nn.Linear(dimensions, shape.classes))

    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        """Normalised pictures (n, 3, height, width) to pooled features (n, dimensions), before dropout."""
        found: torch.Tensor = self.backbone(pictures)
        return found

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Normalised pictures (n, 3, height, width) to logits (n, classes)."""
        logits: torch.Tensor = self.head(self.features(pictures))
        return logits

    def digest(self) -> str:
        """SHA-256 of the backbone's numbers and their names, as hexadecimal digits."""
        found = hashlib.sha256()
        for name, tensor in sorted(self.backbone.state_dict().items()):
            found.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
            found.update(tensor.detach().cpu().contiguous().numpy().data)
        return found.hexdigest()

    def groups(self) -> list[list[nn.Parameter]]:
        """All parameters, from the earliest layers to the head (the last group), for rates by layer."""
        from timm.models import group_parameters

        matcher = getattr(self.backbone, "group_matcher", None)
        if matcher is None:
            layers = [list(child.parameters()) for child in self.backbone.children()]
        else:
            grouped = group_parameters(self.backbone, matcher(coarse=False), return_values=True)
            layers = [list(grouped[number]) for number in sorted(grouped)]
        return [group for group in [*layers, list(self.head.parameters())] if group]


class Convolutions(nn.Module):
    """The convolutions of a network of timm alone; their output is averaged over the picture."""

    def __init__(self, layers: nn.Sequential) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(n, 3, height, width) to (n, features)."""
        return self.pooled(self.layers(pictures))

    def pooled(self, maps: torch.Tensor) -> torch.Tensor:
        """What the layers give (n, features, rows, columns) to (n, features)."""
        return maps.mean((2, 3))

    def group_matcher(self, coarse: bool = False) -> dict[str, str]:
        """One group a layer."""
        return {"blocks": r"^layers\.(\d+)"}


def build(backbone: Backbone, shape: Shape, start: Weights | Pretraining) -> Network:
    """A network in evaluation mode, on the CPU, channels last in memory.

    Its head starts from random numbers of torch's generator (see `seed_torch`), and so does the
    backbone where a `Pretraining` (no file) is given.

    Raises:
        ToolError: The file does not fit the network, or the pictures do not.
    """
    pretraining = start.pretraining if isinstance(start, Weights) else start
    outline = _outline(backbone, shape, pretraining)
    dimensions = _dimensions(outline, backbone, shape)
    if isinstance(start, Weights):
        layers = _real(outline, backbone, shape, pretraining)
        _fill(layers, _read(start, backbone, layers), start, backbone)
    else:
        layers = _layers(backbone, shape, pretraining)
    network = Network(layers, dimensions, shape)
    return network.to(memory_format=torch.channels_last).eval()


def rebuild(backbone: Backbone, shape: Shape, pretraining: Pretraining, state: State) -> Network:
    """The network that had this state, as `build` gives it, without any use of random numbers.

    Raises:
        RuntimeError: The state is of another network.
    """
    layers = _real(_outline(backbone, shape, pretraining), backbone, shape, pretraining)
    with torch.device("meta"):
        network = Network(layers, state["head.1.weight"].shape[1], shape)
    network.load_state_dict(state, assign=True)
    return network.to(memory_format=torch.channels_last).eval()


def seed_torch(seed: int) -> None:
    """Seed torch's generators of every device: call before `build` and before training."""
    torch.manual_seed(seed)


def _outline(backbone: Backbone, shape: Shape, pretraining: Pretraining) -> nn.Module:
    """The layers without any memory."""
    with torch.device("meta"):
        return _layers(backbone, shape, pretraining).eval()


def _dimensions(outline: nn.Module, backbone: Backbone, shape: Shape) -> int:
    """How many features the layers give for a picture of the shape."""
    size = f"{shape.width} x {shape.height}"
    least = backbone.min_size
    if min(shape.width, shape.height) < least:
        raise ToolError(
            f"pictures of {size} pixels are too small for {backbone.name}, which needs at least "
            f"{least} x {least}; scale them up before (Image Processing, Scale), or choose another model",
            "model",
        )
    try:
        features = outline(torch.empty(1, 3, shape.height, shape.width, device="meta"))
    except (RuntimeError, ValueError, AssertionError) as error:
        raise ToolError(
            f"{backbone.name} cannot take pictures of {size} pixels ({error}); scale them to the size "
            "that it was made for, such as 224 x 224",
            "model",
        ) from error
    if not isinstance(features, torch.Tensor) or features.ndim != 2:
        raise ToolError(f"{backbone.name} gives no plain features, so it cannot be used here", "model")
    return features.shape[1]


def _layers(backbone: Backbone, shape: Shape, pretraining: Pretraining) -> nn.Module:
    """The layers with random weights, on torch's current device."""
    if not pretraining.architecture:
        return CompactNetwork()
    import timm

    arguments = {**backbone.arguments, **pretraining.arguments, "num_classes": 0}
    config = timm.models.get_pretrained_cfg(pretraining.architecture)
    if config is None or not config.fixed_input_size:
        layers = timm.create_model(pretraining.architecture, **arguments)
    else:
        layers = _of_any_size(pretraining.architecture, shape, arguments)
    return Convolutions(getattr(layers, backbone.convolutions)) if backbone.convolutions else layers


def _of_any_size(architecture: str, shape: Shape, arguments: dict[str, Any]) -> nn.Module:
    """A transformer is made for one size: most can stretch their positions to any, others be made anew."""
    import timm

    try:
        layers = timm.create_model(architecture, dynamic_img_size=True, dynamic_img_pad=True, **arguments)
    except TypeError:
        layers = timm.create_model(architecture, img_size=(shape.height, shape.width), **arguments)
    return layers


def _real(outline: nn.Module, backbone: Backbone, shape: Shape, pretraining: Pretraining) -> nn.Module:
    """The outline, to be filled from a file; real layers where some of their numbers are in no file."""
    kept = outline.state_dict().keys()
    if all(name in kept for name, _ in outline.named_buffers()):
        return outline
    with torch.random.fork_rng(devices=[]):
        return _layers(backbone, shape, pretraining)


def _read(weights: Weights, backbone: Backbone, layers: nn.Module) -> State:
    """The file's tensors by the names of `layers`, without those of its own classes."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state: State = load_file(weights.path)
    except (SafetensorError, OSError) as error:
        raise ToolError(f"the weights {weights.path} cannot be read: {error}", "weights_dir") from error
    if backbone.convolutions:
        prefix = f"{backbone.convolutions}."
        return {f"layers.{name[len(prefix) :]}": t for name, t in state.items() if name.startswith(prefix)}
    return _converted(_without_classes(state, layers), layers)


def _without_classes(state: State, layers: nn.Module) -> State:
    config: dict[str, Any] = getattr(layers, "pretrained_cfg", {})
    named = config.get("classifier") or ()
    # Inception's second classifier hangs on a middle layer and only ever served its training.
    classifiers = [*([named] if isinstance(named, str) else named), "AuxLogits"]
    prefixes = tuple(f"{name}." for name in classifiers)
    return {name: tensor for name, tensor in state.items() if not name.startswith(prefixes)}


def _converted(state: State, layers: nn.Module) -> State:
    """What timm itself does to a file of its hub: names of other programs, positions of other sizes."""
    convert = getattr(sys.modules[type(layers).__module__], "checkpoint_filter_fn", None)
    if convert is None:
        return state
    both = len(inspect.signature(convert).parameters) > 1
    converted: State = convert(state, layers) if both else convert(state)
    return converted


def _fill(layers: nn.Module, state: State, weights: Weights, backbone: Backbone) -> None:
    own = layers.state_dict()
    # Older files of timm lack the counters of batch normalisation, which nothing reads.
    counters = {name: torch.tensor(0) for name in own if name.endswith("num_batches_tracked")}
    state = {name: t.float() if t.is_floating_point() else t for name, t in (counters | state).items()}
    faults = [
        ("lacks", own.keys() - state.keys()),
        ("has beside them", state.keys() - own.keys()),
        ("has in another shape", {n for n in own.keys() & state.keys() if own[n].shape != state[n].shape}),
    ]
    said = "; ".join(f"it {what} {_some(names)}" for what, names in faults if names)
    if said:
        raise ToolError(f"the weights {weights.path} do not fit {backbone.name}: {said}", "weights_dir")
    # Copies: the tensors of the file are mapped from the disk.
    layers.load_state_dict({name: t.clone() for name, t in state.items()}, assign=True)


def _some(names: Iterable[str]) -> str:
    first, *rest = sorted(names)
    return f"{first} and {len(rest)} more" if rest else first
