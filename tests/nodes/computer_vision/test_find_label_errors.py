import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import CLASSES, shapes

from weft.errors import WorkflowError
from weft.sdk import ToolError
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.exploring.label_page import LabelStory, label_page
from weft_nodes._vision.features.vectors import vector_array
from weft_nodes.computer_vision.find_label_errors import FindLabelErrors

COUNT = 160
SWAPPED = (3, 40, 71, 98, 121, 150)


def drawn(count: int = COUNT, swapped: tuple[int, ...] = SWAPPED) -> pa.Table:
    """Shapes with vectors made of their pixels, so that no network is needed; some labels are swapped."""
    table = shapes(count)
    chance = np.random.default_rng(0)
    turned = chance.normal(0, 0.25, (count, 16)).astype(np.float32)
    turned[:, 0] += [2 * CLASSES.index(label) - 1 for label in table["Class"].to_pylist()]
    labels = [
        CLASSES[1 - CLASSES.index(label)] if number in swapped else label
        for number, label in enumerate(table["Class"].to_pylist())
    ]
    table = table.set_column(1, "Class", pa.array(labels))
    table = table.append_column("id", pa.array(range(count)))
    return table.append_column("v", vector_array(turned, np.ones(count, bool)))


def find(table: pa.Table, **settings: object) -> dict[str, pa.Table]:
    return run_tool(FindLabelErrors, {"label": "Class", **settings}, {"data": table})


def test_it_keeps_the_contract_of_a_tool() -> None:
    check_tool(FindLabelErrors, {"label": "Class"}, {"data": drawn(40, (7,))})


def test_swapped_labels_come_first_with_what_they_were() -> None:
    table = drawn()
    out = find(table)["out"]
    assert out.schema.names == [*table.schema.names, "Class_Suggested", "Label_Score", "Rank"]
    assert sorted(out["id"].to_pylist()[: len(SWAPPED)]) == list(SWAPPED)
    assert len(out) <= len(SWAPPED) + 2
    truth = shapes(COUNT)["Class"]
    assert out["Class_Suggested"].to_pylist()[:6] == [truth[i].as_py() for i in out["id"].to_pylist()[:6]]
    assert out["Rank"].to_pylist() == list(range(1, len(out) + 1))
    scores = out["Label_Score"].to_pylist()
    assert scores == sorted(scores)
    assert scores[5] < 0.2


def test_clean_labels_are_left_alone() -> None:
    made = find(drawn(swapped=()))
    assert len(made["out"]) <= 2


def test_the_page_shows_the_pictures_with_both_labels_and_loads_nothing() -> None:
    table = drawn().append_column("file", pa.array([f"a/<{i}>.png" for i in range(COUNT)]))
    page = find(table, shown=3)["report"]["report"][0].as_py()
    assert page.count("data:image/webp;base64,") == 3
    assert page.count("→ ") == 3
    assert "&lt;" in page
    assert "<script" not in page
    assert "http" not in page


def test_fewer_can_be_asked_for() -> None:
    assert find(drawn(), most=2)["out"]["Rank"].to_pylist() == [1, 2]


def test_labels_of_numbers_stay_numbers() -> None:
    table = drawn()
    numbers = pa.array([10 if label == "disc" else 9 for label in table["Class"].to_pylist()], pa.int16())
    out = find(table.set_column(1, "Class", numbers))["out"]
    assert out.schema.field("Class_Suggested").type == pa.int16()
    assert {*out["Class_Suggested"].to_pylist()} <= {9, 10}


def test_equal_pictures_do_not_hide_that_their_labels_differ() -> None:
    table = pa.concat_tables([drawn(), drawn().slice(0, 1).set_column(1, "Class", pa.array(["disc"]))])
    heard = Heard()
    with run_context(heard=heard) as ctx:
        out = run_tool(FindLabelErrors, {"label": "Class"}, {"data": table}, ctx=ctx)["out"]
    assert out["id"].to_pylist().count(0) == 1
    (said,) = heard.warnings
    assert said == ("records have the same picture as a record with another label", 2, "record 1")


def test_what_cannot_be_checked_is_told() -> None:
    table = drawn(60, ())
    labels = [None, "lonely", *table["Class"].to_pylist()[2:]]
    known = np.ones(60, bool)
    known[5] = False
    vectors = vector_array(np.array(table["v"].to_pylist(), np.float32), known)
    table = table.set_column(1, "Class", pa.array(labels)).set_column(3, "v", vectors)
    heard = Heard()
    with run_context(heard=heard) as ctx:
        out = run_tool(FindLabelErrors, {"label": "Class"}, {"data": table}, ctx=ctx)["out"]
    assert not {0, 1, 5} & {*out["id"].to_pylist()}
    assert [(text.partition(":")[0], rows, example) for text, rows, example in heard.warnings] == [
        ("records have no vector and are passed over", 1, "record 6"),
        ("records are skipped", 1, "record 1"),
        ("records cannot be checked", 1, "class 'lonely', record 2"),
    ]


def test_one_class_is_an_error_that_says_what_is_needed() -> None:
    one = drawn(20).set_column(1, "Class", pa.array(["disc"] * 20))
    with pytest.raises(ToolError, match=r"only one class, 'disc' with two pictures or more"):
        find(one)
    with pytest.raises(ToolError, match="no class with two pictures"):
        find(drawn(20).slice(0, 0))


@pytest.mark.parametrize(
    ("settings", "table", "field", "message"),
    [
        ({}, drawn(4), "label", "choose the column with the labels"),
        ({"label": "image"}, drawn(4), "label", "image"),
        ({"label": "a"}, pa.table({"a": ["x"]}), "column", "there is no column with pictures, nor one"),
        ({"label": "Class", "vector": "id"}, drawn(4), "vector", "holds no vectors"),
        ({"label": "Class", "model": "Small CNN"}, shapes(2), "model", "has no pre-trained weights"),
    ],
)
def test_mistakes_are_told_while_editing(
    settings: dict[str, object], table: pa.Table, field: str, message: str
) -> None:
    _, (problem,) = configure_tool(FindLabelErrors, settings, {"data": table})
    assert problem.field == field
    assert message in problem.message
    with pytest.raises(WorkflowError):
        run_tool(FindLabelErrors, settings, {"data": table})


def test_columns_that_are_replaced_are_told() -> None:
    table = drawn(4).append_column("Rank", pa.array(range(4)))
    promised, (problem,) = configure_tool(FindLabelErrors, {"label": "Class"}, {"data": table})
    assert problem.severity == "warning"
    assert promised["out"] is not None
    assert promised["out"].field("Rank").type == pa.int32()


def test_without_pictures_the_page_tells_the_names() -> None:
    page = find(drawn().drop_columns(["image"]))["report"]["report"][0].as_py()
    assert "no picture" in page


def test_features_that_tell_nothing_accuse_no_label_without_a_warning() -> None:
    """It named a third of all labels, and nothing said that most of them were right."""

    def page(accuracy: float) -> str:
        return label_page(LabelStory("Class", [], 42, 120, accuracy, 4, 5, []))

    assert "agree with 46.7\u00a0% of the labels only" in page(0.467)
    assert "labels only" not in page(0.9)
