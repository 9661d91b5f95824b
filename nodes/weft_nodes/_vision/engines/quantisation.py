"""Networks in int8: post-training quantisation by NNCF, in a process of its own. No torch is imported here.

The library prints progress bars and cannot be stopped; a process of its own can be silent and ended,
and starts in a second, since it is kept from loading torch.
"""

import importlib.util
import tempfile
from pathlib import Path

import numpy as np

from weft_nodes._vision.engines.child import ChildError, run_child
from weft_nodes._vision.engines.engine import Beat
from weft_nodes._vision.networks.preprocess import Pixels


class QuantisationError(Exception):
    """The network cannot be quantised; says why in one line."""


def available() -> bool:
    """Whether the library is installed."""
    return importlib.util.find_spec("nncf") is not None


def quantise(graph: Path, pixels: Pixels, file: Path, beat: Beat) -> None:
    """Keep a graph of float32 as one of int8.

    Args:
        graph: As kept by `openvino_engine.write`.
        pixels: Some of the user's pictures (n, height, width, 3): they tell which numbers occur.
        file: Where to keep it; the same graph and pictures give the same numbers.
        beat: Called while it takes its seconds.

    Raises:
        QuantisationError: The library gave up.
    """
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        pictures, half = Path(folder) / "pictures.npy", Path(folder) / file.name
        np.save(pictures, pixels)
        script = Path(__file__).with_name("quantising.py")
        try:
            run_child([str(script), str(graph), str(pictures), str(half)], beat)
        except ChildError as error:
            raise QuantisationError(str(error)) from error
        half.with_suffix(".bin").replace(file.with_suffix(".bin"))
        half.replace(file)
