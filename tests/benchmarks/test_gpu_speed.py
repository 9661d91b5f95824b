"""The script of `make bench-gpu`, on a CPU: its paths, not its figures."""

import pytest
import torch
from benchmarks.gpu.speed import Trial, main, together

from weft_nodes._vision.learning.parallel.place import Others

SMALL = ["--network", "Small CNN", "--size", "32", "--pictures", "12", "--batch", "4", "--threads", "2"]


pytestmark = pytest.mark.usefixtures("one_thread")


def test_every_path_is_measured_beside_the_bare_network(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--device", "cpu", *SMALL])
    _, *lines = capsys.readouterr().out.splitlines()
    assert [line.startswith("Small CNN") for line in lines] == [True] * 4
    assert ["% of" in line for line in lines] == [True, True, True, False]


def test_several_devices_are_measured_together() -> None:
    cpu = torch.device("cpu")
    trial = Trial("Small CNN", cpu, size=32, pictures=32, batch=8)
    assert together(trial, Others((cpu,))) > 0


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_one_line_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert capsys.readouterr().out == "skipped: there is no GPU that torch can use\n"
