"""What of the outside an expression depends on, so that a kept result is not used when it has changed."""

from collections.abc import Iterable

from weft_nodes._formula import tree as t
from weft_nodes._formula.compiler import Environment
from weft_nodes._formula.functions import functions_by_name
from weft_nodes._formula.parser import parse
from weft_nodes._formula.problems import FormulaError


def is_volatile(tree: t.Tree) -> bool:
    """Whether the next run may give another result: chance, clocks, files, the environment."""
    known = functions_by_name()
    calls = (part for part in t.walk(tree) if isinstance(part, t.Call))
    return any(known[call.name.casefold()].volatile for call in calls if call.name.casefold() in known)


def outside_state(expressions: Iterable[str], environment: Environment) -> str | None:
    """The constants that expressions read, as a text; None where the result may differ each time.

    An expression with mistakes depends on nothing: it does not run.
    """
    state = []
    for expression in expressions:
        try:
            tree = parse(expression)
        except FormulaError:
            continue
        if is_volatile(tree):
            return None
        names = {part.name.casefold() for part in t.walk(tree) if isinstance(part, t.ColumnName)}
        state += [
            f"{name}={text}" for name, text in environment.constants.items() if name.casefold() in names
        ]
    return "\n".join(sorted(set(state)))
