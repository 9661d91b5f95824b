import numpy as np
import pyarrow as pa
from drawn_shapes import shape
from PIL import Image

from weft.sdk import encode, picture_array
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.evaluation.assessment import Assessment, assess
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey

CLASSES = ("cross", "disc")
EVEN = [encode(Image.new("RGB", (24, 24), (shade, shade, 90))) for shade in (10, 60, 110, 160)]


def samples(pictures: list[bytes], letter: str) -> Samples:
    table = pa.table({"image": picture_array(pictures), "Class": ["cross", "disc"] * (len(pictures) // 2)})
    with run_context() as ctx:
        return survey(gather(table, Side(letter, letter, "image", "Class")), ctx)


def assessed(training: list[bytes], validation: list[bytes], right: list[bool]) -> tuple[Assessment, Heard]:
    """What is said where each validation picture is recognised or not."""
    both, heard = (samples(training, "T"), samples(validation, "V")), Heard()
    truth = both[1].codes(CLASSES)
    predicted = np.where(right, truth, 1 - truth)
    logits = np.eye(2, dtype=np.float32)[predicted]
    score = np.full(len(truth), 0.7, np.float32)
    verdict = Verdict(0.5, predicted, score, np.where(right, score, 1 - score), logits)
    with run_context(heard=heard) as ctx:
        return assess(CLASSES, both, verdict, None, ctx), heard


def test_copies_of_even_pictures_do_not_hide_that_others_are_nearly_the_same() -> None:
    known = [shape("disc", number, 48) for number in range(2)]
    nearly = [shape("disc", number, 40) for number in range(2)]
    found, heard = assessed([*known, *EVEN], [*nearly, *EVEN], [True] * 2 + [False] * 4)
    assert (len(found.near), found.exact, found.near.plain) == (2, 0, 4)
    assert [count for said, count, _ in heard.warnings if "nearly training pictures" in said] == [2]
    assert any(said.startswith("2 of 6 validation pictures are nearly training") for said in found.limits())
    assert found.apart is None, "even pictures that are copies are left out as well"


def test_the_accuracy_apart_is_that_of_pictures_that_are_new() -> None:
    known = [shape("disc", number, 48) for number in range(2)]
    new = [shape("cross", number, 48) for number in range(100, 104)]
    found, heard = assessed(known, [*known, *new], [True] * 3 + [False] * 3)
    assert (len(found.near), found.exact) == (2, 2)
    assert found.evaluation.accuracy == 0.5
    assert found.apart is not None
    assert (found.apart.total, found.apart.accuracy) == (4, 0.25)
    assert not heard.warnings, "copies are told by the check before the training"
    assert any(said.startswith("V is too small to tell two settings apart") for said in heard.infos)
