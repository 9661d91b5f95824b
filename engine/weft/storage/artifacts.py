"""One artifact: the records of an output as an Arrow IPC file, written in batches, read by mapping."""

import hashlib
import io
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa


class _Hashing(io.RawIOBase):
    """A file that hashes what is written; Arrow writes to any Python file object."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("wb", buffering=1 << 20)
        self._sha = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._sha.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        if not self._file.closed:
            self._file.flush()

    def close(self) -> None:
        try:
            if not self._file.closed:
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()
            super().close()

    def digest(self) -> str:
        return self._sha.hexdigest()


class ArtifactWriter:
    """Writes the batches of one output and counts them."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self._file = _Hashing(path)
        self._writer = pa.ipc.new_file(self._file, schema)

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a batch; empty ones leave no trace, so that equal records give equal digests."""
        if batch.num_rows:
            self._writer.write_batch(batch)

    def close(self) -> str:
        """End the file, bring it to the disk, and give the digest of its bytes."""
        self._writer.close()
        self._file.close()
        return self._file.digest()

    def abandon(self) -> None:
        """Close without ending the file; its folder is about to be removed."""
        # What could not be written for want of space cannot be written now either.
        with suppress(OSError):
            self._file.close()


def read_artifact(path: Path) -> pa.Table:
    """The records of an artifact, memory-mapped: nothing is read before it is looked at."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
