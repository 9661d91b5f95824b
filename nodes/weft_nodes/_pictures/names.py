"""Names: how a record is called in messages, and what a file may be called."""

import re
import unicodedata

import pyarrow as pa

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_MAX_BYTES = 200
"""Most file systems allow 255 bytes; the rest is for the ending, a number and a temporary name."""


def record_name(batch: pa.RecordBatch, row: int) -> str:
    """How a message calls the picture of a record: by its file where a column tells it."""
    for column in ("file", "FullPath", "FileName"):
        index = batch.schema.get_field_index(column)
        if index >= 0 and batch.column(index)[row].is_valid:
            return str(batch.column(index)[row].as_py())
    return "a record"


def safe_name(text: str) -> str:
    """The last part of a path as a name that every system takes and that leads nowhere else.

    What no file name may hold becomes `_`; empty where nothing of the text is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", text).rstrip("/\\"))[-1]
    name = _FORBIDDEN.sub("_", last).strip(" ").rstrip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    return name.encode("utf-8", "ignore")[:_MAX_BYTES].decode("utf-8", "ignore").rstrip(". ")
