"""What a classifier says of labelled pictures, and how long that takes. No torch is imported here."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.engines.prediction import Predictor
from weft_nodes._vision.learning.samples import Samples, chunks
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess


@dataclass(frozen=True)
class Answers:
    """What one model says of each picture.

    Attributes:
        predicted: (n,) positions of classes; -1 where the picture could not be read.
        score: (n,) the probability of that class.
        true_score: (n,) the probability of the true class.
        seconds: From the first picture to the last, reading and scaling included.
    """

    predicted: npt.NDArray[np.int64]
    score: npt.NDArray[np.float32]
    true_score: npt.NDArray[np.float32]
    seconds: float

    @property
    def readable(self) -> npt.NDArray[np.bool_]:
        """(n,) which pictures could be read."""
        return self.predicted >= 0

    def keep(self, used: npt.NDArray[np.bool_]) -> "Answers":
        """Those of some pictures only."""
        return Answers(self.predicted[used], self.score[used], self.true_score[used], self.seconds)


def judge(model: Predictor, samples: Samples, classes: Sequence[str], ctx: RunContext, told: str) -> Answers:
    """What a model says of all pictures; they are decoded ahead while the network works.

    Args:
        model: The model.
        samples: The pictures.
        classes: Those of the model, in the order that positions are to have.
        ctx: The run.
        told: What the progress says.
    """
    count, preprocess = len(samples), model.card.preprocess
    places = [model.card.classes.index(name) for name in classes]
    truth = samples.codes(classes)
    predicted = np.full(count, -1, np.int64)
    score, true_score = np.zeros(count, np.float32), np.zeros(count, np.float32)
    _warm_up(model, ctx)
    started = time.perf_counter()
    parts = ctx.map(lambda part: _decoded(preprocess, samples, part), chunks(count, model.engine.batch))
    for positions, rows in model.engine.each(parts, ctx.check_cancelled):
        if len(positions):
            found = rows[:, places]
            predicted[positions] = found.argmax(axis=1)
            score[positions] = found.max(axis=1)
            true_score[positions] = found[np.arange(len(positions)), truth[positions]]
            ctx.progress(int(positions[-1]) + 1, count, told)
    return Answers(predicted, score, true_score, time.perf_counter() - started)


def _decoded(preprocess: Preprocess, samples: Samples, part: range) -> tuple[npt.NDArray[np.int64], Pixels]:
    """Positions and pixels of those pictures of a part that can be read."""
    positions: list[int] = []
    pixels = np.empty((len(part), preprocess.height, preprocess.width, 3), np.uint8)
    for position in part:
        try:
            pixels[len(positions)] = preprocess.pixels(samples.picture(position))
        except ToolError:
            continue  # left out and counted by `compare`, which knows of all models
        positions.append(position)
    return np.array(positions, np.int64), pixels[: len(positions)]


def _warm_up(model: Predictor, ctx: RunContext) -> None:
    """The first pictures take longer than all later ones, and would count against a small set."""
    preprocess = model.card.preprocess
    black = np.zeros((1, preprocess.height, preprocess.width, 3), np.uint8)
    for _ in model.engine.stream([black], ctx.check_cancelled):
        pass
