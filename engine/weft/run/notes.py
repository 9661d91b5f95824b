"""Notes of where results rest, written while a run goes on, so that finished nodes can be looked at."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from weft.plan.keys import NodePart
from weft.plan.stages import Stage
from weft.storage.folder import FolderStore
from weft.storage.memory import NodeMemory, memorise
from weft.storage.records import StageRecord


@dataclass
class ResultNotes:
    """Collects what a run leaves of a workflow. Used by one thread.

    Attributes:
        store: Where it is written.
        workflow: The file.
        parts: What each node adds to the key of its stage.
        lineages: What each node comes from.
    """

    store: FolderStore
    workflow: Path
    parts: Mapping[str, NodePart]
    lineages: Mapping[str, str]
    _unwritten: dict[str, NodeMemory] = field(default_factory=dict)

    def add(self, stage: Stage, record: StageRecord) -> None:
        """Note the result of a stage."""
        for name in stage.nodes:
            part = asdict(self.parts[name])
            self._unwritten[name] = NodeMemory(
                stage=record.key, root=record.root, lineage=self.lineages[name], **part
            )

    def write(self) -> None:
        """Write down what was added since the last time: when a stage ends, and before one begins."""
        if self._unwritten:
            memorise(self.store, self.workflow, self._unwritten)
            self._unwritten = {}
