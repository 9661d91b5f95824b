"""Evaluate expressions in tests: over columns, or over nothing at all."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from weft.sdk.testing import Heard, run_context
from weft_nodes._formula import Environment, FormulaError, check, compile_expression

NOWHERE = pa.schema([])


def values(expression: str, columns: dict[str, Any] | None = None, heard: Heard | None = None) -> list[Any]:
    """The results for every record; without columns, for one record."""
    arrays = {
        name: each if isinstance(each, pa.Array) else pa.array(each) for name, each in (columns or {}).items()
    }
    batch = pa.record_batch(arrays) if arrays else pa.record_batch({"nothing": pa.array([0])})
    with run_context(heard=heard) as ctx, compile_expression(expression, batch.schema) as program:
        (found,) = program.evaluate(batch, ctx)
    return found.to_pylist()


def value(expression: str) -> Any:
    """The result of an expression that reads no columns."""
    (found,) = values(expression)
    return found


def problems(expression: str, schema: pa.Schema | None = NOWHERE) -> list[str]:
    """The mistakes of an expression as users read them."""
    return [str(problem) for problem in check(expression, schema)[1]]


def type_of(expression: str, schema: pa.Schema | None = NOWHERE) -> pa.DataType | None:
    """The type of an expression without mistakes."""
    found, mistakes = check(expression, schema)
    if mistakes:
        raise FormulaError(mistakes)
    return found


def somewhere(folder: Path) -> Environment:
    """An environment whose workflow lies in the folder."""
    return Environment(folder)
