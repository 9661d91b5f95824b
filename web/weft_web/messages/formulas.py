"""The formula editor."""

from weft_web.messages.base import Message
from weft_web.messages.results import Cell
from weft_web.messages.validation import DocumentAt


class FunctionHelp(Message):
    """A function of the formula language."""

    name: str
    category: str
    signature: str
    help: str
    examples: tuple[tuple[str, str], ...]
    """Pairs of an expression and its result."""


class FormulaLanguage(Message):
    """What the editor completes and highlights."""

    functions: tuple[FunctionHelp, ...]
    keywords: tuple[str, ...]
    operators: tuple[str, ...]


class FormulaRequest(DocumentAt):
    """An expression as it is typed, for a node of a document."""

    node: str
    field: str
    """The dotted path of its setting, such as `expressions.0.expression`."""
    expression: str
    records: int = 0
    """How many first records to compute; 0 only checks."""


class FormulaProblem(Message):
    """What is wrong with an expression, from character `start` up to `end`.

    Characters count from 0 as JavaScript counts them: most emoji are two.
    """

    message: str
    start: int
    end: int


class FormulaAnswer(Message):
    """What the server says of an expression."""

    problems: tuple[FormulaProblem, ...]
    type: str = ""
    """Of its result, as users read it."""
    values: tuple[Cell, ...] = ()
    """For the first records that are kept of the input, where any are."""
    inputs: tuple[dict[str, Cell], ...] = ()
    """The columns that the expression reads, of the same records."""
    note: str = ""
    """Why there are no values though they were asked for and nothing is wrong."""
