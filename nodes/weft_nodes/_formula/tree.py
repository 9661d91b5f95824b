"""The tree of an expression: what was written, with the place of every part, and how to write it again.

Places (`line`, `column`, both from 1) take no part in comparisons, so a tree equals the tree of its own text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of an expression and where it starts."""

    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text, or `True` and `False`."""

    value: bool | int | float | str


@dataclass(frozen=True, slots=True)
class ColumnName(Node):
    """`[Field Name]`: a column, or a constant such as `[Engine.Version]`."""

    name: str


@dataclass(frozen=True, slots=True)
class BareWord(Node):
    """A word that is neither a keyword nor followed by `(`; always a mistake, told by the check."""

    word: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-x`"""

    operand: "Tree"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`NOT x`, `!x`"""

    operand: "Tree"


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`left operator right`; the operator is one of `* / + - < <= > >= = != AND OR`."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`value IN (items)`, `value NOT IN (items)`"""

    value: "Tree"
    items: tuple["Tree", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class If(Node):
    """`IF c THEN x ELSEIF c THEN x ELSE y ENDIF`; branches are (condition, result)."""

    branches: tuple[tuple["Tree", "Tree"], ...]
    otherwise: "Tree"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`Name(arguments)`"""

    name: str
    arguments: tuple["Tree", ...]


Tree: TypeAlias = Literal | ColumnName | BareWord | Negative | Not | Binary | Membership | If | Call

_LEVELS = MappingProxyType(
    {
        **{"AND": 1, "OR": 1, "=": 2, "!=": 2, "+": 4, "-": 4, "*": 5, "/": 5},
        **dict.fromkeys(("<", "<=", ">", ">="), 3),
    }
)
_ATOM = 7


def children(tree: Tree) -> tuple[Tree, ...]:
    """The parts of a tree, in the order of writing."""
    match tree:
        case Negative(operand) | Not(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Membership(value, items):
            return (value, *items)
        case If(branches, otherwise):
            return (*(part for branch in branches for part in branch), otherwise)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything below it."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(children(part)))


def write(tree: Tree) -> str:
    """The text of a tree with no more parentheses than needed; `parse` gives the same tree again."""
    return _write(tree)[0]


def quote_column(name: str) -> str:
    """`[name]`; a closing bracket in the name is doubled."""
    return f"[{name.replace(']', ']]')}]"


def quote_text(text: str) -> str:
    """The text between quotes: double ones, single ones where it holds a double one."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', '""') + '"'


def _write(tree: Tree) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match tree:
        case Literal(value):
            return _literal(value), _ATOM
        case ColumnName(name):
            return quote_column(name), _ATOM
        case BareWord(word):
            return word, _ATOM
        case Negative(operand):
            return "-" + _inside(operand, 6), 6
        case Not(operand):
            return "NOT " + _inside(operand, 3, prefix=True), 3
        case Binary(operator, left, right):
            level = _LEVELS[operator]
            first = _inside(left, level, prefix=level < 3)
            return f"{first} {operator} {_inside(right, level + 1, prefix=level < 3)}", level
        case Membership(value, items, negated):
            word = "NOT IN" if negated else "IN"
            return f"{_inside(value, 3)} {word} ({', '.join(map(write, items))})", 3
        case If(branches, otherwise):
            parts = [f"{write(condition)} THEN {write(result)}" for condition, result in branches]
            return f"IF {' ELSEIF '.join(parts)} ELSE {write(otherwise)} ENDIF", _ATOM
        case Call(name, arguments):
            return f"{name}({', '.join(map(write, arguments))})", _ATOM


def _inside(tree: Tree, level: int, prefix: bool = False) -> str:
    text, binds = _write(tree)
    tight = binds >= level and (prefix or not isinstance(tree, Not))
    return text if tight else f"({text})"


def _literal(value: bool | int | float | str) -> str:
    if isinstance(value, str):
        return quote_text(value)
    return str(value)
