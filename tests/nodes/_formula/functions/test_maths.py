import pyarrow as pa
from formula_values import differences, problems, type_of, values

from weft.sdk.testing import Heard

CASES: dict[str, object] = {
    "Abs(-2.5)": 2.5,
    "Ceil(9.1)": 10.0,
    "Ceil(7, 5)": 10,
    "Floor(-9.1)": -10.0,
    "Floor(7, 5)": 5,
    "Round(2.5)": 3.0,
    "Round(-2.5)": -3.0,
    "Round(1.23456, 0.001)": 1.235,
    "Round(17, 5)": 15,
    "Round(0.35, 0.1)": 0.3,
    "Mod(-7, 3)": -1,
    "Mod(7.5, 2)": 1.5,
    "Mod(7, 0)": None,
    "Sqrt(-1)": None,
    "Log(0)": None,
    "Acos(2)": None,
    "Pow(-1, 0.5)": None,
    "Exp(1000)": None,
    "Factorial(0)": 1.0,
    "Factorial(-1)": None,
    "Factorial(25)": 1.5511210043330986e25,
    "Average(1, 2)": 1.5,
    "AverageNonNull(Null(), Null())": None,
    "Median(1, 2, 3, 4)": 2.5,
    "Median(Null(), 7)": 7.0,
    "SmartRound(0.0012345)": 0.00123,
    "SmartRound(-98765)": -98800.0,
    "SmartRound(0)": 0.0,
    "RandInt(0)": 0,
    "ShiftLeft(1, 62)": 4611686018427387904,
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_rounding_whole_numbers_gives_whole_numbers() -> None:
    assert type_of("Round(7, 5)") == type_of("Ceil(7)") == type_of("Mod(7, 5)") == pa.int64()
    assert type_of("Round(7.5)") == pa.float64()


def test_what_has_no_result_is_told() -> None:
    heard = Heard()
    assert values("Sqrt([a])", {"a": [4.0, -1.0, None, -9.0]}, heard) == [2.0, None, None, None]
    assert heard.warnings == [("numbers without such a result give null", 2, "-1.0")]


def test_chance_gives_one_value_for_every_record_and_each_call_its_own() -> None:
    columns = {"a": list(range(500))}
    found = values("Rand()", columns)
    assert len(set(found)) == 500
    assert all(0 <= number < 1 for number in found)
    assert any(number != 0 for number in values("Rand() - Rand()", columns))
    assert set(values("RandInt(2)", columns)) == {0, 1, 2}
    same = values("Between(RandInt(9), 0, 9) AND IIF(RandInt(1) = 0, 5, 6) IN (5, 6)", columns)
    assert set(same) == {True}


def test_a_random_number_that_a_function_uses_twice_is_one_number() -> None:
    found = values("Mod(RandInt(1000) * 2, 2)", {"a": list(range(200))})
    assert set(found) == {0}
    rounded = values("Bound(Rand(), 0.5, 0.5)", {"a": list(range(200))})
    assert set(rounded) == {0.5}


def test_numbers_are_wanted_and_texts_are_told_how_to_become_one() -> None:
    schema = pa.schema({"s": pa.string()})
    assert problems("Round([s], 0)", schema) == [
        "line 1, column 7: Round needs a number; [s] is text; write ToNumber([s])",
    ]
    assert problems("Round(1.5, 0)") == ["line 1, column 12: Round cannot round to multiples of 0"]
