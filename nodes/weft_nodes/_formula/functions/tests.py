"""Functions that answer true or false, and comparisons."""

from weft_nodes._formula.arguments import show
from weft_nodes._formula.casting import is_number
from weft_nodes._formula.catalog import Call, Function, render
from weft_nodes._formula.kinds import BOOL, INT, Kind
from weft_nodes._formula.values import Value, combine, literal


def _is_null(call: Call) -> Value:
    return combine(f"({call['value'].sql} IS NULL)", BOOL, call["value"], nullable=False)


def _is_empty(call: Call) -> Value:
    value = call["value"]
    if value.kind is not Kind.TEXT:
        return _is_null(call)
    return combine(f"(coalesce({value.sql}, '') = '')", BOOL, value, nullable=False)


def _is_number(call: Call) -> Value:
    return literal(call["value"].kind.numeric and call["value"].kind is not Kind.BOOL, BOOL)


def _is_string(call: Call) -> Value:
    return literal(call["value"].kind is Kind.TEXT, BOOL)


def _is_integer(call: Call) -> Value:
    value = call["value"]
    if value.kind in (Kind.INT, Kind.BOOL):
        return combine(f"({value.sql} IS NOT NULL)", BOOL, value, nullable=False)
    if value.kind in (Kind.DOUBLE, Kind.DECIMAL):
        value = call.bound("value")
        return combine(f"coalesce({value.sql} = trunc({value.sql}), FALSE)", BOOL, value, nullable=False)
    if value.kind is Kind.TEXT:
        value = call.bound("value")
        whole = f"TRY_CAST({value.sql} AS DOUBLE) = trunc(TRY_CAST({value.sql} AS DOUBLE))"
        sql = f"coalesce({is_number(value.sql)} AND {whole}, FALSE)"
        return combine(sql, BOOL, value, nullable=False)
    return literal(False, BOOL)


def _compare_digits(call: Call) -> Value:
    digits = call["digits"].literal
    if isinstance(digits, int) and not 1 <= digits <= 19:
        return call.problem(
            "digits", f"CompareDigits needs 1 to 19 digits; {show(call.nodes['digits'][0])} is not"
        )
    return render(
        call,
        "(CASE WHEN {a} = {b} THEN TRUE WHEN {a} IS NULL OR {b} IS NULL THEN NULL ELSE "
        "floor(log10(abs({a} - {b}))) <= floor(log10(greatest(abs({a}), abs({b})))) - {digits} END)",
        BOOL,
    )


_NATURAL = (
    "array_to_string(list_transform(regexp_extract_all(lower({%s}), '\\d+|\\D+'), "
    "lambda part: CASE WHEN part[1] BETWEEN '0' AND '9' "
    "THEN repeat('0', 20 - length(part)) || part ELSE part END), '')"
)

FUNCTIONS = (
    Function(
        "IsNull(value:any)",
        BOOL,
        _is_null,
        "True for a null; a text of no characters is none.",
        "IsNull(NULL())",
        True,
    ),
    Function(
        "IsEmpty(value:any)",
        BOOL,
        _is_empty,
        "True for a null and for a text of no characters.",
        'IsEmpty("")',
        True,
    ),
    Function(
        "IsNumber(value:any)",
        BOOL,
        _is_number,
        "Whether the type is a number; a text is none, whatever it holds.",
        "IsNumber(1.5)",
        True,
    ),
    Function(
        "IsInteger(value:any)",
        BOOL,
        _is_integer,
        "Whether the value is a whole number, or a text that holds one.",
        'IsInteger("42")',
        True,
    ),
    Function("IsString(value:any)", BOOL, _is_string, "Whether the type is text.", 'IsString("42")', True),
    Function(
        "IsLowerCase(text:text)",
        BOOL,
        "coalesce({text} <> '' AND {text} = lower({text}) AND {text} <> upper({text}), FALSE)",
        "True where all letters are small and there is one.",
        'IsLowerCase("weft")',
        True,
        never_null=True,
    ),
    Function(
        "IsUpperCase(text:text)",
        BOOL,
        "coalesce({text} <> '' AND {text} = upper({text}) AND {text} <> lower({text}), FALSE)",
        "True where all letters are capital and there is one.",
        'IsUpperCase("Weft")',
        False,
        never_null=True,
    ),
    Function(
        "CompareDictionary(a:text, b:text)",
        INT,
        f"(CASE WHEN {_NATURAL % 'a'} < {_NATURAL % 'b'} THEN CAST(-1 AS BIGINT) "
        f"WHEN {_NATURAL % 'a'} > {_NATURAL % 'b'} THEN 1 "
        "WHEN {a} IS NULL OR {b} IS NULL THEN NULL ELSE 0 END)",
        "-1, 0 or 1, ignoring case; runs of digits count as numbers, signs and fractions do not.",
        'CompareDictionary("Picture 2", "picture 10")',
        -1,
    ),
    Function(
        "CompareDigits(a:double, b:double, digits:int)",
        BOOL,
        _compare_digits,
        "Whether two numbers are the same to so many digits.",
        "CompareDigits(12345, 12444, 3)",
        True,
    ),
    Function(
        "CompareEpsilon(a:double, b:double, epsilon:double)",
        BOOL,
        "coalesce(abs({a} - {b}) <= {epsilon}, FALSE)",
        "Whether two numbers differ by `epsilon` at most.",
        "CompareEpsilon(1.5, 1.5001, 0.001)",
        True,
        never_null=True,
    ),
    Function(
        "EqualStrings(a:text, b:text, ignore_case:bool=0)",
        BOOL,
        "(CASE WHEN {ignore_case} THEN lower({a}) IS NOT DISTINCT FROM lower({b}) "
        "ELSE {a} IS NOT DISTINCT FROM {b} END)",
        "Whether two texts are the same; two nulls are.",
        'EqualStrings("Weft", "weft", 1)',
        True,
        never_null=True,
    ),
)
