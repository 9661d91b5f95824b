import re
from pathlib import Path

import pyarrow as pa
import pytest
from drawn_shapes import shape
from shape_training import card_of, tiny_weights

from weft.sdk import picture_array
from weft.sdk.testing import run_context, run_tool
from weft_nodes._vision.engines import trial
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


def test_a_training_on_int8_says_how_far_its_features_are_off_in_report_and_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few pictures and a tiny network stand for the many and the slow one, for which int8 is tried."""
    for name in ("FEW", "_BRIEF", "_MUCH_BETTER", "LEAST_COSINE", "LEAST_WORST"):
        monkeypatch.setattr(trial, name, 0)
    kinds = ["disc", "cross"] * 100
    pictures = picture_array([shape(kind, number, 32) for number, kind in enumerate(kinds)])
    table = pa.table({"image": pictures, "Class": kinds})
    chosen = {"model": "test_resnet", "image_size": 32, "epochs": 1, "device": "cpu"}
    chosen["weights_dir"] = str(tiny_weights(tmp_path))
    both = {"training": table, "validation": table.slice(0, 20)}
    outputs = run_tool(ImageRecognition, SETTINGS | chosen, both)
    page = outputs["report"].column(0)[0].as_py()
    cosine = re.search(r"OpenVINO, int8 \(cosine to float32: mean (0\.\d{4}), worst", page)
    assert cosine is not None
    (limit,) = [
        one for one in card_of(outputs)["limits"] if one.startswith("Figures are of features in int8")
    ]
    assert f"(mean cosine {cosine[1]})" in limit
    assert limit in page
