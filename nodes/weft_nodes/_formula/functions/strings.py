"""Texts: searching, cutting, trimming, padding, hashing. Places are counted from 0, characters not bytes."""

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


def _uuid(call: Call) -> Value:
    return call.scope.bind(Value("CAST(gen_random_uuid() AS VARCHAR)", TEXT, nullable=False), fresh=True)


_PARTS = "string_split({text}, {target})"
_NTH = (
    "(CASE WHEN {text} IS NULL OR {target} IS NULL OR {n} IS NULL THEN NULL "
    f"WHEN {{target}} = '' OR {{n}} < 1 OR len({_PARTS}) <= {{n}} THEN CAST(-1 AS BIGINT) "
    f"ELSE length(array_to_string(list_slice({_PARTS}, 1, {{n}}), {{target}})) END)"
)
_UTF16 = (
    "unhex(array_to_string(list_transform(list_transform(string_split({text}, ''), lambda c: unicode(c)), "
    "lambda v: CASE WHEN v < 0 THEN '' WHEN v < 65536 THEN printf('%02x%02x', v & 255, v >> 8) ELSE "
    "printf('%02x%02x%02x%02x', ((v - 65536) >> 10) & 255, (55296 | ((v - 65536) >> 10)) >> 8, "
    "(v - 65536) & 255, (56320 | ((v - 65536) & 1023)) >> 8) END), ''))"
)
_TITLE = (
    r"array_to_string(list_transform(regexp_extract_all(lower({text}), '\s+|\S+'), "
    "lambda part: upper(left(part, 1)) || substr(part, 2)), '')"
)
_QUOTED = "left({text}, 1) = right({text}, 1) AND left({text}, 1) IN ('\"', '''') AND length({text}) > 1"

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
        "DecomposeUnicodeForMatch(text:text)",
        TEXT,
        "lower(strip_accents({text}))",
        "Small letters without accents, for matching only.",
        'DecomposeUnicodeForMatch("Prénoms")',
        "prenoms",
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
        "CASE WHEN {index} < 0 THEN NULL ELSE {index} + 1 END)",
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
        f"list_extract({_WORDS}, CASE WHEN {{index}} < 0 THEN NULL ELSE {{index}} + 1 END)",
        "A word of a text; the first is 0. Null where there is none.",
        'GetWord("one two three", 1)',
        "two",
    ),
    Function(
        "Left(text:text, count:int)",
        TEXT,
        "left({text}, greatest({count}, 0))",
        "The first characters.",
        'Left("weft", 2)',
        "we",
    ),
    Function(
        "Length(text:text)",
        INT,
        "CAST(length({text}) AS BIGINT)",
        "How many characters.",
        'Length("weft")',
        4,
    ),
    Function("LowerCase(text:text)", TEXT, "lower({text})", "All small.", 'LowerCase("WeFt")', "weft"),
    Function(
        "MD5_ASCII(text:text)",
        TEXT,
        "md5(regexp_replace({text}, '[^\\x00-\\x7F]', '?', 'g'))",
        "The MD5 hash of a text in ASCII; other characters count as `?`.",
        'MD5_ASCII("weft")',
        "e153e1f0af33f12922976c5d0d2ee47b",
    ),
    Function(
        "MD5_Unicode(text:text)",
        TEXT,
        f"md5({_UTF16})",
        "The MD5 hash of a text in UTF-16.",
        'MD5_Unicode("weft")',
        "16fdcc0723a49d0fc8c7db6b87be487f",
    ),
    Function(
        "MD5_UTF8(text:text)",
        TEXT,
        "md5({text})",
        "The MD5 hash of a text in UTF-8.",
        'MD5_UTF8("weft")',
        "e153e1f0af33f12922976c5d0d2ee47b",
    ),
    Function(
        "PadLeft(text:text, length:int, character:text)",
        TEXT,
        "(CASE WHEN length({text}) >= {length} OR {character} = '' THEN {text} ELSE "
        "repeat(left({character}, 1), {length} - length({text})) || {text} END)",
        "A text filled at its left to a length.",
        'PadLeft("7", 3, "0")',
        "007",
    ),
    Function(
        "PadRight(text:text, length:int, character:text)",
        TEXT,
        "(CASE WHEN length({text}) >= {length} OR {character} = '' THEN {text} ELSE "
        "{text} || repeat(left({character}, 1), {length} - length({text})) END)",
        "A text filled at its right to a length.",
        'PadRight("7", 3, "0")',
        "700",
    ),
    Function(
        "Replace(text:text, target:text, replacement:text)",
        TEXT,
        "replace({text}, {target}, {replacement})",
        "Every occurrence replaced.",
        'Replace("a-b-c", "-", "+")',
        "a+b+c",
    ),
    Function(
        "ReplaceChar(text:text, characters:text, replacement:text)",
        TEXT,
        "translate({text}, {characters}, repeat(left({replacement}, 1), length({characters})))",
        "Every one of the characters replaced by the first of the replacement, or removed.",
        'ReplaceChar("1.5,7", ".,", "_")',
        "1_5_7",
    ),
    Function(
        "ReplaceFirst(text:text, target:text, replacement:text)",
        TEXT,
        "(CASE WHEN {target} = '' OR strpos({text}, {target}) = 0 THEN {text} ELSE "
        "left({text}, strpos({text}, {target}) - 1) || {replacement} || "
        "substr({text}, strpos({text}, {target}) + length({target})) END)",
        "The first occurrence replaced.",
        'ReplaceFirst("a-b-c", "-", "+")',
        "a+b-c",
    ),
    Function(
        "ReverseString(text:text)", TEXT, "reverse({text})", "Back to front.", 'ReverseString("weft")', "tfew"
    ),
    Function(
        "Right(text:text, count:int)",
        TEXT,
        "right({text}, greatest({count}, 0))",
        "The last characters.",
        'Right("weft", 2)',
        "ft",
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
    Function(
        "StripQuotes(text:text)",
        TEXT,
        f"(CASE WHEN {_QUOTED} THEN substr({{text}}, 2, length({{text}}) - 2) ELSE {{text}} END)",
        "A text without the quotes around it.",
        "StripQuotes('\"weft\"')",
        "weft",
    ),
    Function(
        "Substring(text:text, start:int, length:int=9223372036854775807)",
        TEXT,
        "substr({text}, greatest({start}, 0) + 1, greatest(least({length}, 4294967294), 0))",
        "A part of a text; the first character is 0.",
        'Substring("949-222-4356", 4, 3)',
        "222",
    ),
    Function(
        "TitleCase(text:text)",
        TEXT,
        _TITLE,
        "Every word with a capital first letter.",
        'TitleCase("BART simpson")',
        "Bart Simpson",
    ),
    Function(
        "Trim(text:text, characters:text=' \t\r\n')",
        TEXT,
        "trim({text}, {characters})",
        "A text without the given characters (blanks by default) at both ends.",
        'Trim("--weft-", "-")',
        "weft",
    ),
    Function(
        "TrimLeft(text:text, characters:text=' \t\r\n')",
        TEXT,
        "ltrim({text}, {characters})",
        "A text without the given characters (blanks by default) at the left.",
        'TrimLeft("  weft ")',
        "weft ",
    ),
    Function(
        "TrimRight(text:text, characters:text=' \t\r\n')",
        TEXT,
        "rtrim({text}, {characters})",
        "A text without the given characters (blanks by default) at the right.",
        'TrimRight("weft  ")',
        "weft",
    ),
    Function("Uppercase(text:text)", TEXT, "upper({text})", "All capital.", 'Uppercase("weft")', "WEFT"),
    Function("UuidCreate()", TEXT, _uuid, "A new unique identifier for every record.", volatile=True),
)
