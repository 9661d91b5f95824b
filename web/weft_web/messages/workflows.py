"""Workflow files, drafts and samples."""

from typing import Literal

from pydantic import ConfigDict

from weft import errors
from weft.document.model import Document
from weft_web.messages.base import Message


class WorkflowEntry(Message):
    """A workflow file in the workspace."""

    path: str
    """Its path from the workspace folder, with `/`."""
    title: str
    """Its title, or its file name."""
    modified: float
    """Seconds since 1970, UTC."""
    revision: str
    """Digest of its bytes: the ETag."""
    problem: str = ""
    """Why it cannot be read; empty where it can."""


class WorkflowFile(Message):
    """A workflow as it stands on disk."""

    path: str
    revision: str
    modified: float
    document: Document


class NewWorkflow(Message):
    """Create a file. Exactly one of `document` and `sample` is given."""

    path: str
    """Where, from the workspace folder; ends in `.workflow.json`. For a sample: the folder."""
    document: Document | None = None
    sample: str | None = None
    """The name of a sample: its files are copied, and its pictures are drawn."""


class Renaming(Message):
    """Move a workflow file inside the workspace."""

    path: str
    """The new path."""


class Sample(Message):
    """A sample workflow that comes with Weft."""

    name: str
    title: str
    description: str
    workflows: tuple[str, ...]
    """The names of its workflow files, the one to open first at the front."""


class SampleCopy(Message):
    """A sample that was copied into the workspace."""

    folder: str
    workflows: tuple[WorkflowEntry, ...]


class Draft(Message):
    """Work that was not saved yet; it survives the browser and the server."""

    # It goes both ways, and has one description for both.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    path: str
    """The workflow that it is a draft of; the file need not exist."""
    base: str | None
    """The revision that the work began from; None for a file that does not exist yet."""
    document: Document
    saved: float = 0.0
    """When the server took it; seconds since 1970, UTC."""


class Removed(Message):
    """A file that was moved to the bin of the workspace."""

    bin: str
    """Where it lies now, from the workspace folder; rename it back to restore it."""


class Upload(Message):
    """An uploaded file."""

    path: str
    """From the root that it went to."""
    setting: str
    """The text to put into a setting of the workflow that it was uploaded for."""
    bytes: int


class FileEntry(Message):
    """One entry of a folder."""

    name: str
    path: str
    """From the root's folder."""
    setting: str
    """The text to put into a setting of the workflow that one browses for."""
    kind: Literal["folder", "picture", "table", "workflow", "other"]
    bytes: int
    modified: float


class Folder(Message):
    """What is in a folder. Hidden entries are left out."""

    root: str
    """The name of the root; `workspace` is the workspace folder."""
    roots: tuple[str, ...]
    path: str
    setting: str
    entries: tuple[FileEntry, ...]
    """Folders first, then by name."""
    pictures: int
    """How many pictures stand in it directly."""
    truncated: bool = False
    """There were more than 5,000 entries."""


class Problem(Message):
    """An answer that tells what went wrong, RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: tuple["ProblemAt", ...] = ()
    revision: str | None = None
    """With 412: the revision that is on disk now."""


class ProblemAt(Message):
    """One thing that is wrong, and where."""

    message: str
    node: str | None = None
    field: str | None = None
    severity: Literal["error", "warning"] = "error"

    @classmethod
    def of(cls, problem: errors.Problem) -> "ProblemAt":
        """A problem of the engine."""
        return cls(
            message=problem.message, node=problem.node, field=problem.field, severity=problem.severity.value
        )


class ServiceInfo(Message):
    """What the canvas needs to know of the service."""

    version: str
    workspace: str
    """The workspace folder, for people to read."""
    roots: tuple[str, ...]
    workers: int
