"""The first cells of a `.yxdb` file, without unpacking more of it than their beginning.

A saved model may have 500 MB; its card stands in its first kilobytes.
"""

import struct
from pathlib import Path
from typing import BinaryIO

from weft_nodes._formats.yxdb_head import BLOCK, Field, Head

_MOST_BYTES = 4 << 20
_MOST_RECORDS = 100
_VARIABLE = frozenset({"V_String", "V_WString", "Blob", "SpatialObj"})
_STORED = 1 << 31
_LARGEST = 2 * BLOCK
"""A damaged file may promise a block of 2 GB."""


class Cells:
    """Looks into the first records of a file, block by block."""

    def __init__(self, path: Path, head: Head) -> None:
        self._path = path
        self._head = head
        self._fixed = sum(field.width for field in head.fields)
        self._variable = any(field.type in _VARIABLE for field in head.fields)

    def first(self, field: Field) -> bytes:
        """The beginning of the first cell that is neither null nor empty, or no bytes at all.

        It is long enough to hold the header of a safetensors file where the cell seems to be one.
        """
        offset = sum(other.width for other in self._head.fields[: self._head.fields.index(field)])
        with self._path.open("rb") as file:
            file.seek(self._head.start)
            blocks = _Blocks(file, self._head)
            at = 0
            for _ in range(min(self._head.records, _MOST_RECORDS)):
                if not blocks.reach(at + self._fixed + 4):
                    break
                if cell := _beginning(blocks, at + offset):
                    return cell
                at += self._fixed
                if self._variable:
                    at += 4 + blocks.number(at)
        return b""


class _Blocks:
    """The unpacked beginning of the records, as much as was asked for."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        self._head = head
        self.data = bytearray()

    def reach(self, length: int) -> bool:
        """Unpack until there are so many bytes; False where the file or patience ends before."""
        while len(self.data) < min(length, _MOST_BYTES):
            block = self._next()
            if not block:
                break
            self.data += block
        return len(self.data) >= length

    def number(self, at: int) -> int:
        return int(struct.unpack_from("<I", self.data, at)[0])

    def _next(self) -> bytes:
        if not self._head.packed:
            return self._file.read(1 << 18)
        raw = self._file.read(4)
        if len(raw) < 4:
            return b""
        (length,) = struct.unpack("<I", raw)
        data = self._file.read(min(length & ~_STORED, _LARGEST))
        return data if length & _STORED else unpack(data)


def _beginning(blocks: _Blocks, at: int) -> bytes:
    """The beginning of a cell of a variable column whose four bytes in the fixed part are at `at`."""
    mark = blocks.number(at)
    if mark in (0, 1):
        return b""
    if not mark & _STORED and mark & 0x30000000:
        return bytes(blocks.data[at : at + (mark >> 28)])
    start = at + (mark & ~_STORED)
    if not blocks.reach(start + 4):
        return b""
    small = blocks.data[start] & 1
    length = blocks.data[start] >> 1 if small else blocks.number(start) >> 1
    start += 1 if small else 4
    blocks.reach(start + min(length, 16))
    if length > 8 and len(blocks.data) >= start + 8:
        (header,) = struct.unpack_from("<Q", blocks.data, start)
        if 8 + header <= length:
            blocks.reach(start + 8 + header)
    return bytes(blocks.data[start : start + length])


def unpack(packed: bytes) -> bytes:
    """One block packed by LZF: runs of plain bytes, and copies of what came up to 8 KB before.

    A damaged block gives what comes before the damage; reading the records finds it again.
    """
    out = bytearray()
    at = 0
    while at + 1 < len(packed):
        control = packed[at]
        at += 1
        if control < 32:
            out += packed[at : at + control + 1]
            at += control + 1
            continue
        length = (control >> 5) + 2
        if length == 9:
            length += packed[at]
            at += 1
        source = len(out) - ((control & 31) << 8) - packed[at] - 1 if at < len(packed) else -1
        at += 1
        if source < 0:
            break
        run = out[source : source + length]
        # A copy may reach into itself, as in a row of equal bytes.
        out += run * (length // len(run)) + run[: length % len(run)]
    return bytes(out)
