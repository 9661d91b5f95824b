import decimal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from formula_values import values

from weft.sdk import PictureType, ToolError
from weft.sdk.testing import Heard, run_context
from weft_nodes._formula import Assignment, analyse, compile_expression, target

ODD_NAMES = [
    "a b",
    "[x]",
    'say "hi"',
    "it's",
    "🎈",
    "c0",
    "t0",
    "batch",
    "A",
    "a",
    "",
    "select",
    "x]y[z",
    "a.b",
]


@pytest.mark.parametrize("name", [name for name in ODD_NAMES if name])
def test_columns_may_have_odd_names(name: str) -> None:
    columns: dict[str, Any] = {other: [0] for other in ODD_NAMES} | {name: [7]}
    assert values(f"[{name.replace(']', ']]')}] + 1", columns) == [8]


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([1, None], pa.int8()), [1, None]),
        (pa.array([255, None], pa.uint8()), [255, None]),
        (pa.array([2**32 - 1, None], pa.uint32()), [2**32 - 1, None]),
        (pa.array([2**64 - 1, None], pa.uint64()), [decimal.Decimal(2**64 - 1), None]),
        (pa.array([0.5, None], pa.float16()), [0.5, None]),
        (pa.array([0.5, None], pa.float32()), [0.5, None]),
        (pa.array([decimal.Decimal("1.25"), None], pa.decimal128(5, 2)), [decimal.Decimal("1.25"), None]),
        (pa.array(["x", None], pa.large_string()), ["x", None]),
        (pa.array(["x", None], pa.string_view()), ["x", None]),
        (pa.array(["x", None]).dictionary_encode(), ["x", None]),
        (pa.array([b"x", None], pa.binary()), [b"x", None]),
        (pa.array([None, None], pa.null()), [None, None]),
        (pa.array([True, None]), [True, None]),
        (pa.array([datetime(2024, 1, 2, 3), None], pa.timestamp("ns")), [datetime(2024, 1, 2, 3), None]),
    ],
    ids=lambda each: str(each.type) if isinstance(each, pa.Array) else "",
)
def test_columns_of_every_type_come_through(array: pa.Array, expected: list[Any]) -> None:
    assert values("IF True THEN [a] ELSE Null() ENDIF", {"a": array}) == expected
    assert values("IsNull([a])", {"a": array}) == [each is None for each in expected]


def test_columns_that_formulas_cannot_read_can_be_tested_for_nulls() -> None:
    assert values("IsNull([a])", {"a": [[1], None]}) == [False, True]


def test_decimals_compare_exactly_and_compute_as_numbers() -> None:
    columns = {"d": pa.array([decimal.Decimal("0.10"), None], pa.decimal128(20, 2)), "n": [1, 2]}
    assert values("[d] > 0", columns) == [True, False]
    assert values("[d] + [n]", columns) == [1.1, None]
    assert values("IF [n] = 1 THEN [d] ELSE [n] ENDIF", columns) == [
        decimal.Decimal("0.10"),
        decimal.Decimal(2),
    ]


def test_only_the_columns_that_are_read_are_handed_over() -> None:
    schema = pa.schema({"picture": PictureType(), "a": pa.int64(), "b": pa.int64()})
    assert compile_expression("[b] + 1", schema).reads == (2,)
    assert compile_expression("1 + 1", schema).reads == ()


def test_pictures_can_be_chosen_between_and_stay_pictures() -> None:
    pictures = pa.ExtensionArray.from_storage(PictureType(), pa.array([b"one", None], pa.large_binary()))
    batch = pa.record_batch({"p": pictures, "q": pictures.take(pa.array([0, 0]))})
    with compile_expression("IF IsNull([p]) THEN [q] ELSE [p] ENDIF", batch.schema) as program:
        (found,) = program.evaluate(batch)
    assert found.type == PictureType()
    assert found.storage.to_pylist() == [b"one", b"one"]


def test_empty_batches_give_empty_results() -> None:
    for text in ("[a] + 1", "Rand()", "FileExists(ToString([a]))", 'UnicodeNormalize(ToString([a]), "NFC")'):
        assert values(text, {"a": pa.array([], pa.int64())}) == []


def test_many_threads_may_evaluate_one_program() -> None:
    expression = 'IF [a] > 5 THEN ConvertToCodePage("ü" + ToString([a]), 65001) ELSE ToString([a] * 2) ENDIF'
    batches = [pa.record_batch({"a": list(range(start, start + 50))}) for start in range(40)]

    def expected(number: int) -> str:
        return f"Ã¼{number}" if number > 5 else str(number * 2)

    with compile_expression(expression, batches[0].schema) as program, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda batch: program.evaluate(batch)[0].to_pylist(), batches))
    assert found == [[expected(number) for number in range(start, start + 50)] for start in range(40)]


def test_a_closed_program_opens_again() -> None:
    batch = pa.record_batch({"a": [1]})
    program = compile_expression("[a] + 1", batch.schema)
    for _ in range(2):
        assert program.evaluate(batch)[0].to_pylist() == [2]
        program.close()


def test_the_order_of_the_records_stays() -> None:
    count = 200_000
    assert values("[a] + 0", {"a": list(range(count))}) == list(range(count))


def test_what_goes_wrong_is_told_with_the_name_of_the_column() -> None:
    heard = Heard()
    batch = pa.record_batch({"a": ["1", "x", None, "y"]})
    steps = [Assignment("n", "[a]", target("int64")), Assignment("r", "1 / ([n] - 1)")]
    program = analyse(steps, batch.schema).program
    assert program is not None
    with program, run_context(heard=heard) as ctx:
        numbers, ratios = program.evaluate(batch, ctx)
    assert numbers.to_pylist() == [1, None, None, None]
    assert ratios.to_pylist() == [None, None, None, None]
    assert sorted(heard.warnings) == [
        ("n: texts that are no int64 number give null", 2, "x"),
        ("r: divisions by zero give null", 1, "1 / 0"),
    ]


@pytest.mark.parametrize(
    ("name", "expression", "expected"),
    [
        ("bool", '"true"', True),
        ("bool", "0.5", True),
        ("bool", '"maybe"', None),
        ("byte", "255", 255),
        ("byte", "256", None),
        ("byte", "-1", None),
        ("int16", '"12"', 12),
        ("int16", "40000", None),
        ("int32", "2.5", 3),
        ("int32", "-2.5", -3),
        ("int64", '"2.5"', 3),
        ("int64", '"9223372036854775807"', 2**63 - 1),
        ("int64", '"1_000"', None),
        ("int64", "True", 1),
        ("float", "0.5", 0.5),
        ("double", '"1e3"', 1000.0),
        ("double", '"inf"', None),
        ("decimal", '"1.2345678"', decimal.Decimal("1.234568")),
        ("decimal", "1e30", None),
        ("text", "2.0", "2"),
        ("text", "True", "True"),
        ("text", 'ToDate("2024-01-31")', "2024-01-31"),
        ("date", '"2024-01-31 23:00:00"', datetime(2024, 1, 31).date()),
        ("date", '"31.01.2024"', None),
        ("datetime", '"2024-01-31"', datetime(2024, 1, 31)),
        ("datetime", 'ToDate("2024-01-31")', datetime(2024, 1, 31)),
        ("time", '"14:30"', datetime(2024, 1, 31, 14, 30).time()),
        ("time", 'ToDateTime("2024-01-31 14:30:00")', datetime(2024, 1, 31, 14, 30).time()),
        ("text", "Null()", None),
        ("int16", "Null()", None),
    ],
)
def test_results_become_the_type_that_was_chosen(name: str, expression: str, expected: Any) -> None:
    batch = pa.record_batch({"nothing": [0]})
    found = analyse([Assignment("x", expression, target(name))], batch.schema)
    assert found.problems == ((),)
    assert found.program is not None
    with found.program as program:
        (array,) = program.evaluate(batch)
    assert array.type == target(name).arrow == found.types[0]
    assert array.to_pylist() == [expected]


def test_errors_of_the_database_are_told_as_a_sentence() -> None:
    with pytest.raises(ToolError, match="the expression cannot be evaluated"):
        values("REGEX_Replace([s], [s], [s])", {"s": ["("]})


def test_looking_at_expressions_loads_no_database() -> None:
    code = "\n".join(
        (
            "import sys, pyarrow as pa",
            "from weft_nodes._formula import check",
            "assert not check('Left([a], 1)', pa.schema({'a': pa.string()}))[1]",
            "assert 'duckdb' not in sys.modules",
        )
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_values_at_the_ends_of_their_range_never_stop_a_run() -> None:
    columns = {
        "i": pa.array([2**63 - 1, -(2**63), 0, None]),
        "d": pa.array([1e308, float("nan"), float("-inf"), None]),
        "m": pa.array([2**63 - 5, -(2**63) + 5, 0, None], pa.timestamp("us")),
        "s": pa.array([2**62, -(2**62), 0, None], pa.timestamp("s")),
        "t": pa.array([2**31 - 5, -(2**31) + 5, 0, None], pa.date32()),
    }
    expected: dict[str, list[Any]] = {
        "-[i]": [-(2**63) + 1, None, 0, None],
        "[i] - 1": [2**63 - 2, None, -1, None],
        "Abs([i])": [2**63 - 1, None, 0, None],
        "Mod([i], -1)": [0, None, 0, None],
        "Round([d])": [1e308, pytest.approx(float("nan"), nan_ok=True), float("-inf"), None],
        "Left('weft', [i])": ["weft", "", "", None],
        "Substring('weft', [i])": ["", "weft", "weft", None],
        "GetPart('a,b', ',', [i])": [None, None, "a", None],
        "PadLeft('a', [i], 'x')": ["a", "a", "a", None],
        "ToString([m]) != ''": [True, True, True, True],
        "IsNull(ToString([s]))": [True, True, False, True],
        "IsNull(ToDateTime([t]))": [True, True, False, True],
        "IsNull(DateTimeTrim([m], 'lastofmonth'))": [True, True, False, True],
        "IsNull(DateTimeAdd([m], [i], 'days'))": [True, True, False, True],
        "IsNull(ToDateTime([d]))": [True, True, True, True],
        "ShiftRight(1, [i])": [0, 0, 1, None],
    }
    assert {text: values(text, columns) for text in expected} == expected


def test_slices_of_a_batch_give_slices_of_the_results() -> None:
    count = 1000
    columns = {
        "i": pa.array([None if number % 7 == 0 else number for number in range(count)]),
        "s": pa.array(
            [None if number % 5 == 0 else f"text {number} that is not short" for number in range(count)]
        ),
        "f": pa.array([None if number % 3 == 0 else number % 2 == 0 for number in range(count)]),
        "c": pa.array([f"class {number % 4}" for number in range(count)]).dictionary_encode(),
    }
    batch = pa.record_batch(columns)
    expression = 'IF [f] THEN [s] + "!" ELSEIF IsNull([i]) THEN [c] ELSE ToString([i]) ENDIF'
    with compile_expression(expression, batch.schema) as program:
        (whole,) = program.evaluate(batch)
        for start, length in ((0, 10), (3, 500), (517, 13), (999, 1)):
            (part,) = program.evaluate(batch.slice(start, length))
            assert part.to_pylist() == whole.slice(start, length).to_pylist()
