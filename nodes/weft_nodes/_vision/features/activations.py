"""What a resting trunk says of pictures, kept in half precision in memory-mapped files. Imports torch.

A file holds one view of the pictures of one input, in their order. Files rest in the cache, so that a
training with other epochs, or one that goes on after a kill, finds them; the store removes them as it
does all that is kept.
"""

import hashlib
import json
import math
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.engines.engine import Reading
from weft_nodes._vision.features.extraction import BATCH
from weft_nodes._vision.features.features import features_key
from weft_nodes._vision.features.frozen import Frozen
from weft_nodes._vision.features.views import View, try_view
from weft_nodes._vision.learning.pace import Pace
from weft_nodes._vision.learning.samples import Samples, chunks
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.networks.network import Network, Shape
from weft_nodes._vision.networks.preprocess import Pixels
from weft_nodes._vision.networks.stages import Stages

Halves: TypeAlias = npt.NDArray[np.float16]

_MOST = float(np.finfo(np.float16).max)

_ROOM = 0.5
"""Of the free disk at most: the rest is for checkpoints, models and other people."""


@dataclass(frozen=True)
class _Wanted:
    """One file: a view of the pictures of one input."""

    samples: Samples
    view: View | None
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "rows.float16"

    @property
    def notes(self) -> Path:
        return self.folder / "notes.json"


class Activations:
    """The trunk of a cut network, computed by the engine that is best for it.

    Attributes:
        shape: Of the activations of one picture.
        computed: Pictures and views that went through the trunk; others were kept.
    """

    def __init__(self, setup: Setup, stages: Stages, ctx: RunContext) -> None:
        self.shape, self.computed, self._ctx = stages.shape, 0, ctx
        layers = nn.Sequential(stages.trunk, nn.Flatten())
        with torch.random.fork_rng(devices=[]):  # for a head that nobody asks
            shape = Shape(1, setup.preprocess.width, setup.preprocess.height)
            network = Network(layers, math.prod(self.shape), shape).eval()
        # What learns must see what the saved model will see: no int8.
        frozen = Frozen(network, setup.pretraining, setup.preprocess, setup.device)
        self._extractor = frozen.extractor(ctx, exact=True)
        self._preprocess = setup.preprocess
        engine = f"{setup.device.type} activations"
        self._key = features_key(setup.pretraining, network.digest(), setup.preprocess, engine)

    @property
    def reading(self) -> Reading:
        """What computed them, for people."""
        return self._extractor.reading

    def of(self, samples: Samples, view: View | None = None) -> tuple[Samples, Halves]:
        """Those of the pictures that can be read, and the activations (n, ...) of a view of them.

        Raises:
            ToolError: The disk is too small.
        """
        self._extractor.decide_by(samples)
        wanted = _Wanted(samples, view, self._ctx.cache("activations") / self._name(samples, view))
        if not wanted.notes.exists():
            self._compute(wanted)
        os.utime(wanted.folder)  # it is in use: let it be among the last to be removed
        reasons = json.loads(wanted.notes.read_text("utf-8"))
        used = np.ones(len(samples), bool)
        used[[position for position, _ in reasons]] = False
        kept = samples.keep(used, [reason for _, reason in reasons])
        shape = (len(kept), *self.shape)
        if not len(kept):
            return kept, np.zeros(shape, np.float16)
        return kept, np.memmap(wanted.data, np.float16, "r", shape=shape)

    def affordable(self, pictures: int, views: int) -> int:
        """How many of the views of so many pictures find room on the disk, beside the pictures as they are.

        Raises:
            ToolError: Not even those do.
        """
        folder = self._ctx.cache("activations")
        each, free = pictures * math.prod(self.shape) * 2, shutil.disk_usage(folder).free
        fitting = views_that_fit(each, views, free)
        if fitting is None:
            raise ToolError(
                f"what the first layers say of {pictures:,} pictures takes {each / 1e9:,.1f} GB in {folder}, "
                f"where {free / 1e9:,.1f} GB are free, half of them for this; make room, choose a smaller "
                "image size, or train the head only or the whole network",
                "train",
            )
        return fitting

    def _name(self, samples: Samples, view: View | None) -> str:
        reading = self._extractor.reading
        found = hashlib.sha256(f"{self._key} {reading.engine} {reading.precision} ".encode())
        for digest in samples.digests:
            found.update(digest if view is None else view.digest(digest))
        return found.hexdigest()[:32]

    def _compute(self, wanted: _Wanted) -> None:
        """Write the file and then its notes, so that a half file is never taken."""
        wanted.folder.mkdir(parents=True, exist_ok=True)
        half = wanted.folder / f"half-{uuid.uuid4().hex}"
        try:
            reasons = self._write(wanted, half)
            half.replace(wanted.data)
            half.write_text(json.dumps(reasons), "utf-8")
            half.replace(wanted.notes)
        finally:
            half.unlink(missing_ok=True)

    def _write(self, wanted: _Wanted, file: Path) -> list[tuple[int, str]]:
        """Compute all; gives position and reason of each picture that cannot be read."""
        samples, view = wanted.samples, wanted.view
        what = f"{samples.side.name} pictures" + (f", view {view.number}" if view else "")
        pace = Pace(self._ctx, len(samples), message=f"computing the first layers for {what}")
        reasons: list[tuple[int, str]] = []

        def decode(chunk: range) -> list[Pixels | str]:
            return [
                try_view(self._preprocess, samples.picture(position), samples.digests[position], view)
                for position in chunk
            ]

        def steps() -> Iterator[tuple[None, Pixels]]:
            done = 0
            for step in self._ctx.map(decode, chunks(len(samples), min(BATCH, self._extractor.batch))):
                reasons.extend((done + n, found) for n, found in enumerate(step) if isinstance(found, str))
                done += len(step)
                pace.add(len(step))
                yield None, self._extractor.stacked([f for f in step if not isinstance(f, str)])

        with file.open("wb") as stream:
            for _, rows in self._extractor.stream(steps(), pace.beat):
                # Numbers that half precision does not reach would be infinite.
                stream.write(np.clip(rows, -_MOST, _MOST).astype(np.float16).data)
                self.computed += len(rows)
        return reasons


def views_that_fit(each: int, views: int, free: int) -> int | None:
    """How many of the views find room beside the pictures as they are, by bytes of each and of the disk.

    None where not even the pictures do.
    """
    room = int(_ROOM * free)
    return None if each > room else min(views, room // max(1, each) - 1)
