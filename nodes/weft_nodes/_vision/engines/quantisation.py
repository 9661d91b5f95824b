"""Networks in int8: post-training quantisation by NNCF, in a process of its own. No torch is imported here.

The library prints progress bars and cannot be stopped; a process of its own can be silent and ended,
and starts in a second, since it is kept from loading torch.
"""

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from weft_nodes._vision.engines.engine import Beat
from weft_nodes._vision.networks.preprocess import Pixels

_WAIT = 0.1


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
        _run([str(graph), str(pictures), str(half)], beat)
        half.with_suffix(".bin").replace(file.with_suffix(".bin"))
        half.replace(file)


def _run(arguments: list[str], beat: Beat) -> None:
    script = Path(__file__).with_name("quantising.py")
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", str(script), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            while True:
                try:
                    status = process.wait(_WAIT)
                    break
                except subprocess.TimeoutExpired:
                    beat()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if status:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise QuantisationError(lines[-1] if lines else f"the process ended with {status}")
