"""IIF and Switch; IF ... ENDIF is part of the grammar."""

from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import TEXT
from weft_nodes._formula.operators import compare
from weft_nodes._formula.scope import NOTHING
from weft_nodes._formula.translation import choose
from weft_nodes._formula.values import Value


def _iif(call: Call) -> Value:
    places = [*call.nodes["then"], *call.nodes["otherwise"]]
    return choose(call.scope, [call["condition"]], [call["then"], call["otherwise"]], (call.node, places))


def _switch(call: Call) -> Value:
    cases = call.operands("case__result")
    if len(cases) % 2:
        return call.problem("case__result", "Switch needs a result for every case; the last case has none")
    subject = (call.bound("value"), call.nodes["value"][0])
    conditions = [compare(call.scope, "=", case[1], subject, case) for case in cases[::2]]
    if any(condition.sql == NOTHING.sql for condition in conditions):
        return NOTHING
    results = [*cases[1::2], (call["default"], call.nodes["default"][0])]
    values, places = [value for value, _ in results], [place for _, place in results]
    return choose(call.scope, conditions, values, (call.node, places))


FUNCTIONS = (
    Function(
        "IIF(condition:bool, then:any, otherwise:any)",
        TEXT,
        _iif,
        "The first result where the condition holds, else the second.",
        'IIF(2 > 1, "yes", "no")',
        "yes",
    ),
    Function(
        "Switch(value:any, default:any, case__result:any...)",
        TEXT,
        _switch,
        "The result of the first case that equals the value, else the default.",
        'Switch(2, "many", 1, "one", 2, "two")',
        "two",
    ),
)
