"""Tests, files, extremes, conditions and specials."""

from pathlib import Path

import pyarrow as pa
import pytest
from formula_values import differences, problems, somewhere, type_of, value, values

from weft.sdk.testing import Heard
from weft_nodes._formula import compile_expression

CASES: dict[str, object] = {
    'IsNull("")': False,
    "IsEmpty(Null())": True,
    "IsEmpty(0)": False,
    'IsNumber("5")': False,
    "IsInteger(5.0)": True,
    "IsInteger(5.5)": False,
    'IsInteger("5.0")': True,
    'IsInteger("5x")': False,
    "IsInteger(Null())": False,
    'IsLowerCase("123")': False,
    'IsUpperCase("ÄB1")': True,
    'CompareDictionary("apples", "BANANAS")': -1,
    'CompareDictionary("Bananas", "bananas")': 0,
    'CompareDictionary("10", "2")': 1,
    "CompareDigits(12345, 12445, 3)": False,
    "CompareDigits(0, 0, 3)": True,
    'EqualStrings("a", "A")': False,
    "EqualStrings(Null(), Null())": True,
    r'FileGetDir("a.txt")': "",
    r'FileGetDir("/a.txt")': "/",
    r'FileGetDir("C:\a.txt")': "C:\\",
    r'FileGetDir("a\b/c.txt")': "a\\b",
    r'FileGetDir("/data/bart/")': "/data/bart",
    r'FileGetExt("a.b\c")': "",
    r'FileGetExt(".hidden")': "",
    r'FileGetFileName("C:\x\.hidden")': ".hidden",
    r'FileGetFileName("C:\x.y\homer")': "homer",
    r'FileGetFileName("/data/bart_simpson")': "bart_simpson",
    r'FileAddPaths("C:\x", "\a.txt")': "C:\\x\\a.txt",
    r'FileAddPaths("", "a.txt")': "a.txt",
    "Max(Null(), 2, 1.5)": 2.0,
    'Max("b", "a")': "b",
    "Min(Null(), Null())": None,
    "MaxIDX(3, 3, 1)": 0,
    "MinIDX(Null(), 3, 1)": 2,
    "MaxIDX(Null(), Null())": None,
    "TOPNIDX(0, 3, 7, 5)": 1,
    "TOPNIDX(3, 3, 7, 5)": None,
    "Between(Null(), 1, 2)": False,
    "Bound(Null(), 1, 2)": None,
    "Bound(-5, 1, 2.5)": 1.0,
    "Switch(9, Null(), 1, 2)": None,
    'Switch(Null(), "no", Null(), "yes")': "yes",
    "IIF(Null(), 1, 2)": 2,
    "Coalesce(Null(), Null())": None,
    "Coalesce(Null(), 1, 2.5)": 1.0,
    "GetVal(7, 1, 2)": None,
    "GetVal(0.6, 1, 2)": 2,
    'Soundex("Robert") + Soundex("Rupert") + Soundex("Tymczak") + Soundex("Pfister")': "R163R163T522P236",
    'Soundex("Honeyman") + Soundex("Ashcraft") + Soundex("Lee")': "H555A261L000",
    'Soundex("")': "",
    'Soundex_Digits("Lee")': "L000",
    'Soundex_Digits("a12345")': "1234",
    'EscapeXMLMetacharacters("a\'b")': "a&apos;b",
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_files_are_looked_for_from_the_folder_of_the_workflow(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "ü 1.jpg").write_bytes(b"")
    batch = pa.record_batch({"p": [r"pictures\ü 1.jpg", "pictures/2.jpg", None, "", str(tmp_path), "a\0b"]})
    with compile_expression("FileExists([p])", batch.schema, somewhere(tmp_path)) as program:
        (found,) = program.evaluate(batch)
    assert found.to_pylist() == [True, False, False, False, True, False]


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_TEST_COLOUR", "it's blue")
    assert value('GetEnvironmentVariable("WEFT_TEST_COLOUR")') == "it's blue"


def test_a_message_is_told_only_where_the_condition_leads_to_it() -> None:
    heard = Heard()
    expression = 'IF [a] < 0 THEN Message(2, "negative: " + ToString([a]), 0) ELSE [a] ENDIF'
    assert values(expression, {"a": [1, -2, -3]}, heard) == [1, 0, 0]
    assert heard.warnings == [("messages", 2, "negative: -2")]
    value('Message(1, "just so", 5)')
    values('Message(1, "just so", 5)', {"a": [1, 2]}, heard)
    assert heard.infos == ["just so (2 records)"]


def test_results_of_different_types_are_told() -> None:
    (problem,) = problems('IF True THEN "x" ELSEIF False THEN Null() ELSE 2 ENDIF')
    assert problem == (
        'line 1, column 1: the results are of different types: "x" is text, 2 is a whole number; '
        "use ToString or ToNumber on one of them"
    )
    assert "different types" in problems('Switch(1, "x", 1, 2)')[0]
    assert "values of one type" in problems('Max("x", 2)')[0]
    assert "values of one type" in problems('Coalesce("x", 2)')[0]
    assert "a result for every case" in problems("Switch(1, 2, 3)")[0]


def test_branches_with_whole_and_other_numbers_give_numbers_with_fractions() -> None:
    assert type_of("IF True THEN 1 ELSE 2.5 ENDIF") == pa.float64()
    assert type_of("IF True THEN 1 ELSE Null() ENDIF") == pa.int64()
    assert type_of("Switch(1, True, 1, 2)") == pa.int64()
