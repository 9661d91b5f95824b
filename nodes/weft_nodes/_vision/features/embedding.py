"""Features of a stream of pictures, batch by batch: kept ones where there are any. Imports torch."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._vision.engines.trial import FEW
from weft_nodes._vision.features.extraction import BATCH, KEPT_EVERY, Coming, Extractor
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.features.pixels import try_pixels
from weft_nodes._vision.learning.pace import Pace
from weft_nodes._vision.networks.preprocess import Pixels

Telling = Callable[[pa.RecordBatch, int, str], None]
"""Called with a batch, a row of it, and why its picture cannot be read; on any thread."""


@dataclass(frozen=True)
class Embedded:
    """A batch of the stream and its features.

    Attributes:
        batch: As it came.
        rows: (n, dimensions); what stands in the row of a picture that cannot be read means nothing.
        readable: (n,) whether the picture could be read.
    """

    batch: pa.RecordBatch
    rows: Rows
    readable: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Seen:
    """What threads make of a few records.

    Attributes:
        digests: SHA-256 of each picture, None for one that cannot be read.
        fresh: The pixels of those whose features are not known yet.
    """

    digests: list[bytes | None]
    fresh: Mapping[bytes, Pixels]


_Step = tuple[list[bytes | None], list[bytes]]
"""Digests of records in order, and those of the pictures that the network sees beside them."""


class Embedder:
    """Gives every picture of a stream its features; what it computes is kept for the next time."""

    def __init__(self, extractor: Extractor, ctx: RunContext) -> None:
        self._extractor = extractor
        self._ctx = ctx
        self._fresh: dict[bytes, Pixels] = {}
        self._running: set[bytes] = set()
        self._recent: dict[bytes, Rows] = {}

    def embed(self, batches: Iterable[pa.RecordBatch], column: str, tell: Telling) -> Iterator[Embedded]:
        """The batches with their features; empty ones are passed over.

        Pictures are read ahead on the run's threads while the network works.
        """
        batches = self._decide(iter(batches), column)
        waiting: deque[pa.RecordBatch] = deque()
        digests: list[bytes | None] = []
        try:
            for steps in self._computed(waiting, batches, column, tell):
                digests += steps
                while waiting and self._ready(digests[: waiting[0].num_rows], waiting[0].num_rows):
                    batch = waiting.popleft()
                    yield self._finished(batch, digests[: batch.num_rows])
                    del digests[: batch.num_rows]
        finally:
            # What was computed before a cancellation is as good as any.
            self._keep()

    def _decide(self, batches: Iterator[pa.RecordBatch], column: str) -> Iterator[pa.RecordBatch]:
        """Choose the engine by the first pictures; gives all batches."""
        first: list[pa.RecordBatch] = []
        while sum(batch.num_rows for batch in first) < FEW and (batch := next(batches, None)) is not None:
            first.append(batch)
        count = sum(batch.num_rows for batch in first)

        def decoded() -> Iterator[Pixels]:
            for batch in first:
                for cell in batch.column(column).storage:
                    if cell.is_valid:
                        found = try_pixels(self._extractor.preprocess, cell.as_buffer())
                        if not isinstance(found, str):
                            yield found

        self._extractor.decide(Coming(count, decoded))
        return chain(first, batches)

    def _computed(
        self,
        waiting: deque[pa.RecordBatch],
        batches: Iterator[pa.RecordBatch],
        column: str,
        tell: Telling,
    ) -> Iterator[list[bytes | None]]:
        """Let the network see what is new; gives digests of the records in order, those of it included.

        Each batch is in `waiting` before its digests come; rows may come a little later than these.
        """
        pace = Pace(self._ctx, 0, message="computing features")

        def parts() -> Iterator[pa.RecordBatch]:
            for batch in batches:
                if batch.num_rows:
                    waiting.append(batch)
                    yield from (batch.slice(start, BATCH) for start in range(0, batch.num_rows, BATCH))

        def steps() -> Iterator[tuple[_Step, Pixels]]:
            for seen in self._ctx.map(lambda part: self._look(part, column, tell), parts()):
                self._add(seen.fresh)
                pace.add(len(seen.digests))
                yield from self._taken(seen.digests, at_least=self._extractor.batch)
            yield from self._taken([], at_least=1)

        for (digests, computed), rows in self._extractor.stream(steps(), pace.beat):
            self._recent |= dict(zip(computed, rows, strict=True))
            self._running.difference_update(computed)
            yield digests

    def _look(self, part: pa.RecordBatch, column: str, tell: Telling) -> _Seen:
        digests: list[bytes | None] = []
        fresh: dict[bytes, Pixels] = {}
        for row, cell in enumerate(part.column(column).storage):
            self._ctx.check_cancelled()
            if not cell.is_valid:
                tell(part, row, "it is empty")
                digests.append(None)
                continue
            picture = cell.as_buffer()
            digest = hashlib.sha256(picture).digest()
            if digest not in fresh and not self._knows(digest):
                found = try_pixels(self._extractor.preprocess, picture)
                if isinstance(found, str):
                    tell(part, row, found)
                    digests.append(None)
                    continue
                fresh[digest] = found
            digests.append(digest)
        return _Seen(digests, fresh)

    def _knows(self, digest: bytes) -> bool:
        # Rows go into the cache before they leave `_recent`, so none is missed between the two.
        return digest in self._recent or digest in self._extractor.cache

    def _add(self, fresh: Mapping[bytes, Pixels]) -> None:
        for digest, pixels in fresh.items():
            if digest not in self._running and not self._knows(digest):
                self._fresh[digest] = pixels

    def _taken(self, digests: list[bytes | None], at_least: int) -> "Iterator[tuple[_Step, Pixels]]":
        """Steps for the network while so many pictures wait, and the digests with the first or alone."""
        size = self._extractor.preprocess
        while len(self._fresh) >= at_least:
            some = list(self._fresh)[: self._extractor.batch]
            pixels = np.stack([self._fresh.pop(digest) for digest in some])
            self._running.update(some)
            yield (digests, some), pixels
            digests = []
        if digests:
            yield (digests, []), np.zeros((0, size.height, size.width, 3), np.uint8)

    def _ready(self, digests: list[bytes | None], count: int) -> bool:
        """Whether the features of a batch of so many records are all there."""
        return len(digests) == count and all(digest is None or self._knows(digest) for digest in digests)

    def _finished(self, batch: pa.RecordBatch, digests: list[bytes | None]) -> Embedded:
        rows = np.zeros((len(digests), self._extractor.network.dimensions), np.float32)
        kept = {row: d for row, d in enumerate(digests) if d is not None and d not in self._recent}
        rows[list(kept)] = self._extractor.cache.rows(kept.values())
        for row, digest in enumerate(digests):
            if digest in self._recent:
                rows[row] = self._recent[digest]
        if len(self._recent) >= KEPT_EVERY:
            self._keep()
        return Embedded(batch, rows, np.array([digest is not None for digest in digests], np.bool_))

    def _keep(self) -> None:
        if self._recent:
            self._extractor.cache.add(list(self._recent), np.stack(list(self._recent.values())))
            self._recent = {}
