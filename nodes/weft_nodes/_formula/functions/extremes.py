"""The least, the greatest, and bounds."""

from weft_nodes._formula.arguments import coerce, show
from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import BOOL, DOUBLE, INT, Kind, common
from weft_nodes._formula.operators import compare
from weft_nodes._formula.scope import NOTHING
from weft_nodes._formula.values import Value, combine


def together(call: Call, *names: str) -> list[Value] | None:
    """The arguments in one type that can be compared; None with a problem where there is none."""
    values = [value for name in names for value in call.values[name]]
    places = [place for name in names for place in call.nodes[name]]
    shared = common(value.type for value in values)
    if shared is None or shared.kind in (Kind.BLOB, Kind.OTHER):
        kinds = ", ".join(
            f"{show(place)} is {value.kind.value}" for value, place in zip(values, places, strict=True)
        )
        call.scope.problem(call.node, f"{call.node.name} needs values of one type: {kinds}")
        return None
    return [coerce(value, shared) for value in values]


def _extreme(call: Call, function: str) -> Value:
    values = together(call, "values")
    if values is None:
        return NOTHING
    listed = ", ".join(value.sql for value in values)
    nullable = all(value.nullable for value in values)
    return combine(f"{function}({listed})", values[0].type, *values, nullable=nullable)


def _max(call: Call) -> Value:
    return _extreme(call, "greatest")


def _min(call: Call) -> Value:
    return _extreme(call, "least")


def _index(call: Call, order: str, place: str = "CAST(0 AS BIGINT)") -> Value:
    values = together(call, "values")
    if values is None:
        return NOTHING
    values = [call.scope.bind(value) for value in values]
    listed = ", ".join(value.sql for value in values)
    graded = f"list_grade_up([{listed}], '{order}', 'NULLS LAST')"
    sql = f"(CASE WHEN coalesce({listed}) IS NULL THEN NULL ELSE list_extract({graded}, {place} + 1) - 1 END)"
    return combine(f"CAST({sql} AS BIGINT)", INT, *values, nullable=True)


def _max_index(call: Call) -> Value:
    return _index(call, "DESC")


def _min_index(call: Call) -> Value:
    return _index(call, "ASC")


def top_index(call: Call) -> Value:
    """TOPNIDX: the place of the n-th greatest value."""
    number = call.bound("n")
    found = _index(call, "DESC", f"(CASE WHEN {number.sql} BETWEEN 0 AND 4294967294 THEN {number.sql} END)")
    return found if found is NOTHING else combine(found.sql, INT, found, number, nullable=True)


def _between(call: Call) -> Value:
    value = (call.bound("value"), call.nodes["value"][0])
    low, high = call.operands("least")[0], call.operands("greatest")[0]
    tests = [compare(call.scope, ">=", low[1], value, low), compare(call.scope, "<=", high[1], value, high)]
    if any(test is NOTHING for test in tests):
        return NOTHING
    return combine(f"({tests[0].sql} AND {tests[1].sql})", BOOL, *tests, nullable=False)


def _bound(call: Call) -> Value:
    values = together(call, "value", "least", "greatest")
    if values is None:
        return NOTHING
    value, low, high = (call.scope.bind(each) for each in values)
    inside = f"least(greatest({value.sql}, {low.sql}), {high.sql})"
    sql = f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE {inside} END)"
    return combine(sql, value.type, value, low, high)


FUNCTIONS = (
    Function(
        "Between(value:any, least:any, greatest:any)",
        BOOL,
        _between,
        "Whether a value lies between two others, both included.",
        "Between(5, 1, 5)",
        True,
    ),
    Function(
        "Bound(value:any, least:any, greatest:any)",
        DOUBLE,
        _bound,
        "The value, moved to the nearer bound where it lies outside.",
        "Bound(12, 0, 10)",
        10,
    ),
    Function(
        "Max(values:any...)", DOUBLE, _max, "The greatest value; nulls do not count.", "Max(3, 7, 5)", 7
    ),
    Function(
        "MaxIDX(values:any...)",
        INT,
        _max_index,
        "Which value is greatest, counted from 0.",
        "MaxIDX(3, 7, 5)",
        1,
    ),
    Function(
        "Min(values:any...)", DOUBLE, _min, "The least value; nulls do not count.", "Min(3, 7.5, 5)", 3.0
    ),
    Function(
        "MinIDX(values:any...)",
        INT,
        _min_index,
        "Which value is least, counted from 0.",
        "MinIDX(3, 7, 5)",
        0,
    ),
)
