"""Watch one output of a running node: check its promise, count, keep a preview, bring it to rest."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from weft.errors import ToolError
from weft.events import OutputRecords
from weft.run.journal import Journal
from weft.run.reporter import PROGRESS_SECONDS
from weft.sdk.anchors import OutputAnchor
from weft.sdk.columns import type_name
from weft.sdk.models import ModelType
from weft.sdk.pictures import PictureType
from weft.storage.artifacts import ArtifactWriter
from weft.storage.previews import Preview
from weft.storage.records import OutputRecord

BATCH_BYTES = 64 * 2**20
BATCH_RECORDS = 1 << 16
BATCH_PICTURES = 1 << 10


def cut(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Slices of a batch of at most 64 MB and 65,536 records, 1,024 where it holds pictures."""
    heavy = any(isinstance(field.type, PictureType | ModelType) for field in batch.schema)
    most = BATCH_PICTURES if heavy else BATCH_RECORDS
    if batch.num_rows <= most and batch.nbytes <= BATCH_BYTES:
        yield batch
        return
    per_record = max(1, batch.nbytes // batch.num_rows)
    step = max(1, min(most, BATCH_BYTES // per_record))
    for start in range(0, batch.num_rows, step):
        yield batch.slice(start, step)


@dataclass
class Output:
    """An output of a running node.

    Attributes:
        node: The node.
        anchor: The output, with its letter.
        promised: Its schema, None until the first batch tells it.
        folder: The folder of the artifact that is being written.
        rests: Whether all records are written, or only counted and previewed.
        journal: Who hears the counts.
    """

    node: str
    anchor: OutputAnchor
    promised: pa.Schema | None
    folder: Path
    rests: bool
    journal: Journal
    records: int = 0
    bytes: int = 0
    _told: float = 0.0
    _preview: Preview | None = None
    _writer: ArtifactWriter | None = None

    @property
    def name(self) -> str:
        """The name of the output."""
        return self.anchor.name

    def take(self, batch: pa.RecordBatch) -> None:
        """Check, count, preview and write a batch.

        Raises:
            ToolError: The batch breaks the promise of the schema.
        """
        if self.promised is None:
            self.promised = batch.schema
        elif not batch.schema.equals(self.promised):
            raise ToolError(_broken_promise(self.name, self.promised, batch.schema))
        self.records += batch.num_rows
        self.bytes += batch.nbytes
        if self._preview is None:
            self._preview = Preview(self.promised)
        self._preview.add(batch)
        if self.rests:
            self._open_writer().write(batch)
        if time.monotonic() - self._told >= PROGRESS_SECONDS:
            self._tell(done=False)

    def finish(self) -> OutputRecord | None:
        """End the output: its record, or None where no batch came and nothing was promised."""
        if self.promised is None:
            if self.rests:
                raise ToolError(f"output {self.name!r} gave no records and promised no schema")
            return None
        digest = self._open_writer().close() if self.rests else ""
        preview = self._preview or Preview(self.promised)
        preview.write(self.folder / "preview" / f"{self.node}.{self.name}.arrow")
        self._tell(done=True)
        return OutputRecord(
            node=self.node,
            anchor=self.name,
            letter=self.anchor.letter,
            schema_=self.promised,
            records=self.records,
            bytes=self.bytes,
            digest=digest,
        )

    def abandon(self) -> None:
        """Close what is open; nothing of it will be used."""
        if self._writer is not None:
            self._writer.abandon()

    def _open_writer(self) -> ArtifactWriter:
        if self._writer is None:
            assert self.promised is not None
            self._writer = ArtifactWriter(self.folder / f"{self.node}.{self.name}.arrow", self.promised)
        return self._writer

    def _tell(self, done: bool) -> None:
        self._told = time.monotonic()
        self.journal.tell(
            OutputRecords(node=self.node, anchor=self.name, records=self.records, bytes=self.bytes, done=done)
        )


def _broken_promise(anchor: str, promised: pa.Schema, given: pa.Schema) -> str:
    def described(schema: pa.Schema) -> list[str]:
        return [f"{field.name}: {type_name(field.type)}" for field in schema]

    wanted, found = described(promised), described(given)
    missing = [each for each in wanted if each not in found]
    extra = [each for each in found if each not in wanted]
    details = [f"without {', '.join(missing)}"] if missing else []
    details += [f"with {', '.join(extra)}"] if extra else []
    return (
        f"output {anchor!r} gave records {' and '.join(details) or 'in another order of columns'} "
        "than it promised; this is a mistake of the tool"
    )
