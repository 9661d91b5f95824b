"""The formula language as the editor completes and highlights it."""

import re
from datetime import date

from weft_nodes._formula import Function, functions
from weft_nodes._formula.grammar import GRAMMAR, OPERATORS
from weft_web.messages.formulas import FormulaLanguage, FunctionHelp

_KEYWORD = re.compile(r"^([A-Z]+)\.2:", re.MULTILINE)
"""How the grammar marks words that are no names."""

_OTHER_SPELLINGS = ("==", "&&", "||", "!")


def formula_language() -> FormulaLanguage:
    """Functions with their help, keywords and operators."""
    signs = (sign for sign in OPERATORS.values() if not sign.isalpha())
    return FormulaLanguage(
        functions=tuple(map(_help, functions())),
        keywords=tuple(_KEYWORD.findall(GRAMMAR)),
        operators=(*signs, *_OTHER_SPELLINGS),
    )


def _help(function: Function) -> FunctionHelp:
    return FunctionHelp(
        name=function.name,
        category=function.category,
        signature=function.signature,
        help=function.help,
        examples=((function.example, _result(function.result)),) if function.example else (),
    )


def _result(value: object) -> str:
    match value:
        case None:
            return "Null"
        case str():
            return f'"{value}"'
        case date():
            return value.isoformat()
    return str(value)
