"""How quick the picture tools are, beside a plain program. Run by `make bench`."""

import io
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median

import pyarrow as pa
import pytest
from PIL import Image
from pydantic import JsonValue

from weft.document.files import save
from weft.document.model import Document
from weft.registry.discovery import discover
from weft.run.checking import Request
from weft.run.workflow import run_workflow

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
SIMPSONS = ROOT.parent / "shared" / "data" / "simpsons"
ROUNDS = 3


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5,633 frames of cartoons where they are, else the drawn characters."""
    if SIMPSONS.exists():
        return SIMPSONS
    folder = tmp_path_factory.mktemp("drawn")
    script = ROOT / "workflows" / "characters" / "draw.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder


def scaled(path: Path) -> bytes:
    """What a plain program does to a picture."""
    buffer = io.BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").resize((128, 128)).save(buffer, "PNG", compress_level=1, compress_type=3)
    return buffer.getvalue()


def run_plain(pictures: Path) -> tuple[int, float]:
    """Pictures and seconds of a program of two threads that keeps nothing."""
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        count = sum(1 for _ in pool.map(scaled, sorted(pictures.rglob("*.jpg"))))
    return count, time.perf_counter() - started


def scaling(pictures: Path, target: Path) -> Document:
    """Directory, Image Input, Scale 128 x 128, Output Data."""
    nodes: dict[str, JsonValue] = {
        "directory": {"tool": "weft.directory", "settings": {"folder": str(pictures), "subfolders": True}},
        "image_input": {"tool": "weft.image_input", "settings": {}},
        "scale": {"tool": "weft.image_processing", "settings": {"steps": [{"step": "scale"}]}},
        "output": {"tool": "weft.output_data", "settings": {"path": str(target)}},
    }
    names = list(nodes)
    connections: list[JsonValue] = [
        {"from": f"{one}.out", "to": f"{other}.in"} for one, other in pairwise(names)
    ]
    return Document.model_validate({"nodes": nodes, "connections": connections})


def run_weft(pictures: Path, folder: Path) -> tuple[int, float]:
    """Pictures and seconds of the workflow, from nothing to the file."""
    folder.mkdir()
    workflow, target = folder / "scale.workflow.json", folder / "scaled.arrow"
    save(scaling(pictures, target), workflow)
    registry = discover()
    started = time.perf_counter()
    result = run_workflow(Request(workflow, store=folder / "store"), registry)
    seconds = time.perf_counter() - started
    assert (result.status, result.warnings) == ("succeeded", 0)
    with pa.memory_map(str(target)) as file:
        return pa.ipc.open_file(file).read_all().num_rows, seconds


def test_scaling_pictures_is_nearly_as_quick_as_a_plain_program(pictures: Path, tmp_path: Path) -> None:
    ratios = []
    for number in range(ROUNDS):
        count, plain = run_plain(pictures)
        done, weft = run_weft(pictures, tmp_path / str(number))
        assert done == count
        ratios.append(plain / weft)
        print(f"\nscaling: plain program {count / plain:.0f}, workflow {done / weft:.0f} pictures/s", end="")
    print(f"\nscaling: the workflow has {median(ratios):.0%} of the speed of the plain program")
    assert median(ratios) >= 0.9
