import hashlib
import uuid

import pyarrow as pa
import pytest
from formula_values import differences, problems, value, values

CASES: dict[str, object] = {
    "Contains('123ABC', 'abc')": True,
    "Contains('123ABC', 'abc', 0)": False,
    "Contains(Null(), 'a')": False,
    "EndsWith('123ABC', 'bc')": True,
    "StartsWith('Äpfel', 'ä')": True,
    "FindNth('Hello World', 'o', 1)": 4,
    "FindNth('Hello World', 'o', 1.8)": 7,
    "FindNth('Hello World', 'o', 3)": -1,
    "FindNth('Hello World', 'l', 0)": -1,
    "FindNth('äöä', 'ä', 2)": 2,
    "FindString('abc', 'C')": -1,
    "GetLeft('abc', 'xyz')": "abc",
    "GetLeft('a]b-c', ']-')": "a",
    "GetRight('abc', 'xyz')": "",
    "GetRight('a^b\\c', '\\^')": "b\\c",
    "GetPart('a,b', ',', 5)": None,
    "GetPart('a,,b', ',', 1)": "",
    "GetWord('one two', 2)": None,
    "GetWord('one two', -1)": None,
    "Left('weft', -1)": "",
    "Left('weft', 99)": "weft",
    "Right('weft', 99)": "weft",
    "Left('😀ab', 2)": "😀a",
    "Length('')": 0,
    "PadLeft('weft', 2, '0')": "weft",
    "PadRight('ab', 4, 'xy')": "abxx",
    "PadLeft('ab', 4, '')": "ab",
    "ReplaceChar('abc', 'ac', '')": "b",
    "ReplaceChar('abc', 'ac', 'xy')": "xbx",
    "ReplaceFirst('abab', 'b', '-')": "a-ab",
    "ReplaceFirst('abab', '', '-')": "abab",
    "STRCSPN('abc', '')": 3,
    "STRSPN('abc', '')": 0,
    "STRSPN('[]x', '][')": 2,
    "StripQuotes(\"'weft'\")": "weft",
    'StripQuotes("\'weft")': "'weft",
    "StripQuotes('\"')": '"',
    "Substring('weft', 1)": "eft",
    "Substring('weft', 9, 2)": "",
    "Substring('weft', 1, -2)": "",
    'TitleCase("o\'neil MC")': "O'neil Mc",
    "Trim(' \t weft \n')": "weft",
    "TrimLeft('xxa', 'x')": "a",
    "CountWords('')": 0,
    "ReverseString('añ😀')": "😀ña",
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_whether_case_matters_may_come_from_a_column() -> None:
    columns = {"s": ["Weft", "Weft", None], "i": [True, False, True]}
    assert values('Contains([s], "weft", [i])', columns) == [True, False, False]


def test_functions_give_null_for_null() -> None:
    columns = {"s": pa.array([None, "ab"], pa.string())}
    assert values("Left([s], 1)", columns) == [None, "a"]
    assert values("Length([s])", columns) == [None, 2]
    assert values('FindNth([s], "b", 1)', columns) == [None, 1]


@pytest.mark.parametrize("text", ["weft", "ü", "😀 and ꙮ", ""])
def test_hashes_are_those_of_the_encodings(text: str) -> None:
    assert value(f'MD5_UTF8("{text}")') == hashlib.md5(text.encode()).hexdigest()
    assert value(f'MD5_Unicode("{text}")') == hashlib.md5(text.encode("utf-16-le")).hexdigest()
    assert value(f'MD5_ASCII("{text}")') == hashlib.md5(text.encode("ascii", "replace")).hexdigest()


def test_every_record_gets_an_identifier_of_its_own_and_only_one() -> None:
    found = values('IF Left([u], 0) = "" THEN [u] + "|" + [u] ELSE "" ENDIF', {"u": ["a"]})
    assert found == ["a|a"]
    made = values("UuidCreate()", {"a": list(range(1000))})
    assert len(set(made)) == 1000
    assert uuid.UUID(made[0])
    again = values('Switch(UuidCreate(), "none", "x", "y") + Left(UuidCreate(), 0)', {"a": [1]})
    assert again == ["none"]


def test_texts_are_wanted_and_numbers_are_told_how_to_become_one() -> None:
    schema = pa.schema({"n": pa.int64(), "d": pa.date32()})
    assert problems("Left([n], 2)", schema) == [
        "line 1, column 6: Left needs text; [n] is a whole number; write ToString([n])"
    ]
    assert values("Left([d], 4)", {"d": pa.array([0], pa.date32())}) == ["1970"]
