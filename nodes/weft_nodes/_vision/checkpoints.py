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

from weft_nodes._vision.course import Epoch, Verdict

State = dict[str, Any]

_JUDGED = ("predicted", "score", "true_score", "logits")
"""The columns of a verdict."""


@dataclass(frozen=True)
class Checkpoint:
    """The state after an epoch.

    Attributes:
        epochs: The finished ones.
        module: Its parameters and statistics now.
        optimizer: Its state now.
        best: The number of the best epoch.
        best_module: The module's state then.
        verdict: Of that state on the validation pictures.
    """

    epochs: tuple[Epoch, ...]
    module: State
    optimizer: State
    best: int
    best_module: State
    verdict: Verdict


def save(checkpoint: Checkpoint, file: Path, key: str) -> None:
    """Write a checkpoint under its name in one move; `key` says what it belongs to."""
    verdict = checkpoint.verdict
    content = {
        "key": key,
        "epochs": [astuple(epoch) for epoch in checkpoint.epochs],
        "module": checkpoint.module,
        "optimizer": checkpoint.optimizer,
        "best": checkpoint.best,
        "best_module": checkpoint.best_module,
        "loss": verdict.loss,
        "verdict": [torch.from_numpy(getattr(verdict, name)) for name in _JUDGED],
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
    # A checkpoint of an older Weft says less of each picture; the training then starts anew.
    if content["key"] != key or len(content["verdict"]) != len(_JUDGED):
        return None
    return Checkpoint(
        epochs=tuple(Epoch(*epoch) for epoch in content["epochs"]),
        module=content["module"],
        optimizer=content["optimizer"],
        best=content["best"],
        best_module=content["best_module"],
        verdict=Verdict(content["loss"], *(values.numpy() for values in content["verdict"])),
    )
