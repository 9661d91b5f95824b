"""What a frozen network says of pictures, kept by the content of the pictures.

The cache of one network and preprocessing is a folder of segments: Arrow files of digests and rows
of numbers that are written once and renamed into place. Processes never change a segment, so any
number of them may read and write at the same time; a picture that two of them add counts once.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining

Rows = npt.NDArray[np.float32]

_FORMAT = 2
_MANY = 48
"""Segments above which they are merged into one: opening thousands would cost more than it keeps."""


def features_key(pretraining: Pretraining, numbers: str, preprocess: Preprocess, engine: str) -> str:
    """What features depend on beside the picture: the network, its weights, the preprocessing, and
    what computes them, since a GPU calculates with fewer digits, and int8 with fewer still.

    Args:
        pretraining: What the network started from.
        numbers: The digest of the backbone's weights, as `Network.digest` gives it: a trained model
            whose backbone stayed as it was then finds the features that were kept before.
        preprocess: What is done to each picture.
        engine: `cpu` or `cuda` for torch there, else the engine, its precision and what that depends on.
    """
    parts = [_FORMAT, engine, pretraining.architecture, pretraining.arguments, numbers]
    return hashlib.sha256(json.dumps([*parts, preprocess.to_json()], sort_keys=True).encode()).hexdigest()[
        :32
    ]


class FeatureCache:
    """Rows of features by the SHA-256 of the picture, in a folder that anybody may delete."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._segments: list[Rows] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)  # it is in use: let it be among the last to be removed
        files = sorted(folder.glob("*.arrow"))
        for file in files:
            self._open(file)
        if len(files) > _MANY:
            self._merge(files)

    def __contains__(self, digest: object) -> bool:
        return digest in self._places

    def rows(self, digests: Iterable[bytes]) -> Rows:
        """(n, dimensions) of pictures that are all in the cache."""
        places = [self._places[digest] for digest in digests]
        found = np.empty((len(places), self._dimensions), np.float32)
        for row, (segment, place) in enumerate(places):
            found[row] = self._segments[segment][place]
        return found

    def add(self, digests: Sequence[bytes], rows: Rows) -> None:
        """Keep rows, one a digest; they are there for other processes once this returns."""
        if not digests:
            return
        width = self._dimensions
        values = pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), width)
        batch = pa.record_batch({"digest": pa.array(digests, pa.binary(32)), "features": values})
        name = uuid.uuid4().hex
        half, file = self._folder / f"{name}.half", self._folder / f"{name}.arrow"
        try:
            with pa.OSFile(str(half), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
                writer.write_batch(batch)
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
        self._open(file)

    def _open(self, file: Path) -> None:
        """Map a segment; one that is damaged or gone counts as not there."""
        try:
            batch = pa.ipc.open_file(pa.memory_map(str(file))).get_batch(0)
            digests = batch.column("digest").to_pylist()
            values = batch.column("features").flatten().to_numpy().reshape(len(digests), self._dimensions)
        except (OSError, pa.ArrowInvalid, KeyError, ValueError):
            return
        self._segments.append(values)
        self._places |= {digest: (len(self._segments) - 1, row) for row, digest in enumerate(digests)}

    def _merge(self, files: Iterable[Path]) -> None:
        digests = list(self._places)
        self.add(digests, self.rows(digests))
        for file in files:
            try:
                file.unlink(missing_ok=True)
            except PermissionError:
                # Windows keeps files that a process has mapped; the next merge takes them.
                continue
