"""The formula language: from text to a typed tree, to one DuckDB query, to Arrow arrays.

tree = parse('IF [Width] > 64 THEN "large" ELSE "small" ENDIF')
type, problems = check(tree, schema)
with compile_expression(tree, schema) as program:
    (sizes,) = program.evaluate(batch)
"""

from weft_nodes._formula.casting import target
from weft_nodes._formula.catalog import Function, Parameter
from weft_nodes._formula.compiler import Analysis, Assignment, Environment, analyse, check, compile_expression
from weft_nodes._formula.functions import functions
from weft_nodes._formula.outside import is_volatile, outside_state
from weft_nodes._formula.parser import parse
from weft_nodes._formula.problems import FormulaError, FormulaProblem
from weft_nodes._formula.program import Program
from weft_nodes._formula.simple import SimpleTest, simple_tree
from weft_nodes._formula.tree import Tree, walk, write

__all__ = [
    "Analysis",
    "Assignment",
    "Environment",
    "FormulaError",
    "FormulaProblem",
    "Function",
    "Parameter",
    "Program",
    "SimpleTest",
    "Tree",
    "analyse",
    "check",
    "compile_expression",
    "functions",
    "is_volatile",
    "outside_state",
    "parse",
    "simple_tree",
    "target",
    "walk",
    "write",
]
