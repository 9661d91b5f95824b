"""Which type a column of texts is of, and the texts as values of that type.

The one rule: a text becomes a value only where the value written again means the same. `007` stays
text, since a number would lose its zeros.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class TextType:
    """A type that texts can be of.

    Attributes:
        name: What the user calls it.
        phrase: The name in a sentence.
        arrow: The Arrow type.
        pattern: What a text must look like, as a regular expression of RE2.
    """

    name: str
    phrase: str
    arrow: pa.DataType
    pattern: str


_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?"

_LONG = r"^-?\d{19,}$"
"""Whole numbers such as long identifiers, whose last digits a double would lose."""

TEXT = TextType("text", "text", pa.string(), r"(?s).*")
TYPES = (
    TextType("bool", "true or false", pa.bool_(), r"(?i)true|false"),
    TextType("int64", "a whole number", pa.int64(), r"-?(?:0|[1-9]\d{0,18})"),
    TextType(
        "double",
        "a number",
        pa.float64(),
        r"-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|(?i:nan|-?inf)",
    ),
    TextType("date", "a date such as 2024-12-31", pa.date32(), _DAY),
    TextType("datetime", "a time such as 2024-12-31 23:59:59", pa.timestamp("us"), f"{_DAY}[ T]{_CLOCK}"),
    TextType("time", "a time of day such as 23:59:59", pa.time64("us"), _CLOCK),
    TEXT,
)
"""From the narrowest to the widest; the first that all texts of a column fit is its type."""


class MisfitError(ValueError):
    """A text is not of the type; `index` says which one."""

    def __init__(self, index: int, text: str) -> None:
        super().__init__(text)
        self.index = index
        self.text = text


def named(name: str) -> TextType:
    """The type of a name that is known."""
    return next(kind for kind in TYPES if kind.name == name)


def of_arrow(data_type: pa.DataType) -> TextType:
    """The type whose values a column of this Arrow type holds."""
    return next(kind for kind in TYPES if kind.arrow.equals(data_type))


def infer(texts: pa.Array) -> TextType | None:
    """The narrowest type that all texts fit, None where there are only nulls."""
    values = texts.drop_null()
    if not len(values):
        return None
    found = next(kind for kind in TYPES if _all_fit(values, kind))
    if found.name == "double" and pc.any(pc.match_substring_regex(values, _LONG)).as_py():
        return TEXT
    return found


def _all_fit(texts: pa.Array, kind: TextType) -> bool:
    try:
        convert(texts, kind)
    except MisfitError:
        return False
    return True


def widen(one: TextType | None, other: TextType | None) -> TextType | None:
    """The narrowest type for the texts of both; None is that of no texts."""
    if one is None or other is None or one is other:
        return one or other
    return named("double") if {one.name, other.name} == {"int64", "double"} else TEXT


def convert(texts: pa.Array, kind: TextType) -> pa.Array:
    """The values of a column of texts; nulls stay.

    Raises:
        MisfitError: The first text that is not of the type.
    """
    if kind is TEXT:
        return texts
    wrong = pc.invert(_fits(texts, kind))
    if pc.any(wrong).as_py():
        raise _misfit(texts, pc.index(wrong, True).as_py())
    try:
        return _parse(texts, kind)
    except pa.ArrowInvalid:
        # Looks right and is not, such as February 30th: find it one by one.
        for index in range(len(texts)):
            try:
                _parse(texts.slice(index, 1), kind)
            except pa.ArrowInvalid:
                raise _misfit(texts, index) from None
        raise


def convert_what_fits(texts: pa.Array, kind: TextType) -> tuple[pa.Array, list[str]]:
    """The values, null for every text that is not of the type, and those texts."""
    wrong: list[str] = []
    while True:
        try:
            return convert(texts, kind), wrong
        except MisfitError:
            bad = pc.invert(_fits(texts, kind))
            if not pc.any(bad).as_py():
                bad = pa.array([not _parses(texts.slice(i, 1), kind) for i in range(len(texts))])
            wrong += [text for text in texts.filter(bad).to_pylist() if text is not None]
            texts = pc.if_else(bad, None, texts)


def _parses(text: pa.Array, kind: TextType) -> bool:
    try:
        _parse(text, kind)
    except pa.ArrowInvalid:
        return False
    return True


def _fits(texts: pa.Array, kind: TextType) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(texts, f"^(?:{kind.pattern})$"), True)


def _parse(texts: pa.Array, kind: TextType) -> pa.Array:
    if kind.name == "time":
        # Arrow reads times of day only as part of a date.
        moments = pc.binary_join_element_wise("1970-01-01", texts, " ").cast(pa.timestamp("us"))
        return moments.cast(kind.arrow)
    return texts.cast(kind.arrow)


def _misfit(texts: pa.Array, index: int) -> MisfitError:
    return MisfitError(index, texts[index].as_py())
