import io
from collections.abc import Callable

import numpy as np
import pytest
import torch
import torchvision.io
from drawn_shapes import shape
from PIL import Image

from weft_nodes._vision.features.pixels import by_pillow
from weft_nodes._vision.gpu.decoding import decoder, is_plain_jpeg
from weft_nodes._vision.networks.preprocess import Preprocess

CPU = torch.device("cpu")
SMALL = Preprocess(20, 16)

Tensors = list[torch.Tensor]


def jpeg(seed: int, size: tuple[int, int] = (60, 50), mode: str = "RGB", **options: object) -> bytes:
    picture = Image.open(io.BytesIO(shape("disc", seed))).convert("RGB").resize(size).convert(mode)
    file = io.BytesIO()
    picture.save(file, "JPEG", **options)
    return file.getvalue()


# Torchvision's own function says that it will go one day, which counts as an error in tests.
assert torchvision.io.image
DECODE = torch.ops.image.decode_jpeg


def by_torchvision(
    calls: list[int], refuse: Callable[[int], bool] = lambda size: False
) -> Callable[[Tensors], Tensors]:
    """What nvJPEG does on a GPU is done by the same library on the CPU."""

    def decode(files: Tensors) -> Tensors:
        calls.append(len(files))
        if any(refuse(len(file)) for file in files):
            raise RuntimeError("nvjpegDecode failed: 9")
        return [DECODE(file, 3, False) for file in files]

    return decode


def close(found: object, expected: object) -> bool:
    assert isinstance(found, np.ndarray)
    assert isinstance(expected, np.ndarray)
    assert (found.dtype, found.shape) == (np.uint8, expected.shape)
    return bool(np.abs(found.astype(int) - expected.astype(int)).mean() < 1)


@pytest.mark.parametrize("way", ["bilinear", "bicubic"])
def test_pictures_look_as_those_of_pillow(way: str) -> None:
    size = Preprocess(20, 16, interpolation=way)
    pictures = [jpeg(1), jpeg(2, (20, 16)), jpeg(3, (13, 11)), jpeg(4, mode="L"), jpeg(5, progressive=True)]
    calls: list[int] = []
    found = decoder(size, CPU, by_torchvision(calls)).decode(pictures)
    assert calls == [5]
    assert all(map(close, found, by_pillow(size).decode(pictures)))


def test_what_a_gpu_does_not_decode_comes_from_pillow_to_the_last_bit() -> None:
    others = [shape("disc", 1), jpeg(1, mode="CMYK"), jpeg(2)[:-200], jpeg(3)[:40], b"no picture", b""]
    calls: list[int] = []
    found = decoder(SMALL, CPU, by_torchvision(calls)).decode([*others, jpeg(4)])
    expected = by_pillow(SMALL).decode(others)
    assert calls == [1]
    assert [type(one) for one in found] == [np.ndarray, np.ndarray, str, str, str, str, np.ndarray]
    for one, other in zip(found, expected, strict=False):
        assert np.array_equal(one, other)


def test_one_picture_that_is_refused_costs_the_others_nothing() -> None:
    pictures = [jpeg(number) for number in range(4)]
    odd = len(pictures[2])
    calls: list[int] = []
    found = decoder(SMALL, CPU, by_torchvision(calls, lambda size: size == odd)).decode(pictures)
    expected = by_pillow(SMALL).decode(pictures)
    assert calls == [4, 1, 1, 1, 1]
    assert np.array_equal(found[2], expected[2])
    assert all(map(close, found, expected))


def test_colours_that_are_stored_as_they_are_and_cut_files_are_no_plain_jpeg() -> None:
    assert is_plain_jpeg(jpeg(1))
    assert is_plain_jpeg(jpeg(1) + bytes(3))
    assert not is_plain_jpeg(jpeg(1, keep_rgb=True))
    assert not is_plain_jpeg(jpeg(1)[:-2])


def test_without_a_gpu_or_where_torch_scales_otherwise_pillow_decodes() -> None:
    assert decoder(SMALL, CPU).at_once == by_pillow(SMALL).at_once
    lanczos = Preprocess(20, 16, interpolation="lanczos")
    assert decoder(lanczos, torch.device("cuda")).at_once == by_pillow(lanczos).at_once
