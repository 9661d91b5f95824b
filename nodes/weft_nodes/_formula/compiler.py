"""Compiling: expressions and a schema in, types and problems and a program out."""

import functools
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import metadata
from pathlib import Path

import pyarrow as pa

from weft.sdk import type_name
from weft_nodes._formula import tree as t
from weft_nodes._formula.arguments import as_condition
from weft_nodes._formula.casting import cast
from weft_nodes._formula.columns import column_value
from weft_nodes._formula.functions import functions_by_name
from weft_nodes._formula.kinds import UNKNOWN, Kind, Type, column_type
from weft_nodes._formula.parser import parse
from weft_nodes._formula.problems import FormulaError, FormulaProblem
from weft_nodes._formula.program import Program, assemble
from weft_nodes._formula.scope import Scope
from weft_nodes._formula.translation import Translator
from weft_nodes._formula.values import Value


@dataclass(frozen=True)
class Environment:
    """What an expression may ask of the outside.

    Attributes:
        folder: `[Engine.WorkflowDirectory]`, and where relative paths of files count from.
        now: What DateTimeNow gives, one moment for all records of a run.
    """

    folder: Path = Path()
    now: datetime = field(default_factory=lambda: datetime.now().replace(microsecond=0))

    @property
    def constants(self) -> Mapping[str, str]:
        """The constants and their values; the folders end with a separator."""
        return {
            "Engine.WorkflowDirectory": f"{self.folder.absolute()}{os.sep}",
            "Engine.TempFilePath": f"{tempfile.gettempdir()}{os.sep}",
            "Engine.Version": _version(),
        }


@functools.cache
def _version() -> str:
    return metadata.version("weft")


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name = expression`.

    Attributes:
        name: The column that gets the result, empty where nobody needs it later.
        expression: Its tree, or its text.
        type: What the result is converted to, None for what it is.
        condition: It must be true or false (a number is true unless it is 0).
    """

    name: str
    expression: t.Tree | str
    type: Type | None = None
    condition: bool = False


@dataclass(frozen=True)
class Analysis:
    """What is known of assignments before any record is seen.

    Attributes:
        types: The Arrow type of each result, None where only the run can tell it.
        problems: The mistakes in each of them.
        program: Evaluates all of them at once; None where there are problems or no schema.
    """

    types: tuple[pa.DataType | None, ...]
    problems: tuple[tuple[FormulaProblem, ...], ...]
    program: Program | None


def analyse(
    assignments: Sequence[Assignment], schema: pa.Schema | None, environment: Environment | None = None
) -> Analysis:
    """Check and compile assignments; a later one sees the results of the earlier ones.

    Args:
        assignments: From top to bottom.
        schema: The columns, None where they are not known yet.
        environment: What the outside is like; the working folder and this moment by default.
    """
    scope = _scope(schema, environment or Environment())
    translator = Translator(scope, functions_by_name())
    values: dict[int, Value] = {}
    problems = []
    for index, assignment in enumerate(assignments):
        before = len(scope.problems)
        values[index] = _assign(translator, scope, assignment)
        problems.append(tuple(scope.problems[before:]))
    types = tuple(None if v.kind is Kind.UNKNOWN else v.type.arrow for v in values.values())
    if schema is None or scope.problems:
        return Analysis(types, tuple(problems), None)
    named = {(assignments[index].name, index): value for index, value in values.items()}
    reads = [
        i for i, each in enumerate(schema) if each.name in scope.used and schema.names.index(each.name) == i
    ]
    return Analysis(types, tuple(problems), assemble(named, scope.bindings, reads))


def check(
    tree: t.Tree | str, schema: pa.Schema | None, environment: Environment | None = None
) -> tuple[pa.DataType | None, tuple[FormulaProblem, ...]]:
    """The type of an expression, None where it is not known, and all its problems."""
    found = analyse([Assignment("", tree)], schema, environment)
    return found.types[0], found.problems[0]


def compile_expression(
    tree: t.Tree | str, schema: pa.Schema, environment: Environment | None = None
) -> Program:
    """The program of one expression.

    Raises:
        FormulaError: With every problem of the expression.
    """
    found = analyse([Assignment("", tree)], schema, environment)
    if found.program is None:
        raise FormulaError(found.problems[0])
    return found.program


def _scope(schema: pa.Schema | None, environment: Environment) -> Scope:
    columns: dict[str, Value] = {}
    for index, each in enumerate(schema or ()):
        columns.setdefault(each.name, column_value(index, each))
    return Scope(
        columns=columns,
        complete=schema is not None,
        constants=environment.constants,
        now=environment.now,
        folder=str(environment.folder.absolute()),
    )


def _assign(translator: Translator, scope: Scope, assignment: Assignment) -> Value:
    tree = _tree(scope, assignment.expression)
    value = Value("NULL", UNKNOWN) if tree is None else translator.translate(tree)
    if assignment.condition and tree is not None:
        value = as_condition(scope, value, tree, "Filter")
    if assignment.type is not None:
        converted = cast(scope, value, assignment.type)
        if converted is None and tree is not None:
            words = f"the result is {value.kind.value} and cannot become {type_name(assignment.type.arrow)}"
            scope.problem(tree, f"{words}; choose another type or convert it in the expression")
        value = converted or Value("NULL", assignment.type)
    value = scope.bind(value)
    if assignment.name:
        faults = (replace(each, message=f"{assignment.name}: {each.message}") for each in value.faults)
        value = replace(value, faults=tuple(faults))
        scope.columns[assignment.name] = _as_column(value)
    return value


def _as_column(value: Value) -> Value:
    """The result as later expressions see it: narrow numbers widened, as those of columns are."""
    widened = column_type(value.type.arrow) if value.kind not in (Kind.NULL, Kind.UNKNOWN) else value.type
    sql = value.sql if widened == value.type else f"CAST({value.sql} AS {widened.sql})"
    return replace(value, sql=sql, type=widened, faults=())


def _tree(scope: Scope, expression: t.Tree | str) -> t.Tree | None:
    if not isinstance(expression, str):
        return expression
    try:
        return parse(expression)
    except FormulaError as error:
        scope.problems.extend(error.problems)
        return None
