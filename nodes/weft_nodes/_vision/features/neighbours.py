"""The nearest vectors of others by cosine: exactly, or by an index that is quicker and nearly exact."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.features.vectors import Blocks, Rows

SAME = 1 - 1e-6
"""Similarity from which two vectors count as those of the same picture: 1, but for rounding."""

QUERIES = 256
"""Queries that are best searched together."""

_SPARE = 16
"""Neighbours that the index is asked for beyond those wanted, since some may be left out."""

_LINKS, _CARE, _BREADTH = 16, 200, 128
"""Of the index: links a vector, and how many candidates it weighs while it is built and searched. On
20,000 vectors of 512 numbers, 99.8 % of the ten nearest were found; see docs/decisions/neighbours.md."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        count: How many neighbours, at most.
        others_only: Leave out what is the same as the query.
    """

    count: int
    others_only: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The neighbours of some queries, nearest first.

    Attributes:
        numbers: (queries, count) which vector; -1 where there are fewer.
        similarities: (queries, count) cosine, -1 to 1; -inf where there is none.
    """

    numbers: npt.NDArray[np.int64]
    similarities: Rows


def exact(queries: Rows, blocks: Blocks, wanted: Wanted, check: Callable[[], None]) -> Nearest:
    """Compare each query (n, dimensions), of length 1, with every vector.

    `check` is called between blocks, to stop.
    """
    numbers = np.full((len(queries), wanted.count), -1, np.int64)
    best = np.full((len(queries), wanted.count), -np.inf, np.float32)
    for block in blocks():
        check()
        found = queries @ block.rows.T
        np.clip(found, -1, 1, out=found)
        found[:, ~block.usable] = -np.inf
        if wanted.others_only:
            found[found >= SAME] = -np.inf
        places = _greatest(found, wanted.count)
        both = np.concatenate([best, np.take_along_axis(found, places, 1)], axis=1)
        all_numbers = np.concatenate([numbers, places + block.start], axis=1)
        order = np.argsort(-both, axis=1, kind="stable")[:, : wanted.count]
        best = np.take_along_axis(both, order, 1)
        numbers = np.take_along_axis(all_numbers, order, 1)
    return Nearest(np.where(np.isfinite(best), numbers, -1), best)


def _greatest(found: Rows, count: int) -> npt.NDArray[np.int64]:
    """Where the greatest of each row are, in the order of their places."""
    if found.shape[1] <= count:
        return np.broadcast_to(np.arange(found.shape[1]), found.shape)
    return np.sort(np.argpartition(-found, count - 1, axis=1)[:, :count], axis=1)


class Index:
    """A graph of all vectors, held in memory, by which the neighbours of a query are found in steps."""

    def __init__(self, blocks: Blocks, dimensions: int, check: Callable[[], None]) -> None:
        from voyager import Index as Graph
        from voyager import Space

        self._blocks = blocks
        self._graph = Graph(Space.Cosine, dimensions, M=_LINKS, ef_construction=_CARE, random_seed=1)
        for block in blocks():
            chosen = np.flatnonzero(block.usable)
            for start in range(0, len(chosen), QUERIES):
                check()
                some = chosen[start : start + QUERIES]
                # One thread: several would build another graph each time, and find other neighbours.
                self._graph.add_items(block.rows[some], (some + block.start).tolist(), num_threads=1)

    def search(self, queries: Rows, wanted: Wanted, check: Callable[[], None]) -> Nearest:
        """As `exact`, but a neighbour may be missed now and then."""
        from voyager import RecallError

        asked = min(wanted.count + _SPARE * wanted.others_only, len(self._graph))
        if not asked:
            return exact(queries, self._blocks, wanted, check)
        try:
            numbers, distances = self._graph.query(queries, asked, query_ef=max(_BREADTH, 2 * asked))
        except RecallError:
            return exact(queries, self._blocks, wanted, check)
        found = np.clip(1 - distances, -1, 1).astype(np.float32)
        if wanted.others_only:
            found[found >= SAME] = -np.inf
        nearest = _fitted(numbers.astype(np.int64), found, wanted.count)
        lacking = (nearest.numbers < 0).any(axis=1) & (asked < len(self._graph))
        if lacking.any():
            rest = exact(queries[lacking], self._blocks, wanted, check)
            nearest.numbers[lacking], nearest.similarities[lacking] = rest.numbers, rest.similarities
        return nearest


def _fitted(numbers: npt.NDArray[np.int64], found: Rows, count: int) -> Nearest:
    """The first `count` that are left, filled up where there are fewer."""
    order = np.argsort(-found, axis=1, kind="stable")[:, :count]
    shape = (len(found), count)
    kept, similarities = np.full(shape, -1, np.int64), np.full(shape, -np.inf, np.float32)
    similarities[:, : order.shape[1]] = np.take_along_axis(found, order, 1)
    kept[:, : order.shape[1]] = np.take_along_axis(numbers, order, 1)
    return Nearest(np.where(np.isfinite(similarities), kept, -1), similarities)
