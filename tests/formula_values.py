"""Evaluate expressions in tests: over columns, or over nothing at all."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from weft.sdk.testing import Heard, run_context
from weft_nodes._formula import Assignment, Environment, FormulaError, analyse, check, compile_expression

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


def all_values(expressions: Iterable[str]) -> dict[str, Any]:
    """The results of expressions that read no columns, many in one query since that is quick."""
    nothing = pa.record_batch({"nothing": pa.array([0])})
    waiting = list(dict.fromkeys(expressions))
    found: dict[str, Any] = {}
    for start in range(0, len(waiting), 40):
        part = waiting[start : start + 40]
        analysis = analyse([Assignment("", text) for text in part], nothing.schema)
        assert analysis.program, [str(problem) for each in analysis.problems for problem in each]
        with analysis.program as program:
            found |= dict(zip(part, (array[0].as_py() for array in program.evaluate(nothing)), strict=True))
    return found


def differences(expected: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The expressions that give something else, with what they give and what was expected."""
    found = all_values(expected)
    return {
        text: (found[text], wanted) for text, wanted in expected.items() if not _same(found[text], wanted)
    }


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)
    return type(found) is type(wanted) and bool(found == wanted)


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
