"""Checkpoints: all that a training needs to go on after a kill, in one file that is never half-written.

Imports torch. Nothing random is saved, since every epoch seeds itself; the learning rate follows
from the number of the step.
"""

import os
import pickle
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import torch

from weft_nodes._vision.course import Epoch

State = dict[str, Any]


@dataclass(frozen=True)
class Checkpoint:
    """The state after an epoch.

    Attributes:
        epochs: The finished ones.
        module: Its parameters and statistics now.
        optimizer: Its state now.
        best: The number of the best epoch.
        best_module: The module's state then.
        outputs: (n, ...) of that state for the validation pictures.
    """

    epochs: tuple[Epoch, ...]
    module: State
    optimizer: State
    best: int
    best_module: State
    outputs: torch.Tensor


def save(checkpoint: Checkpoint, file: Path, key: str) -> None:
    """Write a checkpoint under its name in one move; `key` says what it belongs to."""
    content = {
        "key": key,
        "epochs": [astuple(epoch) for epoch in checkpoint.epochs],
        "module": checkpoint.module,
        "optimizer": checkpoint.optimizer,
        "best": checkpoint.best,
        "best_module": checkpoint.best_module,
        "outputs": checkpoint.outputs,
    }
    half = file.with_suffix(".half")
    with half.open("wb") as stream:
        torch.save(content, stream)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(file)


def load(file: Path, key: str) -> Checkpoint | None:
    """The checkpoint in a file; None where there is none, or one of something else, or a damaged one."""
    try:
        content = torch.load(file, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError):
        return None
    # A checkpoint of an older Weft says other things; the training then starts anew.
    if content["key"] != key or "outputs" not in content:
        return None
    return Checkpoint(
        epochs=tuple(Epoch(*epoch) for epoch in content["epochs"]),
        module=content["module"],
        optimizer=content["optimizer"],
        best=content["best"],
        best_module=content["best_module"],
        outputs=content["outputs"],
    )
