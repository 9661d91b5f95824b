"""What the last run of a workflow left: under which keys its results rest, and what they were made of.

It answers where to find the records of a node, why a node runs again, and what schema an output
really had.
"""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from weft.storage.files import check_present, write_whole
from weft.storage.folder import FolderStore


class NodeMemory(BaseModel):
    """One node: the key of its stage, the parts that it added to it, and a digest of what it came from."""

    model_config = ConfigDict(frozen=True)

    stage: str
    root: str
    tool: str
    version: int
    settings: str
    fingerprint: str
    lineage: str = ""


class WorkflowMemory(BaseModel):
    """The nodes of a workflow as the last run left them."""

    model_config = ConfigDict(frozen=True)

    workflow: str
    nodes: dict[str, NodeMemory] = {}


def recall(store: FolderStore, workflow: Path) -> WorkflowMemory:
    """What the last run of a workflow left; empty where it never ran."""
    try:
        return WorkflowMemory.model_validate_json(_place(store, workflow).read_bytes())
    except (FileNotFoundError, ValueError):
        return WorkflowMemory(workflow=str(workflow.resolve()))


def memorise(store: FolderStore, workflow: Path, nodes: dict[str, NodeMemory]) -> None:
    """Remember these nodes; what is known of others stays."""
    known = recall(store, workflow)
    path = _place(store, workflow)
    check_present(store.root)
    path.parent.mkdir(exist_ok=True)
    write_whole(path, known.model_copy(update={"nodes": known.nodes | nodes}).model_dump_json())


def carry(store: FolderStore, workflow: Path, new: Path) -> None:
    """Remember of a workflow file under its new name what is remembered under the old one."""
    old, place = _place(store, workflow), _place(store, new)
    known = recall(store, workflow)
    if known.nodes:
        write_whole(place, known.model_copy(update={"workflow": str(new.resolve())}).model_dump_json())
        old.unlink(missing_ok=True)
    else:
        place.unlink(missing_ok=True)  # of another file that had the name


def _place(store: FolderStore, workflow: Path) -> Path:
    full = str(workflow.resolve())
    name = workflow.name.partition(".")[0]
    return store.root / "workflows" / f"{name}-{hashlib.sha256(full.encode()).hexdigest()[:12]}.json"
