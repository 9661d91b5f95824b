"""Formula: compute columns by expressions."""

import uuid
from typing import ClassVar, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    BatchTool,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    OutputAnchor,
    RunContext,
    Schemas,
    ToolConfig,
    ToolError,
    add_columns,
    set_column,
)
from weft_nodes._formula import Analysis, Assignment, Environment, Program, analyse, outside_state, target

TypeName = Literal[
    "automatic",
    "bool",
    "byte",
    "int16",
    "int32",
    "int64",
    "decimal",
    "float",
    "double",
    "text",
    "date",
    "time",
    "datetime",
]

LINE = 50
"""How many characters of an expression the annotation shows."""


class Expression(ToolConfig):
    """One column and how to compute it."""

    column: str = Field("", title="Output column")
    """The name of the column: a new one is added at the end, an existing one is replaced in its place."""
    type: TypeName = Field("automatic", title="Type")
    """The type of the column. `automatic` takes that of the expression. What cannot be converted, such
    as a text that is no number, becomes null, and a warning counts it."""
    expression: str = Field("", title="Expression", json_schema_extra={"widget": "expression"})
    """For example `IF [Width] > 64 THEN "large" ELSE "small" ENDIF`."""
    digits: int = Field(19, ge=1, le=38, title="Digits", json_schema_extra={"when": {"type": ["decimal"]}})
    """How many digits a decimal number has; counts only for the type `decimal`."""
    decimals: int = Field(6, ge=0, le=38, title="Decimals", json_schema_extra={"when": {"type": ["decimal"]}})
    """How many of the digits stand after the point; counts only for the type `decimal`."""


class FormulaConfig(ToolConfig):
    """The expressions."""

    expressions: list[Expression] = Field(default_factory=list, title="Expressions")
    """Computed from top to bottom: a later one sees the results of the earlier ones."""


class Formula(BatchTool[FormulaConfig]):
    """Computes columns, new ones or in place of old ones, by expressions.

    **Settings.** A list of expressions, computed from top to bottom; a later one sees the results of
    the earlier ones. Each has an output column, a type and the expression. With the type `automatic`
    the column gets the type of its result, also where it replaces a column of another type.

    **Expressions.** `[Field Name]` is a column (write a `]` in a name twice), `"text"` or `'text'` a
    text (write its quote twice inside), `// ...` and `/* ... */` are comments. There are
    `IF c THEN x ELSEIF c THEN y ELSE z ENDIF`, the operators `+ - * /`, `= == != < <= > >=`,
    `AND OR NOT` (`&& || !`), `IN (...)`, `NOT IN (...)`, and functions from `Abs` to `UuidCreate`.
    Note that AND and OR bind equally, from left to right, as in Alteryx: put parentheses where you
    mix them. `NOT` stands for the comparison after it, but `NOT [a] = [b]` is `(NOT [a]) = [b]`.

    **Types.** An expression is checked while you write it: text beside a number is a mistake, not a
    guess; ToNumber and ToString convert. Whole numbers have 64 bits; `/` always gives a number with a
    fraction. Dates can be compared with texts such as `"2024-01-31"`. Texts are compared exactly, with
    capital and small letters.

    **Nulls.** A number and a null give null, a text and a null give the text. `<` and `>` with a null
    are false, two nulls are equal, and a value never equals a null. A condition that is null counts
    as false in IF.

    **What cannot be computed** becomes null, and a warning counts it and shows the first case: a
    division by zero, a whole number beyond 64 bits, a text that is no number or no date. It never
    stops a run. Numbers are rounded where a whole number is wanted. Pictures pass through; an
    expression may test them by IsNull and choose between them by IF.

    `[Engine.WorkflowDirectory]`, `[Engine.TempFilePath]` and `[Engine.Version]` are known constants.
    Where an expression asks for chance, the clock, files or the environment (Rand, UuidCreate,
    DateTimeNow, FileExists, ...), the tool runs each time.
    """

    id: ClassVar[str] = "weft.formula"
    label: ClassVar[str] = "Formula"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "flask-conical"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("out"),)
    Config: ClassVar[type[ToolConfig]] = FormulaConfig

    _program: Program | None = None

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.expressions:
            ctx.problem("there is no expression; add one", "expressions")
        for index, each in enumerate(self.config.expressions):
            self._check_settings(index, each, ctx)
        found = self._analyse(inputs["in"], Environment(ctx.base))
        for index, problems in enumerate(found.problems):
            for problem in problems:
                ctx.problem(str(problem), f"expressions.{index}.expression")
        return {"out": _schema(inputs["in"], self.config.expressions, found)}

    def annotation(self) -> str:
        lines = (f"{each.column} = {' '.join(each.expression.split())}" for each in self.config.expressions)
        return "\n".join(line if len(line) <= LINE else f"{line[: LINE - 3]}..." for line in lines)

    def fingerprint(self, ctx: EditContext) -> str:
        expressions = [each.expression for each in self.config.expressions]
        state = outside_state(expressions, Environment(ctx.base))
        return uuid.uuid4().hex if state is None else state

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        found = self._analyse(inputs["in"].schema, Environment(ctx.base))
        if found.program is None:
            index = next(index for index, problems in enumerate(found.problems) if problems)
            raise ToolError(str(found.problems[index][0]), f"expressions.{index}.expression")
        self._program = found.program

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        program = self._program
        assert program is not None, "open comes first"
        results = program.evaluate(batch, ctx)
        for field, values in zip(program.fields, results, strict=True):
            batch = set_column(batch, field, values)
        return batch

    def close(self) -> None:
        if self._program is not None:
            self._program.close()

    def _analyse(self, schema: pa.Schema | None, environment: Environment) -> Analysis:
        return analyse([_assignment(each) for each in self.config.expressions], schema, environment)

    def _check_settings(self, index: int, each: Expression, ctx: EditContext) -> None:
        if not each.column:
            ctx.problem("the output column has no name; write one", f"expressions.{index}.column")
        if each.decimals > each.digits:
            message = f"{each.decimals} decimals do not fit into {each.digits} digits; allow more digits"
            ctx.problem(message, f"expressions.{index}.decimals")


def _assignment(each: Expression) -> Assignment:
    if each.type == "automatic" or each.decimals > each.digits:
        return Assignment(each.column, each.expression)
    return Assignment(each.column, each.expression, target(each.type, each.digits, each.decimals))


def _schema(schema: pa.Schema | None, expressions: list[Expression], found: Analysis) -> pa.Schema | None:
    for each, arrow in zip(expressions, found.types, strict=True):
        if schema is None or arrow is None:
            return None
        schema = add_columns(schema, pa.field(each.column, arrow))
    return schema
