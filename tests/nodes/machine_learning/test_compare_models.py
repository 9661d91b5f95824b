import pyarrow as pa
import pytest
import torch
from drawn_shapes import CLASSES, shape, shapes
from pydantic import JsonValue

from weft.errors import Cancelled, Severity, WorkflowError
from weft.sdk import CancelToken, ToolError, picture_array, report_table
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import find
from weft_nodes._vision.reporting.training_record import TrainingRecord, model_digest
from weft_nodes.machine_learning.compare_models import CompareModels
from weft_nodes.machine_learning.predict import Predict

DATA = shapes(24)


def made(seed: int = 1, classes: tuple[str, ...] = CLASSES, size: int = 16, **card: object) -> pa.Table:
    """The record of a model that answers by the numbers it was born with."""
    start = Pretraining()
    values = {"label": "Class", "classes": classes, "backbone": "Small CNN", "picture": "image", **card}
    told = Card.model_validate({**values, "pretraining": start, "preprocess": start.preprocess(size, size)})
    seed_torch(seed)
    network = build(find("Small CNN"), Shape(len(classes), size, size), start)
    torch.nn.init.normal_(network.head.get_parameter("1.weight"), std=2)
    return model_table(Classifier(told, network.eval()).pack(), "Class")


def compared(*models: pa.Table, data: pa.Table = DATA, **settings: JsonValue) -> list[dict[str, object]]:
    found = run_tool(CompareModels, settings, {"data": data, "models": list(models)})
    return list(found["metrics"].to_pylist())


def test_it_keeps_the_contract_of_a_tool() -> None:
    report = report_table("<p>another report</p>")
    check_tool(CompareModels, {}, {"data": DATA, "models": [made(1), made(2)], "reports": [report]})


def test_each_record_says_what_predict_would_score() -> None:
    models = [made(1), made(2, size=24)]
    for record, model in zip(compared(*models), models, strict=True):
        said = run_tool(Predict, {}, {"data": DATA, "model": model})["out"]
        pairs = zip(said["Class_Predicted"].to_pylist(), DATA["Class"].to_pylist(), strict=True)
        right = sum(predicted == truth for predicted, truth in pairs)
        assert record["Accuracy"] == right / 24
        assert record["Pictures"] == 24
        assert isinstance(record["Pictures_per_Second"], float)
        assert record["Pictures_per_Second"] > 0


def test_the_order_of_the_classes_within_a_model_does_not_matter() -> None:
    model = made(3)
    turned = made(3, CLASSES[::-1])
    first, second = compared(model, turned)
    # The same network under names that are swapped has right what the other has wrong.
    assert isinstance(first["Accuracy"], float)
    assert second["Accuracy"] == pytest.approx(1 - first["Accuracy"])


def test_models_are_named_by_network_and_training_or_as_the_user_says() -> None:
    own = made(2).append_column("Name", pa.array(["mine"]))
    records = compared(made(1, settings={"train": "head only"}), made(2, scope="head only"), own)
    assert [record["Model"] for record in records] == [
        "Small CNN, head only",
        "Small CNN, head only #2",
        "mine",
    ]
    assert [record["Trained"] for record in records] == ["head only", "head only", None]


def test_reports_tell_how_long_their_model_was_trained_in_any_order() -> None:
    models = [made(1), made(2), made(3)]
    digests = [model_digest(model["model"][0].as_py()) for model in models]
    reports = [
        report_table(str(TrainingRecord(digest, seconds).block()))
        for digest, seconds in ((digests[2], 30.0), (digests[0], 10.0), ("of another", 1.0))
    ]
    heard = Heard()
    with run_context(heard=heard) as ctx:
        inputs = {"data": DATA, "models": models, "reports": reports}
        found = run_tool(CompareModels, {}, inputs, ctx=ctx)["metrics"]
    assert found["Training_Seconds"].to_pylist() == [10.0, None, 30.0]
    assert sum("is not known; connect the report" in line for line in heard.infos) == 1


def test_pictures_that_cannot_be_read_and_empty_labels_are_left_out_with_a_warning() -> None:
    cells = picture_array([shape("disc", 1), b"no picture", None, shape("cross", 2)])
    data = pa.table({"image": cells, "Class": ["disc", "disc", "disc", None]})
    heard = Heard()
    with run_context(heard=heard) as ctx:
        found = run_tool(CompareModels, {}, {"data": data, "models": [made(1), made(2)]}, ctx=ctx)
    assert found["metrics"]["Pictures"].to_pylist() == [1, 1]
    assert sorted((rows, example) for _, rows, example in heard.warnings) == [
        (1, "record 2 of D"),
        (1, "record 3 of D"),
        (1, "record 4 of D"),
    ]


def test_the_label_column_is_the_learned_one_unless_chosen() -> None:
    other = DATA.rename_columns(["image", "Kind"])
    _, (problem,) = configure_tool(CompareModels, {}, {"data": other, "models": [made(1), made(2)]})
    assert problem.field == "label"
    assert "D has no column 'Class'" in problem.message
    assert len(compared(made(1), made(2), data=other, label="Kind")) == 2


def test_the_columns_are_known_while_a_workflow_is_edited() -> None:
    promised, problems = configure_tool(CompareModels, {}, {"data": None, "models": [made(1), made(2)]})
    assert problems == []
    assert promised["metrics"] is not None
    assert promised["metrics"].names[-3:] == ["Size_MB", "P_1", "P_2"]


def test_a_single_model_is_a_warning_and_still_gets_its_figures() -> None:
    _, (problem,) = configure_tool(CompareModels, {}, {"data": DATA, "models": [made(1)]})
    assert (problem.severity, problem.message) == (Severity.WARNING, "connect a second model to compare with")
    (record,) = compared(made(1))
    assert record["P_1"] is None


def test_data_without_pictures_is_a_problem_while_editing() -> None:
    with pytest.raises(WorkflowError, match="there is no column with pictures"):
        compared(made(1), made(2), data=pa.table({"Class": ["disc"]}))


def test_what_cannot_be_compared_is_refused_by_name() -> None:
    with pytest.raises(ToolError, match="only 'Small CNN #2' knows 'ring'"):
        compared(made(1), made(2, (*CLASSES, "ring")))
    strange = DATA.slice(0, 1).set_column(1, "Class", pa.array(["ring"]))
    with pytest.raises(ToolError, match="1 of 1 pictures have a class that the models do not know: 'ring'"):
        compared(made(1), made(2), data=strange)
    with pytest.raises(ToolError, match="model 2: the M input has no record"):
        compared(made(1), made(2).slice(0, 0))
    with pytest.raises(ToolError, match="input D is empty"):
        compared(made(1), made(2), data=DATA.slice(0, 0))


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.abort()
    with run_context(cancel=cancel) as ctx, pytest.raises(Cancelled):
        run_tool(CompareModels, {}, {"data": DATA, "models": [made(1), made(2)]}, ctx=ctx)
