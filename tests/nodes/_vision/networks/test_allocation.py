import subprocess
import sys

import pytest

WORK = """
import resource, sys
import numpy as np
from weft_nodes._vision.networks.allocation import keep_freed_memory
if sys.argv[1] == "keep":
    keep_freed_memory()
def step():
    np.ones(10_000_000, np.float32).sum()
step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(how: str) -> int:
    command = [sys.executable, "-c", WORK, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be told")
def test_memory_that_is_freed_and_asked_for_again_is_not_cleared_again() -> None:
    assert page_faults("keep") < page_faults("by default") / 5
