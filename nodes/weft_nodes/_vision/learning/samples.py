"""Labelled pictures of one input: which records are used, which are not and why.

Pictures stay in the memory-mapped table; only their positions, labels, digests and sizes are held.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import RunContext, ToolError, open_picture
from weft_nodes._vision.learning.targets import Reading, Target, read_labels

_CHUNK = 64
"""Pictures that a thread reads at a time: enough to hide the cost of handing over."""

_NO_SIZE = (0, 0)

_AS_IT_IS = Reading()

_FILE_COLUMNS = ("FileName", "file", "FullPath")
"""Columns by which Directory and Image Input name the file of a picture, the shortest name first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two inputs: its name, its letter, and the columns that were chosen."""

    name: str
    letter: str
    picture: str
    label: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is not used: its number in the input, from 1, and why."""

    record: int
    reason: str


@dataclass(frozen=True)
class Samples:
    """The usable pictures of one input.

    Attributes:
        side: Where they come from.
        pictures: The whole column, encoded pictures.
        rows: (n,) positions in `pictures` that are used.
        labels: (n,) labels as text, without nulls; several of a picture, and numbers, as they are read.
        label_type: The type of one label.
        skipped: The other records.
        digests: (n,) SHA-256 of each picture.
        sizes: (n, 2) width and height of each picture in pixels.
        files: Of every record as in `pictures`, the name or path of its file; None where no column tells.
        target: What the labels are.
        values: (n,) several labels as lists of text, or numbers as float64; None for classes.
    """

    side: Side
    pictures: pa.ChunkedArray
    rows: npt.NDArray[np.int64]
    labels: pa.Array
    label_type: pa.DataType
    skipped: tuple[Skipped, ...] = ()
    digests: Sequence[bytes] = ()
    sizes: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    files: pa.ChunkedArray | None = None
    target: Target = "classes"
    values: pa.Array | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def picture(self, position: int) -> bytes:
        """The encoded picture at a position among the used ones."""
        return bytes(self.pictures[int(self.rows[position])].as_py())

    def file(self, position: int) -> str:
        """The name of the file of a used picture, without its folder; empty where it is not known."""
        path = None if self.files is None else self.files[int(self.rows[position])].as_py()
        return re.split(r"[/\\]", path)[-1] if path else ""

    def keep(self, used: npt.NDArray[np.bool_], reasons: Sequence[str]) -> "Samples":
        """Only the pictures marked in `used`; `reasons` tells why of each other one, in order."""
        if used.all():
            return self
        left_out = self.rows[~used]
        skipped = [Skipped(int(row) + 1, reason) for row, reason in zip(left_out, reasons, strict=True)]
        return replace(
            self,
            rows=self.rows[used],
            labels=self.labels.filter(pa.array(used)),
            skipped=(*self.skipped, *skipped),
            digests=[digest for digest, keep in zip(self.digests, used, strict=False) if keep],
            sizes=self.sizes[used] if len(self.sizes) else self.sizes,
            values=None if self.values is None else self.values.filter(pa.array(used)),
        )

    def numbers(self) -> npt.NDArray[np.float64]:
        """(n,) the numbers to learn, where they are the target."""
        assert self.values is not None
        found: npt.NDArray[np.float64] = self.values.to_numpy(zero_copy_only=False)
        return found

    def label_values(self) -> pa.Array:
        """Each label of each picture as text, one after the other, where several are the target."""
        assert self.values is not None
        return pc.list_flatten(self.values)

    def codes(self, classes: Sequence[str]) -> npt.NDArray[np.int64]:
        """(n,) the position of each label in `classes`."""
        found = pc.index_in(self.labels, value_set=pa.array(classes, pa.string()))
        return found.to_numpy(zero_copy_only=False).astype(np.int64)


def gather(table: pa.Table, side: Side, reading: Reading = _AS_IT_IS) -> Samples:
    """The records of an input that have a picture and a label.

    Raises:
        ToolError: The label column cannot be read as is wished.
    """
    pictures = table.column(side.picture)
    labels = table.column(side.label).combine_chunks()
    if problem := reading.problem(side.label, labels.type):
        raise ToolError(problem, f"{side.name}_label")
    read = read_labels(labels, reading)
    everything = Samples(
        side,
        pictures,
        np.arange(len(labels)),
        read.text,
        read.one,
        files=_file_column(table),
        target=reading.target(labels.type),
        values=read.values,
    )
    no_label, no_number = np.asarray(labels.is_null()), np.asarray(read.text.is_null())
    missing = no_number | np.asarray(pictures.is_null())
    reasons = [_why(no_label[row], no_number[row]) for row in np.flatnonzero(missing)]
    return everything.keep(~missing, reasons)


def _why(no_label: bool, no_number: bool) -> str:
    if no_label:
        return "the label is null"
    return "the label is no finite number" if no_number else "the picture is null"


def _file_column(table: pa.Table) -> pa.ChunkedArray | None:
    there = (table.column(name) for name in _FILE_COLUMNS if table.schema.names.count(name) == 1)
    return next((column for column in there if pa.types.is_string(column.type)), None)


def survey(samples: Samples, ctx: RunContext) -> Samples:
    """Digests and sizes of all pictures; what is no picture at all is skipped."""
    digests: list[bytes] = []
    sizes: list[tuple[int, int]] = []
    reasons: list[str] = []

    def look(chunk: range) -> list[tuple[bytes, tuple[int, int] | str]]:
        pictures = (samples.picture(position) for position in chunk)
        return [(hashlib.sha256(picture).digest(), _size(picture)) for picture in pictures]

    for found in ctx.map(look, chunks(len(samples))):
        for digest, size in found:
            digests.append(digest)
            sizes.append(_NO_SIZE if isinstance(size, str) else size)
            reasons += [size] if isinstance(size, str) else []
        ctx.progress(len(digests), len(samples), f"looking at {samples.side.name} pictures")
    measured = np.array(sizes, np.int32).reshape(-1, 2)
    return replace(samples, digests=digests, sizes=measured).keep(measured[:, 0] > 0, reasons)


def chunks(count: int, size: int = _CHUNK) -> Iterator[range]:
    """Positions from 0 to `count` in runs of `size`."""
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


def _size(picture: bytes) -> tuple[int, int] | str:
    """Width and height from the head of the file, or why it cannot be read."""
    try:
        with open_picture(io.BytesIO(picture)) as opened:
            return opened.size
    except ToolError as error:
        return str(error)


def tell_skipped(samples: Samples, ctx: RunContext) -> None:
    """Warn of the records that are not used, one warning a reason."""
    by_reason: dict[str, list[int]] = {}
    for skipped in samples.skipped:
        by_reason.setdefault(skipped.reason, []).append(skipped.record)
    for reason, records in by_reason.items():
        message = f"{samples.side.name} records are skipped: {reason}"
        ctx.warn(message, len(records), f"record {records[0]:,} of {samples.side.letter}")


def require(samples: Samples) -> None:
    """Raise a `ToolError` where an input has nothing to work with."""
    if len(samples):
        return
    side = samples.side
    if not samples.skipped:
        raise ToolError(f"input {side.letter} is empty: it has no {side.name} pictures; connect some records")
    first = samples.skipped[0]
    raise ToolError(
        f"none of the {len(samples.skipped):,} records of input {side.letter} can be used; "
        f"record {first.record:,}: {first.reason}"
    )
