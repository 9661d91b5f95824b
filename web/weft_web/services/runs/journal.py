"""`events.jsonl`, read: whole, at its two ends, or as it grows. Lines that cannot be read are skipped."""

import json
from dataclasses import dataclass
from pathlib import Path

from weft.events import Entry, read_line

NAME = "events.jsonl"
_END_BYTES = 1 << 16
_BEHIND = 500
"""A client that lacks more lines than these is far behind."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a journal. `topic` is set where a later line of the same topic makes it needless."""

    seq: int
    type: str
    text: str
    topic: str = ""

    @classmethod
    def read(cls, data: bytes) -> "Line | None":
        """The line, if it is one. That its event is sound is left to whoever wants the event: a
        journal of a hundred thousand lines is to be sent at once.
        """
        try:
            text = data.decode().strip()
            found = json.loads(text)
            seq, kind, node = found["seq"], found["type"], found.get("node", "")
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if not isinstance(seq, int) or not isinstance(kind, str):
            return None
        if kind == "node.progress":
            return cls(seq, kind, text, f"{kind} {node}")
        if kind == "output.records":
            return cls(seq, kind, text, f"{kind} {node}.{found.get('anchor')}")
        return cls(seq, kind, text)

    @classmethod
    def of(cls, entry: Entry) -> "Line":
        """An event as a line."""
        return cls(entry.seq, entry.event.type, entry.to_line())

    def entry(self) -> Entry | None:
        """The event; None where it is none that this Weft knows."""
        try:
            return read_line(self.text)
        except (ValueError, KeyError):
            return None


class JournalTail:
    """Reads a journal on from where it was left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def read(self) -> list[Line]:
        """The lines that were added; a half-written one is left for the next time."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return []
        end = data.rfind(b"\n") + 1
        self._offset += end
        return [line for part in data[:end].split(b"\n") if (line := Line.read(part)) is not None]


def read_lines(path: Path, after: int = 0) -> list[Line]:
    """The lines of a journal that come after one of them."""
    return [line for line in JournalTail(path).read() if line.seq > after]


def read_ends(path: Path) -> tuple[Entry | None, Entry | None]:
    """The first and the last event, without what is between them."""
    try:
        with path.open("rb") as file:
            first = file.readline(_END_BYTES)
            size = file.seek(0, 2)
            file.seek(max(0, size - _END_BYTES))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError:
        return None, None
    return _entry(first), _entry(last)


def _entry(data: bytes) -> Entry | None:
    line = Line.read(data)
    return line.entry() if line is not None else None


def shorten(lines: list[Line]) -> list[Line]:
    """What to send to a client that lacks these lines; one that is far behind is spared the needless."""
    return thin(lines) if len(lines) > _BEHIND else lines


def thin(lines: list[Line]) -> list[Line]:
    """The lines without those that a later one makes needless; states, metrics and messages all stay."""
    latest = {line.topic: line.seq for line in lines if line.topic}
    return [line for line in lines if not line.topic or latest[line.topic] == line.seq]
