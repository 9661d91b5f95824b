"""A map of vectors in two dimensions: t-SNE with the forces taken from a grid. No torch is imported here.

After van der Maaten, Hinton: Visualizing Data using t-SNE (2008), and Linderman and others: Fast
interpolation-based t-SNE (2019). The push of all points on each other is a convolution, so Fourier transforms
give it in a time that grows with the number of points, not with its square.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.features.vectors import Rows

Points = npt.NDArray[np.float64]
"""(n, 2)"""

Watch = Callable[[float], None]
"""Called several times a second with the share that is done, 0 to 1; what it raises ends the work."""

_KEPT = 50
"""Dimensions that neighbours are sought in; the others of features are mostly noise."""

_PERPLEXITY = 15.0
"""How many neighbours each point minds, softly; twice as many are looked up."""

_EARLY, _LATE = 150, 300
"""Steps with the attraction exaggerated, in which groups find together, and without."""

_EXAGGERATION = 12.0
_STEP_TIME = 0.9 / (_EARLY + _LATE)
"""The share of the whole work that a step is; the search for neighbours is the rest."""


def project(rows: Rows, seed: int, watch: Watch) -> Points:
    """Places in the plane at which rows that are alike lie together.

    Args:
        rows: (n, dimensions), in memory or mapped.
        seed: The same rows and seed give the same places.
        watch: Hears how far it is.
    """
    count = len(rows)
    if count < 3:
        return np.array([[0.0, 0.0], [1.0, 0.0]])[:count]
    reduced = principal(rows, _KEPT, seed, lambda: watch(0))
    links = _links(reduced, watch)
    return _settle(reduced[:, :2].astype(np.float64), links, watch)


def principal(rows: Rows, kept: int, seed: int, check: Callable[[], None]) -> Rows:
    """(n, kept or fewer) the rows along their directions of greatest spread, by a randomised search."""
    mean = rows.mean(axis=0)
    centred = rows - mean
    wanted = min(kept, *rows.shape)
    start = np.random.default_rng(seed).standard_normal((rows.shape[1], min(wanted + 10, rows.shape[1])))
    found = centred @ start.astype(np.float32)
    for _ in range(3):
        check()
        found = centred @ (centred.T @ np.linalg.qr(found)[0])
    check()
    base = np.linalg.qr(found)[0]
    left, sizes, _ = np.linalg.svd(base.T @ centred, full_matrices=False)
    reduced = (base @ left * sizes)[:, :wanted]
    # The sign of a direction is nobody's choice: let the farthest point lie on the right.
    far = reduced[np.abs(reduced).argmax(axis=0), np.arange(reduced.shape[1])]
    return np.asarray(reduced * np.where(far < 0, -1, 1), np.float32)


@dataclass(frozen=True)
class _Links:
    """How much points attract each other; pairs that are no neighbours do not.

    Attributes:
        one: (m,) ascending.
        other: (m,)
        pull: (m,) symmetric, sums to 1.
    """

    one: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    pull: Points


def nearest(
    queries: Rows, rows: Rows, count: int, watch: Callable[[], None]
) -> tuple[npt.NDArray[np.int64], Rows]:
    """The nearest rows of each query, nearest first: their numbers (n, count) and squared distances."""
    squares = np.square(rows).sum(axis=1)
    found = np.empty((len(queries), count), np.int64)
    distances = np.empty((len(queries), count), np.float32)
    step = max(1, (1 << 22) // max(len(rows), 1))
    for start in range(0, len(queries), step):
        watch()
        part = queries[start : start + step]
        away = squares - 2 * (part @ rows.T)
        some = np.argpartition(away, count - 1, axis=1)[:, :count] if count < len(rows) else None
        some = np.broadcast_to(np.arange(len(rows)), away.shape) if some is None else some
        own = np.take_along_axis(away, some, axis=1)
        order = np.lexsort((some, own), axis=1)
        found[start : start + step] = np.take_along_axis(some, order, axis=1)
        near = np.take_along_axis(own, order, axis=1) + np.square(part).sum(axis=1)[:, None]
        distances[start : start + step] = np.maximum(near, 0)
    return found, distances


def _links(rows: Rows, watch: Watch) -> _Links:
    """The attraction of each point to its neighbours, made mutual."""
    count = min(len(rows), int(2 * _PERPLEXITY) + 1)
    numbers, distances = nearest(rows, rows, count, lambda: watch(0.05))
    own = numbers == np.arange(len(rows))[:, None]
    # A point that has many copies may not be among its own nearest: then the last one goes.
    own[~own.any(axis=1), -1] = True
    shape = (len(rows), count - 1)
    others, away = numbers[~own].reshape(shape), distances[~own].reshape(shape).astype(np.float64)
    pull = _softly(away, min(_PERPLEXITY, max((count - 1) / 2, 1.0)))
    one = np.repeat(np.arange(len(rows)), count - 1)
    code = np.concatenate([one * len(rows) + others.ravel(), others.ravel() * len(rows) + one])
    pairs, places = np.unique(code, return_inverse=True)
    mutual = np.bincount(places, np.concatenate([pull.ravel(), pull.ravel()]))
    return _Links(pairs // len(rows), pairs % len(rows), mutual / mutual.sum())


def _softly(distances: Points, perplexity: float) -> Points:
    """Weights of the neighbours of each point that fall with the square of the distance.

    Each point has a width of its own, such that its weights are spread as over `perplexity` neighbours.
    """
    away = distances - distances.min(axis=1, keepdims=True)
    scale = np.maximum(away.mean(axis=1, keepdims=True), 1e-12)
    away = away / scale
    low, high = np.full((len(away), 1), -10.0), np.full((len(away), 1), 20.0)
    for _ in range(40):
        middle = (low + high) / 2
        weights = np.exp(-away * np.exp(middle))
        total = weights.sum(axis=1, keepdims=True)
        spread = np.log(total) + np.exp(middle) * (away * weights).sum(axis=1, keepdims=True) / total
        wide = spread > np.log(perplexity)
        low, high = np.where(wide, middle, low), np.where(wide, high, middle)
    return np.asarray(weights / total)


def _settle(start: Points, links: _Links, watch: Watch) -> Points:
    """Let the points move until attraction and push are even."""
    places = start / max(float(start[:, 0].std()), 1e-12) * 1e-4
    speed, gain = np.zeros_like(places), np.ones_like(places)
    for step in range(_EARLY + _LATE):
        watch(0.1 + step * _STEP_TIME)
        early = step < _EARLY
        pull = _EXAGGERATION if early else 1.0
        slope = _attraction(places, links) * pull - _push(places)
        gain = np.maximum(np.where(np.sign(slope) == np.sign(speed), gain * 0.8, gain + 0.2), 0.01)
        speed = (0.5 if early else 0.8) * speed - len(places) / (4 * pull) * gain * slope
        places = places + speed
        places -= places.mean(axis=0)
    return places


def _attraction(places: Points, links: _Links) -> Points:
    across, along = (axis[links.one] - axis[links.other] for axis in np.ascontiguousarray(places.T))
    strength = links.pull / (1 + across * across + along * along)
    sums = [np.bincount(links.one, strength * between, len(places)) for between in (across, along)]
    return np.asarray(4 * np.stack(sums, axis=1), np.float64)


_NODES = 0.45
"""The distance of the grid's nodes; the force changes over about 1."""

_FEWEST, _MOST = 60, 400
"""Nodes along a side. Beyond the most, of many thousand points, the nodes lie farther apart."""

_FEW = 1000
"""Points up to which every pair is looked at, which is quicker then."""

_MARGIN = 1.25
"""The grid is so much wider than the points, then begins anew: the force of the next round is too weak to
matter, since it falls with the fourth power of the distance."""


def _push(places: Points) -> Points:
    """The push of all points on each: 4 / Z times the sum over the others of (a - b) / (1 + |a - b|^2)^2."""
    return pushed_exactly(places) if len(places) <= _FEW else pushed_by_grid(places)


def pushed_exactly(places: Points) -> Points:
    """The push, pair by pair."""
    across, along = (axis[:, None] - axis[None, :] for axis in places.T)
    near = 1 / (1 + across * across + along * along)
    total = near.sum() - len(places)
    near *= near
    push = np.stack([(near * across).sum(axis=1), (near * along).sum(axis=1)], axis=1)
    return np.asarray(4 * push / max(float(total), 1e-12))


def pushed_by_grid(places: Points) -> Points:
    """The push, within some percent: points are shared out to a grid, and the force is read from it."""
    low = places.min(axis=0)
    width = max(float((places.max(axis=0) - low).max()), 1e-9)
    nodes = int(np.clip(np.ceil(width / _NODES), _FEWEST, _MOST)) + 3
    gap = width / (nodes - 3)
    side = _smooth(int(_MARGIN * nodes))
    flat, share = _corners((places - low) / gap + 1, side)
    kernel = _kernel(side, gap)
    waves = np.fft.rfft2(kernel)
    # From the middle, so that the differences of sums below stay exact.
    middle = (places - (low + width / 2)).astype(np.float32)
    square = np.square(middle).sum(axis=1)
    felt = []
    for charge in (np.ones_like(square), middle[:, 0], middle[:, 1], square):
        grid = np.bincount(flat.ravel(), (share * charge[:, None]).ravel(), side * side).astype(np.float32)
        found = np.fft.irfft2(np.fft.rfft2(grid.reshape(side, side)) * waves, s=(side, side)).ravel()
        felt.append((found[flat] * share).sum(axis=1, dtype=np.float64))
    ones, first, second, squares = felt
    total = (square * ones - 2 * (middle[:, 0] * first + middle[:, 1] * second) + squares + ones).sum()
    across, along = (np.abs(axis[:, None] - axis) for axis in np.divmod(np.arange(16), 4))
    itself = ((share @ kernel[across, along]) * share).sum()
    push = middle * ones[:, None] - np.stack([first, second], axis=1)
    return np.asarray(4 * push / max(float(total - itself), 1e-12))


def _corners(at: Points, side: int) -> tuple[npt.NDArray[np.int64], Rows]:
    """(n, 16) the nodes around each point, and how much each counts for it: third order in both axes."""
    corner = np.floor(at).astype(np.int64)
    t = (at - corner)[:, :, None].astype(np.float32)
    below, above = t * (t - 1), (t + 1) * (t - 2)
    weights = [-below * (t - 2) / 6, above * (t - 1) / 2, -above * t / 2, below * (t + 1) / 6]
    weight = np.concatenate(weights, axis=2)
    around = corner[:, :, None] - 1 + np.arange(4)
    flat = around[:, 0, :, None] * side + around[:, 1, None, :]
    share = weight[:, 0, :, None] * weight[:, 1, None, :]
    return flat.reshape(len(at), 16), np.asarray(share.reshape(len(at), 16))


def _kernel(side: int, gap: float) -> Rows:
    """1 / (1 + r^2)^2 around the first node of a grid that begins anew behind its end."""
    away = np.minimum(np.arange(side), side - np.arange(side)) * gap
    return np.asarray(1 / np.square(1 + np.square(away)[:, None] + np.square(away)[None, :]), np.float32)


def _smooth(least: int) -> int:
    """The next number that Fourier transforms are quick with: a multiple of 32 without large factors."""
    size = -(-least // 32) * 32
    while (size // 32) % 7 == 0 or (size // 32) in (11, 13, 17, 19):
        size += 32
    return size


def place_among(rows: Rows, learned: Rows, places: Points, check: Callable[[], None]) -> Points:
    """(n, 2) where rows lie on a map that others made: among those that they are most like.

    Args:
        rows: (n, dimensions).
        learned: (m, dimensions) the rows that made the map.
        places: (m, 2) theirs.
        check: Called between blocks; what it raises ends the work.
    """
    numbers, distances = nearest(rows, learned, min(5, len(learned)), check)
    weights = 1 / (distances.astype(np.float64) + 1e-6)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray((places[numbers] * weights[:, :, None]).sum(axis=1))
