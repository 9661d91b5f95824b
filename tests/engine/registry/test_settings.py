from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from weft.registry.settings import setting_rows
from weft.sdk import Column, ToolConfig


class Scale(BaseModel, use_attribute_docstrings=True):
    kind: Literal["scale"] = "scale"
    width: int = Field(default=128, ge=1, le=9999)
    """The new width."""


class Crop(BaseModel, use_attribute_docstrings=True):
    kind: Literal["crop"] = "crop"
    left: float = Field(default=0.0, ge=0)


class Tree(BaseModel):
    name: str = ""
    branches: list["Tree"] = []


class Config(ToolConfig):
    folder: str = Field(json_schema_extra={"widget": "folder"})
    """Where the
    files are."""
    mode: Literal["one", "two"] = Field(default="one", json_schema_extra={"group": "Advanced"})
    label: Annotated[str, Column("in", kind="label")] = ""
    others: tuple[Annotated[str, Column("in")], ...] = ()
    limit: int | None = None
    ratio: float = Field(default=0.5, gt=0, lt=1)
    names: dict[str, str] = Field(default={})
    steps: tuple[Annotated[Scale | Crop, Field(discriminator="kind")], ...] = ()
    single: Scale = Scale()
    made: list[int] = Field(default_factory=list)
    tree: Tree = Tree()


ROWS = {row.name: row for row in setting_rows(Config.model_json_schema())}


@pytest.mark.parametrize(
    ("name", "kind", "default"),
    [
        ("folder", "folder", "must be set"),
        ("mode", "one of `one`, `two`", '"one"'),
        ("label", "name of a label column of `in`", '""'),
        ("others", "list of name of a column of `in`", "[]"),
        ("limit", "whole number, or nothing", "null"),
        ("ratio", "number above 0 below 1", "0.5"),
        ("names", "map of names to text", "{}"),
        ("steps", "list of Scale or Crop", "[]"),
        ("steps[](scale).width", "whole number from 1 to 9,999", "128"),
        ("steps[](crop).left", "number from 0", "0.0"),
        ("single.width", "whole number from 1 to 9,999", "128"),
        ("made", "list of whole number", "empty"),
        ("tree.branches", "list of Tree", "[]"),
    ],
)
def test_a_setting_reads_as_a_row(name: str, kind: str, default: str) -> None:
    assert (ROWS[name].type, ROWS[name].default_text) == (kind, default)


def test_descriptions_are_one_line_and_groups_are_told() -> None:
    assert ROWS["folder"].description == "Where the files are."
    assert (ROWS["mode"].group, ROWS["folder"].group) == ("Advanced", "")


def test_what_tells_items_apart_is_no_row_and_a_model_in_itself_is_entered_once() -> None:
    assert not [name for name in ROWS if name.endswith("kind")]
    assert [name for name in ROWS if name.startswith("tree")] == ["tree", "tree.name", "tree.branches"]
