"""What computes the predictions of a saved model: OpenVINO on a CPU, else torch. No torch at the top.

OpenVINO takes the graph of the network's features, which a training of its head has left on this machine,
and puts the model's head behind it. Where there is none, the network is converted when it first predicts.
Runs that find the graph load no torch, which takes seconds.
"""

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from weft.sdk import RunContext
from weft_nodes._vision.engines import machine, openvino_engine
from weft_nodes._vision.engines.ending import Ending
from weft_nodes._vision.engines.engine import LIMIT, Beat, Engine
from weft_nodes._vision.engines.kept import KeptGraph, patterns
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.features.features import features_key
from weft_nodes._vision.features.pixels import Decoder, by_pillow
from weft_nodes._vision.gpu.decoding import decoder
from weft_nodes._vision.models import card
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.models.stored import Stored
from weft_nodes._vision.networks.loading import uncollected

if TYPE_CHECKING:
    from weft_nodes._vision.models.classifier import Classifier


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
    plan = _Plan.of(packed, known, ctx)
    classifier, engine = None, None
    if not plan.is_ready():
        ctx.progress(0, None, "preparing the model for this machine, once")
        classifier = None if plan.kept.exists() else _load(packed, "cpu")
        engine = plan.prepare(classifier, ctx.check_cancelled)
    if plan.refused():
        return _torch_predictor(classifier or _load(packed, "cpu"), batch)
    size = batch or openvino_engine.BATCH
    if engine is None or engine.batch != size:
        engine = plan.engine(size, ctx.check_cancelled)
    return Predictor(known, engine, by_pillow(known.preprocess))


def prepare(packed: bytes, classifier: "Classifier", ctx: RunContext) -> None:
    """Let the first prediction of a model start as fast as later ones, where torch would not compute it.

    Args:
        packed: The model.
        classifier: The same, on the CPU; it is no longer to learn.
        ctx: The run.
    """
    if _converts(classifier.card, "auto"):
        plan = _Plan.of(packed, classifier.card, ctx)
        if not plan.is_ready():
            ctx.progress(0, None, "preparing the model for predictions")
            plan.prepare(classifier, ctx.check_cancelled)


@dataclass(frozen=True)
class _Plan:
    """How OpenVINO is to compute a model.

    Attributes:
        kept: The graph of its features; models that share a frozen network share it.
        ending: What stands behind that.
        verdict: A file that tells whether it is near enough to torch: empty where it is, else why not.
    """

    kept: KeptGraph
    ending: Ending
    verdict: Path

    @classmethod
    def of(cls, packed: bytes, known: Card, ctx: RunContext) -> "_Plan":
        stored = Stored(packed)
        numbers = stored.backbone_digest()
        engines = ctx.cache("engines")
        network = machine.key(features_key(known.pretraining, numbers, known.preprocess, "cpu"))
        model = machine.key("prediction", numbers, stored.rest_digest())
        for folder in (engines / network, engines / model):
            folder.mkdir(parents=True, exist_ok=True)
            os.utime(folder)  # it is in use: let it be among the last to be removed
        ending = Ending(stored.head(known.outputs), known)
        return cls(KeptGraph(engines / network), ending, engines / model / "verdict.txt")

    def is_ready(self) -> bool:
        """Whether nothing has to be converted or compared."""
        return self.verdict.exists() and (self.kept.exists() or self.refused())

    def refused(self) -> bool:
        """Whether torch has to compute the model."""
        return bool(self.verdict.read_text("utf-8"))

    def engine(self, batch: int, beat: Beat) -> OpenvinoEngine:
        return OpenvinoEngine(self.kept.file, beat, batch, self.ending.attach)

    def prepare(self, classifier: "Classifier | None", beat: Beat) -> OpenvinoEngine | None:
        """Convert the network where it must be, and compare what comes out with torch.

        Gives the engine that was compared; None where the network cannot be converted.
        """
        engine, why = None, self._conversion_fault(classifier, beat)
        if not why:
            engine = self.engine(openvino_engine.BATCH, beat)
            why = self._difference(engine, beat)
        half = self.verdict.with_name(f"half-{uuid4().hex}")
        half.write_text(why, "utf-8")
        half.replace(self.verdict)
        return engine

    def _conversion_fault(self, classifier: "Classifier | None", beat: Beat) -> str:
        if classifier is None or self.kept.exists():
            return ""
        from weft_nodes._vision.engines.conversion import ConversionError

        try:
            self.kept.make(classifier.network, classifier.card.preprocess, beat)
        except ConversionError as error:
            return f"OpenVINO cannot take the network over: {error}"
        return ""

    def _difference(self, engine: OpenvinoEngine, beat: Beat) -> str:
        known = self.ending.card
        (found,) = engine.stream([patterns(known.preprocess)], beat)
        expected = self.ending.answers(self.kept.expected())
        difference = float(np.abs(found - expected).max())
        return "" if difference <= LIMIT else f"its probabilities differ by {difference:.2g}"  # NaN too


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
    with uncollected():
        from weft_nodes._vision.models.classifier import Classifier

        return Classifier.load(packed, device)


def _torch_predictor(classifier: "Classifier", batch: int) -> Predictor:
    decode = decoder(classifier.card.preprocess, classifier.device)
    return Predictor(classifier.card, _by_torch(classifier, batch), decode)


def _by_torch(classifier: "Classifier", batch: int) -> Engine:
    from weft_nodes._vision.engines.torch_engine import TorchEngine

    size = batch or classifier.batch_size
    return TorchEngine(classifier.network, classifier.answers, classifier.device, size)
