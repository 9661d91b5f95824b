"""Text Input: a small table typed by hand."""

from collections.abc import Iterator
from typing import Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    EditContext,
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
from weft_nodes._formats.text_types import TEXT, MisfitError, TextType, convert, infer, named


class TextColumn(ToolConfig):
    """One column of the table."""

    name: str
    """The name of the column."""

    type: Literal["automatic", "text", "bool", "int64", "double", "date", "datetime", "time"] = "automatic"
    """The type of its values; automatic takes the narrowest that all of them fit."""


class TextInputConfig(ToolConfig):
    """The settings of Text Input."""

    columns: tuple[TextColumn, ...] = Field((), json_schema_extra={"widget": "table"})
    """The columns, in order."""

    rows: tuple[tuple[str, ...], ...] = Field((), json_schema_extra={"widget": "table"})
    """The records, each a list of texts in the order of the columns. An empty text is null."""


class TextInput(Tool[TextInputConfig]):
    """A small table that is part of the workflow itself: typed by hand or pasted.

    Cells are written as texts; an empty cell is null. Each column has a type: true or false (`bool`),
    a whole number (`int64`), a number (`double`), a `date` such as 2024-12-31, a `datetime` such as
    2024-12-31 23:59:59, a `time` such as 23:59:59, or `text`. *automatic* takes the narrowest of these
    that all cells of the column fit, as when a CSV file is read: `007` stays text.
    """

    id = "weft.text_input"
    label = "Text Input"
    category = "In/Out"
    icon = "text-cursor-input"
    outputs = (OutputAnchor("out"),)
    Config = TextInputConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        wrong = list(self._problems())
        for field, message in wrong:
            ctx.problem(message, field)
        if wrong:
            return {"out": None}
        return {"out": self._batch().schema}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for field, message in self._problems():
            raise ToolError(message, field)
        yield "out", self._batch()

    def _problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong, as pairs of (setting, message)."""
        if not self.config.columns:
            yield "columns", "there is no column; add one"
        names = [column.name for column in self.config.columns]
        for index, name in enumerate(names):
            if not name:
                yield f"columns.{index}.name", f"column {index + 1} has no name; give it one"
            elif name in names[:index]:
                yield f"columns.{index}.name", f"two columns are called {name!r}; rename one"
        for index, row in enumerate(self.config.rows):
            if len(row) != len(names):
                yield f"rows.{index}", f"row {index + 1} has {len(row)} cells, there are {len(names)} columns"
                return
        yield from self._misfits()

    def _misfits(self) -> Iterator[tuple[str, str]]:
        for index, column in enumerate(self.config.columns):
            texts = self._texts(index)
            try:
                convert(texts, self._kind(index, texts))
            except MisfitError as error:
                kind = self._kind(index, texts)
                yield (
                    f"rows.{error.index}.{index}",
                    f"row {error.index + 1}, column {column.name!r}: {error.text!r} is not {kind.phrase}; "
                    "change the cell or the type of the column",
                )

    def _texts(self, index: int) -> pa.Array:
        return pa.array([row[index] or None for row in self.config.rows], pa.string())

    def _kind(self, index: int, texts: pa.Array) -> TextType:
        wanted = self.config.columns[index].type
        return named(wanted) if wanted != "automatic" else infer(texts) or TEXT

    def _batch(self) -> pa.RecordBatch:
        texts = [self._texts(index) for index in range(len(self.config.columns))]
        columns = [convert(column, self._kind(index, column)) for index, column in enumerate(texts)]
        return pa.RecordBatch.from_arrays(columns, names=[column.name for column in self.config.columns])
