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

from weft_nodes._vision.learning.course import Epoch

State = dict[str, Any]

_FORMAT = 2
"""Of the files; those of another one are not taken."""


@dataclass(frozen=True)
class Now:
    """What the next step goes on from.

    Attributes:
        module: Its parameters and statistics.
        stepper: What steps leave for the next.
        average: The moving average of the module; empty where there is none.
        steps: That the average followed.
    """

    module: State
    stepper: State
    average: State
    steps: int


@dataclass(frozen=True)
class Checkpoint:
    """The state after an epoch.

    Attributes:
        epochs: The finished ones.
        now: What the next epoch goes on from.
        best: The number of the best epoch.
        best_module: The module's state then.
        outputs: (n, ...) of that state for the validation pictures.
    """

    epochs: tuple[Epoch, ...]
    now: Now
    best: int
    best_module: State
    outputs: torch.Tensor


def save(checkpoint: Checkpoint, file: Path, key: str) -> None:
    """Write a checkpoint under its name in one move; `key` says what it belongs to."""
    content = {
        "format": _FORMAT,
        "key": key,
        "epochs": [astuple(epoch) for epoch in checkpoint.epochs],
        "now": vars(checkpoint.now),
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
    # After a file of an older Weft the training starts anew.
    if content["key"] != key or content.get("format") != _FORMAT:
        return None
    return Checkpoint(
        epochs=tuple(Epoch(*epoch) for epoch in content["epochs"]),
        now=Now(**content["now"]),
        best=content["best"],
        best_module=content["best_module"],
        outputs=content["outputs"],
    )
