"""What a report shows as small pictures: mistakes that a classifier was sure of, and near-duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.learning.targets import number_text
from weft_nodes._vision.reporting.thumbnails import thumbnail

_SHOWN = 20
_PAIRS = 8
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
    return thumbnail(data, _SIDE, 82, "JPEG")


@dataclass(frozen=True, slots=True)
class LikePair:
    """A validation picture and the training picture that it nearly is.

    Attributes:
        record: The number of the first in V, from 1.
        known: The number of the second in T, from 1.
        label: The class of the first.
        known_label: The class of the second.
        likeness: The correlation of their thumbnails.
        differ: Whether they have different classes or labels; numbers nearly always differ a little.
        picture: The first as a data URI.
        known_picture: The second.
    """

    record: int
    known: int
    label: str
    known_label: str
    likeness: float
    differ: bool
    picture: str
    known_picture: str


def like_pairs(training: Samples, validation: Samples, near: NearDuplicates) -> tuple[LikePair, ...]:
    """Some near-duplicates, spread evenly from the most to the least alike; byte-for-byte ones left out."""
    alike = list(zip(near.validation.tolist(), near.training.tolist(), near.likeness.tolist(), strict=True))
    told = [pair for pair in alike if validation.digests[pair[0]] != training.digests[pair[1]]]
    chosen = np.unique(np.linspace(0, len(told) - 1, min(len(told), _PAIRS)).round().astype(int)).tolist()
    return tuple(
        LikePair(
            record=int(validation.rows[here]) + 1,
            known=int(training.rows[there]) + 1,
            label=_label(validation, here),
            known_label=_label(training, there),
            likeness=likeness,
            differ=validation.target != "number" and validation.labels[here] != training.labels[there],
            picture=small_picture(validation.picture(here)),
            known_picture=small_picture(training.picture(there)),
        )
        for here, there, likeness in (told[index] for index in chosen)
    )


def _label(samples: Samples, position: int) -> str:
    if samples.target == "number":
        return number_text(float(samples.values[position].as_py())) if samples.values is not None else ""
    return str(samples.labels[position].as_py()) or "no label"
