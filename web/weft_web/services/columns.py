"""Columns in the words of the canvas."""

from typing import get_args

import pyarrow as pa

from weft.sdk import fits, type_name
from weft.sdk.columns import ColumnKind
from weft_web.messages.validation import ColumnInfo


def column_info(field: pa.Field) -> ColumnInfo:
    """The name of a column, its type as users read it, and which settings it fits."""
    kinds = tuple(kind for kind in get_args(ColumnKind) if fits(field.type, kind))
    return ColumnInfo(name=field.name, type=type_name(field.type), kinds=kinds)
