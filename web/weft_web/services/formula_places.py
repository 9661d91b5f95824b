"""Places in an expression: from lines and columns to characters as JavaScript counts them."""

import re

from weft_nodes._formula import FormulaProblem
from weft_web.messages.formulas import FormulaProblem as Told

_PART = re.compile(
    r"""\[(?:[^\]]|\]\])*\]?            # a column, maybe not closed
    | "(?:[^"]|"")*"? | '(?:[^']|'')*'? # a text
    | \d[\w.]* | \w+                    # a number, a word
    | && | \|\| | == | != | <= | >= | .""",
    re.VERBOSE | re.DOTALL,
)


def told(problem: FormulaProblem, text: str, typed: str) -> Told:
    """A problem with the part of an expression that it is about.

    Args:
        problem: With its place in `text`.
        text: What was checked.
        typed: What the user sees; where parameters stand in it, all of it is marked.
    """
    if text != typed:
        return Told(message=problem.message, start=0, end=_units(typed))
    start = min(_offset(problem, text), len(text))
    part = _PART.match(text, start)
    end = part.end() if part is not None else len(text)
    if not text[start:end].strip():  # it ends too early: the last part is where to go on
        start, end = _last(text)
    return Told(message=problem.message, start=_units(text[:start]), end=_units(text[:end]))


def _offset(problem: FormulaProblem, text: str) -> int:
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: problem.line - 1])
    return before + problem.column - 1


def _last(text: str) -> tuple[int, int]:
    end = len(text.rstrip())
    start = end
    for part in _PART.finditer(text[:end]):
        if part[0].strip():
            start = part.start()
    return start, end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
