"""What fits nowhere else: nulls, choices by place, messages, sounds and addresses."""

import os
from dataclasses import replace
from types import MappingProxyType

from weft_nodes._formula.arguments import coerce, show
from weft_nodes._formula.catalog import Call, Function, literal_text
from weft_nodes._formula.functions.extremes import together, top_index
from weft_nodes._formula.kinds import INT, NULL, TEXT, common
from weft_nodes._formula.scope import NOTHING
from weft_nodes._formula.values import Fault, Value, combine, depth_of, literal, literal_sql, null


def _coalesce(call: Call) -> Value:
    values = together(call, "values")
    if values is None:
        return NOTHING
    listed = ", ".join(value.sql for value in values)
    nullable = all(value.nullable for value in values)
    return combine(f"coalesce({listed})", values[0].type, *values, nullable=nullable)


def _get_value(call: Call) -> Value:
    index = call.bound("index")
    shared = common(value.type for value in call.values["values"])
    if shared is None:
        together(call, "values")
        return NOTHING
    values = [coerce(value, shared) for value in call.values["values"]]
    whens = " ".join(f"WHEN {place} THEN {value.sql}" for place, value in enumerate(values))
    return combine(f"(CASE {index.sql} {whens} END)", shared, index, *values, nullable=True)


def _environment(call: Call) -> Value:
    name = literal_text(call, "name")
    found = os.environ.get(name or "")
    return null(TEXT) if found is None else literal(found, TEXT)


def _message(call: Call) -> Value:
    kind = call["type"].literal
    if not isinstance(kind, int):
        return call.problem(
            "type", f"Message needs its type written out as a number, not {show(call.nodes['type'][0])}"
        )
    text, value = call.bound("text"), call["value"]
    fault = Fault("messages", f"coalesce({text.sql}, '')", depth_of(text), "info" if kind == 1 else "warning")
    return replace(value, faults=(*value.faults, *text.faults, fault))


def _null(call: Call) -> Value:
    return null(NULL)


_CODES = "01230120022455012623010202"
"""The sound of each letter from A to Z; 0 has none."""
_ESCAPES = MappingProxyType({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def _escape(call: Call) -> Value:
    text = call["text"]
    sql = text.sql
    for character, escaped in _ESCAPES.items():
        sql = f"replace({sql}, {literal_sql(character)}, '{escaped}')"
    return combine(sql, TEXT, text)


def _soundex(call: Call) -> Value:
    text = call["text"]
    letters = call.scope.bind(combine(f"regexp_replace(upper({text.sql}), '[^A-Z]', '', 'g')", TEXT, text))
    sounding = f"left({letters.sql}, 1) || regexp_replace(substr({letters.sql}, 2), '[HW]', '', 'g')"
    codes = f"translate({sounding}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '{_CODES}')"
    for digit in "0123456":
        codes = f"regexp_replace({codes}, '{digit}+', '{digit}', 'g')"
    padded = f"left(left({letters.sql}, 1) || replace(substr({codes}, 2), '0', '') || '000', 4)"
    return combine(f"(CASE WHEN {letters.sql} = '' THEN '' ELSE {padded} END)", TEXT, letters)


def _soundex_digits(call: Call) -> Value:
    sound = call.scope.bind(_soundex(call))
    text = call.bound("text")
    digits = f"regexp_replace({text.sql}, '[^0-9]', '', 'g')"
    return combine(f"coalesce(nullif(left({digits}, 4), ''), {sound.sql})", TEXT, text, sound)


FUNCTIONS = (
    Function(
        "Coalesce(values:any...)",
        TEXT,
        _coalesce,
        "The first value that is not null.",
        'Coalesce(NULL(), "oranges", "apples")',
        "oranges",
    ),
    Function(
        "EscapeXMLMetacharacters(text:text)",
        TEXT,
        _escape,
        "A text with the five special characters of XML escaped.",
        'EscapeXMLMetacharacters("2>1&1<2")',
        "2&gt;1&amp;1&lt;2",
    ),
    Function(
        "GetEnvironmentVariable(name:literal)",
        TEXT,
        _environment,
        "A variable of the environment in which the workflow runs; null where there is none.",
        'GetEnvironmentVariable("no such variable")',
        None,
        volatile=True,
    ),
    Function(
        "GetVal(index:int, values:any...)",
        TEXT,
        _get_value,
        "The value at a place, counted from 0; null where there is none.",
        'GetVal(1, "a", "b", "c")',
        "b",
    ),
    Function(
        "Message(type:int, text:text, value:any)",
        TEXT,
        _message,
        "Gives the value and tells the text: type 1 as a message, others as a warning. Equal messages are "
        "counted, not repeated.",
        'Message(1, "seen", 5)',
        5,
    ),
    Function("NULL()", NULL, _null, "No value.", "NULL()", None),
    Function(
        "Soundex(text:text)",
        TEXT,
        _soundex,
        "A letter and three digits, alike for words that sound alike in English.",
        'Soundex("Simpson")',
        "S512",
    ),
    Function(
        "Soundex_Digits(text:text)",
        TEXT,
        _soundex_digits,
        "The first four digits of a text, or its Soundex where it has none.",
        'Soundex_Digits("Route 66")',
        "66",
    ),
    Function(
        "TOPNIDX(n:int, values:any...)",
        INT,
        top_index,
        "Which value is the n-th greatest; both counted from 0.",
        "TOPNIDX(1, 3, 7, 5)",
        2,
    ),
    Function(
        "UrlEncode(text:text)",
        TEXT,
        "url_encode({text})",
        "A text for a web address.",
        'UrlEncode("a b")',
        "a%20b",
    ),
    Function(
        "UrlEncodeUTF8(text:text)",
        TEXT,
        "url_encode({text})",
        "A text for a web address, in UTF-8.",
        'UrlEncodeUTF8("ü")',
        "%C3%BC",
    ),
)
