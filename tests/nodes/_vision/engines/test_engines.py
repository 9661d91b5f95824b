import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_shapes import shape
from torch import nn

from weft.sdk import Cancelled
from weft_nodes._vision.engines import openvino_engine, quantisation
from weft_nodes._vision.engines.conversion import ConversionError, FeatureGraph, convert
from weft_nodes._vision.engines.engine import Reading, meanwhile, patiently
from weft_nodes._vision.engines.openvino_engine import OpenvinoEngine
from weft_nodes._vision.engines.torch_engine import of_features
from weft_nodes._vision.networks.network import Network, Shape
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

SIZE = Preprocess(16, 16, mean=(0.4, 0.5, 0.6))
CPU = torch.device("cpu")


def network() -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        layers = [nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Conv2d(16, 24, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return Network(nn.Sequential(*layers), 24, Shape(2, 16, 16)).eval()


def pictures(count: int) -> Pixels:
    return np.stack([SIZE.pixels(shape("disc", number)) for number in range(count)])


def nothing() -> None:
    """A beat of somebody who lets things go on."""


def after(calls: int) -> Callable[[], None]:
    """A beat of somebody who stops at the call of this number."""
    left = [calls]

    def beat() -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise Cancelled

    return beat


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "float32.xml"
    convert(FeatureGraph(network(), SIZE), SIZE, file, nothing)
    return file


@pytest.mark.parametrize("kind", ["torch", "openvino"])
def test_rows_come_in_order_and_do_not_depend_on_the_pictures_beside_them(kind: str, graph: Path) -> None:
    engine = of_features(network(), SIZE, CPU) if kind == "torch" else OpenvinoEngine(graph, nothing)
    pixels = pictures(21)
    cuts = [0, 3, 3, 8, 14, 14, 21]
    parts = [(start, pixels[start:end]) for start, end in pairwise(cuts)]
    found = list(engine.each(parts, nothing))
    assert [start for start, _ in found] == [start for start, _ in parts]
    assert [len(rows) for _, rows in found] == [len(part) for _, part in parts]
    again = list(engine.stream([pixels[n : n + 1] for n in range(21)], nothing))
    assert np.array_equal(np.concatenate([rows for _, rows in found]), np.concatenate(again))


def test_openvino_gives_the_features_of_torch(graph: Path) -> None:
    pixels = pictures(8)
    (found,) = OpenvinoEngine(graph, nothing).stream([pixels], nothing)
    (expected,) = of_features(network(), SIZE, CPU).stream([pixels], nothing)
    assert np.allclose(found, expected, atol=1e-5)


def test_a_stream_that_was_stopped_leaves_an_engine_that_works(graph: Path) -> None:
    engine = OpenvinoEngine(graph, nothing)
    steps = [pictures(8)] * 6
    with pytest.raises(Cancelled):
        list(engine.stream(steps, after(3)))
    assert len(list(engine.stream(steps, nothing))) == 6


def test_what_openvino_does_not_know_is_said_in_one_line(tmp_path: Path) -> None:
    class Strange(nn.Module):
        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            return torch.linalg.eigvalsh(pixels.float()[:, :, :16, 0])

    with pytest.raises(ConversionError) as caught:
        convert(Strange(), SIZE, tmp_path / "strange.xml", nothing)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_openvino_does_not_report_on_its_use() -> None:
    openvino_engine.openvino()
    assert sys.modules["openvino_telemetry"] is None


def test_int8_stays_near_float32_and_comes_out_the_same_each_time(graph: Path, tmp_path: Path) -> None:
    pixels = pictures(24)
    files = tmp_path / "one.xml", tmp_path / "two.xml"
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda file: quantisation.quantise(graph, pixels, file, nothing), files))
    one, two, exact = (
        np.concatenate(list(OpenvinoEngine(file, nothing).stream([pixels[:8], pixels[8:16]], nothing)))
        for file in (*files, graph)
    )
    assert np.array_equal(one, two)
    assert not np.array_equal(one, exact)
    cosines = (one * exact).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(exact, axis=1)
    assert cosines.min() > 0.98


def test_quantising_ends_at_once_when_it_is_cancelled_and_leaves_nothing(graph: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(Cancelled):
        quantisation.quantise(graph, pictures(4), tmp_path / "int8.xml", after(3))
    assert time.monotonic() - start < 1
    assert not list(tmp_path.iterdir())


def test_why_a_network_cannot_be_quantised_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(quantisation.QuantisationError) as caught:
        quantisation.quantise(tmp_path / "missing.xml", pictures(2), tmp_path / "int8.xml", nothing)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wait_for_a_library_is_left_when_the_user_cancels() -> None:
    with pytest.raises(Cancelled):
        patiently(lambda: time.sleep(0.4), after(2))
    assert patiently(lambda: 7, nothing) == 7
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 / 0, nothing)


def test_a_reading_says_how_far_int8_is_from_float32() -> None:
    reading = Reading("openvino", "int8", "float32 computed 80", 300.4, 0.99968, 0.9984)
    assert reading.sentence() == (
        "OpenVINO, int8 (cosine to float32: mean 0.9997, worst 0.9984), 300 pictures/s in a trial; "
        "float32 computed 80"
    )
    assert Reading().sentence() == "torch, float32"


def test_work_aside_rests_between_times_and_goes_on_where_it_was() -> None:
    done: list[int] = []

    def work() -> Iterator[None]:
        for number in range(10**6):
            done.append(number)
            yield

    going = work()
    for _ in range(2):
        before = len(done)
        with meanwhile(going):
            while len(done) < before + 3:
                time.sleep(0.001)
        assert (rested := len(done)) >= before + 3
        time.sleep(0.01)
        assert len(done) == rested
    assert done == list(range(len(done)))


def test_what_goes_wrong_aside_is_raised_at_the_end() -> None:
    def work() -> Iterator[None]:
        yield
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"), meanwhile(work()):
        time.sleep(0.01)
