"""The graph of a network's features, kept by the network's numbers; no torch is imported at the top.

Whoever needs it first makes it: the trial of a training, or the first prediction of a model. All heads that
were trained on one frozen network share it, so that their models start without any conversion.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from weft_nodes._vision.engines import openvino_engine
from weft_nodes._vision.engines.engine import Beat
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

if TYPE_CHECKING:
    from weft_nodes._vision.networks.network import Network


@dataclass(frozen=True)
class KeptGraph:
    """The graph, and what torch says of some patterns, by which whatever is built on it can be judged.

    Attributes:
        folder: Of one network, preprocessing and machine.
    """

    folder: Path

    @property
    def file(self) -> Path:
        """From uint8 pixels (n, height, width, 3) to float32 features (n, dimensions)."""
        return self.folder / "float32.xml"

    @property
    def _expected(self) -> Path:
        return self.folder / "patterns.npy"

    def exists(self) -> bool:
        """Whether it was made."""
        return self.file.exists()

    def expected(self) -> Rows:
        """The features of `patterns` as torch computes them."""
        found: Rows = np.load(self._expected)
        return found

    def make(self, network: "Network", preprocess: Preprocess, beat: Beat) -> None:
        """Convert a network that is on the CPU in evaluation mode; its numbers are no longer to learn.

        Raises:
            ConversionError: OpenVINO does not know what the network does.
        """
        from weft_nodes._vision.engines import torch_engine
        from weft_nodes._vision.engines.conversion import FeatureGraph, convert

        device = next(network.parameters()).device
        engine = torch_engine.of_features(network, preprocess, device, openvino_engine.BATCH)
        (rows,) = engine.stream([patterns(preprocess)], beat)
        half = self._expected.with_name(f"half-{uuid4().hex}.npy")
        np.save(half, rows)
        half.replace(self._expected)
        # It comes last: whoever sees the graph finds the rest.
        convert(FeatureGraph(network, preprocess), preprocess, self.file, beat)


def patterns(size: Preprocess) -> Pixels:
    """Some pictures to compare by: coarse and fine patterns, dark and bright."""
    chance = np.random.default_rng(1)
    pictures = np.empty((openvino_engine.BATCH, size.height, size.width, 3), np.uint8)
    for number, picture in enumerate(pictures):
        cell = 2**number
        coarse = chance.integers(0, 256, (size.height // cell + 1, size.width // cell + 1, 3), np.uint8)
        picture[:] = coarse.repeat(cell, 0).repeat(cell, 1)[: size.height, : size.width]
    return pictures
