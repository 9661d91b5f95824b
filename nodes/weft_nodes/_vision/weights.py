"""Where pre-trained weights come from: a folder, the hub's cache, the hub. Never anywhere else."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weft_nodes._vision.preprocess import Preprocess
from weft_nodes._vision.zoo import Backbone


@dataclass(frozen=True, slots=True)
class Pretraining:
    """What timm says about a set of weights (and what a network without weights falls back to).

    Attributes:
        timm_name: The model without tag; empty for Weft's own network.
        tag: Of the weights, such as `tf_in1k`; empty if none.
        mean: Of the channels, 0 to 1.
        std: Of the channels.
        interpolation: As in `Preprocess`.
        license: As timm names it, such as `apache-2.0`; empty when timm does not say.
        arguments: Further arguments of `timm.create_model`, such as `{"pad_type": "same"}`.
    """

    timm_name: str = ""
    tag: str = ""
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    interpolation: str = "bilinear"
    license: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)

    def preprocess(self, width: int, height: int) -> Preprocess:
        """What the network wants done to pictures."""
        return Preprocess(width, height, self.mean, self.std, self.interpolation)


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of pre-trained weights that exists on this machine.

    Attributes:
        path: The safetensors file.
        origin: `folder`, `cache` or `hub`.
        pretraining: What goes with it.
    """

    path: Path
    origin: str
    pretraining: Pretraining

    def digest(self) -> str:
        """SHA-256 of the file as hexadecimal digits: what cached features depend on."""
        raise NotImplementedError


def locate(backbone: Backbone, folder: Path | None = None) -> Weights:
    """Find the weights: in `folder`, in `WEFT_WEIGHTS`, in the hub's cache, on the hub (downloads).

    Raises:
        ToolError: They are nowhere; names the model, every place looked at, and the ways out. Also
            for Weft's own network, which has none.
    """
    raise NotImplementedError


def untrained(backbone: Backbone) -> Pretraining:
    """What goes with a network that starts from random weights: no file is looked for."""
    raise NotImplementedError
