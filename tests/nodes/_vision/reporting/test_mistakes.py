import base64
import io

import numpy as np
import pyarrow as pa
from drawn_shapes import shape
from PIL import Image

from weft.sdk import encode, picture_array
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Side, gather
from weft_nodes._vision.reporting.mistakes import small_picture, worst_mistakes


def opened(uri: str) -> Image.Image:
    head, _, data = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_wrong_predictions_come_by_their_score_with_numbers_of_records() -> None:
    pictures = [shape("disc", 0), None, *(shape("disc", n) for n in range(1, 4))]
    table = pa.table({"image": picture_array(pictures), "Class": ["a"] * 5, "FileName": list("pqrst")})
    samples = gather(table, Side("validation", "V", "image", "Class"))
    scores = np.array([0.6, 0.9, 0.99, 0.7], np.float32)
    verdict = Verdict(1.0, np.array([1, 0, 1, 1]), scores, 1 - scores)
    found = worst_mistakes(samples, np.array([0, 0, 0, 0]), verdict, ("a", "b"))
    assert [mistake.record for mistake in found] == [4, 5, 1]
    assert [mistake.file for mistake in found] == ["s", "t", "p"]
    assert {(mistake.truth, mistake.predicted) for mistake in found} == {("a", "b")}
    assert found[0].score == scores[2]
    assert opened(found[0].picture).size == (24, 24)


def test_large_pictures_become_small_ones_of_the_same_proportions() -> None:
    assert opened(small_picture(encode(Image.new("RGB", (640, 320), "red")))).size == (160, 80)


def test_transparent_pictures_lie_on_white_and_unreadable_ones_are_empty() -> None:
    clear = opened(small_picture(encode(Image.new("RGBA", (8, 8), (255, 0, 0, 0)))))
    assert clear.convert("RGB").getpixel((4, 4)) == (255, 255, 255)
    assert small_picture(b"no picture") == ""
