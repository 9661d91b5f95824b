"""Features of pictures from a frozen network: computed where the cache has none, else taken from it.

Imports torch.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from weft.sdk import RunContext
from weft_nodes._vision.features import FeatureCache, Rows, features_key
from weft_nodes._vision.learner import precision
from weft_nodes._vision.network import Network
from weft_nodes._vision.pace import Pace, beating
from weft_nodes._vision.pixels import try_pixels
from weft_nodes._vision.preprocess import Pixels, Preprocess
from weft_nodes._vision.samples import Samples, chunks
from weft_nodes._vision.weights import Pretraining

BATCH = 32
"""Pictures that the network sees at a time."""

KEPT_EVERY = 1024
"""Pictures after which new features are written, so that a kill loses little."""


def open_cache(
    network: Network, pretraining: Pretraining, preprocess: Preprocess, device: torch.device, ctx: RunContext
) -> FeatureCache:
    """The features that were kept of a network as it is now."""
    key = features_key(pretraining, network.digest(), preprocess, device.type)
    return FeatureCache(ctx.cache("features") / key, network.dimensions)


class Extractor:
    """A frozen network that turns pictures into rows of features.

    Attributes:
        network: In evaluation mode, on its device.
        preprocess: What it wants done to pictures.
        cache: What was computed before.
        computed: Pictures that went through the network so far, those of the cache left out.
    """

    def __init__(
        self, network: Network, preprocess: Preprocess, device: torch.device, cache: FeatureCache
    ) -> None:
        self.network = network.to(device).eval().requires_grad_(False)
        self.preprocess, self._device, self.cache = preprocess, device, cache
        self.computed = 0

    def extract(self, samples: Samples, folder: Path, ctx: RunContext) -> tuple[Samples, Rows]:
        """Those of the pictures that can be decoded, and their features (n, dimensions), memory-mapped."""
        unreadable = self._fill(samples, ctx)
        used = np.array([digest not in unreadable for digest in samples.digests], bool)
        reasons = [unreadable[digest] for digest in samples.digests if digest in unreadable]
        kept = samples.keep(used, reasons)
        shape = (len(kept), self.network.dimensions)
        if not len(kept):
            return kept, np.zeros(shape, np.float32)
        file = folder / f"{samples.side.name}.features"
        with file.open("wb") as stream:
            for chunk in chunks(len(kept), 4096):
                ctx.check_cancelled()
                stream.write(self.cache.rows(kept.digests[chunk.start : chunk.stop]).data)
        return kept, np.memmap(file, np.float32, "r", shape=shape)

    def _fill(self, samples: Samples, ctx: RunContext) -> dict[bytes, str]:
        """Add what the cache lacks; gives the digests of pictures that cannot be read, and why."""
        missing = {d: position for position, d in enumerate(samples.digests) if d not in self.cache}
        pace = Pace(ctx, len(missing), message=f"computing features of {samples.side.name} pictures")
        unreadable: dict[bytes, str] = {}
        digests: list[bytes] = []
        rows: list[Rows] = []

        def decode(chunk: Sequence[tuple[bytes, int]]) -> list[tuple[bytes, Pixels | str]]:
            return [(d, try_pixels(self.preprocess, samples.picture(position))) for d, position in chunk]

        wanted = list(missing.items())
        steps = (wanted[chunk.start : chunk.stop] for chunk in chunks(len(wanted), BATCH))
        try:
            with beating(self.network, pace):
                for step in ctx.map(decode, steps):
                    unreadable |= {digest: found for digest, found in step if isinstance(found, str)}
                    readable = [(digest, found) for digest, found in step if not isinstance(found, str)]
                    if readable:
                        rows.append(self.features([pixels for _, pixels in readable]))
                        digests += [digest for digest, _ in readable]
                    pace.add(len(step))
                    if len(digests) >= KEPT_EVERY:
                        self._keep(digests, rows)
        finally:
            # What was computed before a cancellation is as good as any.
            self._keep(digests, rows)
        return unreadable

    @torch.no_grad()
    def features(self, pixels: Sequence[Pixels]) -> Rows:
        """The features of at most a batch, which is filled up with black pictures.

        On a CPU a picture's features then do not depend on which pictures are beside it.
        """
        batch = np.zeros((BATCH, self.preprocess.height, self.preprocess.width, 3), np.uint8)
        batch[: len(pixels)] = pixels
        with precision(self._device):
            pictures = self.preprocess.normalise(torch.from_numpy(batch).to(self._device))
            found = self.network.features(pictures)[: len(pixels)]
        self.computed += len(pixels)
        return found.float().cpu().numpy()

    def _keep(self, digests: list[bytes], rows: list[Rows]) -> None:
        if digests:
            self.cache.add(digests, np.concatenate(rows))
        digests.clear()
        rows.clear()
