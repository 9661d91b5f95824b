import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from weft_nodes._vision.engines.child import ChildError, run_child

WAITING = "import os, sys, time; open(sys.argv[1], 'w').write(f'{os.getpid()} '); time.sleep(60)"


class StopError(Exception):
    """What a test stops by."""


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def told(file: Path) -> int | None:
    """The number of the process that writes it into a file; None as long as it has not."""
    text = file.read_text() if file.exists() else ""
    return int(text) if text.endswith(" ") else None


def test_a_child_is_killed_before_a_stop_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "process"

    def beat() -> None:
        if told(file):
            raise StopError

    with pytest.raises(StopError):
        run_child(["-c", WAITING, str(file)], beat)
    process = told(file)
    assert process
    assert not is_alive(process)


def test_why_a_child_failed_is_its_last_line() -> None:
    with pytest.raises(ChildError, match=r"^ValueError: no such thing$"):
        run_child(["-c", "raise ValueError('no such thing')"], lambda: None)
    with pytest.raises(ChildError, match=r"^the process ended with 3$"):
        run_child(["-c", "import os; os._exit(3)"], lambda: None)


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    file, module = tmp_path / "process", "weft_nodes._vision.engines.child"
    child = f"from {module} import end_with_parent; end_with_parent(); {WAITING}"
    parent = f"from {module} import run_child; run_child(['-c', {child!r}, {str(file)!r}], int)"
    with subprocess.Popen([sys.executable, "-P", "-c", parent]) as process:
        until = time.monotonic() + 30
        while (number := told(file)) is None and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    assert number
    while is_alive(number) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(number)
