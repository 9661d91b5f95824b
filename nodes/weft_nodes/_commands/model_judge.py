"""A saved model as the service of a model wants it: computed by what Predict takes on this machine."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from weft.sdk import CancelToken, RunContext
from weft_nodes._pictures.reading import Reading, read_bytes
from weft_nodes._vision.engines.engine import Engine
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.engines.prediction import predictor
from weft_nodes._vision.models.answering import answers_of
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.networks.allocation import keep_freed_memory
from weft_nodes._vision.networks.preprocess import Pixels
from weft_web.listening import say
from weft_web.model_server.answers import Prediction

_READING = Reading(max_pixels=50_000_000)
"""Strangers may send pictures here, and several are decoded at the same time."""

_SIDE_BY_SIDE = 4
"""Most batches that OpenVINO is given at a time, each for one core; more would only wait longer."""


class _Telling:
    """Who hears what is done before the service starts."""

    def progress(self, done: float, total: float | None, message: str) -> None:
        say(f"{message} ...")

    def metric(self, name: str, step: int, value: float) -> None:
        """There are no curves here."""

    def warn(self, message: str, rows: int, example: str) -> None:
        say(message)

    def info(self, message: str) -> None:
        say(message)


@contextmanager
def _preparing(device: str) -> Iterator[RunContext]:
    """What a model is prepared in, as if by a run that keeps nothing."""
    with tempfile.TemporaryDirectory(prefix="weft-model-") as name, ThreadPoolExecutor(1) as pool:
        folder = Path(name)
        yield RunContext(
            base=folder,
            work=folder / "work",
            kept=folder / "kept",
            reporter=_Telling(),
            cancel=CancelToken(),
            pool=pool,
            device=device,
        )


@contextmanager
def ready_judge(packed: bytes, device: str, batch: int) -> Iterator["ModelJudge"]:
    """A judge that has judged once already: the first time takes longest.

    Args:
        packed: The model.
        device: `auto`, `cpu` or `cuda`.
        batch: Pictures that the network sees at a time; 0 for as many as in Predict.

    Raises:
        ToolError: The model cannot be read, or there is no such device.
    """
    keep_freed_memory()
    with _preparing(device) as ctx:
        model = predictor(packed, device, batch, ctx)
        judge = ModelJudge(model.card, model.engine)
        size = model.card.preprocess
        judge.judge([np.zeros((size.height, size.width, 3), np.uint8)])
        yield judge


@dataclass(frozen=True)
class ModelJudge:
    """A `Judge` with a model.

    Attributes:
        model: All that is known of it.
        engine: Gives its probabilities. Batches are filled up, so that a picture's scores do not depend
            on what comes with it.
    """

    model: Card
    engine: Engine

    @property
    def batch(self) -> int:
        """Pictures that are judged at a time: a batch, or one for each core where they go side by side."""
        side_by_side = isinstance(self.engine, OpenvinoEngine)
        return self.engine.batch * (min(_SIDE_BY_SIDE, os.cpu_count() or 1) if side_by_side else 1)

    @property
    def title(self) -> str:
        card = self.model
        classes = ", ".join(card.classes[:10]) + (", ..." if len(card.classes) > 10 else "")
        size = f"{card.preprocess.width} x {card.preprocess.height}"
        return f"Weft model: {card.label} by {card.backbone}, {size} pixels ({classes or 'a number'})"

    @property
    def card(self) -> Mapping[str, JsonValue]:
        found: dict[str, JsonValue] = self.model.model_dump(mode="json")
        return found

    def look(self, picture: bytes) -> Pixels:
        """The picture as Image Input and Predict make it ready for the network.

        Raises:
            ToolError: It is no picture, damaged, or too large.
        """
        return self.model.preprocess.pixels(read_bytes(picture, _READING))

    def judge(self, looks: Sequence[Pixels]) -> list[Prediction]:
        """What the model says of at most `batch` pictures."""
        size = self.engine.batch
        parts = [np.stack(looks[start : start + size]) for start in range(0, len(looks), size)]
        chances = np.concatenate(list(self.engine.stream(parts, lambda: None))).astype(float)
        answers = answers_of(self.model, chances, self.model.threshold or 0.0)
        values = answers.values.to_pylist()
        classes = self.model.classes
        return [
            Prediction(
                predicted=values[row],
                score=None if answers.scores is None else float(answers.scores[row]),
                unknown=bool(answers.unknown[row]),
                probabilities=dict(zip(classes, chances[row].tolist(), strict=True)) if classes else {},
            )
            for row in range(len(looks))
        ]
