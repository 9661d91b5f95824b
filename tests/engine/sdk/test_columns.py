from typing import Annotated, get_args

import pyarrow as pa
import pytest

from weft.sdk import (
    Column,
    ModelType,
    PictureType,
    ReportType,
    ToolConfig,
    add_columns,
    fits,
    named_columns,
    set_column,
    type_name,
)
from weft.sdk.columns import ColumnKind


class Step(ToolConfig):
    by: Annotated[str, Column("in", kind="number")]


class Config(ToolConfig):
    one: Annotated[str, Column("in")] = ""
    perhaps: Annotated[str, Column("right", kind="label")] | None = None
    many: list[Annotated[str, Column("in", kind="text")]] = []  # noqa: RUF012
    steps: tuple[Step, ...] = ()
    other: str = "no column"


def test_every_setting_that_names_a_column_is_found_at_any_depth() -> None:
    config = Config(one="a", perhaps="b", many=["c", "d"], steps=(Step(by="e"),))
    assert list(named_columns(config)) == [
        ("one", "a", Column("in")),
        ("perhaps", "b", Column("right", "label")),
        ("many.0", "c", Column("in", "text")),
        ("many.1", "d", Column("in", "text")),
        ("steps.0.by", "e", Column("in", "number")),
    ]


def test_a_column_that_is_not_chosen_is_not_looked_for() -> None:
    assert list(named_columns(Config())) == []


def test_the_form_learns_of_columns_by_the_json_schema() -> None:
    schema = Config.model_json_schema()["properties"]
    assert schema["one"]["column"] == {"anchor": "in", "kind": "any"}
    assert schema["many"]["items"]["column"] == {"anchor": "in", "kind": "text"}


@pytest.mark.parametrize(
    ("data_type", "kinds"),
    [
        (pa.string(), {"any", "text", "label", "target"}),
        (pa.large_string(), {"any", "text", "label", "target"}),
        (pa.int64(), {"any", "number", "integer", "label", "target"}),
        (pa.float64(), {"any", "number", "target"}),
        (pa.decimal128(9, 2), {"any", "number", "target"}),
        (pa.bool_(), {"any", "bool", "label", "target"}),
        (pa.timestamp("us"), {"any", "time"}),
        (pa.date32(), {"any", "time"}),
        (PictureType(), {"any", "picture"}),
        (pa.large_binary(), {"any"}),
        (pa.list_(pa.string()), {"any", "target"}),
        (pa.list_(pa.int32(), 3), {"any", "target"}),
        (pa.list_(pa.float32()), {"any"}),
    ],
)
def test_kinds_fit_types(data_type: pa.DataType, kinds: set[str]) -> None:
    assert {kind for kind in get_args(ColumnKind) if fits(data_type, kind)} == kinds


def test_types_have_names_that_users_know() -> None:
    types = [PictureType(), ModelType("x"), ReportType(), pa.string(), pa.timestamp("us"), pa.date32(),
             pa.binary(), pa.int64()]  # fmt: skip
    names = ["picture", "model", "report", "text", "datetime", "date", "blob", "int64"]
    assert [type_name(each) for each in types] == names


def test_a_column_is_added_at_the_end_or_replaced_in_place() -> None:
    schema = pa.schema([("a", pa.int64()), ("b", pa.int64())])
    new = pa.field("a", pa.string())
    assert add_columns(schema, new, pa.field("c", pa.bool_())) == pa.schema(
        [("a", pa.string()), ("b", pa.int64()), ("c", pa.bool_())]
    )
    assert add_columns(None, new) is None
    batch = pa.record_batch({"a": [1], "b": [2]})
    assert set_column(batch, new, pa.array(["x"])).to_pylist() == [{"a": "x", "b": 2}]
    assert set_column(batch, pa.field("c", pa.int64()), pa.array([3])).to_pylist() == [
        {"a": 1, "b": 2, "c": 3}
    ]


def test_types_of_cells_survive_arrow_and_can_be_told_apart() -> None:
    assert ModelType("a") == ModelType("a")
    assert ModelType("a") != ModelType("b")
    assert ModelType("a") != ModelType("a", target="number")
    assert pa.schema([("m", ModelType("a"))]) != pa.schema([("m", ModelType("b"))])
    assert len({PictureType(), PictureType(), ReportType(), ModelType("a")}) == 3
    schema = pa.schema([("m", ModelType("Class")), ("p", PictureType()), ("r", ReportType())])
    assert pa.ipc.read_schema(pa.py_buffer(schema.serialize())) == schema


@pytest.mark.parametrize(
    ("kind", "predicted"),
    [
        (ModelType("c"), pa.string()),
        (ModelType("c", "int64", unknown=True), pa.int64()),
        (ModelType("c", "int64", target="labels"), pa.list_(pa.int64())),
        (ModelType("c", "decimal128(9, 2)", target="number"), pa.float64()),
    ],
)
def test_a_model_keeps_what_it_predicts_on_its_way_through_a_file(
    kind: ModelType, predicted: pa.DataType
) -> None:
    again = ModelType.__arrow_ext_deserialize__(kind.storage_type, kind.__arrow_ext_serialize__())
    assert again == kind
    assert again.predicted_type == predicted


def test_a_model_of_an_older_version_predicts_classes() -> None:
    older = ModelType.__arrow_ext_deserialize__(pa.large_binary(), b"Class\0int64\0unknown")
    assert older == ModelType("Class", "int64", unknown=True, target="classes")
