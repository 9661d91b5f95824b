"""Texts: finding and cutting out. Places are counted from 0 and in characters."""

from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import BOOL, INT, TEXT
from weft_nodes._formula.values import Value, combine

_WORDS = r"regexp_extract_all({text}, '\S+')"


def _class(name: str) -> str:
    """SQL for a regular expression's set of the characters of an argument."""
    return rf"regexp_replace({{{name}}}, '([\[\]\\^-])', '\\\1', 'g')"


def _search(call: Call, function: str) -> Value:
    text, target, ignore = call["text"], call["target"], call["ignore_case"]
    if ignore.literal is None:
        text, target, ignore = call.bound("text"), call.bound("target"), call.bound("ignore_case")
        low, plain = _pair(function, text, target, True), _pair(function, text, target, False)
        sql = f"(CASE WHEN {ignore.sql} THEN {low} ELSE {plain} END)"
    else:
        sql = _pair(function, text, target, bool(ignore.literal))
    return combine(f"coalesce({sql}, FALSE)", BOOL, text, target, ignore, nullable=False)


def _pair(function: str, text: Value, target: Value, fold: bool) -> str:
    parts = [f"lower({part.sql})" if fold else part.sql for part in (text, target)]
    return f"{function}({', '.join(parts)})"


def _contains(call: Call) -> Value:
    return _search(call, "contains")


def _starts(call: Call) -> Value:
    return _search(call, "starts_with")


def _ends(call: Call) -> Value:
    return _search(call, "ends_with")


_PARTS = "string_split({text}, {target})"
_NTH = (
    "(CASE WHEN {text} IS NULL OR {target} IS NULL OR {n} IS NULL THEN NULL "
    f"WHEN {{target}} = '' OR {{n}} < 1 OR len({_PARTS}) <= {{n}} THEN CAST(-1 AS BIGINT) "
    f"ELSE length(array_to_string(list_slice({_PARTS}, 1, {{n}}), {{target}})) END)"
)

FUNCTIONS = (
    Function(
        "Contains(text:text, target:text, ignore_case:bool=1)",
        BOOL,
        _contains,
        "Whether a text contains another; capital or small does not matter unless `ignore_case` is 0.",
        'Contains("Bart Simpson", "simpson")',
        True,
    ),
    Function(
        "CountWords(text:text)",
        INT,
        f"CAST(len({_WORDS}) AS BIGINT)",
        "How many words a text has.",
        'CountWords("one  two three")',
        3,
    ),
    Function(
        "EndsWith(text:text, target:text, ignore_case:bool=1)",
        BOOL,
        _ends,
        "Whether a text ends with another.",
        'EndsWith("a.JPG", ".jpg")',
        True,
    ),
    Function(
        "FindNth(text:text, target:text, n:int)",
        INT,
        _NTH,
        "Where a text is found for the n-th time (the first is 1), else -1; the place is counted from 0.",
        'FindNth("Hello World", "o", 2)',
        7,
    ),
    Function(
        "FindString(text:text, target:text)",
        INT,
        "CAST(strpos({text}, {target}) - 1 AS BIGINT)",
        "Where a text is found first, counted from 0, else -1; capital or small matters.",
        'FindString("Weft", "f")',
        2,
    ),
    Function(
        "GetLeft(text:text, delimiters:text)",
        TEXT,
        "(CASE WHEN {delimiters} = '' THEN {text} ELSE "
        f"regexp_extract({{text}}, '^[^' || {_class('delimiters')} || ']*', 0, 's') END)",
        "What is left of the first of the delimiters; each character of them counts by itself.",
        'GetLeft("2023/12/18 12:00", "/ ")',
        "2023",
    ),
    Function(
        "GetPart(text:text, delimiters:text, index:int)",
        TEXT,
        f"list_extract(string_split_regex({{text}}, '[' || {_class('delimiters')} || ']'), "
        "CASE WHEN {index} BETWEEN 0 AND 4294967294 THEN {index} + 1 END)",
        "A part of a text cut at the delimiters, counted from 0; null where there is none.",
        'GetPart("a,b;c", ",;", 2)',
        "c",
    ),
    Function(
        "GetRight(text:text, delimiters:text)",
        TEXT,
        "(CASE WHEN {delimiters} = '' THEN '' ELSE "
        f"regexp_extract({{text}}, '^[^' || {_class('delimiters')} || ']*[' || {_class('delimiters')} || "
        "'](.*)$', 1, 's') END)",
        "What is right of the first of the delimiters; no characters where there is none.",
        'GetRight("bart_simpson", "_")',
        "simpson",
    ),
    Function(
        "GetWord(text:text, index:int)",
        TEXT,
        f"list_extract({_WORDS}, CASE WHEN {{index}} BETWEEN 0 AND 4294967294 THEN {{index}} + 1 END)",
        "A word of a text; the first is 0. Null where there is none.",
        'GetWord("one two three", 1)',
        "two",
    ),
    Function(
        "StartsWith(text:text, target:text, ignore_case:bool=1)",
        BOOL,
        _starts,
        "Whether a text starts with another.",
        'StartsWith("IMG_1.jpg", "img", 0)',
        False,
    ),
    Function(
        "STRCSPN(text:text, characters:text)",
        INT,
        "(CASE WHEN {characters} = '' THEN length({text}) ELSE "
        f"length(regexp_extract({{text}}, '^[^' || {_class('characters')} || ']*', 0, 's')) END)",
        "How many characters come before the first of the given ones.",
        'STRCSPN("weft-1", "-_")',
        4,
    ),
    Function(
        "STRSPN(text:text, characters:text)",
        INT,
        "(CASE WHEN {characters} = '' THEN 0 ELSE "
        f"length(regexp_extract({{text}}, '^[' || {_class('characters')} || ']*', 0, 's')) END)",
        "How many characters at the start are of the given ones.",
        'STRSPN("0042", "0")',
        2,
    ),
)
