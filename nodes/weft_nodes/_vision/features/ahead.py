"""Pictures decoded before their turn, while a core has nothing else to do. No torch is imported here."""

import shutil
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock

import numpy as np

from weft_nodes._vision.features.pixels import try_pixels
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

_ROOM = 1 << 29
"""Bytes of pixels that are kept at most: as much as is decoded within the seconds that this is for."""


class Ahead:
    """Pixels by the digests of their pictures, in a file without a name: it is gone with this object."""

    def __init__(self, preprocess: Preprocess, folder: Path) -> None:
        self._preprocess = preprocess
        self._shape = (preprocess.height, preprocess.width, 3)
        self._size = 3 * preprocess.height * preprocess.width
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - the next line closes it
        weakref.finalize(self, self._file.close)
        self._room = min(_ROOM, shutil.disk_usage(folder).free // 2) // self._size
        self._places: dict[bytes, int] = {}
        self._lock = Lock()

    def decode(self, sides: Iterable[Samples]) -> Iterator[None]:
        """Decode pictures, one at a time, while there is room; those that cannot be read are passed over."""
        for samples in sides:
            for position, digest in enumerate(samples.digests):
                if len(self._places) >= self._room:
                    return
                if digest not in self._places:
                    pixels = try_pixels(self._preprocess, samples.picture(position))
                    if not isinstance(pixels, str):
                        self._keep(digest, pixels)
                yield

    def take(self, digest: bytes) -> Pixels | None:
        """The pixels of a picture; None where they have to be decoded. Any thread may ask."""
        place = self._places.get(digest)
        if place is None:
            return None
        with self._lock:
            self._file.seek(place * self._size)
            found = self._file.read(self._size)
        return np.frombuffer(found, np.uint8).reshape(self._shape)

    def _keep(self, digest: bytes, pixels: Pixels) -> None:
        place = len(self._places)
        try:
            with self._lock:
                self._file.seek(place * self._size)
                self._file.write(np.ascontiguousarray(pixels).data)
                self._file.flush()
        except OSError:  # the disk is full: all else is decoded in its turn
            self._room = 0
            return
        self._places[digest] = place
