"""Tiny grey pictures, kept by content: enough to tell whether two pictures show the same.

A second training with the same pictures decodes none of them for this.
"""

import io
from collections.abc import Generator, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from weft.sdk import RunContext, ToolError, load, on_white, open_picture
from weft_nodes._vision.features.features import FeatureCache
from weft_nodes._vision.learning.samples import Samples, chunks

SIDE = 16
"""Pixels of a side: the coarse shapes and shades of a picture."""

Thumbnails = npt.NDArray[np.float32]
"""(n, SIDE, SIDE) grey, 0 to 255."""

_KEY = f"grey-{SIDE}-v1"
_DRAFT = (4 * SIDE, 4 * SIDE)
"""A JPEG is decoded no smaller than this, and without its colours."""

_WRITTEN = 4096


def thumbnail(picture: bytes) -> Thumbnails | None:
    """One picture, (SIDE, SIDE); None where it cannot be read."""
    try:
        opened = open_picture(io.BytesIO(picture))
        if opened.format == "JPEG" and opened.mode == "RGB":
            opened.draft("L", _DRAFT)
        grey = on_white(load(opened)).convert("L")
    except ToolError:
        return None
    return np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)


class Gallery:
    """The thumbnails of pictures, by their digests; those seen before are not decoded again."""

    def __init__(self, ctx: RunContext) -> None:
        self._ctx = ctx
        self._cache = FeatureCache(ctx.cache("thumbnails") / _KEY, SIDE * SIDE)

    def add(self, samples: Samples) -> None:
        """Look at pictures; what cannot be read is left out."""
        missing = {d: place for place, d in enumerate(samples.digests) if d not in self._cache}
        wanted = list(missing.items())

        def look(chunk: range) -> list[tuple[bytes, Thumbnails | None]]:
            return [(d, thumbnail(samples.picture(p))) for d, p in wanted[chunk.start : chunk.stop]]

        digests: list[bytes] = []
        found: list[Thumbnails] = []
        for done, part in enumerate(self._ctx.map(look, chunks(len(wanted), 16)), 1):
            seen = [(digest, small) for digest, small in part if small is not None]
            digests += [digest for digest, _ in seen]
            found += [small for _, small in seen]
            what = f"comparing {samples.side.name} pictures"
            self._ctx.progress(min(16 * done, len(wanted)), len(wanted), what)
            if len(digests) >= _WRITTEN:
                self._keep(digests, found)
        self._keep(digests, found)

    def ahead(self, sides: Iterable[Samples]) -> Generator[None]:
        """Look at pictures one after the other, for whom there is time; closed early it keeps what it has."""
        digests: list[bytes] = []
        found: list[Thumbnails] = []
        try:
            for samples in sides:
                for position, digest in enumerate(samples.digests):
                    if digest not in self and (small := thumbnail(samples.picture(position))) is not None:
                        digests.append(digest)
                        found.append(small)
                    if len(digests) >= _WRITTEN:
                        self._keep(digests, found)
                    yield
        finally:
            self._keep(digests, found)

    def __contains__(self, digest: object) -> bool:
        return digest in self._cache

    def parts(self, digests: Sequence[bytes]) -> Iterator[Thumbnails]:
        """The thumbnails of pictures that are all there, by parts so that memory stays small."""
        for chunk in chunks(len(digests), 4096):
            self._ctx.check_cancelled()
            yield self.some(digests[chunk.start : chunk.stop])

    def some(self, digests: Sequence[bytes]) -> Thumbnails:
        """The thumbnails of a few pictures that are all there."""
        return self._cache.rows(digests).reshape(-1, SIDE, SIDE)

    def _keep(self, digests: list[bytes], found: list[Thumbnails]) -> None:
        if digests:
            self._cache.add(digests, np.stack(found).reshape(len(found), -1))
        digests.clear()
        found.clear()
