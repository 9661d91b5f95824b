"""The worst mistakes of a classifier: wrong, and sure of it; as small pictures for a report."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.sdk import ToolError, decode, encode, on_white
from weft_nodes._vision.course import Verdict
from weft_nodes._vision.samples import Samples

_SHOWN = 20
_SIDE = 160
"""Pixels of the longer side of a small picture: sharp on dense screens at half of that."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A picture that was taken for another class.

    Attributes:
        record: Its number in the validation input, from 1.
        truth: Its class.
        predicted: What it was taken for.
        score: The probability of that, 0 to 1.
        true_score: The probability that its own class got.
        picture: A small JPEG as a data URI, empty where it cannot be drawn.
        file: The name of its file, empty where it is not known.
    """

    record: int
    truth: str
    predicted: str
    score: float
    true_score: float
    picture: str
    file: str = ""


def worst_mistakes(
    samples: Samples, truth: npt.NDArray[np.int64], verdict: Verdict, classes: Sequence[str]
) -> tuple[Mistake, ...]:
    """The wrong predictions with the highest scores, highest first."""
    wrong = np.flatnonzero(verdict.predicted != truth)
    order = wrong[np.argsort(-verdict.score[wrong], kind="stable")][:_SHOWN]
    return tuple(
        Mistake(
            record=int(samples.rows[position]) + 1,
            truth=classes[truth[position]],
            predicted=classes[verdict.predicted[position]],
            score=float(verdict.score[position]),
            true_score=float(verdict.true_score[position]),
            picture=small_picture(samples.picture(position)),
            file=samples.file(position),
        )
        for position in order
    )


def small_picture(data: bytes) -> str:
    """A picture as a small JPEG in a data URI; empty where it cannot be read."""
    try:
        picture = on_white(decode(data, at_least=(_SIDE, _SIDE)))
    except ToolError:
        return ""
    picture.thumbnail((_SIDE, _SIDE))
    return f"data:image/jpeg;base64,{base64.b64encode(encode(picture, 'JPEG', 82)).decode()}"
