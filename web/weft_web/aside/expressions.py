"""Expressions on the first records of a result, away from the service: some take for ever."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from weft.errors import StoreError
from weft.storage.folder import FolderStore
from weft_nodes._formula import Assignment, Environment, analyse, target
from weft_web.services.results.cells import cell


def compute(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values of the last assignment, and of those before it by the names of their columns.

    None where the result is gone, or has not the columns that the expressions need.
    """
    store = FolderStore(Path(request["store"]))
    opened = store.open if request["complete"] else store.open_preview
    try:
        table = opened(request["key"], request["node"], request["anchor"]).slice(0, request["records"])
    except StoreError:
        return None
    assignments = [_assignment(each) for each in request["assignments"]]
    found = analyse(assignments, table.schema, Environment(Path(request["folder"])))
    if found.program is None:
        return None
    batches = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    results = [found.program.evaluate(batch) for batch in batches]
    columns = [pa.chunked_array(parts) for parts in zip(*results, strict=True)]
    named = {each.name: _cells(column) for each, column in zip(assignments[:-1], columns, strict=False)}
    return {"values": _cells(columns[-1]), "columns": named}


def _assignment(told: Mapping[str, Any]) -> Assignment:
    kind = target(*told["type"]) if told["type"] else None
    return Assignment(told["name"], told["expression"], kind, told["condition"])


def _cells(column: pa.ChunkedArray) -> list[Any]:
    shown = (cell(scalar) for scalar in column)
    return [each.model_dump() if isinstance(each, BaseModel) else each for each in shown]
