"""Help while an expression is written: the language, what is wrong with it, and what it gives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import JsonValue, TypeAdapter

from weft.document.model import Document
from weft.document.parameters import resolve_parameters, substitute
from weft.run.checking import Checker
from weft.sdk import ToolError, suggestion, type_name
from weft.storage.memory import recall
from weft_nodes._formula import Assignment, Environment, FormulaError, analyse, parse, target, walk
from weft_nodes._formula.tree import ColumnName
from weft_web.messages.formulas import FormulaAnswer, FormulaLanguage, FormulaRequest
from weft_web.messages.results import Cell
from weft_web.services.aside import Aside, AsideError
from weft_web.services.core import Core, NotFoundError
from weft_web.services.formula_language import formula_language
from weft_web.services.formula_places import told
from weft_web.services.results.outputs import Kept, Outputs
from weft_web.services.results.pages import cells_at
from weft_web.services.turns import Turns

MOST_RECORDS = 100
_SECONDS = 10.0
"""For the values, the start of the process included; a text may be repeated a billion times."""
_MEMORY = 2**30
"""Bytes that the values may take while they are computed."""

_LISTED = re.compile(r"(\w+)\.(\d{1,6})\.(\w+)", re.ASCII)
"""The field of an expression in a list: those before it come first, and it sees their columns."""

_CONDITIONS = frozenset({"weft.filter"})
_NO_RESULT = "there are no values yet; run what comes before this node"
_CELLS: TypeAdapter[list[Cell]] = TypeAdapter(list[Cell])


@dataclass(frozen=True)
class _Step:
    """One expression in the words of the settings: its type is a name with digits and decimals."""

    name: str
    expression: str
    type: tuple[str, int, int] | None
    condition: bool

    def assignment(self) -> Assignment:
        kind = target(*self.type) if self.type else None
        return Assignment(self.name, self.expression, kind, self.condition)


class Formulas:
    """Checks expressions, and computes their first values in a process aside."""

    def __init__(self, core: Core, outputs: Outputs, seconds: float = _SECONDS) -> None:
        """`seconds` is how long values may take."""
        self._core = core
        self._seconds = seconds
        self._outputs = outputs
        self._checker = Checker(core.registry)
        self._turns = Turns()
        self._aside = Aside(memory=_MEMORY)
        self._language = formula_language()

    @property
    def language(self) -> FormulaLanguage:
        """What the editor completes and highlights."""
        return self._language

    def check(self, asked: FormulaRequest) -> FormulaAnswer:
        """What is wrong with an expression, else the type of its result, and its first values.

        Raises:
            RefusedError: The path of the workflow is not one of the workspace.
            NotFoundError: The document has no such node.
            BusyError: The check before this one hangs.
        """
        path = self._core.workflow_path(asked.path)
        steps = _steps(asked, path.parent)
        assignments = [step.assignment() for step in steps]
        environment = Environment(path.parent.resolve())
        found = analyse(assignments, self._schema(asked, path), environment)
        problems = found.problems[-1]
        if problems:
            return FormulaAnswer(
                problems=tuple(told(each, steps[-1].expression, asked.expression) for each in problems)
            )
        kind = found.types[-1]
        answer = FormulaAnswer(problems=(), type="" if kind is None else type_name(kind))
        if asked.records <= 0:
            return answer
        return answer.model_copy(update=self._values(asked, path, steps))

    def close(self) -> None:
        """End the process aside."""
        self._aside.close()

    def _schema(self, asked: FormulaRequest, path: Path) -> pa.Schema | None:
        """Of what comes into the node; None where only a run can tell."""
        source = _source(asked.document, asked.node)
        if source is None:
            return None
        memory = (self._core.store, recall(self._core.store, path))
        with self._turns.taken():
            _, found = self._checker.check(asked.document, path.parent, asked.parameters, memory=memory)
        return found.schemas.get(source)

    def _values(self, asked: FormulaRequest, path: Path, steps: list[_Step]) -> dict[str, object]:
        source = _source(asked.document, asked.node)
        try:
            if source is None:
                return {"note": "connect the input of this node to see values"}
            kept = self._outputs.find(path, *source)
            count = min(asked.records, MOST_RECORDS)
            answer = self._aside.ask(self._request(kept, path, steps, count), self._seconds)
        except NotFoundError:
            return {"note": _NO_RESULT}
        except (AsideError, ToolError) as error:
            return {"note": f"the values cannot be shown: {error}"}
        if answer is None:
            return {"note": _NO_RESULT}
        values = _CELLS.validate_python(answer["values"])
        inputs = self._inputs(kept, steps[-1].expression, answer["columns"], len(values))
        return {"values": tuple(values), "inputs": inputs}

    def _request(self, kept: Kept, path: Path, steps: list[_Step], count: int) -> dict[str, Any]:
        return {
            "do": "compute",
            "store": str(self._core.store.root),
            "key": kept.key,
            "node": kept.record.node,
            "anchor": kept.record.anchor,
            "complete": kept.complete,
            "records": count,
            "folder": str(path.parent.resolve()),
            "assignments": [vars(step) for step in steps],
        }

    def _inputs(
        self, kept: Kept, expression: str, computed: Mapping[str, list[Any]], count: int
    ) -> tuple[dict[str, Cell], ...]:
        """The columns that an expression reads, of its first records."""
        table = self._outputs.open(kept)
        names = _columns_read(expression)
        there = [name for name in names if name not in computed and name in table.schema.names]
        shown = cells_at(kept, table, range(count), [table.schema.names.index(name) for name in there])
        made = {name: _CELLS.validate_python(computed[name]) for name in names if name in computed}
        return tuple(
            dict(zip(there, row, strict=True)) | {name: cells[number] for name, cells in made.items()}
            for number, row in enumerate(shown)
        )


def _steps(asked: FormulaRequest, base: Path) -> list[_Step]:
    """The expression, after those that come before it in the same node."""
    node = asked.document.nodes.get(asked.node)
    if node is None:
        raise NotFoundError(f"there is no node {asked.node!r}{suggestion(asked.node, asked.document.nodes)}")
    values, _ = resolve_parameters(asked.document, asked.parameters, base, base)
    settings, _ = substitute(node.settings, values)
    substituted, _ = substitute({"expression": asked.expression}, values)
    typed = substituted["expression"]
    condition = node.tool in _CONDITIONS
    listed = _LISTED.fullmatch(asked.field)
    if listed is None:
        return [_Step("", _text(typed), None, condition)]
    rows = settings.get(listed[1])
    before = rows[: int(listed[2])] if isinstance(rows, list) else []
    own = rows[int(listed[2])] if isinstance(rows, list) and int(listed[2]) < len(rows) else {}
    steps = [_step(row, row.get(listed[3]), condition) for row in before if isinstance(row, dict)]
    return [*steps, _step(own if isinstance(own, dict) else {}, typed, condition)]


def _step(row: Mapping[str, JsonValue], expression: JsonValue, condition: bool) -> _Step:
    name, kind = row.get("column"), row.get("type", "automatic")
    digits, decimals = row.get("digits", 19), row.get("decimals", 6)
    chosen = None
    if (
        isinstance(kind, str)
        and kind != "automatic"
        and isinstance(digits, int)
        and isinstance(decimals, int)
    ):
        chosen = (kind, digits, min(decimals, digits)) if _is_type(kind, digits, decimals) else None
    return _Step(name if isinstance(name, str) else "", _text(expression), chosen, condition)


def _text(expression: JsonValue) -> str:
    return "" if expression is None else str(expression)


def _is_type(name: str, digits: int, decimals: int) -> bool:
    try:
        target(name, digits, min(decimals, digits))
    except (KeyError, ValueError, pa.ArrowException):
        return False
    return True


def _source(document: Document, node: str) -> tuple[str, str] | None:
    """The output that is connected to a node."""
    for each in document.connections:
        if each.target_node == node:
            return each.source_node, each.source_anchor
    return None


def _columns_read(expression: str) -> Iterable[str]:
    try:
        tree = parse(expression)
    except FormulaError:
        return ()
    return dict.fromkeys(part.name for part in walk(tree) if isinstance(part, ColumnName))
