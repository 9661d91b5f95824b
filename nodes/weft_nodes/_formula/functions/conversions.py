"""Numbers from texts, texts from numbers, and other notations."""

from weft_nodes._formula.arguments import show, text_sql
from weft_nodes._formula.casting import is_number
from weft_nodes._formula.catalog import Call, Function, literal_text
from weft_nodes._formula.kinds import DOUBLE, INT, TEXT, Kind
from weft_nodes._formula.scope import NOTHING
from weft_nodes._formula.values import Value, combine, literal_sql, null
from weft_nodes._formula.vectors import code_page


def _to_number(call: Call) -> Value:
    value = call["value"]
    separator = literal_text(call, "decimal_separator")
    if value.kind in (Kind.TEXT, Kind.NULL):
        text = call.scope.bind(value if value.kind is Kind.TEXT else null(TEXT))
        plain = text.sql if separator == "." else f"replace({text.sql}, {literal_sql(separator or '')}, '.')"
        number = combine(f"CASE WHEN {is_number(plain)} THEN TRY_CAST({plain} AS DOUBLE) END", DOUBLE, text)
        if not call["ignore_errors"].literal:
            number = call.scope.watch(number, [text], "texts that are no number give 0 or null")
        if call["keep_nulls"].literal:
            return number
        return combine(f"coalesce({number.sql}, CAST(0 AS DOUBLE))", DOUBLE, number, nullable=False)
    if value.kind in (Kind.INT, Kind.DOUBLE):
        return value
    if value.kind.numeric:
        wanted = INT if value.kind is Kind.BOOL else DOUBLE
        return combine(f"CAST({value.sql} AS {wanted.sql})", wanted, value)
    advice = (
        "DateTimeFormat gives parts of a date as text"
        if value.kind.temporal
        else "a number or text is needed"
    )
    return call.problem(
        "value", f"ToNumber cannot read {show(call.nodes['value'][0])}: {value.kind.value}; {advice}"
    )


def _to_string(call: Call) -> Value:
    value = call["value"]
    if value.kind in (Kind.BLOB, Kind.OTHER):
        return call.problem("value", f"{show(call.nodes['value'][0])} is {value.kind.value}; it has no text")
    if value.kind is Kind.NULL:
        return null(TEXT)
    decimals, thousands = call["decimals"].literal, call["thousands"].literal
    if not isinstance(decimals, int) or not -1 <= decimals <= 15:
        return call.problem("decimals", "ToString needs 'decimals' written out as a number from 0 to 15")
    if not value.kind.numeric or value.kind is Kind.BOOL or (decimals < 0 and not thousands):
        return combine(text_sql(value), TEXT, value)
    comma = "," if thousands else ""
    whole = value.kind is Kind.INT and decimals <= 0
    shape = f"{{:{comma}}}" if whole else f"{{:{comma}.{max(decimals, 0)}f}}"
    number = value.sql if whole else f"CAST({value.sql} AS DOUBLE)"
    text = combine(f"format('{shape}', {number})", TEXT, value)
    mark = thousands if isinstance(thousands, str) and thousands else ","
    point = literal_text(call, "decimal_separator") or "."
    if (mark, point) == (",", "."):
        return text
    return combine(f"translate({text.sql}, ',.', {literal_sql(mark[0] + point[0])})", TEXT, text)


def _page(call: Call, function: str) -> Value:
    number = call["code_page"].literal
    page = code_page(number) if isinstance(number, int) else None
    if page is None:
        call.problem(
            "code_page", f"{call.node.name} needs a known code page written out, such as 1252 or 65001"
        )
        return NOTHING
    return combine(f"formula_{function}({call['text'].sql}, {literal_sql(page)})", TEXT, call["text"])


def _from_page(call: Call) -> Value:
    return _page(call, "from_code_page")


def _to_page(call: Call) -> Value:
    return _page(call, "to_code_page")


def _normalize(call: Call) -> Value:
    form = (literal_text(call, "form") or "").upper()
    if form not in ("NFC", "NFD", "NFKC", "NFKD"):
        return call.problem("form", "UnicodeNormalize needs one of NFC, NFD, NFKC, NFKD between quotes")
    text = call["text"]
    return combine(f"formula_normalize({text.sql}, '{form}')", TEXT, text)


_BITS = (
    "TRY((CASE WHEN regexp_full_match({text}, '[+-]?[01]{{1,64}}') THEN "
    "(CASE WHEN {text}[1] = '-' THEN CAST(-1 AS HUGEINT) ELSE 1 END) * "
    "list_sum(list_transform(range(length(ltrim({text}, '+-'))), lambda i: "
    "CAST(ltrim({text}, '+-')[length(ltrim({text}, '+-')) - i] AS HUGEINT) * "
    "(CASE WHEN i = 31 AND length({text}) = 32 OR i = 63 AND length({text}) = 64 THEN -1 ELSE 1 END) * "
    "(CAST(1 AS HUGEINT) << CAST(i AS INTEGER))))::BIGINT END))"
)
_DIGITS = "strpos('0123456789abcdef', lower(ltrim({text}, '+-')[length(ltrim({text}, '+-')) - i])) - 1"
_HEX = (
    "TRY((CASE WHEN regexp_full_match({text}, '[+-]?[0-9A-Fa-f]{{1,16}}') THEN "
    "(CASE WHEN {text}[1] = '-' THEN CAST(-1 AS HUGEINT) ELSE 1 END) * "
    "(list_sum(list_transform(range(length(ltrim({text}, '+-'))), lambda i: "
    f"CAST({_DIGITS} AS HUGEINT) << CAST(4 * i AS INTEGER))) "
    "- (CASE WHEN regexp_full_match({text}, '[89A-Fa-f][0-9A-Fa-f]{{15}}') THEN "
    "CAST(18446744073709551616 AS HUGEINT) ELSE 0 END))::BIGINT END))"
)

FUNCTIONS = (
    Function(
        "BinToInt(text:text)",
        INT,
        _BITS,
        "The number that binary digits stand for; exactly 32 or 64 digits without a sign count as signed.",
        'BinToInt("101010101")',
        341,
        fault="texts that are no binary number give null",
    ),
    Function(
        "CharFromInt(number:int)",
        TEXT,
        "TRY(CASE WHEN {number} > 0 THEN chr(CAST({number} AS INTEGER)) END)",
        "The character of a Unicode number.",
        "CharFromInt(169)",
        "©",
        fault="numbers that are no character give null",
    ),
    Function(
        "CharToInt(text:text)",
        INT,
        "CAST(nullif(unicode({text}), -1) AS BIGINT)",
        "The Unicode number of the first character; null for a text of no characters.",
        'CharToInt("©")',
        169,
        fault="texts of no characters give null",
    ),
    Function(
        "ConvertFromCodePage(text:text, code_page:int)",
        TEXT,
        _from_page,
        "Text from bytes of a code page that were read as single characters.",
        'ConvertFromCodePage("Ã¼", 65001)',
        "ü",
    ),
    Function(
        "ConvertToCodePage(text:text, code_page:int)",
        TEXT,
        _to_page,
        "The bytes of a text in a code page, each as one character.",
        'ConvertToCodePage("ü", 65001)',
        "Ã¼",
    ),
    Function(
        "HexToNumber(text:text)",
        INT,
        _HEX,
        "The number that hexadecimal digits stand for; 16 digits that start with 8 to F are negative.",
        'HexToNumber("FFFFFFFFFFFFFFFA")',
        -6,
        fault="texts that are no hexadecimal number give null",
    ),
    Function(
        "IntToBin(number:int)", TEXT, "to_binary({number})", "A number in binary.", "IntToBin(5)", "101"
    ),
    Function(
        "IntToHex(number:int)",
        TEXT,
        "to_hex({number})",
        "A number in hexadecimal digits.",
        "IntToHex(255)",
        "FF",
    ),
    Function(
        "ToNumber(value:any, ignore_errors:bool=0, keep_nulls:bool=0, decimal_separator:literal='.')",
        DOUBLE,
        _to_number,
        "The number in a text. What is none gives 0, or null with `keep_nulls`, and a warning unless "
        "`ignore_errors`.",
        'ToNumber("3,5", 0, 0, ",")',
        3.5,
    ),
    Function(
        "ToString(value:any, decimals:int=-1, thousands:any=0, decimal_separator:literal='.')",
        TEXT,
        _to_string,
        "A value as text; a number with so many decimals (as many as it has by default) and, with "
        "`thousands` 1 or a character, in groups of three.",
        "ToString(1234.567, 2, 1)",
        "1,234.57",
    ),
    Function(
        "ToDegrees(radians:double)",
        DOUBLE,
        "degrees({radians})",
        "Degrees from radians.",
        "ToDegrees(PI())",
        180.0,
    ),
    Function(
        "ToRadians(degrees:double)",
        DOUBLE,
        "radians({degrees})",
        "Radians from degrees.",
        "Round(ToRadians(180), 0.0001)",
        3.1416,
    ),
    Function(
        "UnicodeNormalize(text:text, form:literal)",
        TEXT,
        _normalize,
        "A text in a Unicode normal form: NFC, NFD, NFKC or NFKD.",
        'Length(UnicodeNormalize("é", "NFD"))',
        2,
    ),
)
