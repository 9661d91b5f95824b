"""Numbers: rounding, roots, logarithms, angles, bits and chance."""

from decimal import Decimal

from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import DOUBLE, INT, Kind
from weft_nodes._formula.values import Value, combine, literal_sql

NO_NUMBER = "numbers without such a result give null"


def _finite(sql: str) -> str:
    """SQL that gives null instead of infinity and of what is no number."""
    limits = ("nan", "inf", "-inf")
    for limit in limits:
        sql = f"nullif({sql}, CAST('{limit}' AS DOUBLE))"
    return f"TRY({sql})"


def _double(spec: str, sql: str, about: str, example: str, result: float) -> Function:
    return Function(spec, DOUBLE, _finite(sql), about, example, result, fault=NO_NUMBER)


def _abs(call: Call) -> Value:
    number = call["x"]
    found = combine(f"TRY(abs({number.sql}))", number.type, number)
    return found if number.kind is Kind.DOUBLE else combine(found.sql, INT, number, nullable=True)


def _rounding(call: Call, function: str) -> Value:
    number, multiple = call["x"], call["multiple"]
    if multiple.literal == 0:
        return call.problem("multiple", f"{call.node.name} cannot round to multiples of 0")
    if number.kind is Kind.INT and multiple.kind is Kind.INT:
        if multiple.literal == 1:
            return number
        sql = f"CAST({function}(CAST({number.sql} AS DOUBLE) / {multiple.sql}) AS BIGINT) * {multiple.sql}"
        return combine(f"TRY({sql})", INT, number, multiple, nullable=True)
    if multiple.literal == 1:
        return combine(f"{function}({number.sql})", DOUBLE, number)
    step = call.bound("multiple")
    sql = f"{function}(CAST({number.sql} AS DOUBLE) / nullif({step.sql}, 0)) * {step.sql}"
    if isinstance(step.literal, float):  # 3 * 0.1 is 0.30000000000000004; show what was asked for
        digits = -int(Decimal(repr(step.literal)).as_tuple().exponent)
        sql = f"round({sql}, {min(max(digits, 0), 15)})"
    return combine(f"({sql})", DOUBLE, number, step, nullable=True)


def _ceil(call: Call) -> Value:
    return _rounding(call, "ceil")


def _floor(call: Call) -> Value:
    return _rounding(call, "floor")


def _round(call: Call) -> Value:
    return _rounding(call, "round")


def _mod(call: Call) -> Value:
    left, right = call.bound("x"), call.bound("divisor")
    result = INT if left.kind is right.kind is Kind.INT else DOUBLE
    value = combine(f"TRY({left.sql} % nullif({right.sql}, 0))", result, left, right, nullable=True)
    return call.scope.watch(value, [left, right], "divisions by zero give null")


def _average(call: Call) -> Value:
    values = [f"coalesce({value.sql}, 0)" for value in call.values["values"]]
    sql = f"(({' + '.join(values)}) / CAST({len(values)} AS DOUBLE))"
    return combine(sql, DOUBLE, *call.values["values"], nullable=False)


def _random_integer(call: Call) -> Value:
    most = call["most"]
    value = combine(
        f"TRY_CAST(floor(random() * (CAST({most.sql} AS DOUBLE) + 1)) AS BIGINT)", INT, most, nullable=True
    )
    return call.scope.bind(value, fresh=True)


def _random(call: Call) -> Value:
    return call.scope.bind(Value("random()", DOUBLE, nullable=False), fresh=True)


def _smart_round(call: Call) -> Value:
    number = call.bound("x")
    step = f"pow(10, floor(log10(nullif(abs({number.sql}), 0))) - 2)"
    digits = f"CAST(greatest(2 - floor(log10(nullif(abs({number.sql}), 0))), 0) AS INTEGER)"
    sql = f"coalesce(round(round({number.sql} / {step}) * {step}, {digits}), {number.sql})"
    return combine(f"TRY({sql})", DOUBLE, number)


_FACTORIAL = "CASE WHEN {n} BETWEEN 0 AND 20 THEN CAST(factorial(CAST({n} AS INTEGER)) AS DOUBLE) "
_FACTORIAL += "WHEN {n} BETWEEN 21 AND 170 THEN gamma(CAST({n} + 1 AS DOUBLE)) END"
_PI = literal_sql(3.141592653589793)

FUNCTIONS = (
    Function("Abs(x:number)", DOUBLE, _abs, "The number without its sign.", "Abs(-32)", 32),
    _double("Acos(x:double)", "acos({x})", "The angle whose cosine is x, in radians.", "Acos(1)", 0.0),
    _double("Asin(x:double)", "asin({x})", "The angle whose sine is x, in radians.", "Asin(0)", 0.0),
    _double("Atan(x:double)", "atan({x})", "The angle whose tangent is x, in radians.", "Atan(0)", 0.0),
    _double(
        "Atan2(y:double, x:double)", "atan2({y}, {x})", "The angle of the point (x, y).", "Atan2(0, 1)", 0.0
    ),
    Function(
        "Average(values:double...)",
        DOUBLE,
        _average,
        "The mean; a null counts as 0.",
        "Average(20, 30, NULL())",
        50 / 3,
    ),
    Function(
        "AverageNonNull(values:double...)",
        DOUBLE,
        "CAST(list_avg([{values}]) AS DOUBLE)",
        "The mean; nulls do not count.",
        "AverageNonNull(20, 30, NULL())",
        25.0,
    ),
    Function(
        "BinaryAnd(n:int, m:int)",
        INT,
        "({n} & {m})",
        "The bits that both numbers have.",
        "BinaryAnd(6, 3)",
        2,
    ),
    Function("BinaryNot(n:int)", INT, "(~{n})", "All bits turned round.", "BinaryNot(6)", -7),
    Function("BinaryOr(n:int, m:int)", INT, "({n} | {m})", "The bits that either has.", "BinaryOr(6, 3)", 7),
    Function(
        "BinaryXOr(n:int, m:int)",
        INT,
        "xor({n}, {m})",
        "The bits that exactly one has.",
        "BinaryXOr(6, 3)",
        5,
    ),
    Function(
        "Ceil(x:number, multiple:number=1)",
        DOUBLE,
        _ceil,
        "Rounded up, to a multiple.",
        "Ceil(9.126, 0.01)",
        9.13,
    ),
    _double("Cos(x:double)", "cos({x})", "The cosine of an angle in radians.", "Cos(0)", 1.0),
    _double("Cosh(x:double)", "cosh({x})", "The hyperbolic cosine.", "Cosh(0)", 1.0),
    _double("Exp(x:double)", "exp({x})", "e to the power of x.", "Exp(0)", 1.0),
    Function(
        "Factorial(n:int)",
        DOUBLE,
        f"({_FACTORIAL})",
        "1 * 2 * ... * n, for n from 0 to 170.",
        "Factorial(5)",
        120.0,
        fault=NO_NUMBER,
    ),
    Function(
        "Floor(x:number, multiple:number=1)",
        DOUBLE,
        _floor,
        "Rounded down, to a multiple.",
        "Floor(4.567, 0.01)",
        4.56,
    ),
    _double("Log(x:double)", "ln({x})", "The natural logarithm.", "Log(1)", 0.0),
    _double("Log10(x:double)", "log10({x})", "The logarithm to base 10.", "Log10(1000)", 3.0),
    Function(
        "Median(values:double...)",
        DOUBLE,
        "CAST(list_median([{values}]) AS DOUBLE)",
        "The middle value; nulls do not count.",
        "Median(5, 1, 4)",
        4.0,
    ),
    Function("Mod(x:number, divisor:number)", INT, _mod, "What is left of a division.", "Mod(17, 5)", 2),
    Function("PI()", DOUBLE, _PI, "The number pi.", "Round(PI(), 0.01)", 3.14),
    _double("Pow(x:double, y:double)", "pow({x}, {y})", "x to the power of y.", "Pow(2, 10)", 1024.0),
    Function("Rand()", DOUBLE, _random, "A random number from 0 to below 1.", volatile=True),
    Function(
        "RandInt(most:int)",
        INT,
        _random_integer,
        "A random whole number from 0 to `most`.",
        "RandInt(0)",
        0,
        volatile=True,
    ),
    Function(
        "Round(x:number, multiple:number=1)",
        DOUBLE,
        _round,
        "Rounded to the nearest multiple; halves go away from zero.",
        "Round(55.34, 0.1)",
        55.3,
    ),
    Function(
        "ShiftLeft(n:int, bits:int)",
        INT,
        "TRY({n} << {bits})",
        "The bits moved to the left.",
        "ShiftLeft(3, 2)",
        12,
    ),
    Function(
        "ShiftRight(n:int, bits:int)",
        INT,
        "TRY({n} >> {bits})",
        "The bits moved to the right.",
        "ShiftRight(12, 2)",
        3,
    ),
    _double("Sin(x:double)", "sin({x})", "The sine of an angle in radians.", "Sin(0)", 0.0),
    _double("Sinh(x:double)", "sinh({x})", "The hyperbolic sine.", "Sinh(0)", 0.0),
    Function(
        "SmartRound(x:double)",
        DOUBLE,
        _smart_round,
        "Rounded to three digits, wherever the point is.",
        "SmartRound(12345)",
        12300.0,
    ),
    _double("Sqrt(x:double)", "sqrt({x})", "The square root.", "Sqrt(100)", 10.0),
    _double("Tan(x:double)", "tan({x})", "The tangent of an angle in radians.", "Tan(0)", 0.0),
    _double("Tanh(x:double)", "tanh({x})", "The hyperbolic tangent.", "Tanh(0)", 0.0),
)
