"""Formats of dates: what `%d.%m.%Y` becomes in DuckDB."""

from collections.abc import Container
from types import MappingProxyType

WRITING = MappingProxyType(
    {
        "a": "%a",
        "A": "%A",
        "b": "%b",
        "B": "%B",
        "c": "%m/%d/%y %H:%M:%S",
        "C": "",
        "d": "%d",
        "D": "%m/%d/%y",
        "e": "",
        "f": "%f",
        "g": "%g",
        "h": "%b",
        "H": "%H",
        "I": "%I",
        "j": "%j",
        "k": "",
        "m": "%m",
        "M": "%M",
        "p": "%p",
        "S": "%S",
        "T": "%H:%M:%S",
        "u": "%u",
        "U": "%U",
        "w": "%w",
        "W": "%W",
        "V": "%V",
        "x": "%m/%d/%y",
        "X": "%H:%M:%S",
        "y": "%y",
        "Y": "%Y",
        "Z": "UTC",
        "%": "%%",
    }
)
"""Specifier to DuckDB's, for writing; an empty text is computed, see `writing_sql`."""

_COMPUTED = MappingProxyType(
    {
        "e": "lpad(CAST(day({0}) AS VARCHAR), 2, ' ')",
        "k": "lpad(CAST(hour({0}) AS VARCHAR), 2, ' ')",
        "C": "lpad(CAST(year({0}) // 100 AS VARCHAR), 2, '0')",
    }
)

READING = MappingProxyType(
    {
        "a": ("%a", "%A"),
        "A": ("%A", "%a"),
        "b": ("%b", "%B"),
        "B": ("%B", "%b"),
        "h": ("%b", "%B"),
        "d": ("%d",),
        "D": ("%m/%d/%y",),
        "e": ("%d",),
        "H": ("%H",),
        "I": ("%I",),
        "j": ("%j",),
        "k": ("%H",),
        "m": ("%m",),
        "M": ("%M",),
        "p": ("%p",),
        "S": ("%S",),
        "T": ("%H:%M:%S",),
        "y": ("%y",),
        "Y": ("%Y",),
        "f": ("%f",),
        "z": ("%z",),
        "%": ("%%",),
    }
)
"""Specifier to DuckDB's, for reading: a month or day may be short or long."""


def split(pattern: str) -> list[tuple[str, str]]:
    """The pieces of a format: (specifier, "") or ("", plain text); a lone `%` at the end is plain."""
    pieces: list[tuple[str, str]] = []
    place = 0
    while place < len(pattern):
        if pattern[place] == "%" and place + 1 < len(pattern):
            pieces.append((pattern[place + 1], ""))
            place += 2
        else:
            pieces.append(("", pattern[place]))
            place += 1
    return pieces


def unknown(pattern: str, known: Container[str]) -> str:
    """The first specifier that is not known, or an empty text."""
    return next((specifier for specifier, _ in split(pattern) if specifier and specifier not in known), "")


def writing_sql(pattern: str, moment: str) -> str:
    """SQL that writes a moment (a name, as it may be needed often)."""
    parts: list[str] = []
    plain = ""
    for specifier, text in split(pattern):
        if specifier in _COMPUTED:
            parts += [_strftime(plain, moment)] if plain else []
            parts.append(_COMPUTED[specifier].format(moment))
            plain = ""
        else:
            plain += WRITING[specifier] if specifier else text.replace("%", "%%")
    parts += [_strftime(plain, moment)] if plain or not parts else []
    return f"({' || '.join(parts)})"


def reading_formats(pattern: str) -> list[str]:
    """DuckDB's formats to try, in order."""
    found = [""]
    for specifier, text in split(pattern):
        choices = READING[specifier] if specifier else (text.replace("%", "%%"),)
        found = [start + choice for start in found for choice in choices]
    return found


def _strftime(pattern: str, moment: str) -> str:
    escaped = pattern.replace("'", "''")
    return f"strftime({moment}, '{escaped}')"
