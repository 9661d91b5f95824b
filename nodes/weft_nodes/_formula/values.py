"""Values: pieces of SQL with their types, and the names under which pieces are computed once.

The one rule: a piece of SQL that is more than a name is never written twice. What is needed twice is
bound to a name in an inner SELECT, so the text grows with the expression and not with its depth, and a
random number stays one number per record.
"""

from dataclasses import dataclass, field, replace

from weft_nodes._formula.kinds import Kind, Type

CAREFUL = "TRY/*overflow*/"
"""Stands before arithmetic that may overflow. Watching for that costs more than the arithmetic, so a
query is first run without it, and again with it where DuckDB raised an error."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Records that gave a null for a reason the user should know.

    Attributes:
        message: What happened, the same for all records.
        sql: A text that is an example where it happened, null elsewhere.
        depth: The first SELECT in which the names of `sql` exist.
        level: `warning`, or `info` for a message that the user asked for.
        raises: Where the value is computed without `CAREFUL`, DuckDB raises an error instead.
    """

    message: str
    sql: str
    depth: int = 0
    level: str = "warning"
    raises: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A piece of SQL.

    Attributes:
        sql: The SQL; safe to put anywhere, in parentheses where it needs them.
        type: What it gives.
        nullable: It may be null.
        depth: The first SELECT in which its names exist.
        simple: A name or a literal: may be written twice.
        faults: What may go wrong in it.
        literal: The Python value of a literal, else None.
        leaves: The operands of a sum of whole numbers or texts that may still go on, else empty.
    """

    sql: str
    type: Type
    nullable: bool = True
    depth: int = 0
    simple: bool = False
    faults: tuple[Fault, ...] = ()
    literal: bool | int | float | str | None = None
    leaves: tuple["Value", ...] = ()

    @property
    def kind(self) -> Kind:
        return self.type.kind


def depth_of(*values: Value) -> int:
    """The first SELECT in which all the values can be used."""
    return max((value.depth for value in values), default=0)


def faults_of(*values: Value) -> tuple[Fault, ...]:
    """All that may go wrong in the values."""
    return tuple(fault for value in values for fault in value.faults)


def combine(sql: str, wanted: Type, *parts: Value, nullable: bool | None = None) -> Value:
    """A value made of others; null where any of them is, unless told otherwise."""
    if nullable is None:
        nullable = any(part.nullable for part in parts)
    return Value(sql, wanted, nullable, depth_of(*parts), faults=faults_of(*parts))


def literal(value: bool | int | float | str, wanted: Type) -> Value:
    """A literal as a value."""
    return Value(literal_sql(value), wanted, nullable=False, simple=True, literal=value)


def null(wanted: Type) -> Value:
    """A null of the type."""
    return Value(f"CAST(NULL AS {wanted.sql})", wanted, simple=True)


def literal_sql(value: bool | int | float | str) -> str:
    """A Python value in SQL."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)"
    if isinstance(value, float):
        return f"CAST('{value!r}' AS DOUBLE)"
    parts = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    return parts[0] if len(parts) == 1 else f"({' || chr(0) || '.join(parts)})"


def moment_sql(sql: str) -> str:
    """A moment, null where it lies before the year 1: DuckDB breaks down when it writes the earliest ones."""
    first = "TIMESTAMP '0001-12-31 (BC) 00:00:00'"
    return f"nullif(greatest({sql}, {first}), {first})"


@dataclass
class Bindings:
    """The inner SELECTs: for each depth, the names that it computes."""

    levels: list[dict[str, str]] = field(default_factory=list)
    _count: int = 0

    def bind(self, value: Value, fresh: bool = False) -> Value:
        """The value under a name; equal SQL gets one name, except where each must be `fresh`."""
        if value.simple:
            return value
        while len(self.levels) <= value.depth:
            self.levels.append({})
        level = self.levels[value.depth]
        known = {} if fresh else {sql: name for name, sql in level.items()}
        name = known.get(value.sql, f"t{self._count}")
        if name not in level:
            level[name] = value.sql
            self._count += 1
        return replace(value, sql=name, depth=value.depth + 1, simple=True)

    def select(self, outputs: dict[str, Value], table: str) -> str:
        """The whole query: the names inside, the outputs outside."""
        for level in self.levels:
            names = "".join(f", {sql} AS {name}" for name, sql in level.items())
            table = f"(SELECT *{names} FROM {table})"
        found = ", ".join(f"{value.sql} AS {name}" for name, value in outputs.items())
        return f"SELECT {found} FROM {table}"
