"""Features of pictures from a frozen network: computed where the cache has none, else taken from it.

Imports torch.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

from weft.sdk import RunContext
from weft_nodes._vision.engines.engine import Beat, Engine, Reading
from weft_nodes._vision.engines.trial import Choice, by_torch
from weft_nodes._vision.features.ahead import Ahead
from weft_nodes._vision.features.features import FeatureCache, Rows
from weft_nodes._vision.features.pixels import try_pixels
from weft_nodes._vision.features.views import View, try_view
from weft_nodes._vision.learning.pace import Pace
from weft_nodes._vision.learning.samples import Samples, chunks
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

BATCH = 32
"""Pictures that are decoded at a time, and that an engine is given at most."""

KEPT_EVERY = 1024
"""Pictures after which new features are written, so that a kill loses little."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class Coming:
    """Pictures for which an engine is chosen.

    Attributes:
        count: How many there are.
        decoded: Decodes pictures that can be read, one after the other, as they are asked for. The same
            pictures should come in the same order, whatever the order of the records is.
        aside: Work for a core that has nothing to do meanwhile, piece by piece; it need not come to its end.
    """

    count: int
    decoded: Callable[[], Iterable[Pixels]]
    aside: Iterator[object] = field(default_factory=lambda: iter(()))


Chooser = Callable[[Coming], tuple[Choice, FeatureCache]]
"""What computes pictures, and where they are kept."""


class Extractor:
    """A frozen network that turns pictures into rows of features, by the engine that is best for them.

    The engine is chosen once, by the first pictures that come: those of the training.

    Attributes:
        network: In evaluation mode, on its device.
        preprocess: What it wants done to pictures.
        cache: What was computed before by the engine.
        reading: What the engine is, for people.
        computed: Pictures that went through the network so far, those of the cache left out.
    """

    def __init__(
        self,
        network: Network,
        preprocess: Preprocess,
        device: torch.device,
        cache: FeatureCache,
        chooser: Chooser | None = None,
    ) -> None:
        """Without a chooser, torch computes them and `cache` keeps them."""
        self.network = network.to(device).eval().requires_grad_(False)
        self.preprocess, self.cache, self.computed = preprocess, cache, 0
        self._chooser = chooser
        self._engine: Engine | None = None
        self._ahead: Ahead | None = None
        self._choice = by_torch(self.network, preprocess, "")

    @property
    def reading(self) -> Reading:
        return self._choice.reading

    def decide(self, coming: Coming) -> None:
        """Choose the engine, unless that was done."""
        if self._chooser is not None:
            self._choice, self.cache = self._chooser(coming)
            self._chooser = None

    def decide_by(self, samples: Samples) -> None:
        """Choose the engine by these pictures, unless that was done."""
        self.decide(Coming(len(samples), lambda: self._in_order(samples)))

    def prepare(self, training: Samples, validation: Samples, folder: Path) -> None:
        """Choose the engine by the training pictures; pictures of both are decoded aside, for `extract`."""
        self._ahead = Ahead(self.preprocess, folder)
        aside = self._ahead.decode((training, validation))
        self.decide(Coming(len(training), lambda: self._in_order(training), aside))

    def extract(
        self, samples: Samples, folder: Path, ctx: RunContext, view: View | None = None
    ) -> tuple[Samples, Rows]:
        """Those of the pictures that can be decoded, and their features (n, dimensions), memory-mapped.

        With a view, the features of that view of the pictures.
        """
        self.decide_by(samples)
        unreadable = self._fill(samples, view, ctx)
        used = np.array([digest not in unreadable for digest in samples.digests], bool)
        reasons = [unreadable[digest] for digest in samples.digests if digest in unreadable]
        kept = samples.keep(used, reasons)
        shape = (len(kept), self.network.dimensions)
        if not len(kept):
            return kept, np.zeros(shape, np.float32)
        names = kept.digests if view is None else [view.digest(digest) for digest in kept.digests]
        file = folder / f"{samples.side.name}{f'-view-{view.number}' if view else ''}.features"
        with file.open("wb") as stream:
            for chunk in chunks(len(kept), 4096):
                ctx.check_cancelled()
                stream.write(self.cache.rows(names[chunk.start : chunk.stop]).data)
        return kept, np.memmap(file, np.float32, "r", shape=shape)

    def stream(self, parts: Iterable[tuple[Part, Pixels]], beat: Beat) -> Iterator[tuple[Part, Rows]]:
        """Features of pixels (n, height, width, 3), n from 0 to `batch`, each with what goes with it.

        Parts are asked for a few ahead, so that they can be prepared while the network works.
        """
        for part, rows in self._started().each(parts, beat):
            self.computed += len(rows)
            yield part, rows

    @property
    def batch(self) -> int:
        """How many pictures `stream` takes at a time."""
        return self._started().batch

    def _started(self) -> Engine:
        if self._engine is None:
            self._engine = self._choice.start()
        return self._engine

    def _in_order(self, samples: Samples) -> Iterator[Pixels]:
        """Pictures that can be read, by their digest: a choice that is fair and always the same."""
        for position in sorted(range(len(samples)), key=samples.digests.__getitem__):
            pixels = try_pixels(self.preprocess, samples.picture(position))
            if not isinstance(pixels, str):
                yield pixels

    def _fill(self, samples: Samples, view: View | None, ctx: RunContext) -> dict[bytes, str]:
        """Add what the cache lacks; gives the digests of pictures that cannot be read, and why."""
        kept_as = view.digest if view else bytes
        missing = {d: n for n, d in enumerate(samples.digests) if kept_as(d) not in self.cache}
        if not missing:
            return {}
        what = f"{samples.side.name} pictures{f', view {view.number}' if view else ''}"
        pace = Pace(ctx, len(missing), message=f"computing features of {what}")
        unreadable: dict[bytes, str] = {}
        digests: list[bytes] = []
        rows: list[Rows] = []

        def decode(chunk: Sequence[tuple[bytes, int]]) -> list[tuple[bytes, Pixels | str]]:
            return [(d, self._look(samples, n, view)) for d, n in chunk]

        def steps() -> Iterator[tuple[list[bytes], Pixels]]:
            wanted = list(missing.items())
            size = min(self.batch, BATCH)
            for step in ctx.map(decode, (wanted[c.start : c.stop] for c in chunks(len(wanted), size))):
                unreadable.update((digest, found) for digest, found in step if isinstance(found, str))
                readable = [(digest, found) for digest, found in step if not isinstance(found, str)]
                pace.add(len(step))
                yield (
                    [kept_as(digest) for digest, _ in readable],
                    self.stacked([found for _, found in readable]),
                )

        try:
            for seen, found in self.stream(steps(), pace.beat):
                digests += seen
                rows.append(found)
                if len(digests) >= KEPT_EVERY:
                    self._keep(digests, rows)
        finally:
            # What was computed before a cancellation is as good as any.
            self._keep(digests, rows)
        return unreadable

    def _look(self, samples: Samples, position: int, view: View | None) -> Pixels | str:
        """The pixels of a view of a picture, of the picture itself without one, or why it cannot be read."""
        digest = samples.digests[position]
        pixels = self._ahead.take(digest) if self._ahead else None
        if pixels is None:
            return try_view(self.preprocess, samples.picture(position), digest, view)
        return pixels if view is None else view.pixels(pixels, digest)

    def stacked(self, pixels: Sequence[Pixels]) -> Pixels:
        """Pictures as a batch, which may be empty."""
        size = (self.preprocess.height, self.preprocess.width, 3)
        return np.stack(pixels) if pixels else np.zeros((0, *size), np.uint8)

    def _keep(self, digests: list[bytes], rows: list[Rows]) -> None:
        if digests:
            self.cache.add(digests, np.concatenate(rows))
        digests.clear()
        rows.clear()
