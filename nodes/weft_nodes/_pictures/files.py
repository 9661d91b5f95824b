"""Many picture files read on several threads, in order, with few of them in memory at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._pictures.reading import Encoded, Many, Reading, Unreadable, Whole, encode_page, pages, read

_CHUNK_FILES = 32
_CHUNK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to read.

    Attributes:
        source: The batch whose record names it; one without columns where none does.
        row: The row of that record.
        path: The file, None where the record names none.
    """

    source: pa.RecordBatch
    row: int
    path: Path | None


def read_files(
    wanted: Iterable[Wanted], how: Reading, ctx: RunContext
) -> Iterator[tuple[Wanted, Encoded | Unreadable]]:
    """Every page of every file, in the order of the files, or why there is none."""
    for item, content in _contents(iter(wanted), how, ctx):
        match content:
            case Whole(data):
                yield item, Encoded(1, data)
            case Unreadable():
                yield item, content
            case Many(path):
                for page in ctx.map(encode_page, pages(path, how)):
                    yield item, page


def _contents(
    wanted: Iterator[Wanted], how: Reading, ctx: RunContext
) -> Iterator[tuple[Wanted, Whole | Many | Unreadable]]:
    """Small files are read several at a time, since a thread that is handed one file of 10 KB is
    busier with the handing over than with the file; large ones one at a time, for the memory."""

    def one(item: Wanted) -> Whole | Many | Unreadable:
        return Unreadable("the path is empty") if item.path is None else read(item.path, how)

    def several(items: list[Wanted]) -> tuple[list[Wanted], list[Whole | Many | Unreadable]]:
        contents: list[Whole | Many | Unreadable] = []
        size = 0
        for item in items:
            if size > _CHUNK_BYTES:
                break
            contents.append(content := one(item))
            size += len(content.data) if isinstance(content, Whole) else 0
        return items, contents

    for items, contents in ctx.map(several, iter(lambda: list(islice(wanted, _CHUNK_FILES)), [])):
        yield from zip(items, contents, strict=False)
        rest = items[len(contents) :]
        yield from zip(rest, ctx.map(one, rest), strict=True)
