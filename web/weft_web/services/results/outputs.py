"""Where the results of runs rest, and how to open them."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from weft.errors import StoreError, suggestion
from weft.storage.folder import FolderStore
from weft.storage.memory import recall
from weft.storage.records import OutputRecord, StageRecord
from weft_web.services.core import NotFoundError
from weft_web.services.memo import Memo

_OPEN = 4
"""How many results stay mapped: a page of pictures asks for one a hundred times."""

_PLACE = re.compile(
    r"(?P<key>[0-9a-f]{40,64})\.(?P<node>[a-z][a-z0-9_]{0,199})\.(?P<anchor>[A-Za-z][A-Za-z0-9_]{0,199})"
    r"\.(?P<row>\d{1,15})\.(?P<column>\d{1,6})",
    re.ASCII,
)


@dataclass(frozen=True)
class Place:
    """Where a cell rests: the key of the stage, the output, and the cell's place in it.

    As text it goes to the canvas and comes back; nothing of it is a path of a file.
    """

    key: str
    node: str
    anchor: str
    row: int
    column: int

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that a text names.

        Raises:
            NotFoundError: It names none.
        """
        found = _PLACE.fullmatch(text)
        if found is None:
            raise NotFoundError(f"{text[:100]!r} is no place of a cell; take the one that came with it")
        return cls(found["key"], found["node"], found["anchor"], int(found["row"]), int(found["column"]))

    def __str__(self) -> str:
        return f"{self.key}.{self.node}.{self.anchor}.{self.row}.{self.column}"


@dataclass(frozen=True)
class Kept:
    """What a run left of one output.

    Attributes:
        key: The key of its stage.
        record: What is remembered of it.
        revision: Names this very result.
    """

    key: str
    record: OutputRecord
    revision: str

    @property
    def complete(self) -> bool:
        """Whether all records rest, not only the first ones."""
        return bool(self.record.digest)

    def place(self, row: int, column: int) -> Place:
        """Where one of its cells rests."""
        return Place(self.key, self.record.node, self.record.anchor, row, column)


class Outputs:
    """The outputs of the last runs of workflows."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self._opened: Memo[str, pa.Table] = Memo(_OPEN)

    def stages(self, workflow: Path) -> dict[str, StageRecord]:
        """By node, the stage in which it ran last. Those that nothing is remembered of are left out."""
        known = {name: memory.stage for name, memory in recall(self.store, workflow).nodes.items()}
        records = {key: self.store.find(key) for key in set(known.values())}
        return {name: record for name, key in known.items() if (record := records[key]) is not None}

    def of_node(self, workflow: Path, node: str) -> tuple[Kept, ...]:
        """The outputs of a node.

        Raises:
            NotFoundError: It has not run yet.
        """
        memory = recall(self.store, workflow).nodes.get(node)
        record = self.store.find(memory.stage) if memory else None
        if record is None:
            raise NotFoundError(f"node {node!r} has no result yet; run the workflow first")
        return tuple(kept(record, each) for each in record.outputs if each.node == node)

    def find(self, workflow: Path, node: str, anchor: str) -> Kept:
        """An output by the name of its anchor, or its letter.

        Raises:
            NotFoundError: The node has not run, or has no such output.
        """
        found = self.of_node(workflow, node)
        for each in found:
            if anchor in (each.record.anchor, each.record.letter):
                return each
        names = [each.record.anchor for each in found]
        raise NotFoundError(f"node {node!r} left nothing at an output {anchor!r}{suggestion(anchor, names)}")

    def at(self, place: Place) -> Kept:
        """The output that a cell belongs to.

        Raises:
            NotFoundError: There is none.
        """
        record = self.store.find(place.key)
        for each in record.outputs if record else ():
            if (each.node, each.anchor) == (place.node, place.anchor):
                assert record is not None
                return kept(record, each)
        raise NotFoundError(
            f"there is no result of node {place.node!r} at this place; run the workflow again"
        )

    def open(self, found: Kept) -> pa.Table:
        """The records, memory-mapped: all of them, or the first.

        Raises:
            NotFoundError: They were removed, or cannot be read.
        """
        record = found.record
        if self.store.has_data(found.key):
            open_table = self.store.open if found.complete else self.store.open_preview
            try:
                return self._opened.get(
                    found.revision, lambda: open_table(found.key, record.node, record.anchor)
                )
            except StoreError as error:
                raise NotFoundError(str(error)) from error
        raise NotFoundError(
            f"the result of node {record.node!r} was removed to save space; run the workflow again"
        )


def kept(stage: StageRecord, record: OutputRecord) -> Kept:
    """One output of a stage that ran."""
    # How long it took is never the same twice, so a run by force has a name of its own.
    named = f"{stage.key} {record.node} {record.anchor} {record.digest} {stage.seconds!r}"
    return Kept(stage.key, record, hashlib.sha256(named.encode()).hexdigest()[:24])
