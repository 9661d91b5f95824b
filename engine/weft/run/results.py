"""Find the records of a node after a run: whole where they came to rest, else the first ones."""

from dataclasses import dataclass

import pyarrow as pa

from weft.document.model import Document
from weft.errors import StoreError, suggestion
from weft.run.checking import Request
from weft.storage.folder import FolderStore
from weft.storage.memory import recall


@dataclass(frozen=True)
class Result:
    """Records of one output.

    Attributes:
        node: The node.
        anchor: The output.
        table: Its records, memory-mapped: all of them, or the first where `complete` is False.
        records: How many there were in the run.
        complete: Whether `table` holds all of them.
    """

    node: str
    anchor: str
    table: pa.Table
    records: int
    complete: bool


def find_result(request: Request, node: str, anchor: str | None = None) -> Result:
    """The records that the last run left at an anchor of a node.

    An output may be named by its letter. An input anchor shows what came in; without an anchor it is
    the first output, or for a node without outputs the first input.

    Raises:
        StoreError: The node has not run, or has no such anchor.
    """
    document = request.read_document()
    if node not in document.nodes:
        hint = suggestion(node, document.nodes)
        raise StoreError(f"there is no node {node!r}{hint or f'; there are {_listed(document)}'}")
    store = request.open_store()
    known = recall(store, request.workflow).nodes.get(node)
    record = store.find(known.stage) if known else None
    if record is None or known is None:
        raise StoreError(f"node {node!r} has no result yet; run the workflow first")
    outputs = [each.anchor for each in record.outputs if each.node == node]
    letters = {each.letter: each.anchor for each in record.outputs if each.node == node and each.letter}
    incoming = {each.target_anchor: each for each in document.connections if each.target_node == node}
    wanted = anchor or next(iter([*outputs, *incoming]), None)
    if wanted not in outputs and wanted not in incoming:
        wanted = letters.get(wanted or "", wanted)
    if wanted in incoming and wanted not in outputs:
        source = incoming[wanted]
        return find_result(request, source.source_node, source.source_anchor)
    if wanted not in outputs:
        raise StoreError(f"node {node!r} has no anchor {anchor!r}; it has {', '.join([*outputs, *incoming])}")
    found = record.output(node, wanted)
    return Result(
        node,
        wanted,
        _records(store, record.key, node, wanted, bool(found.digest)),
        found.records,
        bool(found.digest),
    )


def _records(store: FolderStore, key: str, node: str, anchor: str, whole: bool) -> pa.Table:
    if not store.has_data(key):
        raise StoreError(f"the result of node {node!r} was removed to save space; run the workflow again")
    return store.open(key, node, anchor) if whole else store.open_preview(key, node, anchor)


def _listed(document: Document) -> str:
    return ", ".join(document.nodes)
