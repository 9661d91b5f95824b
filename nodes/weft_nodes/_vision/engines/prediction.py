"""What computes the predictions of a saved model: OpenVINO on a CPU, else torch. No torch at the top.

A model is converted when it first predicts on a machine. Later runs start from the converted graph and
load no torch, which takes seconds.
"""

import ctypes
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from weft.sdk import RunContext
from weft_nodes._vision.engines import machine, openvino_engine
from weft_nodes._vision.engines.engine import Beat, Engine
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.features.pixels import Decoder, by_pillow
from weft_nodes._vision.gpu.decoding import decoder
from weft_nodes._vision.models import card
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

if TYPE_CHECKING:
    from weft_nodes._vision.models.classifier import Classifier

LIMIT = 1e-4
"""How far a probability may be from that of torch; of numbers, in standard deviations."""


@dataclass(frozen=True)
class Predictor:
    """A saved model, ready to predict.

    Attributes:
        card: Of the model.
        engine: Gives calibrated probabilities (n, classes), or what else the target is.
        decoder: Gives what the engine takes.
    """

    card: Card
    engine: Engine
    decoder: Decoder


def predictor(packed: bytes, device: str, batch: int, ctx: RunContext) -> Predictor:
    """The same model on the same machine is always computed in the same way, whatever its pictures are.

    Args:
        packed: A saved model.
        device: `auto`, `cpu` or `cuda`.
        batch: Pictures at a time; 0 chooses.
        ctx: The run.

    Raises:
        ToolError: Not a model of Weft, or damaged; or there is no GPU where one is asked for.
    """
    known = card.read(packed)
    if not _converts(known, device):
        return _torch_predictor(_load(packed, device), batch)
    key = machine.key("prediction", hashlib.sha256(packed).hexdigest())
    folder = ctx.cache("engines") / key
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)  # it is in use: let it be among the last to be removed
    graph, refused = folder / "probabilities.xml", folder / "refused.txt"
    classifier = None
    if not graph.exists() and not refused.exists():
        ctx.progress(0, None, "preparing the model for this machine")
        classifier = _load(packed, "cpu")
        if why := _convert(classifier, graph, ctx.check_cancelled):
            graph.unlink(missing_ok=True)
            refused.write_text(why, "utf-8")
    if refused.exists():
        return _torch_predictor(classifier or _load(packed, "cpu"), batch)
    size = batch or openvino_engine.BATCH
    return Predictor(known, OpenvinoEngine(graph, ctx.check_cancelled, size), by_pillow(known.preprocess))


def _converts(known: Card, device: str) -> bool:
    """Whether OpenVINO is to compute a model; its graph may have to be made first."""
    # Weft's own network is so small that nothing is gained.
    small = not known.pretraining.architecture
    return not small and openvino_engine.available() and (device == "cpu" or not _may_have_gpu())


def _may_have_gpu() -> bool:
    """Whether the driver of a GPU is there: whether torch can use it only torch can tell."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _load(packed: bytes, device: str) -> "Classifier":
    from weft_nodes._vision.models.classifier import Classifier

    return Classifier.load(packed, device)


def _torch_predictor(classifier: "Classifier", batch: int) -> Predictor:
    decode = decoder(classifier.card.preprocess, classifier.device)
    return Predictor(classifier.card, _by_torch(classifier, batch), decode)


def _by_torch(classifier: "Classifier", batch: int) -> Engine:
    from weft_nodes._vision.engines.torch_engine import TorchEngine

    size = batch or classifier.batch_size
    return TorchEngine(classifier.network, classifier.answers, classifier.device, size)


def _convert(classifier: "Classifier", graph: Path, beat: Beat) -> str:
    """Keep the graph of a model; gives why that cannot be, empty where it can."""
    from weft_nodes._vision.engines.conversion import ConversionError, convert
    from weft_nodes._vision.exporting.graph import Graph

    trial = graph.with_name(f"trial-{graph.name}")
    try:
        convert(Graph(classifier), classifier.card.preprocess, trial, beat)
    except ConversionError as error:
        return str(error)
    pixels = _examples(classifier.card.preprocess)
    (found,) = OpenvinoEngine(trial, beat).stream([pixels], beat)
    (expected,) = _by_torch(classifier, 0).stream([pixels], beat)
    difference = float(np.abs(found - expected).max()) / classifier.card.unit
    if not difference <= LIMIT:  # NaN too
        return f"its probabilities differ by {difference:.2g}"
    trial.with_suffix(".bin").replace(graph.with_suffix(".bin"))
    trial.replace(graph)
    return ""


def _examples(size: Preprocess) -> Pixels:
    """Some pictures to compare by: coarse and fine patterns, dark and bright."""
    chance = np.random.default_rng(1)
    pictures = np.empty((openvino_engine.BATCH, size.height, size.width, 3), np.uint8)
    for number, picture in enumerate(pictures):
        cell = 2**number
        coarse = chance.integers(0, 256, (size.height // cell + 1, size.width // cell + 1, 3), np.uint8)
        picture[:] = coarse.repeat(cell, 0).repeat(cell, 1)[: size.height, : size.width]
    return pictures
