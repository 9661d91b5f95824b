"""What is wrong with an expression, with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormulaProblem:
    """One mistake in an expression.

    Attributes:
        message: What is wrong and what to do.
        line: Counted from 1.
        column: Counted from 1.
    """

    message: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


class FormulaError(ValueError):
    """An expression that cannot be used; `problems` holds every reason."""

    def __init__(self, problems: tuple[FormulaProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
