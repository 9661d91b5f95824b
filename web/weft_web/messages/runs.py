"""Runs."""

from typing import Literal, TypeAlias

from weft.document.model import Document
from weft_web.messages.base import Message
from weft_web.messages.validation import DocumentAt

RunStatus: TypeAlias = Literal["queued", "running", "succeeded", "failed", "cancelled", "interrupted"]


class RunRequest(DocumentAt):
    """Run a document as it is, saved or not."""

    only: tuple[str, ...] = ()
    """Run these nodes and what they need; empty for all."""
    force: tuple[str, ...] = ()
    """Run these again though nothing changed."""
    use_cache: bool = True


class RunInfo(Message):
    """A run, at work or ended. Runs of the command line in the same store are listed too."""

    id: str
    path: str
    """The workflow file, from the workspace folder where it is inside."""
    title: str
    status: RunStatus
    created: float
    """Seconds since 1970, UTC."""
    started: float | None = None
    finished: float | None = None
    seconds: float | None = None
    """How long it worked."""
    position: int | None = None
    """How many runs are before it in the queue."""
    warnings: int = 0
    message: str = ""
    """Why it failed."""
    targets: tuple[str, ...] = ()
    resumable: bool = False
    """It did not come to a good end, and what it was asked is still known."""


class Cancellation(Message):
    """Stop a run: `finish` keeps the best so far of what learns, `abort` ends it now."""

    mode: Literal["finish", "abort"]


class RunDocument(Message):
    """What a run was asked to do."""

    path: str
    document: Document
