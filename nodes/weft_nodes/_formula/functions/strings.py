"""Texts: changing, padding, trimming, hashing. Lengths are counted in characters."""

from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import INT, TEXT
from weft_nodes._formula.values import Value

_MOST = 4294967293
"""The most characters that DuckDB counts."""


def _uuid(call: Call) -> Value:
    return call.scope.bind(Value("CAST(gen_random_uuid() AS VARCHAR)", TEXT, nullable=False), fresh=True)


def _clamped(name: str) -> str:
    """SQL for a number of characters within what DuckDB takes; a null stays null."""
    return f"(CASE WHEN {{{name}}} < 0 THEN 0 WHEN {{{name}}} > {_MOST} THEN {_MOST} ELSE {{{name}}} END)"


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
        "DecomposeUnicodeForMatch(text:text)",
        TEXT,
        "lower(strip_accents({text}))",
        "Small letters without accents, for matching only.",
        'DecomposeUnicodeForMatch("Prénoms")',
        "prenoms",
    ),
    Function(
        "Left(text:text, count:int)",
        TEXT,
        f"left({{text}}, {_clamped('count')})",
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
        "(CASE WHEN length({text}) >= {length} OR {character} = '' OR {length} > 1000000 THEN {text} ELSE "
        "repeat(left({character}, 1), {length} - length({text})) || {text} END)",
        "A text filled at its left to a length; one beyond 1,000,000 is left alone.",
        'PadLeft("7", 3, "0")',
        "007",
    ),
    Function(
        "PadRight(text:text, length:int, character:text)",
        TEXT,
        "(CASE WHEN length({text}) >= {length} OR {character} = '' OR {length} > 1000000 THEN {text} ELSE "
        "{text} || repeat(left({character}, 1), {length} - length({text})) END)",
        "A text filled at its right to a length; one beyond 1,000,000 is left alone.",
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
        f"right({{text}}, {_clamped('count')})",
        "The last characters.",
        'Right("weft", 2)',
        "ft",
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
        f"substr({{text}}, {_clamped('start')} + 1, {_clamped('length')})",
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
