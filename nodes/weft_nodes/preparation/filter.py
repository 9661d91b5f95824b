"""Filter: part the records in two by a condition."""

import uuid
from typing import Annotated, Any, ClassVar, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, JsonValue, model_validator

from weft.sdk import (
    BatchTool,
    Column,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    OutputAnchor,
    RunContext,
    Schemas,
    Severity,
    ToolConfig,
    ToolError,
    fits,
)
from weft_nodes._formula import (
    Analysis,
    Assignment,
    Environment,
    Program,
    SimpleTest,
    analyse,
    outside_state,
    simple_tree,
    write,
)

Operator = Literal[
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    "Contains",
    "Does not contain",
    "Starts with",
    "Ends with",
    "IsNull",
    "IsNotNull",
    "IsEmpty",
    "IsNotEmpty",
    "IsTrue",
    "IsFalse",
    "Between",
    "In list",
]


_BASIC: dict[str, JsonValue] = {"when": {"mode": ["basic"]}}
_ON_TEXT: list[JsonValue] = ["Contains", "Does not contain", "Starts with", "Ends with"]
_ON_TRUTH: list[JsonValue] = ["IsTrue", "IsFalse"]
_SUITABLE: dict[str, JsonValue] = {
    "for_column": {
        "setting": "column",
        "choices": {
            **{str(each): ["text"] for each in _ON_TEXT},
            **{str(each): ["bool"] for each in _ON_TRUTH},
        },
    }
}
_DATETIME: dict[str, JsonValue] = {"for_column": {"setting": "column", "kinds": ["datetime"]}}
_WITH_VALUE: list[JsonValue] = [
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    *_ON_TEXT,
    "Between",
]


class FilterConfig(ToolConfig):
    """The condition."""

    mode: Literal["basic", "custom"] = Field("basic", title="Mode")
    """`basic` compares one column, `custom` takes any expression."""
    column: Annotated[str, Column("in")] = Field("", title="Column", json_schema_extra=_BASIC)
    """The column that is compared (basic mode)."""
    operator: Operator = Field("=", title="Operator", json_schema_extra={**_BASIC, **_SUITABLE})
    """How it is compared (basic mode)."""
    operand: str = Field(
        "", title="Value", json_schema_extra={"when": {"mode": ["basic"], "operator": _WITH_VALUE}}
    )
    """What it is compared with: a text as it is, a number such as 3.5, a date such as 2024-01-31 or
    2024-01-31 14:30:00, a time such as 14:30:00, true or false. For `Between` the lower end."""
    upper: str = Field(
        "", title="Upper value", json_schema_extra={"when": {"mode": ["basic"], "operator": ["Between"]}}
    )
    """The upper end of `Between`; both ends belong to it."""
    values: list[str] = Field(
        default_factory=list,
        title="List",
        json_schema_extra={"when": {"mode": ["basic"], "operator": ["In list"]}},
    )
    """The values of `In list`."""
    ignore_time: bool = Field(False, title="Ignore time in dates", json_schema_extra={**_BASIC, **_DATETIME})
    """Compare only the dates of dates with time."""
    expression: str = Field(
        "",
        title="Expression",
        json_schema_extra={
            "widget": "expression",
            "condition": True,
            "from_annotation": True,
            "when": {"mode": ["custom"]},
        },
    )
    """The condition (custom mode), for example `[Width] > 64 AND Contains([Path], "bart")`."""

    @model_validator(mode="before")
    @classmethod
    def _forget_the_column_in_custom_mode(cls, settings: Any) -> Any:
        """So that a column which is gone is no mistake where nobody asks for it."""
        if isinstance(settings, dict) and settings.get("mode") == "custom":
            return {**settings, "column": ""}
        return settings


class Filter(BatchTool[FilterConfig]):
    """Parts the records in two: those for which a condition is true leave at T, all others at F.

    **Basic mode.** Choose a column, an operator and a value. `=` and the like compare by the type of
    the column; text exactly, with capital and small letters. `Contains`, `Starts with` and `Ends with`
    ignore them. `IsEmpty` holds for a null and for a text of no characters. `Between` includes both
    ends. `In list` holds for each of the listed values. For dates with time you may ignore the time.

    **Custom mode.** Any expression of the Formula tool that is true or false; a number counts as true
    unless it is 0.

    **Nulls.** A null is smaller and greater than nothing, contains nothing and equals only a null; so
    it leaves at F for `>`, `Contains` or `IsTrue`, and at T for `!=` and `Does not contain`. Where a
    condition as a whole is null, the record leaves at F.

    The order of the records stays, no record is lost, and what cannot be computed, such as a division
    by zero, counts as null with a warning.
    """

    id: ClassVar[str] = "weft.filter"
    label: ClassVar[str] = "Filter"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "filter"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (OutputAnchor("true", "T"), OutputAnchor("false", "F"))
    Config: ClassVar[type[ToolConfig]] = FilterConfig

    _program: Program | None = None

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema = inputs["in"]
        for message, field in self._analyse(schema, Environment(ctx.base))[1]:
            ctx.problem(message, field)
        if self._asks_for_nothing(schema):
            advice = "the value is empty: that asks for texts of no characters, for which IsEmpty is clearer"
            ctx.problem(advice, "operand", Severity.WARNING)
        return {"true": schema, "false": schema}

    def annotation(self) -> str:
        if self.config.mode == "custom":
            return " ".join(self.config.expression.split())
        return write(simple_tree(self._test(), None)[0]) if self.config.column else ""

    def fingerprint(self, ctx: EditContext) -> str:
        expressions = [self.config.expression] if self.config.mode == "custom" else []
        state = outside_state(expressions, Environment(ctx.base))
        return uuid.uuid4().hex if state is None else state

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        found, problems = self._analyse(inputs["in"].schema, Environment(ctx.base))
        if found is None or found.program is None:
            raise ToolError(*(problems or [(f"there is no column {self.config.column!r}", "column")])[0])
        self._program = found.program

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> dict[str, pa.RecordBatch]:
        assert self._program is not None, "open comes first"
        (found,) = self._program.evaluate(batch, ctx)
        mask = pc.fill_null(found, False)
        kept = mask.true_count
        if kept in (0, batch.num_rows):  # nothing to copy
            none = batch.slice(0, 0)
            return {"true": batch, "false": none} if kept else {"true": none, "false": batch}
        return {"true": batch.filter(mask), "false": batch.filter(pc.invert(mask))}

    def close(self) -> None:
        if self._program is not None:
            self._program.close()

    def _asks_for_nothing(self, schema: pa.Schema | None) -> bool:
        """Whether a text is compared with no text, as where the value is yet to be written."""
        chosen = self.config
        if chosen.mode == "custom" or chosen.operator in ("Between", "In list") or chosen.operand:
            return False
        if schema is None or chosen.column not in schema.names or chosen.operator not in _WITH_VALUE:
            return False
        return fits(schema.field(chosen.column).type, "text")

    def _test(self) -> SimpleTest:
        chosen = self.config
        operands: tuple[str, ...] = (chosen.operand,)
        if chosen.operator == "Between":
            operands = (chosen.operand, chosen.upper)
        elif chosen.operator == "In list":
            operands = tuple(chosen.values)
        return SimpleTest(chosen.column, chosen.operator, operands, chosen.ignore_time)

    def _analyse(
        self, schema: pa.Schema | None, environment: Environment
    ) -> tuple[Analysis | None, list[tuple[str, str]]]:
        """What is known of the condition, and (message, setting) for each mistake."""
        if self.config.mode == "custom":
            if not self.config.expression.strip():
                return None, [
                    (f"no condition is written; write one, such as {_example(schema)}", "expression")
                ]
            found = analyse([Assignment("", self.config.expression, condition=True)], schema, environment)
            return found, [(str(problem), "expression") for problem in found.problems[0]]
        if not self.config.column:
            return None, [
                ("no column is chosen; choose one, or write an expression in custom mode", "column")
            ]
        if schema is not None and self.config.column not in schema.names:
            return None, []  # told already, by the check of columns
        tree, mistakes = simple_tree(self._test(), schema)
        if mistakes:
            return None, mistakes
        found = analyse([Assignment("", tree, condition=True)], schema, environment)
        return found, [(problem.message, "operand") for problem in found.problems[0]]


def _example(schema: pa.Schema | None) -> str:
    """A condition on a column that is there, numbers first."""
    fields = list(schema or ())
    for field in fields:
        if fits(field.type, "number"):
            return f"{_quoted(field)} > 0"
    for field in fields:
        if fits(field.type, "text"):
            return f'Contains({_quoted(field)}, "a")'
    return f"!IsNull({_quoted(fields[0])})" if fields else "[Width] > 64"


def _quoted(field: pa.Field) -> str:
    return "[" + field.name.replace("]", "]]") + "]"
