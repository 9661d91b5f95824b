import json

import pytest
from trained_shapes import labelled

from weft.sdk.testing import run_tool
from weft_nodes._pages.page import document, element
from weft_nodes._vision.reporting.training_record import (
    BLOCK_ID,
    TrainingRecord,
    model_digest,
    read_training_record,
)
from weft_nodes.computer_vision.image_recognition import ImageRecognition


def test_what_a_page_holds_is_read_back() -> None:
    record = TrainingRecord(model_digest(b"model"), 61.25)
    assert read_training_record(document("T", "", element("p", "x"), record.block())) == record


@pytest.mark.parametrize(
    "told",
    [
        "no JSON",
        "[1]",
        json.dumps({"format": 1, "model": "ab"}),
        json.dumps({"format": 2, "model": "ab", "seconds": 1}),
        json.dumps({"format": 1, "model": "ab", "seconds": "NaN"}),
        json.dumps({"format": 1, "model": "ab", "seconds": -1}),
        json.dumps({"format": 1, "model": "ab", "seconds": "soon"}),
    ],
)
def test_a_block_that_is_damaged_or_newer_counts_as_none(told: str) -> None:
    page = f'<script type="application/json" id="{BLOCK_ID}">{told}</script>'
    assert read_training_record(page) is None
    assert read_training_record("<html></html>") is None


def test_the_report_of_a_training_tells_its_model_and_how_long_it_took() -> None:
    settings = {
        "training_image": "image",
        "training_label": "Class",
        "validation_image": "image",
        "validation_label": "Class",
        "model": "Small CNN",
        "train": "from scratch",
        "epochs": 1,
        "image_size": 16,
    }
    found = run_tool(
        ImageRecognition, settings, {"training": labelled(range(8)), "validation": labelled((8, 9))}
    )
    record = read_training_record(found["report"]["report"][0].as_py())
    assert record is not None
    assert record.model == model_digest(found["model"]["model"][0].as_py())
    assert 0 < record.seconds < 60
