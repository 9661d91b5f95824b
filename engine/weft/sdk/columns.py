"""Columns: how a setting names one, and how a schema says what kind each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa
from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from weft.sdk.models import ModelType
from weft.sdk.pictures import PictureType
from weft.sdk.reports import ReportType

ColumnKind: TypeAlias = Literal[
    "any", "text", "number", "integer", "bool", "time", "picture", "label", "target"
]
"""`label` is what a classifier can learn: text, whole numbers, yes or no. `target` is what any model of
pictures can: a label, a list of labels (text or whole numbers), or a number."""


@dataclass(frozen=True, slots=True)
class Column:
    """Marks a setting that names a column: `Annotated[str, Column("in", kind="picture")]`.

    The form shows a drop-down of the right columns, and the engine checks that the column exists
    and is of the kind. An empty text or None means that none was chosen.

    Attributes:
        anchor: The input anchor whose columns count.
        kind: What the column must hold.
    """

    anchor: str
    kind: ColumnKind = "any"

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        schema["column"] = {"anchor": self.anchor, "kind": self.kind}
        return schema


def fits(data_type: pa.DataType, kind: ColumnKind) -> bool:
    """Whether a column of this type is of the kind."""
    text = pa.types.is_string(data_type) or pa.types.is_large_string(data_type)
    integer = pa.types.is_integer(data_type)
    boolean = pa.types.is_boolean(data_type)
    match kind:
        case "any":
            return True
        case "text":
            return text
        case "integer":
            return integer
        case "number":
            return integer or pa.types.is_floating(data_type) or pa.types.is_decimal(data_type)
        case "bool":
            return boolean
        case "time":
            return pa.types.is_temporal(data_type)
        case "picture":
            return isinstance(data_type, PictureType)
        case "label":
            return text or integer or boolean
        case "target":
            listed = pa.types.is_list(data_type) or pa.types.is_large_list(data_type)
            if listed or pa.types.is_fixed_size_list(data_type):
                return fits(data_type.value_type, "text") or fits(data_type.value_type, "integer")
            return fits(data_type, "label") or fits(data_type, "number")


def type_name(data_type: pa.DataType) -> str:
    """The type as users read it: `picture`, `model`, `text`, `int64`, `date`."""
    if isinstance(data_type, PictureType):
        return "picture"
    if isinstance(data_type, ModelType):
        return "model"
    if isinstance(data_type, ReportType):
        return "report"
    if pa.types.is_string(data_type) or pa.types.is_large_string(data_type):
        return "text"
    if pa.types.is_timestamp(data_type):
        return "datetime"
    if pa.types.is_date(data_type):
        return "date"
    if pa.types.is_binary(data_type) or pa.types.is_large_binary(data_type):
        return "blob"
    return str(data_type)


def named_columns(config: BaseModel, path: str = "") -> Iterator[tuple[str, str, Column]]:
    """Every column that the settings name, as (dotted path of the setting, column, mark)."""
    for name, info in type(config).model_fields.items():
        mark = next((m for m in info.metadata if isinstance(m, Column)), None)
        yield from _named_in(getattr(config, name), f"{path}{name}", mark or _inner_mark(info.annotation))


def _named_in(value: object, path: str, mark: Column | None) -> Iterator[tuple[str, str, Column]]:
    if isinstance(value, BaseModel):
        yield from named_columns(value, f"{path}.")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _named_in(item, f"{path}.{index}", mark)
    elif mark and isinstance(value, str) and value:
        yield path, value, mark


def _inner_mark(annotation: Any) -> Column | None:
    """The mark inside `list[Annotated[str, Column(...)]]` and `Annotated[...] | None`."""
    for part in (annotation, *getattr(annotation, "__args__", ())):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Column):
                return mark
        if part is not annotation and (found := _inner_mark(part)):
            return found
    return None


def add_columns(schema: pa.Schema | None, *fields: pa.Field) -> pa.Schema | None:
    """The schema with the fields added at the end; one with a known name is replaced in place."""
    if schema is None:
        return None
    for new in fields:
        index = schema.get_field_index(new.name)
        schema = schema.append(new) if index < 0 else schema.set(index, new)
    return schema


def set_column(batch: pa.RecordBatch, new: pa.Field, values: pa.Array) -> pa.RecordBatch:
    """The batch with a column added at the end, or replaced in place: `add_columns` for records."""
    index = batch.schema.get_field_index(new.name)
    if index < 0:
        return batch.append_column(new, values)
    return batch.set_column(index, new, values)
