from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from drawn_shapes import shape
from torch import nn

from weft.sdk import Cancelled, CancelToken, picture_array
from weft.sdk.testing import run_context
from weft_nodes._vision.features.extraction import Extractor
from weft_nodes._vision.features.features import FeatureCache
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.networks.network import Network, Shape
from weft_nodes._vision.networks.preprocess import Preprocess

SIZE = Preprocess(16, 16)


class Aborting(nn.Module):
    """A layer that changes nothing and aborts the run when it is asked for the third time."""

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self.token, self.asked = token, 0

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        self.asked += 1
        if self.asked == 3:
            self.token.abort()
        return pictures


def network(*before: nn.Module) -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        layers = nn.Sequential(*before, nn.Conv2d(3, 5, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return Network(layers, 5, Shape(2, 16, 16))


def surveyed(*pictures: bytes) -> Samples:
    table = pa.table({"image": picture_array(pictures), "Class": ["a"] * len(pictures)})
    with run_context() as ctx:
        return survey(gather(table, Side("training", "T", "image", "Class")), ctx)


def extractor(folder: Path, *before: nn.Module) -> Extractor:
    return Extractor(network(*before), SIZE, torch.device("cpu"), FeatureCache(folder, 5))


def test_features_are_those_of_the_network_and_equal_pictures_are_computed_once(tmp_path: Path) -> None:
    pictures = [shape("disc", 1), shape("cross", 1), shape("disc", 1)]
    found = extractor(tmp_path / "cache")
    with run_context() as ctx:
        kept, rows = found.extract(surveyed(*pictures), tmp_path, ctx)
    assert len(kept) == 3
    assert found.computed == 2
    assert np.array_equal(rows[0], rows[2])
    with torch.no_grad():
        batch = torch.from_numpy(np.stack([SIZE.pixels(picture) for picture in pictures]))
        expected = network().eval().features(SIZE.normalise(batch)).numpy()
    assert np.allclose(rows, expected, atol=1e-6)


def test_features_do_not_depend_on_which_pictures_were_new(tmp_path: Path) -> None:
    pictures = [shape("disc", number) for number in range(40)]
    with run_context() as ctx:
        extractor(tmp_path / "parts").extract(surveyed(*pictures[5:12]), tmp_path, ctx)
        _, parts = extractor(tmp_path / "parts").extract(surveyed(*pictures), tmp_path, ctx)
        _, whole = extractor(tmp_path / "whole").extract(surveyed(*pictures), tmp_path / "parts", ctx)
    assert np.array_equal(parts, whole)


def test_pictures_that_cannot_be_read_are_skipped_and_tried_again_next_time(tmp_path: Path) -> None:
    cut = shape("disc", 1)[:150]
    found = extractor(tmp_path / "cache")
    for _ in range(2):
        with run_context() as ctx:
            kept, rows = found.extract(surveyed(cut, shape("disc", 2), cut), tmp_path, ctx)
        assert rows.shape == (1, 5)
        assert [(s.record, s.reason) for s in kept.skipped] == [
            (1, "the picture is truncated"),
            (3, "the picture is truncated"),
        ]
    assert found.computed == 1


def test_what_was_computed_before_a_cancellation_is_kept(tmp_path: Path) -> None:
    samples = surveyed(*(shape("disc", number) for number in range(400)))
    token = CancelToken()
    with run_context(cancel=token) as ctx, pytest.raises(Cancelled):
        extractor(tmp_path / "cache", Aborting(token)).extract(samples, tmp_path, ctx)
    again = extractor(tmp_path / "cache")
    with run_context() as ctx:
        again.extract(samples, tmp_path, ctx)
    assert again.computed == 400 - 64


def test_no_pictures_have_no_features(tmp_path: Path) -> None:
    with run_context() as ctx:
        kept, rows = extractor(tmp_path / "cache").extract(surveyed(), tmp_path, ctx)
    assert (len(kept), rows.shape) == (0, (0, 5))
