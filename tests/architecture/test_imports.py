"""What may be imported by whom, and what must not be imported at all before something runs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAVY = {"torch", "torchvision", "timm", "fastapi", "duckdb", "polars", "sigilyx", "yxdb", "sklearn"}


def test_the_import_rules_of_the_design_hold_without_exceptions() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    rules = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore_imports" not in rules


def imported(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has imported after running the code."""
    report = "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", code + report]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import weft.sdk, weft.run.workflow, weft.run.results",
        "from weft.registry.discovery import discover; from weft.registry.catalog import catalog; "
        "catalog(discover())",
    ],
)
def test_nothing_heavy_is_imported_before_something_runs(code: str) -> None:
    assert imported(code) & HEAVY == set()
