import io
import json

import numpy as np
import pytest
import torch
from PIL import Image
from pydantic import TypeAdapter

from weft.sdk import ToolError
from weft_nodes._vision.networks.preprocess import Preprocess


def encoded(picture: Image.Image, file_format: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format)
    return buffer.getvalue()


def test_a_picture_of_the_right_size_comes_out_pixel_by_pixel() -> None:
    values = np.random.default_rng(1).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    pixels = Preprocess(7, 5).pixels(encoded(Image.fromarray(values)))
    assert pixels.dtype == np.uint8
    assert np.array_equal(pixels, values)


def test_a_picture_of_another_size_is_scaled_as_the_interpolation_says() -> None:
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8))
    pixels = Preprocess(30, 20, interpolation="bicubic").pixels(encoded(picture))
    assert np.array_equal(pixels, np.asarray(picture.resize((30, 20), Image.Resampling.BICUBIC)))


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("L", 100, (100, 100, 100)),
        ("1", 1, (255, 255, 255)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("LA", (40, 0), (255, 255, 255)),
        ("I;16", 0x6400, (100, 100, 100)),
    ],
)
def test_every_mode_becomes_red_green_blue_on_white(
    mode: str, colour: float | tuple[int, ...], expected: tuple[int, int, int]
) -> None:
    pixels = Preprocess(4, 4).pixels(encoded(Image.new(mode, (4, 4), colour)))
    assert pixels.shape == (4, 4, 3)
    assert tuple(int(value) for value in pixels[2, 2]) == expected


def test_cmyk_and_palettes_are_read() -> None:
    cmyk = encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")
    palette = encoded(Image.new("RGB", (8, 8), (255, 0, 0)).convert("P"))
    assert Preprocess(8, 8).pixels(palette)[0, 0].tolist() == [255, 0, 0]
    assert Preprocess(8, 8).pixels(cmyk)[0, 0, 0] > 200
    assert Preprocess(8, 8).pixels(cmyk)[0, 0, 1] < 80


@pytest.mark.parametrize("data", [b"", b"no picture", encoded(Image.new("RGB", (50, 50)))[:60]])
def test_bytes_that_are_no_whole_picture_are_refused(data: bytes) -> None:
    with pytest.raises(ToolError):
        Preprocess(8, 8).pixels(data)


def test_normalising_subtracts_the_mean_and_divides_by_the_deviation_of_each_channel() -> None:
    preprocess = Preprocess(2, 1, mean=(0.0, 0.5, 1.0), std=(1.0, 0.5, 0.25))
    batch = torch.tensor([[[[0, 0, 0], [255, 255, 255]]]], dtype=torch.uint8)
    normalised = preprocess.normalise(batch)
    assert normalised.dtype == torch.float32
    assert normalised.is_contiguous(memory_format=torch.channels_last)
    assert normalised[0, :, 0].tolist() == [[0.0, 1.0], [-1.0, 1.0], [-4.0, 0.0]]
    assert batch[0, 0, 1].tolist() == [255, 255, 255]


def test_normalising_floats_leaves_the_batch_as_it_was() -> None:
    batch = torch.full((1, 1, 1, 3), 255.0)
    assert Preprocess(1, 1).normalise(batch).flatten().tolist() == [1.0, 1.0, 1.0]
    assert batch.flatten().tolist() == [255.0, 255.0, 255.0]


def test_it_survives_the_way_through_json() -> None:
    preprocess = Preprocess(128, 96, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225), "bicubic")
    assert TypeAdapter(Preprocess).validate_json(json.dumps(preprocess.to_json())) == preprocess


def test_an_unknown_interpolation_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown interpolation 'cubic'; one of nearest, bilinear"):
        Preprocess(1, 1, interpolation="cubic")
