"""A trained classifier: its card, its bytes, its predictions. Imports torch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import torch
from pydantic import BaseModel, ConfigDict, Field

from weft_nodes._vision.network import Network
from weft_nodes._vision.preprocess import Pixels


class Card(BaseModel):
    """All that is known of a classifier. No times of day, so that equal trainings give equal bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    kind: str = "image classifier"
    format: int = 1
    """Of this card; a newer one is refused."""
    label: str
    """The label column."""
    label_type: str = "string"
    """The Arrow type of the label column, as `str(type)` writes it."""
    classes: list[str]
    """As text, in the order of the network's outputs."""
    picture: str = ""
    """The picture column that it learned from."""
    backbone: str
    """The name as chosen, such as `Resnet50V2`."""
    pretraining: dict[str, Any] = Field(default_factory=dict)
    """timm's name, tag, licence and arguments."""
    preprocess: dict[str, Any]
    """See `Preprocess.to_json`."""
    dropout: float = 0.2
    seed: int = 1
    counts: dict[str, int] = Field(default_factory=dict)
    """Pictures by name of the set: `training`, `validation`."""
    settings: dict[str, Any] = Field(default_factory=dict)
    """The settings of the training."""
    metrics: dict[str, float] = Field(default_factory=dict)
    """On the validation pictures: `accuracy`, `loss` and what else the training says."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Of the libraries; see `library_versions`."""


@dataclass(frozen=True)
class Classifier:
    """A network with its card, ready to predict."""

    card: Card
    network: Network

    def pack(self) -> bytes:
        """One safetensors file with the card in its header; equal classifiers give equal bytes."""
        raise NotImplementedError

    @classmethod
    def load(cls, data: bytes, device: str = "cpu") -> "Classifier":
        """What `pack` gave, on a device (`cpu`, `cuda`), in evaluation mode.

        Raises:
            ToolError: Not a model of Weft, of another kind, of a newer Weft, or damaged.
        """
        raise NotImplementedError

    def probabilities(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """uint8 pixels (n, height, width, 3) to probabilities (n, classes)."""
        raise NotImplementedError


def library_versions() -> dict[str, str]:
    """Versions of weft, torch, timm and numpy, for the card."""
    raise NotImplementedError


def pick_device(wish: str) -> torch.device:
    """`auto` to the GPU where there is one, else the CPU; `cuda` without one is a ToolError."""
    raise NotImplementedError


def model_table(data: bytes, label: str) -> pa.Table:
    """The record of the M output; its schema is `model_schema(label)`, known at edit time."""
    raise NotImplementedError
