"""The scope of a translation: what names mean, what is bound, and what is wrong so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from weft.sdk import suggestion
from weft_nodes._formula import tree as t
from weft_nodes._formula.kinds import TEXT, UNKNOWN, Kind
from weft_nodes._formula.problems import FormulaProblem
from weft_nodes._formula.values import CAREFUL, Bindings, Fault, Value, combine, depth_of, literal

NOTHING = Value("NULL", UNKNOWN)
"""Stands for what could not be translated; fits everywhere, so that nothing is told twice."""


@dataclass
class Scope:
    """What a translation knows and finds.

    Attributes:
        columns: Column name to value.
        complete: There are no other columns; False while the schema is not known.
        constants: `Engine.Version` and its like.
        now: The moment that DateTimeNow gives, the same for all records.
        folder: From which relative paths of files count.
        used: The names of the columns that were asked for.
    """

    columns: dict[str, Value]
    complete: bool = True
    constants: Mapping[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=datetime.now)
    folder: str = ""
    bindings: Bindings = field(default_factory=Bindings)
    problems: list[FormulaProblem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def problem(self, node: t.Node, message: str) -> Value:
        """Note a mistake; gives the value to go on with."""
        self.problems.append(FormulaProblem(message, node.line, node.column))
        return NOTHING

    def bind(self, value: Value, fresh: bool = False) -> Value:
        """The value under a name, so that it may be written twice."""
        return self.bindings.bind(self.settle(value), fresh)

    def settle(self, value: Value) -> Value:
        """A sum of whole numbers or of texts that is finished.

        What is too large for a whole number becomes null with a warning. Texts are joined all at
        once: a null is left out, and only where all are null the result is.
        """
        if not value.leaves:
            return value
        if value.kind is Kind.TEXT:
            return self._joined(value.leaves)
        tried = replace(value, sql=f"{CAREFUL}({value.sql})", nullable=True, leaves=())
        watched = self.watch(tried, value.leaves, "whole numbers too large for 64 bits give null")
        faults = (*watched.faults[:-1], replace(watched.faults[-1], raises=True))
        return replace(watched, faults=faults)

    def _joined(self, parts: Sequence[Value]) -> Value:
        nullable = all(part.nullable for part in parts)
        if nullable:
            parts = [self.bind(part) for part in parts]
        sql = f"concat({', '.join(part.sql for part in parts)})"
        if nullable:
            missing = " AND ".join(f"{part.sql} IS NULL" for part in parts)
            sql = f"(CASE WHEN {missing} THEN NULL ELSE {sql} END)"
        return combine(sql, TEXT, *parts, nullable=nullable)

    def watch(self, value: Value, parts: Sequence[Value], message: str, example: str = "") -> Value:
        """The value, with a fault where it is null though none of its (bound) parts is."""
        bound = self.bindings.bind(value)
        conditions = [f"{bound.sql} IS NULL"]
        conditions += [f"{part.sql} IS NOT NULL" for part in parts if part.nullable]
        shown = example or example_of(parts)
        fault = Fault(
            message, f"CASE WHEN {' AND '.join(conditions)} THEN {shown} END", depth_of(bound, *parts)
        )
        return replace(bound, nullable=True, faults=(*value.faults, fault))

    def column(self, node: t.ColumnName) -> Value:
        """The value of `[name]`."""
        if node.name in self.columns:
            self.used.add(node.name)
            return self.columns[node.name]
        constant = self._constant(node)
        if constant is not None:
            return constant
        elsewhere = _elsewhere(node.name)
        if elsewhere or self.complete:
            hint = suggestion(node.name, self.columns)
            return self.problem(node, elsewhere or f"no column {node.name!r}{hint}")
        return NOTHING

    def _constant(self, node: t.ColumnName) -> Value | None:
        family, dot, _ = node.name.partition(".")
        if not dot or family.casefold() not in ("engine", "user", "workflow", "question"):
            return None
        known = {name.casefold(): text for name, text in self.constants.items()}
        if node.name.casefold() in known:
            return literal(known[node.name.casefold()], TEXT)
        hint = suggestion(node.name, self.constants) or f"; known are {', '.join(sorted(self.constants))}"
        return self.problem(node, f"no constant {t.quote_column(node.name)}{hint}")


def _elsewhere(name: str) -> str:
    """What to say of a name that only another tool knows."""
    folded = name.casefold()
    if folded.startswith(("row-", "row+")) and ":" in name:
        return f"{t.quote_column(name)} looks at another record; that belongs to a Multi-Row Formula tool"
    if folded in ("_currentfield_", "_currentfieldname_", "_currentfieldtype_"):
        return f"{t.quote_column(name)} belongs to a Multi-Field Formula tool; name a column instead"
    return ""


def example_of(parts: Sequence[Value]) -> str:
    """SQL for a text that shows the parts, cut to what fits a message."""
    texts = ", ".join(f"CAST({part.sql} AS VARCHAR)" for part in parts)
    return f"left(concat_ws(', ', {texts}), 80)" if texts else "''"
