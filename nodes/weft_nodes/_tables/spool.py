"""Lay a stream down on disk, so that it can be read again by row number without memory."""

from pathlib import Path

import pyarrow as pa

from weft.sdk import Input, RunContext


def spool(records: Input, ctx: RunContext, name: str = "spool") -> pa.Table:
    """All records of an input, memory-mapped from a file in the node's scratch folder."""
    path: Path = ctx.scratch() / f"{name}.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, records.schema) as writer:
        for batch in records:
            ctx.check_cancelled()
            writer.write_batch(batch)
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
