"""Previews: the first records of every output, so that any anchor can be looked at after a run."""

from pathlib import Path

import pyarrow as pa

PREVIEW_RECORDS = 1_000
PREVIEW_BYTES = 8 * 2**20


class Preview:
    """Collects the first records of an output: at most 1,000, and at most 8 MB but at least one.

    They are serialised at once: a slice that is kept would hold the memory of its whole batch.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._buffer = pa.BufferOutputStream()
        self._writer = pa.ipc.new_file(self._buffer, schema)
        self._records = 0
        self._bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take what still fits of a batch."""
        left = PREVIEW_RECORDS - self._records
        if left <= 0 or self._bytes >= PREVIEW_BYTES or not batch.num_rows:
            return
        part = batch.slice(0, left)
        while part.num_rows > 1 and self._bytes + part.nbytes > PREVIEW_BYTES:
            part = part.slice(0, part.num_rows // 2)
        self._writer.write_batch(part)
        self._records += part.num_rows
        self._bytes += part.nbytes

    def write(self, path: Path) -> None:
        """Write the preview as an Arrow IPC file."""
        self._writer.close()
        path.write_bytes(self._buffer.getvalue())
