import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from learning_together import CPU

from weft.sdk import ToolError
from weft_nodes._vision.learning.parallel.lines import Lines
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.waiting import LostError


def stop_all(lines: Lines) -> None:
    """Stop all processes, ask them, and notice that one of them is lost."""
    for process in multiprocessing.active_children():
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(ToolError, match=r"on cpu did not answer for 0\.2 seconds; run again"):
        lines.hear(0.2)
    with lines.blaming():
        raise LostError


def test_processes_that_hang_are_an_error_once_patience_ends_and_are_killed_then(tmp_path: Path) -> None:
    places = [Place(rank, 3, CPU, tmp_path, 0.5, threads=1) for rank in (1, 2)]
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match=r"on cpu or cpu did not answer for 0\.5 seconds; run again"),
        Lines(places, lambda: None) as lines,
    ):
        stop_all(lines)
    assert time.monotonic() - began < 5
    assert not multiprocessing.active_children()
