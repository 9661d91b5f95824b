import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from drawn_shapes import shape
from torch import nn

from weft.sdk import picture_array
from weft.sdk.testing import run_context
from weft_nodes._vision.engines import trial
from weft_nodes._vision.features.extraction import Extractor
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.features.frozen import Frozen
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.networks.network import Network, Shape
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining

SIZE = Preprocess(16, 16)


def frozen() -> Frozen:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        layers = nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return Frozen(Network(layers, 16, Shape(2, 16, 16)), Pretraining(), SIZE, torch.device("cpu"))


@pytest.fixture(scope="module")
def many() -> Samples:
    pictures = [shape("disc", number, 16) for number in range(trial.FEW)]
    table = pa.table({"image": picture_array(pictures), "Class": ["a"] * len(pictures)})
    with run_context() as ctx:
        return survey(gather(table, Side("training", "T", "image", "Class")), ctx)


def extracted(samples: Samples, kept: Path, exact: bool) -> tuple[Extractor, Rows]:
    with run_context(kept=kept) as ctx:
        found = frozen().extractor(ctx, exact)
        _, rows = found.extract(samples, ctx.scratch(), ctx)
        return found, np.array(rows)


def test_few_pictures_are_left_to_torch_and_nothing_is_prepared(many: Samples, tmp_path: Path) -> None:
    used = np.arange(len(many)) < trial.FEW - 1
    found, _ = extracted(many.keep(used, ["left out"]), tmp_path, exact=False)
    assert found.reading.engine == "torch"
    assert found.reading.rate is None
    assert not list((tmp_path / "engines").iterdir())


def test_what_was_measured_is_remembered_and_features_are_kept(many: Samples, tmp_path: Path) -> None:
    first, rows = extracted(many, tmp_path, exact=True)
    (measured,) = (tmp_path / "engines").glob("*/rates.json")
    before = measured.read_bytes(), measured.stat().st_mtime_ns
    again, same = extracted(many, tmp_path, exact=True)
    assert (first.computed, again.computed) == (len(set(many.digests)), 0)
    assert again.reading == first.reading
    assert first.reading.precision == "float32"
    assert np.array_equal(rows, same)
    assert (measured.read_bytes(), measured.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("rates", "engine", "why"),
    [
        ({"torch": 100.0, "openvino": 105.0}, "torch", "OpenVINO was not clearly faster (105)"),
        ({"torch": 100.0, "openvino": 111.0}, "openvino", "torch computed 100"),
        ({"refused": "no such layer"}, "torch", "OpenVINO cannot take the network over: no such layer"),
    ],
)
def test_the_engine_that_was_clearly_faster_is_taken(
    rates: dict[str, float | str], engine: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "rates.json").write_text(json.dumps(rates), "utf-8")
    found = trial.choose(trial.Job(frozen().network, SIZE, tmp_path, trial.FEW, list, True, lambda: None))
    assert (found.reading.engine, found.reading.precision, found.reading.why) == (engine, "float32", why)
    assert found.variant == ("" if engine == "torch" else engine)


def test_int8_is_taken_where_it_is_near_enough_and_its_features_are_kept_apart(
    many: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "_BRIEF", 0)
    monkeypatch.setattr(trial, "_MUCH_BETTER", 0)
    rough, rows = extracted(many, tmp_path, exact=False)
    exact, true = extracted(many, tmp_path, exact=True)
    assert (rough.reading.precision, exact.reading.precision) == ("int8", "float32")
    assert rough.reading.cosine is not None
    assert trial.LEAST_COSINE <= rough.reading.cosine <= 1
    assert exact.computed == len(set(many.digests))
    assert not np.array_equal(rows, true)
    monkeypatch.setattr(trial, "LEAST_COSINE", 1.1)
    refused, _ = extracted(many, tmp_path, exact=False)
    assert refused.reading.precision == "float32"
    assert "int8 was too far off" in refused.reading.why
