from pathlib import Path

import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import picture_array
from weft.sdk.testing import run_context, run_tool
from weft_nodes._vision.learning import recognition
from weft_nodes.computer_vision.image_recognition import ImageRecognition

SETTINGS = {
    f"{side}_{what}": name
    for side in ("training", "validation")
    for what, name in (("image", "image"), ("label", "Class"))
}


@pytest.mark.parametrize(("long", "verdicts"), [(0.0, [""]), (120.0, [])])
def test_a_model_is_prepared_for_predictions_after_a_long_training(
    long: float, verdicts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "_LONG", long)
    kinds = ["disc", "cross"] * 4
    pictures = picture_array([shape(kind, number, 32) for number, kind in enumerate(kinds)])
    table = pa.table({"image": pictures, "Class": kinds})
    chosen = {"model": "test_resnet", "train": "from scratch", "epochs": 1, "device": "cpu"}
    with run_context(kept=tmp_path) as ctx:
        run_tool(ImageRecognition, SETTINGS | chosen, {"training": table, "validation": table}, ctx=ctx)
    found = [file.read_text("utf-8") for file in (tmp_path / "engines").rglob("verdict.txt")]
    assert found == verdicts
