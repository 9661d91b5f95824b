import io

import numpy as np
import pyarrow as pa
import pytest
import torch
from PIL import Image
from trained_shapes import TRAINING, labelled, placed, quarter, trained

from weft.sdk import Cancelled, CancelToken, Inputs, TableInput, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.computer_vision.explain import Explain
from weft_nodes.machine_learning.predict import Predict

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def model() -> pa.Table:
    return trained()


def explain(
    data: pa.Table, model: pa.Table, training: pa.Table | None = None, **settings: object
) -> pa.Table:
    inputs = {"data": data, "model": model} | ({} if training is None else {"training": training})
    return run_tool(Explain, settings, inputs)["out"]


def colourful(picture: bytes) -> np.ndarray:
    """(2, 2): how far each quarter of a picture is from grey, in sum."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)), np.float64)
    colour = pixels.max(axis=2) - pixels.min(axis=2)
    half = len(colour) // 2
    return np.array([[colour[r : r + half, c : c + half].sum() for c in (0, half)] for r in (0, half)])


def test_it_keeps_the_contract_of_a_tool(model: pa.Table) -> None:
    pictures = [*labelled(range(300, 311))["image"].to_pylist(), None, b"no picture"]
    data = pa.table({"id": range(13), "image": picture_array(pictures)})
    check_tool(Explain, {}, {"data": data, "model": model})
    check_tool(Explain, {"similar": 2}, {"data": data, "model": model, "training": labelled(range(9))})


def test_it_predicts_as_predict_does_and_passes_the_rest_through(model: pa.Table) -> None:
    data = labelled(range(300, 319))
    out = explain(data, model)
    assert out.schema.names == ["image", "Class", "Explanation", "Class_Predicted", "Score"]
    assert out.select(["image", "Class"]).equals(data)
    predicted = run_tool(Predict, {}, {"data": data, "model": model})["out"]
    assert out["Class_Predicted"].equals(predicted["Class_Predicted"])
    assert np.allclose(out["Score"].to_pylist(), predicted["Score"].to_pylist(), atol=1e-5)


def test_the_heat_lies_where_the_cross_is_that_the_network_saw(model: pa.Table) -> None:
    seeds = range(300, 340, 2)
    heard = Heard()
    with run_context(heard=heard) as ctx:
        inputs = {"data": labelled(seeds), "model": model}
        out = run_tool(Explain, {"target": "cross"}, inputs, ctx=ctx)["out"]
    assert heard.infos == ["explained by Grad-CAM"]
    hits = 0
    for seed, explanation in zip(seeds, out["Explanation"].to_pylist(), strict=True):
        hottest = np.unravel_index(int(colourful(explanation).argmax()), (2, 2))
        hits += (int(hottest[0]), int(hottest[1])) == quarter(seed)
    assert hits >= 18


def test_another_class_has_another_explanation_and_the_same_prediction(model: pa.Table) -> None:
    data = labelled(range(300, 308))
    cross, disc = (explain(data, model, target=name) for name in ("cross", "disc"))
    assert cross["Class_Predicted"].equals(disc["Class_Predicted"])
    for one, other in zip(cross["Explanation"].to_pylist(), disc["Explanation"].to_pylist(), strict=True):
        assert one != other


def test_similar_training_pictures_come_nearest_first_with_their_class(model: pa.Table) -> None:
    training = labelled(TRAINING)
    out = explain(labelled(range(300, 320)), model, training, similar=2)
    assert out.schema.names[5:] == [
        f"Similar_{rank}{what}" for rank in (1, 2) for what in ("", "_Class", "_Similarity")
    ]
    by_picture = dict(zip(training["image"].to_pylist(), training["Class"].to_pylist(), strict=True))
    agreeing = 0
    for row in out.to_pylist():
        assert row["Similar_1_Similarity"] >= row["Similar_2_Similarity"] > 0
        assert row["Similar_1"] != row["Similar_2"]
        # Small pictures are not encoded again, so they are found by their bytes.
        assert by_picture[row["Similar_1"]] == row["Similar_1_Class"]
        agreeing += row["Similar_1_Class"] == row["Class_Predicted"]
    assert agreeing >= 18


def test_the_picture_itself_is_shown_only_where_that_is_wanted(model: pa.Table) -> None:
    training = labelled(range(12))
    alone = explain(training, model, training, similar=1)
    assert all(
        a != b for a, b in zip(alone["Similar_1"].to_pylist(), training["image"].to_pylist(), strict=True)
    )
    both = explain(training, model, training, similar=1, others_only=False)
    assert both["Similar_1"].to_pylist() == training["image"].to_pylist()
    assert both["Similar_1_Similarity"].to_pylist() == pytest.approx([1] * 12, abs=1e-6)


def test_fewer_training_pictures_than_wanted_leave_nulls(model: pa.Table) -> None:
    training = pa.table({"photo": picture_array([placed("disc", 1), None, b"broken"])})
    heard = Heard()
    with run_context(heard=heard) as ctx:
        inputs = {"data": labelled(range(3)), "model": model, "training": training}
        out = run_tool(Explain, {"similar": 2, "others_only": False}, inputs, ctx=ctx)["out"]
    assert out.schema.names[5:] == ["Similar_1", "Similar_1_Similarity", "Similar_2", "Similar_2_Similarity"]
    assert out["Similar_1"].null_count == 0
    assert out["Similar_2"].null_count == out["Similar_2_Similarity"].null_count == 3
    assert sorted(message for message, _, _ in heard.warnings) == [
        "training records are skipped: the file is not a picture that can be read; known are JPEG, PNG, GIF, "
        "BMP, TIFF and WebP",
        "training records are skipped: the picture is null",
    ]


def test_training_records_without_any_picture_are_an_error(model: pa.Table) -> None:
    with pytest.raises(ToolError, match="T has no picture that can be read"):
        explain(labelled(range(1)), model, pa.table({"image": picture_array([None])}))


def test_pictures_that_cannot_be_read_get_nulls_and_one_warning(model: pa.Table) -> None:
    good = placed("disc", 1)
    data = pa.table({"file": ["a", "b", "c"], "image": picture_array([None, good, good[:90]])})
    heard = Heard()
    with run_context(heard=heard) as ctx:
        inputs = {"data": data, "model": model, "training": labelled(range(4))}
        out = run_tool(Explain, {}, inputs, ctx=ctx)["out"]
    for name in ("Explanation", "Class_Predicted", "Score", "Similar_1", "Similar_3_Class"):
        assert [value is None for value in out[name].to_pylist()] == [True, False, True], name
    assert heard.warnings == [
        ("pictures could not be read and got no explanation", 1, "a: it is empty"),
        ("pictures could not be read and got no explanation", 1, "c: the picture is truncated"),
    ]


def test_a_class_that_the_model_does_not_know_is_an_error_with_a_suggestion(model: pa.Table) -> None:
    with pytest.raises(ToolError, match="no class 'Cros'; did you mean 'cross'") as raised:
        explain(labelled(range(1)), model, target="Cros")
    assert raised.value.field == "target"
    with pytest.raises(ToolError, match="no class 'elephant'; it knows cross, disc"):
        explain(labelled(range(1)), model, target="elephant")


def test_it_stops_between_two_layers_when_the_run_is_cancelled(model: pa.Table) -> None:
    token = CancelToken()
    inputs = {"data": TableInput(labelled(range(8))), "model": TableInput(model)}
    tool = Explain(Explain.Config.model_validate({}))
    with run_context(cancel=token) as ctx:
        given = Inputs({name: [one] for name, one in inputs.items()})
        tool.open(given, ctx)
        running = tool.run(given, ctx)
        assert next(running)[1].num_rows == 0
        layer = next(one for one in tool._classifier.network.modules() if isinstance(one, torch.nn.ReLU))
        layer.register_forward_hook(lambda *_: token.abort())
        after: list[object] = []
        tool._classifier.network.head.register_forward_hook(lambda *_: after.append(1))
        with pytest.raises(Cancelled):
            list(running)
    assert not after


def test_the_columns_are_known_while_editing(model: pa.Table) -> None:
    data = labelled(range(1))
    promised, problems = configure_tool(Explain, {}, {"data": data, "model": model, "training": data})
    assert not problems
    assert promised["out"] == explain(data, model, labelled(range(4))).schema
    for unknown in (
        {"data": None, "model": model},
        {"data": data, "model": None},
        {"data": data, "model": model, "training": None},
    ):
        assert configure_tool(Explain, {}, unknown) == ({"out": None}, [])
    again = data.append_column("Score", pa.array([1]))
    _, (problem,) = configure_tool(Explain, {}, {"data": again, "model": model})
    assert (problem.severity, "'Score' are replaced" in problem.message) == ("warning", True)
    bare = pa.table({"a": [1]})
    _, problems = configure_tool(Explain, {}, {"data": bare, "model": model, "training": bare})
    assert [problem.field for problem in problems] == ["column", "training_column"]
