"""Which engine computes the features of a frozen network: measured once, and remembered. Imports torch."""

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict, TypeVar

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.engines import openvino_engine, quantisation, torch_engine
from weft_nodes._vision.engines.conversion import ConversionError
from weft_nodes._vision.engines.engine import Beat, Engine, Reading, meanwhile
from weft_nodes._vision.engines.kept import KeptGraph
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

FEW = 300
"""Pictures under which torch is taken at once: nothing else would earn its preparation."""

_CALIBRATING, _COMPARED = 100, 48
"""Pictures that tell a quantisation which numbers occur, and others on which it is judged."""

_BRIEF = 15.0
"""Seconds of work in float32 under which quantising, which takes 5 to 10, is not tried."""

_BETTER, _MUCH_BETTER = 1.1, 1.3
"""How many times faster OpenVINO must be than torch, and int8 than float32: near a tie, the choice shall
not hang on chance."""

LEAST_COSINE, LEAST_WORST = 0.995, 0.97
"""To float32 features, on average and for the worst of the pictures compared."""

_SAME = 0.9999
"""Cosine of float32 by OpenVINO to that by torch: less is a fault of the conversion."""

Found = TypeVar("Found", "_Rates", "_Int8")


class _Rates(TypedDict, total=False):
    """Pictures a second in float32, or why OpenVINO is out of the question."""

    torch: float
    openvino: float
    refused: str


class _Int8(TypedDict, total=False):
    """Pictures a second in int8 and how near it is to float32, or why it is out of the question."""

    rate: float
    cosine: float
    worst: float
    refused: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        reading: For people.
        variant: Sets its features apart from those of other engines; empty for torch.
        start: Makes the engine, when there is something to compute.
    """

    reading: Reading
    variant: str
    start: Callable[[], Engine]


@dataclass(frozen=True)
class Job:
    """What is to be computed.

    Attributes:
        network: On the CPU, in evaluation mode.
        preprocess: What it wants done to pictures.
        folder: Where to remember what was measured and converted, for this network and machine only.
        pictures: How many there are.
        sample: Pixels of some that can be read, in an order of their own, decoded as they are asked for.
        exact: Whether float32 is a must.
        beat: Called while it takes its seconds.
        aside: Work for a core that would rest while a network is converted or quantised, which mostly takes
            one; never done while something is timed, nor to the end.
    """

    network: Network
    preprocess: Preprocess
    folder: Path
    pictures: int
    sample: Callable[[], Iterable[Pixels]]
    exact: bool
    beat: Beat
    aside: Iterator[object] = field(default_factory=lambda: iter(()))


def by_torch(network: Network, preprocess: Preprocess, why: str) -> Choice:
    """The engine that is always there, on the device of the network."""
    device = next(network.parameters()).device
    return Choice(Reading(why=why), "", lambda: torch_engine.of_features(network, preprocess, device))


def choose(job: Job) -> Choice:
    """The best engine for a network on the CPU."""
    if job.pictures < FEW:
        return by_torch(job.network, job.preprocess, f"for under {FEW} pictures nothing else is prepared")
    if not openvino_engine.available():
        return by_torch(job.network, job.preprocess, "OpenVINO is not installed")
    job.folder.mkdir(parents=True, exist_ok=True)
    os.utime(job.folder)  # it is in use: let it be among the last to be removed
    return _Trial(job).choice()


class _Trial:
    """The comparison of one job, with what is remembered of earlier ones."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._drawn: list[Pixels] = []
        self._kept = KeptGraph(job.folder)
        self._compiled: dict[Path, OpenvinoEngine] = {}
        self._plain_rows: Rows | None = None

    def choice(self) -> Choice:
        rates = _remembered(self._job.folder / "rates.json", self._float32)
        if "refused" in rates:
            return self._torch(f"OpenVINO cannot take the network over: {rates['refused']}")
        plain = self._plain(rates["torch"], rates["openvino"])
        seconds = self._job.pictures / max(rates["torch"], rates["openvino"])
        if self._job.exact or not quantisation.available() or seconds < _BRIEF:
            return plain
        return self._quantised(plain, max(rates["torch"], rates["openvino"]))

    def _plain(self, torch_rate: float, openvino_rate: float) -> Choice:
        if openvino_rate < _BETTER * torch_rate:
            return self._torch(f"OpenVINO was not clearly faster ({openvino_rate:,.0f})", torch_rate)
        why = f"torch computed {torch_rate:,.0f}"
        return Choice(
            Reading("openvino", why=why, rate=openvino_rate), "openvino", self._starting(self._kept.file)
        )

    def _torch(self, why: str, rate: float | None = None) -> Choice:
        choice = by_torch(self._job.network, self._job.preprocess, why)
        return Choice(Reading(why=why, rate=rate), choice.variant, choice.start)

    def _quantised(self, plain: Choice, rate: float) -> Choice:
        drawn = self._pixels(_CALIBRATING + _COMPARED)
        if len(drawn) < _CALIBRATING + _COMPARED:
            return plain
        sample = self._digest(drawn)
        graph = self._job.folder / f"int8-{sample}.xml"
        found = _remembered(graph.with_suffix(".json"), lambda: self._int8(graph, drawn))
        if "refused" in found or found["rate"] < _MUCH_BETTER * rate:
            return plain
        if found["cosine"] < LEAST_COSINE or found["worst"] < LEAST_WORST:
            why = f"int8 was too far off: cosine {found['cosine']:.4f}, worst {found['worst']:.4f}"
            return replace(plain, reading=replace(plain.reading, why=why))
        why = f"float32 computed {rate:,.0f}"
        reading = Reading("openvino", "int8", why, found["rate"], found["cosine"], found["worst"])
        return Choice(reading, f"int8-{sample}", self._starting(graph))

    def _engine(self, graph: Path) -> OpenvinoEngine:
        """Compiled once, however often it is measured."""
        if graph not in self._compiled:
            self._compiled[graph] = OpenvinoEngine(graph, self._job.beat)
        return self._compiled[graph]

    def _starting(self, graph: Path) -> Callable[[], Engine]:
        """The engine that was measured, if it was; all others are let go."""
        known, beat = self._compiled.get(graph), self._job.beat
        return lambda: known or OpenvinoEngine(graph, beat)

    def _float32(self) -> _Rates:
        job = self._job
        try:
            if not self._kept.exists():
                with meanwhile(job.aside):
                    self._kept.make(job.network, job.preprocess, job.beat)
        except ConversionError as error:
            return {"refused": str(error)}
        device = next(job.network.parameters()).device
        engine = torch_engine.of_features(job.network, job.preprocess, device, openvino_engine.BATCH)
        # Those by which int8 is judged, so that these rows serve again.
        drawn = self._pixels(_CALIBRATING + _COMPARED)[-_COMPARED:]
        few = drawn[: 2 * openvino_engine.BATCH]
        expected, torch_rate = _timed(engine, few, job.beat)
        rows, rate = _timed(self._engine(self._kept.file), drawn, job.beat)
        if (same := float(_cosines(rows[: len(few)], expected).min(initial=1.0))) < _SAME:
            return {"refused": f"its features have a cosine of {same:.4f} to those of torch"}
        self._plain_rows = rows
        return {"torch": torch_rate, "openvino": rate}

    def _int8(self, graph: Path, drawn: list[Pixels]) -> _Int8:
        beat = self._job.beat
        calibrating, compared = drawn[:_CALIBRATING], drawn[_CALIBRATING:]
        try:
            with meanwhile(self._job.aside):
                quantisation.quantise(self._kept.file, np.stack(calibrating), graph, beat)
        except quantisation.QuantisationError as error:
            return {"refused": str(error)}
        expected = self._plain_rows
        if expected is None:  # float32 was measured in an earlier run
            expected, _ = _timed(self._engine(self._kept.file), compared, beat)
        rows, rate = _timed(self._engine(graph), compared, beat)
        cosines = _cosines(rows, expected)
        return {"rate": rate, "cosine": float(cosines.mean()), "worst": float(cosines.min())}

    def _pixels(self, count: int) -> list[Pixels]:
        if len(self._drawn) < count:
            self._drawn = []
            for pixels in self._job.sample():
                self._job.beat()
                self._drawn.append(pixels)
                if len(self._drawn) == _CALIBRATING + _COMPARED:
                    break
        return self._drawn[:count]

    def _digest(self, drawn: list[Pixels]) -> str:
        found = hashlib.sha256()
        for pixels in drawn:
            found.update(np.ascontiguousarray(pixels).data)
        return found.hexdigest()[:16]


def _remembered(file: Path, measure: Callable[[], Found]) -> Found:
    """What was measured before, else what is measured now."""
    try:
        known: Found = json.loads(file.read_text("utf-8"))
        return known
    except (OSError, ValueError):
        found = measure()
    half = file.with_name(f"half-{uuid.uuid4().hex}")
    half.write_text(json.dumps(found), "utf-8")
    half.replace(file)
    return found


def _timed(engine: Engine, pixels: list[Pixels], beat: Beat) -> tuple[Rows, float]:
    """The rows of some pictures, and pictures a second; the first batch is for warming up."""
    steps = [np.stack(pixels[n : n + engine.batch]) for n in range(0, len(pixels), engine.batch)]
    list(engine.stream(steps[:1], beat))
    start = time.perf_counter()
    rows = np.concatenate(list(engine.stream(steps, beat)))
    return rows, len(rows) / max(time.perf_counter() - start, 1e-6)


def _cosines(rows: Rows, expected: Rows) -> npt.NDArray[np.float64]:
    left, right = rows.astype(np.float64), expected.astype(np.float64)
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    products: npt.NDArray[np.float64] = (left * right).sum(axis=1)
    found: npt.NDArray[np.float64] = products / np.maximum(lengths, 1e-30)
    return found
