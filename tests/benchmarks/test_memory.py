"""How much memory a run takes. Run by `make bench`."""

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from pydantic import JsonValue

from weft.document.files import save
from weft.document.model import Document

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
