"""Pages of records: some rows of a table as cells, whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from weft_web.messages.results import Cell, RecordsPage
from weft_web.services.columns import column_info
from weft_web.services.memo import Memo
from weft_web.services.results.cells import cell
from weft_web.services.results.conditions import QueryError, column_index
from weft_web.services.results.outputs import Kept
from weft_web.services.results.selection import Rows, Selection, select

MOST_RECORDS = 1_000
"""Of one page."""

_ORDERS = 8
_ORDER_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Query:
    """Which records of an output, and what of them.

    Attributes:
        offset: How many of the wanted records come before the page.
        limit: How many there are on it at most.
        columns: Those to show, empty for all.
        rows: Only records of these numbers, in this order where nothing is sorted; None for all.
        selection: Filter, search and order.
    """

    offset: int = 0
    limit: int = 100
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] | None = None
    selection: Selection = field(default_factory=Selection)


class Pages:
    """Makes pages; what was sorted and filtered is kept for the next page of the same result."""

    def __init__(self) -> None:
        self._orders: Memo[tuple[str, Selection], Rows] = Memo(
            _ORDERS, _ORDER_BYTES, lambda rows: rows.nbytes
        )

    def page(self, found: Kept, table: pa.Table, query: Query) -> RecordsPage:
        """The records that a query asks for.

        Raises:
            QueryError: The query cannot be answered.
        """
        if query.offset < 0 or not 0 <= query.limit <= MOST_RECORDS:
            raise QueryError(f"a page starts at 0 or later and has at most {MOST_RECORDS:,} records")
        indices = _indices(query.columns, table.schema)
        matching, numbers = self._numbers(found, table, query)
        return RecordsPage(
            columns=tuple(column_info(table.schema.field(index)) for index in indices),
            rows=cells_at(found, table, numbers, indices),
            numbers=tuple(numbers),
            offset=query.offset,
            matching=matching,
            available=table.num_rows,
            records=found.record.records,
            complete=found.complete,
            revision=found.revision,
        )

    def _numbers(self, found: Kept, table: pa.Table, query: Query) -> tuple[int, list[int]]:
        """How many records match, and the numbers of those on the page."""
        part = slice(query.offset, query.offset + query.limit)
        if query.rows is None and query.selection.everything:
            return table.num_rows, list(range(table.num_rows)[part])
        order = self._order(found, table, query)
        return len(order), [int(number) for number in order[part]]

    def _order(self, found: Kept, table: pa.Table, query: Query) -> Rows:
        if query.rows is None:
            return self._selected(found, table, query.selection)
        asked = np.array([row for row in query.rows if 0 <= row < table.num_rows], np.int64)
        if query.selection.everything:
            return asked
        order = self._selected(found, table, query.selection)
        if query.selection.sort:
            return order[np.isin(order, asked)]
        return asked[np.isin(asked, order)]

    def _selected(self, found: Kept, table: pa.Table, selection: Selection) -> Rows:
        return self._orders.get((found.revision, selection), lambda: select(table, selection))


def _indices(names: Sequence[str], schema: pa.Schema) -> Sequence[int]:
    """The columns that are asked for. A name may hold commas, and several may stand in one text."""
    wanted = [
        column_index(name, schema)
        for given in names
        for name in ([given] if given in schema.names else given.split(","))
    ]
    return wanted or range(len(schema))


def cells_at(
    found: Kept, table: pa.Table, numbers: Sequence[int], indices: Sequence[int]
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of some records, found batch by batch so that nothing else of a table is touched."""
    batches = table.to_batches()
    ends = np.cumsum([batch.num_rows for batch in batches])
    rows = []
    for number in numbers:
        which = int(np.searchsorted(ends, number, side="right"))
        batch = batches[which]
        inside = number - (int(ends[which]) - batch.num_rows)
        rows.append(
            tuple(
                cell(batch.column(index)[inside], lambda n=number, i=index: str(found.place(n, i)))  # type: ignore[misc]
                for index in indices
            )
        )
    return tuple(rows)
