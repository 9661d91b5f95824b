from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import picture_array
from weft.sdk.testing import run_context
from weft_nodes._vision.features import ahead
from weft_nodes._vision.features.ahead import Ahead
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.networks.preprocess import Preprocess

SIZE = Preprocess(16, 16)


def surveyed(*pictures: bytes) -> Samples:
    table = pa.table({"image": picture_array(pictures), "Class": ["a"] * len(pictures)})
    with run_context() as ctx:
        return survey(gather(table, Side("training", "T", "image", "Class")), ctx)


def test_what_is_decoded_ahead_is_what_would_be_decoded_in_its_turn(tmp_path: Path) -> None:
    pictures = [shape("disc", number) for number in range(5)]
    training, validation = surveyed(*pictures[:3]), surveyed(*pictures[2:])
    found = Ahead(SIZE, tmp_path)
    for _ in found.decode((training, validation)):
        pass
    for samples in (training, validation):
        for position, digest in enumerate(samples.digests):
            pixels = found.take(digest)
            assert pixels is not None
            assert np.array_equal(pixels, SIZE.pixels(samples.picture(position)))
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_or_was_not_reached_is_left_to_its_turn(tmp_path: Path) -> None:
    whole = shape("disc", 1)
    samples = surveyed(whole[:-30], shape("cross", 1), shape("disc", 2))
    found = Ahead(SIZE, tmp_path)
    going = found.decode([samples])
    next(going)
    next(going)
    assert [found.take(digest) is not None for digest in samples.digests] == [False, True, False]


def test_no_more_is_decoded_ahead_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_ROOM", 2 * 16 * 16 * 3)
    samples = surveyed(*(shape("disc", number) for number in range(4)))
    found = Ahead(SIZE, tmp_path)
    for _ in found.decode([samples]):
        pass
    assert sum(found.take(digest) is not None for digest in samples.digests) == 2
