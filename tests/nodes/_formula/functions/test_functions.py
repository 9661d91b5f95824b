"""The table of functions: complete, with help, and every example gives what it says."""

import pytest
from formula_values import all_values, differences, problems

from weft_nodes._formula import Function, functions

WANTED = """
IIF Switch IsNull IsEmpty IsNumber IsInteger IsString CompareEpsilon EqualStrings Contains CountWords
EndsWith FindNth FindString GetLeft GetPart GetRight GetWord Left Length LowerCase MD5_ASCII MD5_Unicode
MD5_UTF8 PadLeft PadRight REGEX_CountMatches REGEX_Match REGEX_Replace Replace ReplaceChar ReplaceFirst
ReverseString Right StartsWith STRCSPN STRSPN StripQuotes Substring TitleCase Trim TrimLeft TrimRight
Uppercase UuidCreate BinToInt CharFromInt CharToInt ConvertFromCodePage ConvertToCodePage HexToNumber
IntToBin IntToHex ToNumber ToString ToDegrees ToRadians UnicodeNormalize FileAddPaths FileExists
FileGetDir FileGetExt FileGetFileName DateTimeAdd DateTimeDiff DateTimeFormat DateTimeParse DateTimeNow
DateTimeToday DateTimeTrim DateTimeYear DateTimeMonth DateTimeDay DateTimeHour DateTimeMinutes
DateTimeSeconds ToDate ToDateTime ABS CEIL FLOOR Round Mod POW RAND RandInt SQRT Average AverageNonNull
Median SmartRound EXP LOG LOG10 PI SIN COS TAN ASIN ACOS ATAN ATAN2 SINH COSH TANH BETWEEN Bound Max
MaxIDX Min MinIDX Coalesce GetVal GetEnvironmentVariable Message NULL Soundex UrlEncodeUTF8 TOPNIDX
"""


def test_every_function_of_the_reference_is_there() -> None:
    known = {each.name.casefold() for each in functions()}
    assert [name for name in WANTED.split() if name.casefold() not in known] == []


def test_no_name_is_taken_twice() -> None:
    names = [each.name.casefold() for each in functions()]
    assert len(names) == len(set(names))


def test_every_example_gives_what_the_table_says() -> None:
    assert differences({each.example: each.result for each in functions() if each.example}) == {}


@pytest.mark.parametrize("function", functions(), ids=lambda each: each.name)
def test_every_function_can_be_shown_to_a_user(function: Function) -> None:
    assert function.category
    assert function.help.endswith(".")
    assert function.signature.startswith(f"{function.name}(")
    assert function.example or function.volatile


@pytest.mark.parametrize("function", functions(), ids=lambda each: each.name)
def test_too_many_arguments_are_told_with_the_signature(function: Function) -> None:
    if any(parameter.many for parameter in function.parameters):
        (problem,) = problems(f"{function.name}()")
        assert "at least" in problem
    else:
        given = len(function.parameters) + 1
        (problem,) = problems(f"{function.name}({', '.join(['1'] * given)})")
        assert f"{given} given" in problem
    assert function.signature in problem


def test_a_null_in_the_place_of_every_argument_breaks_nothing() -> None:
    """Some functions need an argument written out and say so; all others give a result."""
    calls = []
    for function in functions():
        count = sum(parameter.default is None for parameter in function.parameters)
        call = f"{function.name}({', '.join(['Null()'] * count)})"
        if found := problems(call):
            wanted = ("written out", "between quotes", "needs a result", "known")
            assert any(word in found[0] for word in wanted), found
        else:
            calls.append(call)
    assert len(calls) > 100
    assert all_values(calls).keys() == set(calls)


def test_signatures_show_what_may_be_left_out_and_what_may_go_on() -> None:
    signatures = {each.name: each.signature for each in functions()}
    assert signatures["Contains"] == "Contains(text, target, [ignore_case])"
    assert signatures["Max"] == "Max(values, ...)"
    assert signatures["Switch"] == "Switch(value, default, case, result, ...)"
    assert signatures["PI"] == "PI()"
