"""Regular expressions, in the syntax of RE2: no looking ahead or behind, no references to groups inside."""

import re

from weft_nodes._formula.arguments import show
from weft_nodes._formula.catalog import Call, Function
from weft_nodes._formula.kinds import BOOL, INT, TEXT, Type
from weft_nodes._formula.values import Value, combine, literal_sql

_UNSUPPORTED = (
    (r"\(\?<?[=!]", "cannot look ahead or behind"),
    (r"(?<!\\)(\\\\)*\\[1-9]", "cannot refer to its own groups"),
    (r"(?<!\\)[*+?}]\+", "cannot be possessive"),
)


def _flags(call: Call) -> str | None:
    given = call["ignore_case"].literal
    if given is None:
        call.problem("ignore_case", f"{call.node.name} needs 'ignore_case' written out as 1 or 0")
        return None
    return "'i'" if given else "'c'"


def _good_pattern(call: Call) -> bool:
    pattern = call["pattern"].literal
    if not isinstance(pattern, str):
        return True
    for unsupported, why in _UNSUPPORTED:
        if re.search(unsupported, pattern):
            call.problem(
                "pattern",
                f"a regular expression {why} here; write {show(call.nodes['pattern'][0])} otherwise",
            )
            return False
    try:
        re.compile(re.sub(r"\[\[:\^?\w+:\]|\\[pP]\{?\w+\}?|\\[zQE]", "", pattern))
    except re.error as error:
        call.problem("pattern", f"the regular expression is not right: {error}")
        return False
    except RecursionError:
        call.problem("pattern", "the parts of the regular expression are nested too deep; write it otherwise")
        return False
    return True


def _match(call: Call) -> Value:
    sql = "coalesce(regexp_full_match({text}, {pattern}, {flags}), FALSE)"
    return _with_flags(call, sql, BOOL, nullable=False)


def _count(call: Call) -> Value:
    return _with_flags(call, "CAST(len(regexp_extract_all({text}, {pattern}, 0, {flags})) AS BIGINT)", INT)


def _replace(call: Call) -> Value:
    new = call["replacement"]
    if isinstance(new.literal, str):
        text = re.sub(r"\$(\d)", r"\\\1", new.literal.replace("\\", "\\\\"))
        replacement = literal_sql(text)
    else:
        doubled = rf"replace({new.sql}, '\', '\\')"
        replacement = rf"regexp_replace({doubled}, '\$(\d)', '\\\1', 'g')"
    sql = "regexp_replace({text}, {pattern}, {new}, {flags} || 'g')"
    return _with_flags(call, sql.replace("{new}", replacement), TEXT, more=(new,))


def _with_flags(
    call: Call, sql: str, wanted: Type, nullable: bool | None = None, more: tuple[Value, ...] = ()
) -> Value:
    flags = _flags(call)
    if flags is None or not _good_pattern(call):
        return Value("NULL", wanted)
    text, pattern = call["text"], call["pattern"]
    for name, part in (("flags", flags), ("pattern", pattern.sql), ("text", text.sql)):
        sql = sql.replace(f"{{{name}}}", part)
    return combine(sql, wanted, text, pattern, *more, nullable=nullable)


FUNCTIONS = (
    Function(
        "REGEX_CountMatches(text:text, pattern:text, ignore_case:bool=1)",
        INT,
        _count,
        "How often a regular expression is found in a text.",
        r'REGEX_CountMatches("12 and 345", "\d+")',
        2,
    ),
    Function(
        "REGEX_Match(text:text, pattern:text, ignore_case:bool=1)",
        BOOL,
        _match,
        "Whether a regular expression matches the whole text.",
        r'REGEX_Match("IMG_0042.jpg", "img_\d+\.jpg")',
        True,
    ),
    Function(
        "REGEX_Replace(text:text, pattern:text, replacement:text, ignore_case:bool=1)",
        TEXT,
        _replace,
        "Every match replaced; $1 in the replacement stands for the first group.",
        r'REGEX_Replace("Simpson, Bart", "(\w+), (\w+)", "$2 $1")',
        "Bart Simpson",
    ),
)
