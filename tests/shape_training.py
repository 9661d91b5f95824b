"""Trainings of Image Recognition on drawn shapes, as its tests begin them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import timm
import torch
from drawn_shapes import shapes
from safetensors.torch import save_file

from weft.sdk import (
    read_card,
)

SETTINGS: dict[str, Any] = {
    "training_image": "image",
    "training_label": "Class",
    "validation_image": "image",
    "validation_label": "Class",
    "model": "Small CNN",
    "train": "from scratch",
    "epochs": 2,
    "batch_size": 16,
}
HEAD = {"model": "test_resnet", "train": "head only", "image_size": 32}
INPUTS = {"training": shapes(48), "validation": shapes(20, seed=1)}


def tiny_weights(folder: Path) -> Path:
    """The folder with weights of a tiny network of timm in it."""
    torch.manual_seed(0)
    save_file(timm.create_model("test_resnet").state_dict(), folder / "test_resnet.safetensors")
    return folder


def card_of(outputs: dict[str, pa.Table]) -> dict[str, Any]:
    """The card of the model that a training gave."""
    return read_card(outputs["model"].column("model")[0].as_py())
