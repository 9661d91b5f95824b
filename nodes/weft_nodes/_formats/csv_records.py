"""A file of delimited text as whole records, piece by piece; finds broken quoting and says where.

The rules are those of RFC 4180: a value may stand in quotes, and then may hold the delimiter, line
breaks, and quotes written twice. A quote inside a value that does not begin with one is a letter
like others (`12" pipe`).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weft.sdk import ToolError
from weft_nodes._formats.file_format import TextOptions

_HEAD = 1 << 16
_PIECE = 1 << 22
_LONGEST = 64 << 20
"""A record longer than this is surely one whose quotes are broken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records, as UTF-8; `line` is the line of the file, from 1, where the first begins."""

    line: int
    data: bytes


class Grammar:
    """How records look with one delimiter and one quote."""

    def __init__(self, delimiter: str, quote: str) -> None:
        d, q = re.escape(delimiter), re.escape(quote)
        plain = rf"(?:[^{q}{d}\r\n][^{d}\r\n]*+)?"
        quoted = rf"{q}[^{q}]*+(?:{q}{q}[^{q}]*+)*+{q}"
        field = rf"(?:{quoted}|{plain})" if quote else plain
        record = rf"{field}(?:{d}{field})*+"
        self.delimiter = delimiter
        self.quote = quote.encode()
        self._record = re.compile(record.encode())
        self._records = re.compile(rf"(?:{record}(?:\r\n|\n|\r))*+".encode())

    def whole(self, data: bytes) -> int:
        """How many bytes at the beginning are whole records."""
        if not self.quote or self.quote not in data:
            return data.rfind(b"\n") + 1 or data.rfind(b"\r") + 1
        match = self._records.match(data)
        return match.end() if match else 0

    def flaw(self, data: bytes, final: bool) -> tuple[int, str] | None:
        """Where the record at the beginning breaks the rules, and how; None where it only goes on."""
        match = self._record.match(data)
        at = match.end() if match else 0
        if at == len(data) or data[at : at + 1] in (b"\r", b"\n"):
            return None
        if data[at : at + 1] == self.quote:
            return (at, "a quote opens a value here and is never closed") if final else None
        return at, "a closing quote is followed by something that is neither the delimiter nor a new line"

    def spans(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where the records of a piece begin and end, line breaks left out; an empty line is one too."""
        at = 0
        while at < len(data):
            match = self._record.match(data, at)
            end = match.end() if match else len(data)
            yield at, end
            at = end + (2 if data[end : end + 2] == b"\r\n" else 1)


def first_line(path: Path, options: TextOptions) -> str:
    """The first line that counts and is not empty, as it stands in the file; empty where there is none."""
    passed = 0
    for text, _ in _texts(path, options.encoding):
        for line in re.split(r"\r\n|\n|\r", text):
            passed += 1
            if passed >= options.first_line and line:
                return line
    return ""


def pieces(path: Path, options: TextOptions, grammar: Grammar) -> Iterator[Piece]:
    """The records of a file from its first line on, some megabytes at a time.

    Raises:
        ToolError: The quoting is broken or the bytes are not of the encoding; says where.
    """
    line, rest = 1, b""
    skip = options.first_line - 1
    for text, final in _texts(path, options.encoding):
        data = rest + text.encode()
        while skip and (match := re.search(rb"\r\n|\n|\r", data)):
            data = data[match.end() :]
            skip -= 1
            line += 1
        if skip:
            rest = b"" if final else data
            continue
        if final and data and not data.endswith((b"\n", b"\r")):
            data += b"\n"
        end = grammar.whole(data)
        rest = data[end:]
        if rest and grammar.flaw(rest, final or len(rest) > _LONGEST):
            _complain(path, line + lines(data[:end]), rest, grammar)
        if end:
            yield Piece(line, data[:end])
            line += lines(data[:end])


def lines(data: bytes) -> int:
    """How many line breaks there are."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _complain(path: Path, line: int, rest: bytes, grammar: Grammar) -> None:
    at, what = grammar.flaw(rest, final=True) or (0, "a record does not end")
    line += lines(rest[:at])
    near = rest[max(0, at - 20) : at + 20].decode("utf-8", "replace")
    raise ToolError(
        f"{path}, line {line:,}: broken quoting: {what}, near {near!r}. No record was used; mend the "
        "line, or set another quote (empty: quotes are letters like others)",
        "quote",
    )


def _texts(path: Path, encoding: str) -> Iterator[tuple[str, bool]]:
    """The text piece by piece, never parting the two halves of a Windows line break."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    held, offset = "", 0
    with path.open("rb") as file:
        while True:
            # A small first piece, so that looking at the head stays quick.
            raw = file.read(_PIECE if offset else _HEAD)
            try:
                text = held + decoder.decode(raw, final=not raw)
            except UnicodeDecodeError as error:
                raise ToolError(
                    f"{path} is not {encoding}: byte {error.object[error.start]:#04x} near position "
                    f"{offset + error.start:,}; choose another encoding, such as windows-1252 or utf-16",
                    "encoding",
                ) from error
            offset += len(raw)
            held = "\r" if raw and text.endswith("\r") else ""
            yield text[: len(text) - len(held)], not raw
            if not raw:
                return
