"""How well and how fast a whole network is fine-tuned, on pictures of people's own. Run by `make bench`.

The pictures and the weights lie beside the repository and belong to others, so they are not part of it.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from weft.run.checking import Request
from weft.run.results import find_result

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
HERE = ROOT / "workflows" / "simpsons"
WARNED = 1
"""The exit code of a run with warnings: such as of pictures that are nearly the same."""
WEFT = str(Path(sys.executable).with_name("weft"))


def job(folder: Path, pictures: str, settings: dict[str, object], size: int = 128) -> tuple[float, float]:
    """Train and predict the holdout; gives the accuracy on it and the seconds of the training job."""
    if not (SHARED / "data" / pictures).is_dir() or not list((SHARED / "weights").glob("mobilenetv2_100*")):
        pytest.skip(f"needs {pictures} and weights of MobileNetV2 in {SHARED}")
    files = {"model_file": folder / "model.yxdb", "holdout_file": folder / "holdout.yxdb"}
    given = {
        "pictures": SHARED / "data" / pictures,
        "weights": SHARED / "weights",
        "model": "mobilenetv2_100",
        "train": "whole network",
        "size": size,
    }
    started = time.perf_counter()
    weft(train_workflow(folder, settings), folder, {**files, **given})
    seconds = time.perf_counter() - started
    weft(HERE / "predict.workflow.json", folder, files)
    request = Request(HERE / "predict.workflow.json", store=folder / "store")
    (found,) = find_result(request, "accuracy").table.to_pylist()
    print(f"\n{pictures}, {settings}: {found['Accuracy']:.2%} of {found['Pictures']} in {seconds:.0f} s")
    return found["Accuracy"], seconds


def train_workflow(folder: Path, settings: dict[str, object]) -> Path:
    """The sample's workflow with other settings of the training and an even split."""
    raw = json.loads((HERE / "train.workflow.json").read_text(encoding="utf-8"))
    raw["nodes"]["image_recognition"]["settings"] |= settings
    raw["nodes"]["create_samples"]["settings"]["stratify_by"] = "Class"
    path = folder / "train.workflow.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def weft(workflow: Path, folder: Path, parameters: Mapping[str, object]) -> None:
    given = [part for name, value in parameters.items() for part in ("--set", f"{name}={value}")]
    command = [WEFT, "run", str(workflow), "--store", str(folder / "store"), *given]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=3_000)
    assert done.returncode in (0, WARNED), done.stderr


def test_ten_epochs_on_characters_of_cartoons_are_right_within_eight_minutes(tmp_path: Path) -> None:
    accuracy, seconds = job(tmp_path, "simpsons", {"epochs": 10})
    assert accuracy >= 0.985
    assert seconds < 8 * 60


def test_three_minutes_on_characters_of_cartoons_are_kept_and_nearly_as_right(tmp_path: Path) -> None:
    accuracy, seconds = job(tmp_path, "simpsons", {"minutes": 2.5})
    assert accuracy >= 0.96
    assert seconds < 3 * 60


def test_ten_epochs_on_signs_of_hands_are_right(tmp_path: Path) -> None:
    accuracy, _ = job(tmp_path, "sign_language_digits", {"epochs": 10}, size=100)
    assert accuracy >= 0.98
