"""A machine without a browser: the tests in it are skipped, but never where everything is to be tested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
from browser import launch
from playwright.sync_api import sync_playwright

def test_in_a_browser():
    with sync_playwright() as playwright:
        launch(playwright).close()
"""


@pytest.mark.parametrize(("ci", "code", "told"), [("true", 1, "1 failed"), ("", 0, "1 skipped")])
def test_without_a_browser_its_tests_fail_under_ci_and_are_skipped_elsewhere(
    tmp_path: Path, ci: str, code: int, told: str
) -> None:
    (tmp_path / "test_canvas.py").write_text(TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    nowhere = str(tmp_path / "nowhere")
    environment = {
        **os.environ,
        "CI": ci,
        "PATH": nowhere,
        "PLAYWRIGHT_BROWSERS_PATH": nowhere,
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    command = [sys.executable, "-m", "pytest", "-rsf", "-p", "no:cacheprovider", "test_canvas.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert told in done.stdout
    assert "apt-get install chromium, or playwright install chromium" in done.stdout
