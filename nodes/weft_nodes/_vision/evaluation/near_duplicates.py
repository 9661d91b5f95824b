"""Validation pictures that training pictures nearly are, such as frames of one scene.

They make an accuracy look better than it is on new pictures: what was learned by heart is right too.
Candidates are found by a perceptual hash and confirmed by their thumbnails; the limits were measured,
see docs/decisions/evaluation.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.sdk import RunContext
from weft_nodes._vision.evaluation.grey_thumbnails import Gallery
from weft_nodes._vision.evaluation.perceptual_hash import Hashes, hashes, near_pairs, plain
from weft_nodes._vision.learning.samples import Samples

DISTANCE = 10
"""Bits of 64 in which the hashes of a candidate may differ."""

LIKENESS = 0.95
"""The correlation of two thumbnails from which they show the same."""

_CHECKED = 4096
"""Candidates whose thumbnails are held at a time."""

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class NearDuplicates:
    """What was found.

    Attributes:
        validation: (k,) positions of validation pictures, the most alike first.
        training: (k,) of each, the training picture that is most like it.
        likeness: (k,) the correlation of their thumbnails, at most 1.
        groups: (n,) a number for each validation picture; those that look alike share it.
        plain: Validation pictures that are too even to be compared.
    """

    validation: Positions
    training: Positions
    likeness: npt.NDArray[np.float64]
    groups: Positions
    plain: int

    def __len__(self) -> int:
        return len(self.validation)


@dataclass(frozen=True)
class _Seen:
    """Pictures that can be compared: positions, digests and hashes, one of each a picture."""

    positions: Positions
    digests: list[bytes]
    hashes: Hashes
    plain: int


def find_near_duplicates(training: Samples, validation: Samples, ctx: RunContext) -> NearDuplicates:
    """Compare every validation picture with every training picture, and with the other validation ones."""
    gallery = Gallery(ctx)
    known, asked = (_look(samples, gallery) for samples in (training, validation))
    here, there, likeness = _alike(asked, known, gallery, ctx)
    # The most alike of each comes first, so that it is the one that `unique` keeps.
    order = np.argsort(-likeness, kind="stable")
    _, first = np.unique(here[order], return_index=True)
    best = order[np.sort(first)]
    first_of, second_of, _ = _alike(asked, asked, gallery, ctx)
    return NearDuplicates(
        asked.positions[here[best]],
        known.positions[there[best]],
        likeness[best],
        _groups(len(validation), asked.positions[first_of], asked.positions[second_of]),
        asked.plain,
    )


def _look(samples: Samples, gallery: Gallery) -> _Seen:
    gallery.add(samples)
    positions = np.array([p for p, digest in enumerate(samples.digests) if digest in gallery], np.int64)
    digests = [samples.digests[position] for position in positions]
    found, even = [np.zeros(0, np.uint64)], [np.zeros(0, bool)]
    for part in gallery.parts(digests):
        found.append(hashes(part))
        even.append(plain(part))
    told = ~np.concatenate(even)
    kept = [digest for digest, keep in zip(digests, told, strict=True) if keep]
    return _Seen(positions[told], kept, np.concatenate(found)[told], int((~told).sum()))


def _alike(
    first: _Seen, second: _Seen, gallery: Gallery, ctx: RunContext
) -> tuple[Positions, Positions, npt.NDArray[np.float64]]:
    """Pairs of places in the two that show the same, and how much."""
    here, there = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    likeness = [np.zeros(0)]
    for left, right in near_pairs(first.hashes, second.hashes, DISTANCE):
        ctx.check_cancelled()
        if first is second:
            left, right = left[left != right], right[left != right]
        for start in range(0, len(left), _CHECKED):
            some, others = left[start : start + _CHECKED], right[start : start + _CHECKED]
            pictures = [
                gallery.some([seen.digests[place] for place in places])
                for seen, places in ((first, some), (second, others))
            ]
            found = _correlation(*pictures)
            same = found >= LIKENESS
            here.append(some[same])
            there.append(others[same])
            likeness.append(found[same])
    return np.concatenate(here), np.concatenate(there), np.concatenate(likeness)


def _correlation(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Of each two thumbnails, -1 to 1, however bright they are and however strong their contrast."""
    rows = [part.reshape(len(part), -1).astype(np.float64) for part in (first, second)]
    centred = [part - part.mean(axis=1, keepdims=True) for part in rows]
    lengths = [np.linalg.norm(part, axis=1) for part in centred]
    found: npt.NDArray[np.float64] = (centred[0] * centred[1]).sum(axis=1) / (lengths[0] * lengths[1])
    return found


def _groups(count: int, first: Positions, second: Positions) -> Positions:
    """A number from 0 for each of `count`, the same for all that pairs connect."""
    labels = np.arange(count)
    while True:
        before = labels.copy()
        lowest = np.minimum(labels[first], labels[second])
        np.minimum.at(labels, first, lowest)
        np.minimum.at(labels, second, lowest)
        if np.array_equal(labels, before):
            return np.unique(labels, return_inverse=True)[1].astype(np.int64)
