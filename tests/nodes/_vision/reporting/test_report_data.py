import json
from typing import Any

import numpy as np
import pyarrow as pa
from drawn_shapes import shape

from weft.sdk import picture_array
from weft_nodes._vision.evaluation.metrics import evaluate
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Side, gather
from weft_nodes._vision.reporting.report_data import evaluation_block

CLASSES = ("</script><b>", "<!-- <script>", "Zoë \u2028 & co")


def block(labels: list[str | None], predicted: list[int]) -> str:
    """The block for records with these labels, of which the second has no picture."""
    pictures = [shape("disc", number) for number in range(len(labels))]
    table = pa.table({"image": picture_array([pictures[0], None, *pictures[2:]]), "Class": labels})
    samples = gather(table, Side("validation", "V", "image", "Class"))
    scores = np.linspace(0.5, 0.9, len(predicted), dtype=np.float32)
    verdict = Verdict(1.0, np.array(predicted), scores, 1 - scores)
    return str(evaluation_block(evaluate(CLASSES, samples.codes(CLASSES), predicted), samples, verdict))


def told(text: str) -> dict[str, Any]:
    head, _, rest = text.partition(">")
    assert head == '<script type="application/json" id="weft-evaluation"'
    found: dict[str, Any] = json.loads(rest.removesuffix("</script>"))
    return found


def test_each_judged_picture_has_the_number_of_its_record_in_v_and_skipped_records_have_none() -> None:
    labels = [CLASSES[0], CLASSES[0], CLASSES[2], None, CLASSES[1]]
    found = told(block(labels, [0, 1, 1]))
    assert found["rows"] == [0, 2, 4]
    assert found["truth"] == [0, 2, 1]
    assert found["predicted"] == [0, 1, 1]
    assert found["score"] == [0.5, 0.7, 0.9]


def test_names_of_classes_cannot_end_the_element() -> None:
    text = block([CLASSES[0], CLASSES[0], CLASSES[1]], [0, 1])
    assert text.count("<") == 2
    assert told(text)["classes"] == list(CLASSES)
