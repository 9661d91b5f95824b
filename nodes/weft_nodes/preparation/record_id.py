"""Record ID: number the records."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from weft.sdk import (
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
)


class RecordIDConfig(ToolConfig):
    """How the records are numbered."""

    column: str = Field("RecordID", title="Column name")
    """The name of the new column."""
    start: int = Field(1, ge=-(1 << 63), lt=1 << 63, title="Starting value")
    """The number of the first record; each further one is larger by one."""
    type: Literal["int32", "int64", "text"] = Field("int64", title="Type")
    """`int64` fits always; `text` is filled with zeros on the left, so that it sorts as numbers do."""
    size: int = Field(6, ge=1, le=20, title="Size", json_schema_extra={"when": {"type": ["text"]}})
    """How many digits a `text` number has at least: 6 makes `000001`."""
    position: Literal["first", "last"] = Field("first", title="Position")
    """Whether the new column is the first or the last."""


class RecordID(Tool[RecordIDConfig]):
    """Adds a column that numbers the records.

    Choose the name of the column, the first number, its type, and whether it stands first or last.
    Records keep their order and stream through. A number that no longer fits its type ends the run
    with a message (for `text`: a number of more digits than *size* is written in full).
    """

    id: ClassVar[str] = "weft.record_id"
    label: ClassVar[str] = "Record ID"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "hash"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = RecordIDConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        config, schema = self.config, inputs["in"]
        if not config.column:
            ctx.problem("give the new column a name", field="column")
        if config.type == "text" and config.start < 0:
            ctx.problem("numbers as text cannot be negative; start at 0 or above", field="start")
        if schema is None:
            return {"out": None}
        if config.column in schema.names:
            ctx.problem(
                f"the input has a column {config.column!r} already; choose another name", field="column"
            )
        return {"out": schema.insert(self._place(schema), self._field())}

    def annotation(self) -> str:
        return self.config.column

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        number = self.config.start
        schema = inputs["in"].schema
        promised = schema.insert(self._place(schema), self._field())
        empty = True
        for batch in inputs["in"]:
            ctx.check_cancelled()
            arrays = list(batch.columns)
            arrays.insert(self._place(schema), self._numbers(number, batch.num_rows))
            yield "out", pa.RecordBatch.from_arrays(arrays, schema=promised)
            number += batch.num_rows
            empty = False
        if empty:
            yield "out", pa.RecordBatch.from_pylist([], schema=promised)

    def _place(self, schema: pa.Schema) -> int:
        return 0 if self.config.position == "first" else len(schema)

    def _field(self) -> pa.Field:
        kinds = {"int32": pa.int32(), "int64": pa.int64(), "text": pa.string()}
        return pa.field(self.config.column, kinds[self.config.type])

    def _numbers(self, first: int, count: int) -> pa.Array:
        config = self.config
        bits = 31 if config.type == "int32" else 63
        if first < -(1 << bits) or first + count > 1 << bits:
            advice = "choose the type int64" if config.type == "int32" else "start at a smaller number"
            raise ToolError(
                f"a record's number is beyond what {config.type} can hold ({(1 << bits) - 1:,}); {advice}",
                field="type" if config.type == "int32" else "start",
            )
        numbers = pa.array(np.arange(count, dtype=np.int64) + first)
        if config.type == "text":
            return pc.utf8_lpad(numbers.cast(pa.string()), config.size, "0")
        return numbers.cast(self._field().type)
