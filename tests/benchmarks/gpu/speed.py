"""Training and prediction on a GPU against the same loop with everything on the device already.

`python -m benchmarks.gpu.speed`, as `make bench-gpu` does. Weights are random: they change no times.
"""

import argparse
import io
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import torch
from PIL import Image

from weft.sdk import RunContext, picture_array
from weft.sdk.testing import run_context, run_tool
from weft_nodes._vision.gpu.decoding import decoder
from weft_nodes._vision.learning.learner import Examples, Learner, batches, learning
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.parallel.place import Others, other_gpus
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.stepper import Stepper, View
from weft_nodes._vision.learning.training import train
from weft_nodes._vision.models.card import Card, model_table
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes._vision.networks.network import Network, Shape, build
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find
from weft_nodes.machine_learning.predict import Predict

NETWORKS = ("VGG16", "InceptionV3", "InceptionResNetV2", "Resnet50V2")
GOAL = 0.9
CLASSES = 4
PLENTY = 1 << 40
_FEW = 8
_DRAWN = 64
"""Different pictures; they are repeated."""

Batch = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Trial:
    """What is measured.

    Attributes:
        network: Its name.
        device: Where it runs.
        size: Pixels of a side.
        pictures: How many go through it.
        batch: How many at a time.
        threads: That decode.
    """

    network: str
    device: torch.device
    size: int = 224
    pictures: int = 4096
    batch: int = 128
    threads: int = 16

    @cached_property
    def files(self) -> list[bytes]:
        """JPEG files of twice the size, with coarse and fine patterns."""
        drawn = [_picture(number, 2 * self.size) for number in range(_DRAWN)]
        return [drawn[number % _DRAWN] for number in range(self.pictures)]

    @cached_property
    def preprocess(self) -> Preprocess:
        return untrained(find(self.network)).preprocess(self.size, self.size)

    def built(self) -> Network:
        backbone = find(self.network)
        return build(backbone, Shape(CLASSES, self.size, self.size), untrained(backbone)).to(self.device)

    def seconds(self, work: Callable[[], object]) -> float:
        """How long something takes, until the device has done it."""
        self._wait()
        began = time.perf_counter()
        work()
        self._wait()
        return time.perf_counter() - began

    def _wait(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)


def training(trial: Trial) -> dict[str, float]:
    """Pictures a second of training steps: `bare`, `kept` on the device, and `sent` ahead."""
    network = trial.built()
    learner = Learner(network, network.groups(), trial.preprocess.normalise, trial.device)
    far = _noise(trial)
    near, _ = far.settled(trial.device, PLENTY, _nothing)
    order = np.random.default_rng(2).permutation(trial.pictures)
    steps = np.array_split(order, -(-trial.pictures // trial.batch))
    (held,) = batches(far, steps[:1], trial.device)
    with run_context() as ctx:
        stepper = Stepper(learner, Classes(CLASSES), Recipe(rate=1e-4, batch_size=trial.batch), ctx)
        learning(network)
        _learn(stepper, [held] * 3)  # The first steps choose how convolutions are computed.
        ways: dict[str, Callable[[], Iterable[Batch]]] = {
            "bare": lambda: [held] * len(steps),
            "kept": lambda: batches(near, steps, trial.device),
            "sent": lambda: batches(far, steps, trial.device),
        }
        found = {}
        for name, way in ways.items():
            taken = trial.seconds(lambda way=way: _learn(stepper, way()))  # type: ignore[misc]
            found[name] = trial.pictures / taken
    return found


def together(trial: Trial, others: Others) -> float:
    """Pictures a second of a training by several devices, each with a batch of its own size."""
    network = trial.built()
    learner = Learner(network, network.groups(), trial.preprocess.normalise, trial.device, others)
    batch = trial.batch * (1 + len(others.devices))
    recipe = Recipe(rate=1e-4, augmentation="none", batch_size=batch, epochs=2)
    far, few = _noise(trial), _noise(replace(trial, pictures=_FEW))
    with run_context() as ctx, tempfile.TemporaryDirectory() as folder:
        course = train(learner, Lesson(far, few, Classes(CLASSES), recipe, ctx), Path(folder) / "checkpoint")
    return course.epochs[-1].rate  # The first steps choose how convolutions are computed.


def _noise(trial: Trial) -> Examples:
    shape = (trial.pictures, trial.size, trial.size, 3)
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    return Examples(pixels, np.arange(trial.pictures) % CLASSES)


def prediction(trial: Trial) -> dict[str, float]:
    """Pictures a second of the tool from JPEG files to records, of the `bare` network, and of decoding."""
    start = untrained(find(trial.network))
    names = [f"class {number}" for number in range(CLASSES)]
    values = {"label": "Class", "classes": names, "backbone": trial.network}
    card = Card.model_validate({**values, "pretraining": start, "preprocess": trial.preprocess})
    classifier = Classifier(card, trial.built().eval())
    model = model_table(classifier.pack(), "Class")
    held = torch.zeros((trial.batch, trial.size, trial.size, 3), dtype=torch.uint8, device=trial.device)
    count = -(-trial.pictures // trial.batch)
    _see(classifier, held, 2)
    bare = trial.seconds(lambda: _see(classifier, held, count))
    decode = decoder(trial.preprocess, trial.device)
    with _roomy(trial.threads) as ctx:
        parts = [trial.files[at : at + decode.at_once] for at in range(0, trial.pictures, decode.at_once)]
        decoding = trial.seconds(lambda: list(ctx.map(decode.decode, parts)))
        settings = {"device": trial.device.type, "batch_size": trial.batch}
        taken = [
            trial.seconds(lambda n=n: run_tool(Predict, settings, _inputs(trial, model, n), ctx=ctx))  # type: ignore[misc]
            for n in (_FEW, _FEW, trial.pictures)
        ]
    # Without the time for loading the model, which one picture takes as well.
    whole = (trial.pictures - _FEW) / max(1e-9, taken[2] - taken[1])
    return {"bare": count * trial.batch / bare, "tool": whole, "decoding": trial.pictures / decoding}


def _inputs(trial: Trial, model: pa.Table, count: int) -> dict[str, pa.Table]:
    return {"data": pa.table({"image": picture_array(trial.files[:count])}), "model": model}


def _learn(stepper: Stepper, steps: Iterable[Batch]) -> None:
    view = View(None, torch.Generator().manual_seed(1))
    for values, targets in steps:
        stepper.step(values, targets, view)


@torch.inference_mode()
def _see(classifier: Classifier, held: torch.Tensor, count: int) -> None:
    for _ in range(count):
        logits = classifier.network(classifier.card.preprocess.normalise(held))
        classifier.calibrated(logits).cpu()


@contextmanager
def _roomy(threads: int) -> Iterator[RunContext]:
    with run_context() as ctx, ThreadPoolExecutor(threads) as pool:
        yield replace(ctx, pool=pool, threads=threads)


def _picture(seed: int, side: int) -> bytes:
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(0, 256, (8, 8, 3), np.uint8)).resize((side, side))
    fine = chance.integers(0, 24, (side, side, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(np.asarray(coarse) // 2 + fine).save(file, "JPEG", quality=90)
    return file.getvalue()


def _nothing() -> None:
    """A beat of somebody who lets things go on."""


def lines(trial: Trial) -> Iterator[str]:
    """The figures of a network for people, each beside what it is measured against."""
    learned = training(trial)
    for name, what in (("kept", "pictures kept on the device"), ("sent", "pictures sent ahead")):
        yield _line(trial.network, f"training, {what}", learned[name], learned["bare"])
    others = other_gpus("auto", trial.device)
    if others.devices:
        count = 1 + len(others.devices)
        rate = together(trial, others)
        yield _line(trial.network, f"training, {count} GPUs together", rate, count * learned["bare"])
    seen = prediction(trial)
    yield _line(trial.network, "prediction from JPEG files", seen["tool"], seen["bare"])
    yield f"{trial.network:18} {'decoding alone':38} {seen['decoding']:8,.0f} pictures/s"


def _line(network: str, what: str, rate: float, bare: float) -> str:
    verdict = "" if rate >= GOAL * bare else f", under the goal of {GOAL:.0%}"
    return f"{network:18} {what:38} {rate:8,.0f} pictures/s, {rate / bare:.0%} of {bare:,.0f}{verdict}"


def main(arguments: list[str] | None = None) -> None:
    """Print the figures of all networks, or that there is no GPU."""
    parser = argparse.ArgumentParser(description="Speed on a GPU against the bare network.")
    parser.add_argument("--network", action="append", help="instead of the four")
    parser.add_argument("--device", default="cuda")
    for name in ("size", "pictures", "batch", "threads"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Trial, name))
    chosen = parser.parse_args(arguments)
    if chosen.device == "cuda" and not torch.cuda.is_available():
        print("skipped: there is no GPU that torch can use")
        return
    device = torch.device(chosen.device)
    where = torch.cuda.get_device_name() if device.type == "cuda" else "the processor"
    print(f"{where}, torch {torch.__version__}, {chosen.size} pixels, {chosen.batch} pictures at a time")
    for network in chosen.network or NETWORKS:
        trial = Trial(network, device, chosen.size, chosen.pictures, chosen.batch, chosen.threads)
        for line in lines(trial):
            print(line, flush=True)


if __name__ == "__main__":
    main()
