from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import picture_array
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.features.pixels import decode_once
from weft_nodes._vision.learning.samples import Samples, Side, Skipped, gather
from weft_nodes._vision.networks.preprocess import Preprocess

SIDE = Side("training", "T", "image", "Class")
SMALL = Preprocess(16, 12)


def pictures(*data: bytes) -> Samples:
    return gather(pa.table({"image": picture_array(data), "Class": ["a"] * len(data)}), SIDE)


def test_pixels_are_those_of_each_picture_and_cut_ones_are_skipped(tmp_path: Path) -> None:
    whole = [shape("disc", number) for number in range(20)]
    data = [*whole[:10], whole[0][:150], *whole[10:]]
    with run_context() as ctx:
        kept, pixels = decode_once(pictures(*data), SMALL, tmp_path, ctx)
    assert pixels.shape == (20, 12, 16, 3)
    assert not pixels.flags.writeable
    assert all(np.array_equal(row, SMALL.pixels(one)) for row, one in zip(pixels, whole, strict=True))
    assert kept.skipped == (Skipped(11, "the picture is truncated"),)


def test_what_an_earlier_run_decoded_is_taken_as_it_is(tmp_path: Path) -> None:
    samples = pictures(shape("disc", 1), b"no picture", shape("cross", 1))
    with run_context() as ctx:
        first = decode_once(samples, SMALL, tmp_path, ctx)
    heard = Heard()
    with run_context(heard=heard) as ctx:
        again = decode_once(samples, SMALL, tmp_path, ctx)
    assert heard.progressed == []
    assert np.array_equal(first[1], again[1])
    assert first[0].skipped == again[0].skipped


def test_a_file_that_was_cut_by_a_kill_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "training-16x12.pixels").write_bytes(b"half")
    with run_context() as ctx:
        _, pixels = decode_once(pictures(shape("disc", 1)), SMALL, tmp_path, ctx)
    assert np.array_equal(pixels[0], SMALL.pixels(shape("disc", 1)))


@pytest.mark.parametrize("data", [(), (b"no picture",)])
def test_no_readable_picture_gives_no_pixels(data: tuple[bytes, ...], tmp_path: Path) -> None:
    with run_context() as ctx:
        kept, pixels = decode_once(pictures(*data), SMALL, tmp_path, ctx)
    assert (len(kept), pixels.shape) == (0, (0, 12, 16, 3))
