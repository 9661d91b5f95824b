"""From the text of an expression to its tree; a mistake of writing is told in plain words."""

import functools
from typing import Any

import lark
from lark import Lark, Token, Transformer, v_args
from lark.tree import Meta

from weft_nodes._formula import tree as t
from weft_nodes._formula.grammar import GRAMMAR, OPERATORS, VALUES, WORDS
from weft_nodes._formula.problems import FormulaError, FormulaProblem

MAX_DEPTH = 150
"""Deeper nesting is refused before it can exhaust Python's stack."""

MAX_LENGTH = 50_000
"""Letters of an expression; one of a million would be read for half a minute."""

_DIGITS = 19
"""Of the largest whole number; Python reads none of thousands."""


def parse(text: str) -> t.Tree:
    """The tree of an expression.

    Raises:
        FormulaError: With line, column and what was expected.
    """
    if not text.strip():
        raise FormulaError((FormulaProblem("the expression is empty; write one"),))
    if len(text) > MAX_LENGTH:
        long = f"the expression has {len(text):,} letters; {MAX_LENGTH:,} are read at most: split it"
        raise FormulaError((FormulaProblem(f"{long} into several, or join a table of what it lists"),))
    try:
        tree: t.Tree = _Builder().transform(_grammar().parse(text))
    except lark.UnexpectedToken as error:
        raise FormulaError((_unexpected(error, text),)) from None
    except lark.UnexpectedCharacters as error:
        raise FormulaError((_stray(error, text),)) from None
    except (RecursionError, lark.exceptions.VisitError) as error:
        if not isinstance(getattr(error, "orig_exc", error), RecursionError):
            raise
        raise FormulaError((_too_deep(),)) from None
    if _depth(tree) > MAX_DEPTH:
        raise FormulaError((_too_deep(),))
    return tree


@functools.cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def _depth(tree: t.Tree) -> int:
    depth, layer = 0, [tree]
    while layer:
        depth += 1
        layer = [child for part in layer for child in t.children(part)]
    return depth


def _too_deep() -> FormulaProblem:
    return FormulaProblem(f"parts are nested more than {MAX_DEPTH} deep; split it into several expressions")


def _at(meta: Meta | Token) -> dict[str, int]:
    return {"line": meta.line or 1, "column": meta.column or 1}


@v_args(inline=True, meta=True)
class _Builder(Transformer[Token, Any]):
    """Turns lark's tree into ours."""

    def number(self, meta: Meta, token: Token) -> t.Tree:
        text = str(token)
        digits = text.lstrip("0") or "0"
        whole = digits.isdigit() and len(digits) <= _DIGITS and int(digits) < 2**63
        return t.Literal(int(digits) if whole else float(text), **_at(meta))

    def text(self, meta: Meta, token: Token) -> t.Tree:
        quote = token[0]
        return t.Literal(token[1:-1].replace(quote * 2, quote), **_at(meta))

    def column(self, meta: Meta, token: Token) -> t.Tree:
        return t.ColumnName(token[1:-1].replace("]]", "]"), **_at(meta))

    def true(self, meta: Meta, _: Token) -> t.Tree:
        return t.Literal(True, **_at(meta))

    def false(self, meta: Meta, _: Token) -> t.Tree:
        return t.Literal(False, **_at(meta))

    def word(self, meta: Meta, token: Token) -> t.Tree:
        return t.BareWord(str(token), **_at(meta))

    def inner(self, _meta: Meta, _left: Token, tree: t.Tree, _right: Token) -> t.Tree:
        return tree

    def negative(self, meta: Meta, _: Token, operand: t.Tree) -> t.Tree:
        return t.Negative(operand, **_at(meta))

    def negation(self, meta: Meta, _: Token, operand: t.Tree) -> t.Tree:
        return t.Not(operand, **_at(meta))

    def binary(self, _meta: Meta, left: t.Tree, operator: Token, right: t.Tree) -> t.Tree:
        return t.Binary(OPERATORS[operator.type], left, right, **_at(operator))

    def list(self, _meta: Meta, *parts: Any) -> tuple[t.Tree, ...]:
        return tuple(part for part in parts if not isinstance(part, Token))

    def membership(self, _meta: Meta, value: t.Tree, word: Token, *rest: Any) -> t.Tree:
        return t.Membership(value, rest[1], False, **_at(word))

    def no_membership(self, _meta: Meta, value: t.Tree, word: Token, *rest: Any) -> t.Tree:
        return t.Membership(value, rest[2], True, **_at(word))

    def call(self, meta: Meta, name: Token, _left: Token, arguments: Any, _right: Token) -> t.Tree:
        return t.Call(str(name), arguments or (), **_at(meta))

    def elseif(self, _meta: Meta, *parts: Any) -> tuple[t.Tree, t.Tree]:
        return parts[1], parts[3]

    def conditional(self, meta: Meta, *parts: Any) -> t.Tree:
        further = tuple(part for part in parts[4:] if isinstance(part, tuple))
        return t.If(((parts[1], parts[3]), *further), parts[-2], **_at(meta))


def _unexpected(error: lark.UnexpectedToken, text: str) -> FormulaProblem:
    token = error.token
    wanted = _expected(set(error.accepts or error.expected))
    if token.type == "$END":
        line = text.count("\n") + 1
        column = len(text) - (text.rfind("\n") + 1) + 1
        return FormulaProblem(f"the expression ends too early; expected {wanted}", line, column)
    if token.end_pos is not None and text[: token.end_pos].endswith("/*"):
        return FormulaProblem("the comment is not closed; end it with */", **_at(token))
    return FormulaProblem(f"unexpected {str(token)!r}; expected {wanted}", **_at(token))


def _stray(error: lark.UnexpectedCharacters, text: str) -> FormulaProblem:
    place = error.pos_in_stream or 0
    char = text[place]
    unclosed = {
        '"': 'the text is not closed; end it with "',
        "'": "the text is not closed; end it with '",
        "[": "the column name is not closed; end it with ]",
    }
    message = unclosed.get(char, f"unexpected {char!r}")
    if text[place:].startswith("[]"):
        message = "the column name is empty; write it between the brackets"
    if char == "&" or char == "|":
        message = f"unexpected {char!r}; write {char * 2}"
    return FormulaProblem(message, error.line, error.column)


def _expected(terminals: set[str]) -> str:
    parts = []
    if terminals & {"NUMBER", "TEXT", "COLUMN"}:
        parts.append("a value (a column, a number, a text, a function)")
        terminals = terminals - VALUES
    if terminals & {"PLUS", "TIMES"}:
        parts.append("an operator")
        terminals = terminals - OPERATORS.keys() - {"NOT", "IN"}
    parts += [WORDS[name] for name in WORDS if name in terminals]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
