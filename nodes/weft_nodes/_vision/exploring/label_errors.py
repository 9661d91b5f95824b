"""Confident learning: which labels do not fit what other records teach. No torch is imported here.

After Northcutt, Jiang, Chuang: Confident Learning (2021).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.features.vectors import Rows

Codes = npt.NDArray[np.int64]

_BLOCK = 1 << 12

_IMPOSSIBLE = 0.02
"""A probability below which a label is suspicious whatever else the picture may be; measured, see
docs/decisions/label-errors-and-maps.md."""


@dataclass(frozen=True)
class Suspicion:
    """The records whose label is contradicted, the most suspicious first.

    Attributes:
        positions: (k,) which of the judged records.
        suggested: (k,) the class that contradicts.
        score: (k,) the probability of the given label, 0 to 1.
        rival: (k,) that of the suggested one.
    """

    positions: Codes
    suggested: Codes
    score: npt.NDArray[np.float64]
    rival: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.positions)


def judge(probabilities: Rows, codes: Codes) -> Suspicion:
    """Records whose label is contradicted, the least probable label first.

    Another class contradicts that is more probable than the given one, and at least as probable as it is
    on average for the records that carry it: one that the model is seldom sure of may contradict with
    less. A label that is next to impossible is suspicious also where no class is sure to be the right one.

    Args:
        probabilities: (n, classes), each from a model that has not seen the record.
        codes: (n,) the given classes.
    """
    thresholds = _thresholds(probabilities, codes)
    found: list[tuple[npt.NDArray[np.float64] | Codes, ...]] = []
    for part in _parts(len(codes)):
        block, own = probabilities[part], codes[part]
        rows = np.arange(len(own))
        confident = np.where(block >= thresholds, block, -1.0)
        rival = np.where(confident.max(axis=1) > 0, confident.argmax(axis=1), block.argmax(axis=1))
        chance, given = block[rows, rival].astype(np.float64), block[rows, own].astype(np.float64)
        sure = (confident[rows, rival] > 0) | (given < _IMPOSSIBLE)
        wrong = np.flatnonzero(sure & (rival != own) & (chance > given))
        found.append((wrong + part.start, rival[wrong], given[wrong], chance[wrong]))
    if not found:
        return Suspicion(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    positions, suggested, score, chances = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(score, kind="stable")
    return Suspicion(
        positions[order].astype(np.int64), suggested[order].astype(np.int64), score[order], chances[order]
    )


def agreement(probabilities: Rows, codes: Codes) -> float:
    """The share of records whose given class is the most probable one, 0 to 1."""
    right = sum(int((probabilities[part].argmax(axis=1) == codes[part]).sum()) for part in _parts(len(codes)))
    return right / max(len(codes), 1)


def same_features(rows: Rows, numbers: Codes, check: Callable[[], None]) -> Codes:
    """(n,) a number for each of the chosen rows; rows that are equal have the same, counted from 0.

    Args:
        rows: (all, dimensions).
        numbers: (n,) which of them.
        check: Called between blocks; what it raises ends the work.
    """
    seen: dict[int, int] = {}
    groups = np.empty(len(numbers), np.int64)
    for part in _parts(len(numbers)):
        check()
        for place in range(part.start, part.stop):
            groups[place] = seen.setdefault(hash(rows[numbers[place]].tobytes()), len(seen))
    return groups


def deal(codes: Codes, groups: Codes, folds: int, seed: int) -> npt.NDArray[np.int16]:
    """The fold of each record, from 0; every class is spread over the folds, a group stays together.

    A group that carries several classes is dealt with the rarest of them, which has the fewest others to
    be learned from.
    """
    sizes = np.bincount(codes)
    rarity = sizes[codes] * len(sizes) + codes
    chance = np.random.default_rng(seed).permutation(int(groups.max(initial=-1)) + 1)
    key = np.full(len(chance), np.iinfo(np.int64).max)
    np.minimum.at(key, groups, rarity)
    order = np.lexsort((chance, key))
    fold = np.empty(len(chance), np.int16)
    # One hand after the other, on through the classes: all folds get as many groups.
    fold[order] = np.arange(len(order)) % folds
    return fold[groups]


def lonely(codes: Codes, groups: Codes) -> Codes:
    """The classes whose records are all one picture: nothing can be learned of them without it."""
    pairs = np.unique(np.stack([codes, groups], axis=1), axis=0)
    return np.flatnonzero(np.bincount(pairs[:, 0]) == 1)


def torn(codes: Codes, groups: Codes) -> Codes:
    """The positions of records whose very picture carries another label elsewhere."""
    pairs = np.unique(np.stack([groups, codes], axis=1), axis=0)
    several = np.bincount(pairs[:, 0], minlength=int(groups.max(initial=-1)) + 1) > 1
    return np.flatnonzero(several[groups])


def _thresholds(probabilities: Rows, codes: Codes) -> npt.NDArray[np.float64]:
    """(classes,) the mean probability of each class over the records that carry it."""
    count = probabilities.shape[1]
    sums, sizes = np.zeros(count), np.bincount(codes, minlength=count)
    for part in _parts(len(codes)):
        own = codes[part]
        sums += np.bincount(own, probabilities[part][np.arange(len(own)), own], count)
    return np.asarray(np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf))


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK))
