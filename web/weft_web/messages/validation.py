"""What the server says of a document: problems, schemas, what would run."""

from pydantic import Field, JsonValue

from weft.document.model import Document
from weft.events import NodePlan
from weft_web.messages.base import Message
from weft_web.messages.workflows import ProblemAt


class DocumentAt(Message):
    """A document, saved or not, and the file that it is or will be."""

    path: str
    """From the workspace folder: paths in settings count from its folder."""
    document: Document
    parameters: dict[str, JsonValue] = Field(default_factory=dict)
    """Values of the workflow's parameters; the others have their defaults."""


class ColumnInfo(Message):
    """A column as it flows over a connection."""

    name: str
    type: str
    """As users read it: `picture`, `text`, `int64`, `date`."""
    kinds: tuple[str, ...]
    """Which kinds of column settings it fits: `any`, `text`, `number`, `integer`, `bool`, `time`,
    `picture`, `label`."""


class Validation(Message):
    """All that is known of a document without running it."""

    problems: tuple[ProblemAt, ...]
    schemas: dict[str, tuple[ColumnInfo, ...] | None]
    """By output, `node.anchor`; None where only a run can tell."""
    annotations: dict[str, str]
    """The automatic text under each node."""
    skipped: dict[str, str]
    """Nodes that would not run as they, or what they hang on, are switched off, with the reason."""


class PlanRequest(DocumentAt):
    """What would a run do?"""

    only: tuple[str, ...] = ()
    force: tuple[str, ...] = ()


class PlanAnswer(Message):
    """Node by node what would happen and why; empty with problems where the workflow cannot run.

    `outdated` names the nodes whose results, as far as there are any, are of an earlier state.
    """

    nodes: dict[str, NodePlan]
    outdated: tuple[str, ...] = ()
    problems: tuple[ProblemAt, ...] = ()
