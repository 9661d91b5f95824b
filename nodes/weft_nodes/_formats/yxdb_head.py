"""The head of a `.yxdb` file (first engine): columns, number of records, and its first cells.

Everything here reads a few kilobytes and imports nothing heavy, so that it may run on every edit.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

from weft.sdk import ToolError

MAGIC = b"Alteryx Database File"
MAGIC_2 = b"Alteryx e2 Database file"
BLOCK = 262_144
"""Most bytes of a block when unpacked."""

_START = 512
_WIDTHS = MappingProxyType(
    {
        **{"Bool": 1, "Byte": 2, "Int16": 3, "Int32": 5, "Int64": 9, "Float": 5, "Double": 9},
        **{"Date": 11, "Time": 9, "DateTime": 20, "V_String": 4, "V_WString": 4, "Blob": 4, "SpatialObj": 4},
    }
)
_SIZED = frozenset({"String", "WString", "FixedDecimal"})


@dataclass(frozen=True, slots=True)
class Field:
    """One column as the file declares it; `size` and `scale` are 0 where they mean nothing."""

    name: str
    type: str
    size: int
    scale: int
    source: str

    @property
    def width(self) -> int:
        """Bytes in the fixed part of a record."""
        if self.type in ("String", "FixedDecimal"):
            return self.size + 1
        if self.type == "WString":
            return 2 * self.size + 1
        return _WIDTHS[self.type]


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says.

    Attributes:
        fields: The columns.
        records: The number of records.
        start: Where the first block begins.
        end: Where the blocks end, 0 where the file does not say.
        packed: The blocks are packed by LZF.
        meta: The column list as XML text.
    """

    fields: tuple[Field, ...]
    records: int
    start: int
    end: int
    packed: bool
    meta: str


def read_head(path: Path) -> Head:
    """The head of the file.

    Raises:
        ToolError: The file is empty, cut short, of another kind or of the second engine.
    """
    with path.open("rb") as file:
        head = file.read(_START)
        if head.startswith(MAGIC_2):
            raise ToolError(second_engine(path))
        if not head.startswith(MAGIC):
            what = "is empty" if not head else "is no .yxdb file"
            raise ToolError(f"{path} {what}; choose another file, or its format by name")
        if len(head) < _START:
            raise ToolError(cut_short(path))
        (units,) = struct.unpack_from("<I", head, 80)
        end, records = struct.unpack_from("<qq", head, 96)
        (packing,) = struct.unpack_from("<i", head, 112)
        size = path.stat().st_size
        if size < max(end, _START + 2 * units):
            raise ToolError(cut_short(path))
        meta = file.read(2 * units)
    text = meta.decode("utf-16-le", "replace").rstrip("\0")
    return Head(_fields(text, path), records, _START + 2 * units, end, packing != 0, text)


def unpacked_size(path: Path, head: Head) -> int:
    """How many bytes the records have at most when unpacked: the blocks are counted, not read."""
    end = head.end or path.stat().st_size
    if not head.packed:
        return end - head.start
    blocks, at = 0, head.start
    with path.open("rb") as file:
        while at < end:
            file.seek(at)
            at += 4 + (int.from_bytes(file.read(4), "little") & 0x7FFFFFFF)
            blocks += 1
    return blocks * BLOCK


def cut_short(path: Path) -> str:
    """What to say of a file that ends too early."""
    return (
        f"{path} is cut short: it ends before its last record. No record of it is used; "
        "write or copy it again"
    )


def second_engine(path: Path) -> str:
    """What to say of a file of the AMP engine that cannot be read."""
    return (
        f"{path} was written by the AMP engine (version 2) in a way that cannot be read yet; "
        "write it in Designer with AMP switched off, or as .csv"
    )


def _fields(text: str, path: Path) -> tuple[Field, ...]:
    try:
        # Alteryx writes no declaration of entities; one would be an attack.
        if "<!" in text:
            raise ValueError("a document type")
        found = tuple(
            Field(
                name=element.attrib["name"],
                type=element.attrib["type"],
                size=int(element.get("size", "0")),
                scale=int(element.get("scale", "0")),
                source=element.get("source", ""),
            )
            for element in ElementTree.fromstring(text).iter("Field")
        )
        unknown = [field.type for field in found if field.type not in _WIDTHS.keys() | _SIZED]
        if unknown or not found:
            raise ValueError(f"types {unknown}")
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise ToolError(f"{path} is damaged: its list of columns cannot be read ({error})") from error
    return found
