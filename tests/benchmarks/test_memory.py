"""How much memory a run takes. Run by `make bench`."""

import io
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
import torch
from PIL import Image
from pydantic import JsonValue

from weft.document.files import save
from weft.document.model import Document
from weft.sdk import picture_array
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find

pytestmark = pytest.mark.bench

WEFT = str(Path(sys.executable).with_name("weft"))


def draw(folder: Path, count: int) -> None:
    """A folder of pictures: 100 of noise and colour, under as many names as are wanted."""
    folder.mkdir()
    rng = random.Random(1)
    originals = []
    for number in range(100):
        noise = Image.frombytes("RGB", (40, 30), rng.randbytes(3600)).resize((256, 192))
        buffer = io.BytesIO()
        noise.save(buffer, "JPEG", quality=90)
        originals.append(folder / f"{number:06d}.jpg")
        originals[-1].write_bytes(buffer.getvalue())
    for number in range(100, count):
        os.link(originals[number % 100], folder / f"{number:06d}.jpg")


def scaling(pictures: Path, target: Path) -> Document:
    """Directory, Image Input, Scale 128 x 128, Output Data."""
    nodes: dict[str, JsonValue] = {
        "directory": {"tool": "weft.directory", "settings": {"folder": str(pictures)}},
        "image_input": {"tool": "weft.image_input", "settings": {}},
        "scale": {
            "tool": "weft.image_processing",
            "settings": {"steps": [{"step": "scale", "width": 128, "height": 128}]},
        },
        "output": {"tool": "weft.output_data", "settings": {"path": str(target)}},
    }
    connections: list[JsonValue] = [
        {"from": "directory.out", "to": "image_input.in"},
        {"from": "image_input.out", "to": "scale.in"},
        {"from": "scale.out", "to": "output.in"},
    ]
    return Document.model_validate({"nodes": nodes, "connections": connections})


def peak(command: list[str]) -> int:
    """The largest resident size of a command, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss // 1024


def test_ten_times_the_pictures_take_the_same_memory(tmp_path: Path) -> None:
    found = {}
    for count in (5_000, 50_000):
        draw(tmp_path / str(count), count)
        path = tmp_path / f"{count}.workflow.json"
        save(scaling(tmp_path / str(count), tmp_path / f"{count}.arrow"), path)
        found[count] = peak([WEFT, "run", str(path), "--store", str(tmp_path / "store")])
    print(f"\npeak memory: 5,000 pictures {found[5_000]} MB, 50,000 pictures {found[50_000]} MB")
    assert found[50_000] - found[5_000] < 200


def tiny_pictures(file: Path, count: int) -> None:
    """A file of so many pictures of 24 x 24 pixels, 100 different ones."""
    rng = random.Random(1)
    drawn = []
    for _ in range(100):
        buffer = io.BytesIO()
        Image.frombytes("RGB", (24, 24), rng.randbytes(1728)).save(buffer, "JPEG")
        drawn.append(buffer.getvalue())
    batch = pa.record_batch({"image": picture_array(drawn * 10)})
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        for _ in range(count // 1000):
            writer.write_batch(batch)


def small_model(file: Path) -> None:
    """A file with the record of a model of a small network that knows nothing."""
    backbone = find("test_resnet")
    start = untrained(backbone)
    values = {"label": "Class", "classes": ("a", "b", "c"), "backbone": "test_resnet", "pretraining": start}
    with torch.random.fork_rng():
        seed_torch(1)
        network = build(backbone, Shape(3, 32, 32), start)
    card = Card.model_validate({**values, "preprocess": start.preprocess(32, 32)})
    table = model_table(Classifier(card, network).pack(), "Class")
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def predicting(pictures: Path, model: Path, target: Path) -> Document:
    """Input Data, Predict with a saved model, Output Data."""
    nodes: dict[str, JsonValue] = {
        "pictures": {"tool": "weft.input_data", "settings": {"path": str(pictures)}},
        "model": {"tool": "weft.input_data", "settings": {"path": str(model)}},
        "predict": {"tool": "weft.predict", "settings": {"device": "cpu"}},
        "output": {"tool": "weft.output_data", "settings": {"path": str(target)}},
    }
    connections: list[JsonValue] = [
        {"from": "pictures.out", "to": "predict.data"},
        {"from": "model.out", "to": "predict.model"},
        {"from": "predict.out", "to": "output.in"},
    ]
    return Document.model_validate({"nodes": nodes, "connections": connections})


def own_peak(command: list[str]) -> float:
    """The most memory of its own that a command took, in MB: pages of mapped files are not its own."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most, status = 0, Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        most = max(most, int(lines.get("RssAnon", "0 kB").split()[0]))
        time.sleep(0.01)
    assert process.returncode == 0
    return most / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_prediction_of_ten_times_the_pictures_takes_the_same_memory(tmp_path: Path) -> None:
    model = tmp_path / "model.arrow"
    small_model(model)
    found = {}
    for count in (1_000, 5_000, 50_000):  # the first prepares the model
        pictures, path = tmp_path / f"pictures-{count}.arrow", tmp_path / f"predict-{count}.workflow.json"
        tiny_pictures(pictures, count)
        save(predicting(pictures, model, tmp_path / f"predicted-{count}.arrow"), path)
        found[count] = own_peak([WEFT, "run", str(path), "--store", str(tmp_path / "store")])
    print(f"\npeak memory of Predict: 5,000 pictures {found[5_000]:.0f} MB, 50,000 {found[50_000]:.0f} MB")
    assert found[50_000] - found[5_000] < 8
