import io
import subprocess
import sys

import drawn_faces
import numpy as np
import pyarrow as pa
import pytest
import torch
from PIL import Image

from weft.errors import Cancelled, Severity
from weft.sdk import CancelToken, Inputs, ModelType, TableInput, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import find
from weft_nodes.machine_learning.predict import Predict

SIZE = 32


def trained(**card: object) -> Classifier:
    """A classifier that knows nothing but is sure of itself."""
    values = {"label": "Class", "classes": drawn_faces.KINDS, "backbone": "Small CNN", **card}
    start = Pretraining()
    made = Card.model_validate({**values, "pretraining": start, "preprocess": start.preprocess(SIZE, SIZE)})
    seed_torch(1)
    network = build(find("Small CNN"), Shape(len(made.classes), SIZE, SIZE), start)
    torch.nn.init.normal_(network.head.get_parameter("1.weight"), std=2)
    return Classifier(made, network)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return trained()


@pytest.fixture(scope="module")
def model(classifier: Classifier) -> pa.Table:
    return model_table(classifier.pack(), "Class")


def faces(count: int, size: int = SIZE) -> list[bytes]:
    return [drawn_faces.png(drawn_faces.KINDS[i % 4], i, size) for i in range(count)]


def records(pictures: list[bytes | None], name: str = "image") -> pa.Table:
    numbers = pa.array(range(len(pictures)), pa.int64())
    return pa.table({"id": numbers, name: picture_array(pictures)})


def test_it_keeps_the_contract_of_a_tool(model: pa.Table) -> None:
    table = records([*faces(19), None, b"no picture"])
    check_tool(Predict, {}, {"data": table, "model": model})


def test_it_keeps_the_contract_with_the_scores_too(model: pa.Table) -> None:
    check_tool(Predict, {"scores": True}, {"data": records([*faces(9)]), "model": model})


def test_it_adds_the_prediction_and_its_score_and_passes_the_rest_through(
    classifier: Classifier, model: pa.Table
) -> None:
    table = records([*faces(20)])
    out = run_tool(Predict, {}, {"data": table, "model": model})["out"]
    assert out.schema.names == ["id", "image", "Class_Predicted", "Score"]
    assert out.select(["id", "image"]).equals(table)
    pixels = np.stack([classifier.card.preprocess.pixels(face) for face in faces(20)])
    expected = classifier.probabilities(pixels)
    assert out["Class_Predicted"].to_pylist() == [drawn_faces.KINDS[i] for i in expected.argmax(axis=1)]
    assert out["Score"].to_pylist() == expected.max(axis=1).astype(float).tolist()


def test_a_model_made_for_a_wanted_precision_answers_only_where_it_is_sure(classifier: Classifier) -> None:
    pixels = np.stack([classifier.card.preprocess.pixels(face) for face in faces(20)])
    sure = classifier.probabilities(pixels).max(axis=1)
    threshold = float(np.median(sure))
    model = model_table(trained(threshold=threshold).pack(), "Class")
    table = {"data": records([*faces(20), None]), "model": model}
    check_tool(Predict, {}, table)
    out = run_tool(Predict, {}, table)["out"]
    assert out.schema.names == ["id", "image", "Class_Predicted", "Score", "Unknown"]
    assert out["Unknown"].to_pylist() == [*(sure < threshold).tolist(), None]
    assert [kind is None for kind in out["Class_Predicted"].to_pylist()] == [*(sure < threshold), True]
    assert out["Score"].to_pylist() == [*sure.astype(float), None]


def test_a_threshold_of_the_setting_goes_before_that_of_the_model(model: pa.Table) -> None:
    table = {"data": records([*faces(4)]), "model": model}
    never = run_tool(Predict, {"threshold": 1.0}, table)["out"]
    assert never["Unknown"].to_pylist() == [True] * 4
    assert never["Class_Predicted"].null_count == 4
    strict = model_table(trained(threshold=0.9999).pack(), "Class")
    always = run_tool(Predict, {"threshold": 0.0}, {**table, "model": strict})["out"]
    assert always.schema.names == ["id", "image", "Class_Predicted", "Score"]
    assert always["Class_Predicted"].null_count == 0


def test_a_model_in_a_file_that_lost_its_type_still_says_unknown(model: pa.Table) -> None:
    strict = model_table(trained(threshold=0.9999).pack(), "Class")
    plain = strict.set_column(0, "model", strict.column("model").combine_chunks().storage)
    lost = ModelType()
    cell = pa.ExtensionArray.from_storage(lost, plain.column(0).combine_chunks())
    out = run_tool(Predict, {}, {"data": records([*faces(2)]), "model": strict.set_column(0, "model", cell)})
    assert out["out"].schema.names[-1] == "Unknown"


def test_the_scores_of_all_classes_add_up_to_one(model: pa.Table) -> None:
    out = run_tool(Predict, {"scores": True}, {"data": records([*faces(6)]), "model": model})["out"]
    names = [f"Score_{kind}" for kind in drawn_faces.KINDS]
    assert out.schema.names == ["id", "image", "Class_Predicted", "Score", *names]
    for row in out.to_pylist():
        assert sum(row[name] for name in names) == pytest.approx(1)
        assert row["Score"] == max(row[name] for name in names) == row[f"Score_{row['Class_Predicted']}"]


def test_the_columns_are_known_at_edit_time_but_not_those_of_the_classes(model: pa.Table) -> None:
    table = records([])
    promised, problems = configure_tool(Predict, {}, {"data": table, "model": model})
    assert not problems
    assert promised["out"] == table.schema.append(pa.field("Class_Predicted", pa.string())).append(
        pa.field("Score", pa.float64())
    )
    assert configure_tool(Predict, {"scores": True}, {"data": table, "model": model})[0] == {"out": None}
    for unknown in ({"data": None, "model": model}, {"data": table, "model": None}):
        assert configure_tool(Predict, {}, unknown) == ({"out": None}, [])


@pytest.mark.parametrize(
    ("label_type", "classes", "values"),
    [
        ("int64", ("0", "7"), {0, 7}),
        ("bool", ("false", "true"), {False, True}),
        ("large_string", ("a", "b"), {"a", "b"}),
    ],
)
def test_predictions_have_the_type_of_the_label(
    label_type: str, classes: tuple[str, ...], values: set[object]
) -> None:
    made = trained(label_type=label_type, classes=classes, label='odd "name" [1] 🐱')
    table = records([*faces(12), None])
    out = run_tool(Predict, {}, {"data": table, "model": model_table(made.pack(), made.card.label)})["out"]
    found = out['odd "name" [1] 🐱_Predicted']
    assert str(found.type) == label_type
    assert {*found.to_pylist()} <= {*values, None}
    assert found[12].as_py() is None


def test_a_model_whose_type_lost_the_label_is_still_read(classifier: Classifier) -> None:
    cell = pa.ExtensionArray.from_storage(ModelType(), pa.array([classifier.pack()], pa.large_binary()))
    out = run_tool(Predict, {}, {"data": records([*faces(2)]), "model": pa.table({"blob": cell})})["out"]
    assert "Class_Predicted" in out.schema.names


def test_pictures_that_are_empty_or_unreadable_get_no_prediction_and_are_counted(model: pa.Table) -> None:
    table = records([faces(1)[0], None, b"", faces(1)[0][:80]])
    table = table.append_column("file", pa.array(["a.png", "b.png", None, "d.png"]))
    heard = Heard()
    with run_context(heard=heard) as ctx:
        out = run_tool(Predict, {}, {"data": table, "model": model}, ctx=ctx)["out"]
    assert [value is None for value in out["Class_Predicted"].to_pylist()] == [False, True, True, True]
    assert out["Score"].null_count == 3
    assert {message for message, _, _ in heard.warnings} == {
        "pictures could not be read and got no prediction"
    }
    assert [example for _, _, example in heard.warnings] == [
        "b.png: it is empty",
        "a record: the file is empty",
        "d.png: the picture is truncated",
    ]


def test_a_picture_of_another_size_is_scaled_as_the_model_says(
    classifier: Classifier, model: pa.Table
) -> None:
    large = faces(3, 70)
    out = run_tool(Predict, {}, {"data": records([*large]), "model": model})["out"]
    pixels = np.stack([classifier.card.preprocess.pixels(face) for face in large])
    assert out["Score"].to_pylist() == classifier.probabilities(pixels).max(axis=1).astype(float).tolist()


def test_pictures_of_every_mode_are_judged(model: pa.Table) -> None:
    encoded = []
    for mode in ("L", "P", "CMYK", "RGBA", "I;16", "1"):
        buffer = io.BytesIO()
        Image.new(mode, (20, 30)).save(buffer, "TIFF")
        encoded.append(buffer.getvalue())
    out = run_tool(Predict, {}, {"data": records([*encoded]), "model": model})["out"]
    assert out["Score"].null_count == 0


def test_the_batch_size_changes_no_prediction(model: pa.Table) -> None:
    table = records([*faces(21)])
    outs = [
        run_tool(Predict, {"batch_size": size}, {"data": table, "model": model})["out"] for size in (0, 4, 64)
    ]
    assert len({tuple(out["Class_Predicted"].to_pylist()) for out in outs}) == 1
    for out in outs[1:]:
        assert np.allclose(out["Score"], outs[0]["Score"], atol=1e-5)


def test_batches_come_out_as_they_went_in(model: pa.Table) -> None:
    table = pa.concat_tables([records([*faces(n)]) for n in (3, 20, 1)])
    node = Predict(Predict.Config.model_validate({}))
    inputs = Inputs({"data": [TableInput(table)], "model": [TableInput(model)]})
    with run_context() as ctx:
        node.open(inputs, ctx)
        assert [batch.num_rows for _, batch in node.run(inputs, ctx)] == [3, 20, 1]


def test_no_records_give_no_predictions_but_the_columns(model: pa.Table) -> None:
    out = run_tool(Predict, {"scores": True}, {"data": records([]), "model": model})["out"]
    assert out.num_rows == 0
    assert out.schema.names[-1] == "Score_spikes"


def test_among_several_picture_columns_that_of_the_training_is_taken() -> None:
    made = trained(picture="image_processed")
    table = records([*faces(4)]).append_column("image_processed", picture_array([None] * 4))
    inputs = {"data": table, "model": model_table(made.pack(), "Class")}
    assert run_tool(Predict, {}, inputs)["out"]["Score"].null_count == 4
    assert run_tool(Predict, {"column": "image"}, inputs)["out"]["Score"].null_count == 0


def test_among_several_picture_columns_of_other_names_one_is_to_be_chosen(model: pa.Table) -> None:
    table = records([*faces(1)]).append_column("other", picture_array(faces(1)))
    with pytest.raises(
        ToolError, match="choose the column with the pictures; there are several: image, other"
    ):
        run_tool(Predict, {}, {"data": table, "model": model})


def test_records_without_pictures_are_a_problem_at_edit_time(model: pa.Table) -> None:
    _, problems = configure_tool(Predict, {}, {"data": pa.table({"a": [1]}), "model": model})
    assert [problem.field for problem in problems] == ["column"]
    assert "read them by Image Input" in problems[0].message


def test_columns_that_would_be_replaced_are_a_warning(model: pa.Table) -> None:
    table = records([*faces(2)]).append_column("Score", pa.array([5, 6]))
    _, problems = configure_tool(Predict, {}, {"data": table, "model": model})
    assert [(problem.severity, problem.message) for problem in problems] == [
        (Severity.WARNING, "the column 'Score' is there already and will be replaced")
    ]
    out = run_tool(Predict, {}, {"data": table, "model": model})["out"]
    assert out.schema.names == ["id", "image", "Score", "Class_Predicted"]
    assert out.schema.field("Score").type == pa.float64()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("none", "the M input has no record, but it must be one, with the model; connect the M output"),
        ("two", "the M input has 2 records, but it must be one"),
        ("null", "the model on the M input is empty"),
        ("no model", "the M input holds no model, only the columns a, b; connect the M output"),
        ("another kind", "this is not a model of Weft"),
    ],
)
def test_what_is_no_single_model_is_refused(model: pa.Table, change: str, message: str) -> None:
    def cell(data: bytes | None) -> pa.Table:
        storage = pa.array([data], pa.large_binary())
        return pa.table({"model": pa.ExtensionArray.from_storage(ModelType("Class"), storage)})

    wrong = {
        "none": model.slice(0, 0),
        "two": pa.concat_tables([model, model]),
        "null": cell(None),
        "no model": pa.table({"a": [1], "b": [2]}),
        "another kind": cell(b"PK\3\4 some other file that someone calls a model"),
    }[change]
    with pytest.raises(ToolError, match=message):
        run_tool(Predict, {}, {"data": records([*faces(1)]), "model": wrong})


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_a_clear_error(model: pa.Table) -> None:
    with pytest.raises(ToolError, match="there is no GPU"):
        run_tool(Predict, {"device": "cuda"}, {"data": records([*faces(1)]), "model": model})


def test_a_cancelled_run_stops_before_the_next_pictures(model: pa.Table) -> None:
    cancel = CancelToken()
    cancel.abort()
    with run_context(cancel=cancel) as ctx, pytest.raises(Cancelled):
        run_tool(Predict, {}, {"data": records([*faces(3)]), "model": model}, ctx=ctx)


def test_importing_and_configuring_the_tool_does_not_import_torch() -> None:
    code = (
        "import sys; from weft.sdk.testing import configure_tool;"
        "from weft_nodes.machine_learning.predict import Predict;"
        "configure_tool(Predict, {}, {}); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
