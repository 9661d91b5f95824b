"""The grammar of expressions, for lark, and the plain words for its terminals."""

from types import MappingProxyType

GRAMMAR = r"""
?start: expression

?expression: equality
    | expression (AND | OR) equality                    -> binary
?equality: relation
    | equality (EQUAL | UNEQUAL) relation               -> binary
?relation: comparison
    | NOT relation                                      -> negation
?comparison: sum
    | comparison (LESS | LESSEQUAL | MORE | MOREEQUAL) sum  -> binary
    | comparison IN LPAR list RPAR                      -> membership
    | comparison NOT IN LPAR list RPAR                  -> no_membership
?sum: product
    | sum (PLUS | MINUS) product                        -> binary
?product: signed
    | product (TIMES | DIVIDE) signed                   -> binary
?signed: atom
    | MINUS signed                                      -> negative
?atom: NUMBER                                           -> number
    | TEXT                                              -> text
    | COLUMN                                            -> column
    | TRUE                                              -> true
    | FALSE                                             -> false
    | NAME                                              -> word
    | NAME LPAR [list] RPAR                             -> call
    | IF expression THEN expression elseif* ELSE expression ENDIF   -> conditional
    | LPAR expression RPAR                              -> inner
elseif: ELSEIF expression THEN expression
list: expression (COMMA expression)*

AND.2: /&&|and\b/i
OR.2: /\|\||or\b/i
NOT.2: /!(?!=)|not\b/i
IN.2: /in\b/i
IF.2: /if\b/i
THEN.2: /then\b/i
ELSEIF.2: /elseif\b/i
ELSE.2: /else\b/i
ENDIF.2: /endif\b/i
TRUE.2: /true\b/i
FALSE.2: /false\b/i
EQUAL: /==?/
UNEQUAL: "!="
LESSEQUAL: "<="
LESS: "<"
MOREEQUAL: ">="
MORE: ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
DIVIDE: "/"
COMMA: ","
LPAR: "("
RPAR: ")"
NUMBER: /(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?/
TEXT: /"([^"]|"")*"|'([^']|'')*'/
COLUMN: /\[([^\]]|\]\])+\]/
NAME: /[^\W\d]\w*/
COMMENT.3: /\/\/[^\n]*|\/\*(.|\n)*?\*\//
%ignore COMMENT
%ignore /\s+/
"""

OPERATORS = MappingProxyType(
    {
        "AND": "AND",
        "OR": "OR",
        "EQUAL": "=",
        "UNEQUAL": "!=",
        "LESS": "<",
        "LESSEQUAL": "<=",
        "MORE": ">",
        "MOREEQUAL": ">=",
        "PLUS": "+",
        "MINUS": "-",
        "TIMES": "*",
        "DIVIDE": "/",
    }
)
"""Terminal to the operator in the tree."""

VALUES = frozenset({"NUMBER", "TEXT", "COLUMN", "TRUE", "FALSE", "NAME", "IF", "LPAR", "NOT", "MINUS"})
"""What a value can start with."""

WORDS = MappingProxyType(
    {
        "THEN": "THEN",
        "ELSEIF": "ELSEIF",
        "ELSE": "ELSE",
        "ENDIF": "ENDIF",
        "COMMA": "','",
        "RPAR": "')'",
        "LPAR": "'('",
        "IN": "IN",
        "$END": "the end of the expression",
    }
)
"""Terminal to what a message calls it."""
