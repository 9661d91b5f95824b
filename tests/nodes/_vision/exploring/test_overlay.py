import io

import numpy as np
import pytest
from PIL import Image

from weft.sdk import ToolError, encode
from weft_nodes._vision.exploring.overlay import heat_over, small


def grey(width: int, height: int) -> bytes:
    return encode(Image.new("RGB", (width, height), (120, 120, 120)))


def pixels(picture: bytes) -> np.ndarray:
    opened = Image.open(io.BytesIO(picture))
    assert opened.format == "JPEG"
    return np.asarray(opened, np.int64)


def test_the_picture_is_red_where_the_heat_is_and_itself_elsewhere() -> None:
    heat = np.zeros((8, 8), np.float32)
    heat[:4, 4:] = 1
    drawn = pixels(heat_over(grey(80, 40), heat))
    assert drawn.shape == (40, 80, 3)
    red, _, blue = drawn[5, 70]
    assert red - blue > 100
    for row, column in ((5, 5), (35, 5), (35, 70)):
        assert np.abs(drawn[row, column] - 120).max() <= 3


def test_no_heat_leaves_the_picture_as_it_is_and_large_ones_become_smaller() -> None:
    drawn = pixels(heat_over(grey(1500, 750), np.zeros((4, 4), np.float32)))
    assert drawn.shape == (256, 512, 3)
    assert np.abs(drawn - 120).max() <= 2


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "I;16"])
def test_pictures_of_every_mode_can_be_coloured(mode: str) -> None:
    picture = encode(Image.new(mode, (20, 10)))
    assert pixels(heat_over(picture, np.ones((4, 4), np.float32))).shape == (10, 20, 3)


def test_small_pictures_stay_byte_for_byte_and_large_ones_shrink() -> None:
    assert small(grey(30, 20)) == grey(30, 20)
    noise = np.random.default_rng(1).integers(0, 256, (600, 900, 3), dtype=np.uint8)
    shrunk = small(encode(Image.fromarray(noise)))
    assert pixels(shrunk).shape[1] == 256


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ToolError, match="not a picture"):
        heat_over(b"nothing of the kind", np.ones((4, 4), np.float32))
