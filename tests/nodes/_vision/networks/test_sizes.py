import numpy as np
import pyarrow as pa
import pytest

from weft.sdk import ToolError
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning.samples import Samples, Side
from weft_nodes._vision.networks.sizes import choose_size, tell_small
from weft_nodes._vision.networks.zoo import find

VGG, INCEPTION = find("VGG16"), find("InceptionV3")


def sized(*sizes: tuple[int, int]) -> Samples:
    count = len(sizes)
    pictures = pa.chunked_array([pa.array([b""] * count, pa.large_binary())])
    labels = pa.array(["a"] * count)
    side = Side("training", "T", "image", "Class")
    return Samples(side, pictures, np.arange(count), labels, pa.string(), sizes=np.array(sizes, np.int32))


def test_pictures_of_one_size_keep_it() -> None:
    assert choose_size(sized((96, 64), (96, 64)), VGG, None) == (96, 64, "the size of the training pictures")


def test_a_wish_counts_whatever_the_pictures_are() -> None:
    assert choose_size(sized((96, 64), (20, 10)), VGG, 48) == (48, 48, "as set")


def test_mixed_sizes_become_a_square_of_their_middle() -> None:
    width, height, why = choose_size(sized((100, 50), (210, 100), (230, 100)), VGG, None)
    assert (width, height) == (224, 224)
    assert why == "since the pictures have 3 different sizes"


def test_large_pictures_are_brought_down_to_512() -> None:
    width, height, why = choose_size(sized((4000, 3000), (4000, 3000)), VGG, None)
    assert (width, height) == (512, 512)
    assert "larger (4000 x 3000) than 512" in why


def test_mixed_small_pictures_are_brought_up_to_what_the_model_needs() -> None:
    assert choose_size(sized((20, 20), (30, 30)), INCEPTION, None)[:2] == (96, 96)


@pytest.mark.parametrize(("sizes", "wish"), [([(64, 80)], None), ([(64, 80), (100, 100)], 70)])
def test_what_is_under_the_minimum_of_the_model_is_refused(
    sizes: list[tuple[int, int]], wish: int | None
) -> None:
    with pytest.raises(ToolError, match="is under the minimum of InceptionV3, 75 x 75 pixels; set") as caught:
        choose_size(sized(*sizes), INCEPTION, wish)
    assert caught.value.field == "image_size"


def test_pictures_that_are_enlarged_are_told() -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        tell_small(sized((100, 100), (60, 100), (100, 10)), INCEPTION, ctx)
        tell_small(sized((100, 100)), INCEPTION, ctx)
    ((message, rows, example),) = heard.warnings
    assert message == "training pictures are under the minimum of InceptionV3, 75 pixels, and are enlarged"
    assert (rows, example) == (2, "record 2 of T has 60 x 100")
