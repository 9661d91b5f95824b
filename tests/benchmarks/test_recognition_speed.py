"""Head-only training and prediction against the bare network, on real pictures. Run by `make bench`.

The pictures lie beside the project, in ../shared/data/simpsons; without them nothing is measured.
`WEFT_BENCH_PICTURES` takes fewer of them, for a look: fixed costs then weigh more than they should.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch
from safetensors.torch import save_file

from weft.sdk import picture_array
from weft.sdk.testing import Heard, run_context, run_tool
from weft_nodes._vision.engines import quantisation
from weft_nodes._vision.engines.engine import Engine
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.engines.prediction import predictor
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find
from weft_nodes.computer_vision.image_recognition import ImageRecognition
from weft_nodes.machine_learning.predict import Predict

pytestmark = pytest.mark.bench

PICTURES = Path(__file__).parents[3] / "shared" / "data" / "simpsons"
COUNT = int(os.environ.get("WEFT_BENCH_PICTURES", "5633"))
PREDICTED = 1500
NETWORK, SIZE = "Resnet50V2", 128

START = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from weft.sdk.testing import run_context
model, kept = map(Path, sys.argv[1:])
packed = model.read_bytes()
if str(kept) == "torch":
    from weft_nodes._vision.networks.loading import uncollected
    with uncollected():
        from weft_nodes._vision.models.classifier import Classifier
        Classifier.load(packed)
else:
    from weft_nodes._vision.engines.prediction import predictor
    with run_context(kept=kept) as ctx:
        predictor(packed, "cpu", 0, ctx)
print(time.perf_counter() - began, "torch" in sys.modules)
"""


def nothing() -> None:
    """A beat of somebody who lets things go on."""


@dataclass(frozen=True)
class Bench:
    """A folder for weights, kept features and models.

    Attributes:
        folder: Of everything.
        kept: What runs leave for later ones.
    """

    folder: Path
    kept: Path

    @cached_property
    def files(self) -> list[Path]:
        found = sorted(PICTURES.glob("*/*"))
        return [found[int(place)] for place in np.linspace(0, len(found) - 1, min(COUNT, len(found)))]

    @cached_property
    def preprocess(self) -> Preprocess:
        return untrained(find(NETWORK)).preprocess(SIZE, SIZE)

    def table(self, files: list[Path]) -> pa.Table:
        pictures = picture_array([file.read_bytes() for file in files])
        return pa.table({"image": pictures, "Class": [file.parent.name for file in files]})

    def sides(self) -> dict[str, pa.Table]:
        """Four of five pictures to learn from, the others to check."""
        chosen = [file for number, file in enumerate(self.files) if number % 5]
        return {"training": self.table(chosen), "validation": self.table(self.files[::5])}

    def steps(self, files: list[Path], size: int) -> list[Pixels]:
        pixels = [self.preprocess.pixels(file.read_bytes()) for file in files]
        return [np.stack(pixels[start : start + size]) for start in range(0, len(pixels), size)]

    def trained(self, tables: dict[str, pa.Table], **settings: Any) -> tuple[pa.Table, float, Heard]:
        """The model, the seconds it took, and what was said."""
        columns = {f"{side}_{what}": name for side in tables for what, name in COLUMNS.items()}
        chosen = {"model": NETWORK, "train": "head only", "epochs": 10, "image_size": SIZE}
        chosen["weights_dir"] = str(self.folder)
        heard = Heard()
        began = time.perf_counter()
        with run_context(kept=self.kept, heard=heard) as ctx:
            out = run_tool(ImageRecognition, {**columns, **chosen, **settings}, tables, ctx=ctx)
        return out["model"], time.perf_counter() - began, heard


COLUMNS = {"image": "image", "label": "Class"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    if not PICTURES.is_dir():
        pytest.skip(f"the pictures {PICTURES} are not there")
    folder = tmp_path_factory.mktemp("recognition")
    backbone = find(NETWORK)
    start = untrained(backbone)
    with torch.random.fork_rng():
        seed_torch(1)
        layers = build(backbone, Shape(4, SIZE, SIZE), start).backbone
    state = {name: tensor.contiguous() for name, tensor in layers.state_dict().items()}
    save_file(state, folder / f"{start.architecture}.{start.tag}.safetensors")
    return Bench(folder, folder / "kept")


def test_a_head_is_trained_in_little_more_than_the_bare_network_takes(bench: Bench) -> None:
    began, before = time.perf_counter(), _processor()
    tables = bench.sides()
    reading = time.perf_counter() - began
    model, seconds, heard = bench.trained(tables)
    (bench.folder / "model").write_bytes(model["model"][0].value.as_py())
    job, work = reading + seconds, _processor() - before
    bare, least = _bare(bench)
    said = next(line for line in heard.infos if line.startswith("features are"))
    print(
        f"\nhead only, {len(bench.files):,} pictures: {job:.1f} s; bare {bare:.1f} s; ratio {job / bare:.2f};"
        f" of the processor {work:.1f} and {least:.1f} s, ratio {work / least:.2f}"
    )
    print(f"  {said}")
    others: dict[str, dict[str, Any]] = {
        "other epochs": {"epochs": 12},
        "another rate": {"learning_rate": 0.003},
        "class weights": {"class_weights": True},
    }
    for what, changed in others.items():
        _, again, _ = bench.trained(tables, **changed)
        print(f"  {what}: {again:.1f} s")
        assert again < 5
    labels = tables["training"]["Class"].to_pylist()
    labels[0] = labels[-1]
    other = tables["training"].set_column(1, "Class", pa.array(labels))
    _, again, _ = bench.trained({**tables, "training": other})
    print(f"  a changed label: {again:.1f} s")
    assert again < 5
    if COUNT >= 5_000:
        assert job / bare < 1.35


def _processor() -> float:
    """Seconds of the processor that this process and those that it waited for took so far."""
    return sum(os.times()[:4])


def _bare(bench: Bench) -> tuple[float, float]:
    """Seconds of quantisation, where there was any, and of one pass over pictures that are decoded; and
    those of the processor.
    """
    graphs = sorted((bench.kept / "engines").glob("*/int8-*.xml"))
    quantising, work = 0.0, 0.0
    if graphs:
        samples = np.concatenate(bench.steps(bench.files[:100], 100))
        began, before = time.perf_counter(), _processor()
        quantisation.quantise(
            graphs[0].with_name("float32.xml"), samples, bench.folder / "again.xml", nothing
        )
        quantising, work = time.perf_counter() - began, _processor() - before
    graph = graphs[0] if graphs else next((bench.kept / "engines").glob("*/float32.xml"))
    engine = OpenvinoEngine(graph, nothing)
    steps = bench.steps(bench.files, engine.batch)
    passing, passed = _pass(engine, steps)
    print(f"\nbare: {passing:.1f} s for the pictures, {quantising:.1f} s for quantising")
    return passing + quantising, passed + work


def _pass(engine: Engine, steps: list[Pixels]) -> tuple[float, float]:
    """Seconds of the quicker of two passes, and of the processor: what else the machine does must not make
    the bare network look slow.
    """
    list(engine.stream(steps[:1], nothing))
    passes = []
    for _ in range(2):
        began, before = time.perf_counter(), _processor()
        for _ in engine.stream(steps, nothing):
            pass
        passes.append((time.perf_counter() - began, _processor() - before))
    seconds, work = zip(*passes, strict=True)
    return min(seconds), min(work)


def test_a_prediction_takes_little_more_than_the_bare_network(bench: Bench) -> None:
    model, files = bench.folder / "model", bench.files[:PREDICTED]
    table = pa.table({"image": picture_array([file.read_bytes() for file in files])})
    from weft_nodes._vision.models.card import model_table

    inputs = {"data": table.combine_chunks(), "model": model_table(model.read_bytes(), "Class")}
    with run_context(kept=bench.kept) as ctx:
        engine = predictor(model.read_bytes(), "cpu", 0, ctx).engine  # the model is prepared once
        began, before = time.perf_counter(), _processor()
        run_tool(Predict, {}, inputs, ctx=ctx)
        whole, work = time.perf_counter() - began, _processor() - before
    bare, least = _pass(engine, bench.steps(files, engine.batch))
    print(
        f"\nPredict, {len(files):,} pictures: {whole:.1f} s; bare {bare:.1f} s; ratio {whole / bare:.2f}; "
        f"of the processor {work:.1f} and {least:.1f} s, ratio {work / least:.2f}"
    )
    assert whole / bare < 1.15


def test_a_model_is_ready_within_four_seconds(bench: Bench) -> None:
    """Where it was trained, where it comes from another machine, there again, and by torch."""
    found = {}
    trained_here, other = bench.folder / "here", bench.folder / "other"
    for graph in (bench.kept / "engines").glob("*/float32.xml"):
        # What a training leaves, and no prediction yet.
        shutil.copytree(graph.parent, trained_here / "engines" / graph.parent.name)
    places = (("trained here", trained_here), ("new here", other), ("known here", other), ("torch", "torch"))
    for what, kept in places:
        command = [sys.executable, "-c", START, str(bench.folder / "model"), str(kept)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
        told, torch_loaded = done.stdout.split()
        print(f"\nstart, {what}: {float(told):.1f} s, torch loaded: {torch_loaded}")
        found[what] = float(told), torch_loaded == "True"
    for what in ("trained here", "known here"):
        seconds, with_torch = found[what]
        assert seconds < 4
        assert not with_torch
    assert found["torch"][0] < 4
