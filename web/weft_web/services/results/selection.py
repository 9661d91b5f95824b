"""Which records of a table are shown, and in what order: filtered, searched and sorted."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import type_name
from weft_web.messages.results import Condition
from weft_web.services.results.conditions import (
    QueryError,
    column_index,
    condition_mask,
    conjunction,
    decoded,
    search_mask,
    shown_as_text,
    value_type,
)

Rows: TypeAlias = npt.NDArray[np.uint32] | npt.NDArray[np.int64]
"""Numbers of records, from 0."""


@dataclass(frozen=True)
class Selection:
    """What of a table is wanted. Can be a part of a dictionary's key.

    Attributes:
        sort: The column to sort by; empty for the order of the output.
        descending: From the greatest to the least; nulls stand last in any case.
        conditions: What must hold.
        search: What some cell must contain.
    """

    sort: str = ""
    descending: bool = False
    conditions: tuple[Condition, ...] = ()
    search: str = ""

    @property
    def everything(self) -> bool:
        """Whether it is the whole table as it stands."""
        return not (self.sort or self.conditions or self.search)


def select(table: pa.Table, selection: Selection) -> Rows:
    """The numbers of the wanted records in the wanted order.

    Raises:
        QueryError: A column does not exist or cannot be sorted or compared like that.
    """
    try:
        return _select(table, selection)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        raise QueryError(f"some values cannot be compared: {reason}; take other columns") from error


def _select(table: pa.Table, selection: Selection) -> Rows:
    rows = _matching(table, selection) if selection.conditions or selection.search else None
    if not selection.sort:
        return _compact(np.arange(table.num_rows) if rows is None else rows)
    column = _sortable(table, selection.sort)
    if rows is not None:
        column = column.take(pa.array(rows))
    order = "descending" if selection.descending else "ascending"
    places = pc.sort_indices(column, sort_keys=[("", order)]).to_numpy()
    return _compact(places if rows is None else rows[places])


def _matching(table: pa.Table, selection: Selection) -> npt.NDArray[np.int64]:
    schema = table.schema
    masks = [
        (column_index(each.column, schema), condition_mask(each, schema)) for each in selection.conditions
    ]
    searched = [index for index, field in enumerate(schema) if shown_as_text(value_type(field.type))]
    found = search_mask(selection.search)
    parts = []
    start = 0
    for batch in table.to_batches():
        holds = [mask(batch.column(index)) for index, mask in masks]
        if selection.search:
            hits = pa.array(np.zeros(batch.num_rows, np.bool_))
            for index in searched:
                with suppress(pa.ArrowException):  # odd values must not hide those of other columns
                    hits = pc.or_(hits, pc.fill_null(found(batch.column(index)), False))
            holds.append(hits)
        parts.append(np.flatnonzero(np.asarray(conjunction(holds))) + start)
        start += batch.num_rows
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _sortable(table: pa.Table, name: str) -> pa.Array | pa.ChunkedArray:
    index = column_index(name, table.schema)
    kind = table.schema.field(index).type
    if pa.types.is_null(kind):
        return pa.array(np.zeros(table.num_rows, np.int8))
    if not shown_as_text(value_type(kind)):
        raise QueryError(f"column {name!r} holds {type_name(kind)}, which has no order; sort by another")
    parts = [_plain(chunk) for chunk in table.column(index).chunks]
    return pa.chunked_array(parts, _plain(pa.array([], kind)).type).combine_chunks()


def _plain(values: pa.Array) -> pa.Array:
    values = decoded(values)
    if pa.types.is_string(values.type):
        return values.cast(pa.large_string())  # all of a column can be more than 2 GB
    return values.cast(pa.int64()) if pa.types.is_duration(values.type) else values


def _compact(rows: npt.NDArray[np.generic]) -> Rows:
    """Half the memory, as long as that holds the numbers."""
    small = len(rows) == 0 or int(rows.max()) < 2**32
    found: Rows = rows.astype(np.uint32) if small else rows.astype(np.int64)
    return found
