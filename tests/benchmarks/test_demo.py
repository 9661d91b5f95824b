"""The demo as a whole: how long it takes, how well it learns. Run by `make bench`."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from weft.run.checking import Request
from weft.run.results import find_result

pytestmark = pytest.mark.bench

HERE = Path(__file__).parents[2] / "workflows" / "characters"


def demo(folder: Path) -> float:
    """Run the demo into a folder; gives its wall time in seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, str(HERE / "demo.py"), str(folder)], check=True, timeout=1_000)
    return time.perf_counter() - started


def test_the_demo_learns_in_under_two_minutes_and_a_second_one_is_done_in_seconds(tmp_path: Path) -> None:
    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    first, second = demo(tmp_path), demo(tmp_path)
    print(f"\ndemo: {first:.0f} s, again: {second:.1f} s")
    request = Request(tmp_path / "characters" / "predict.workflow.json")
    (found,) = find_result(request, "accuracy").table.to_pylist()
    assert found["Pictures"] == expected["holdout"]
    assert found["Accuracy"] >= expected["accuracy_at_least"]
    assert first < 120
    assert second < 10
