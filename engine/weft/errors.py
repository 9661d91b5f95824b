"""Everything that can go wrong, as one tree.

    WeftError                  a sentence for the user: what is wrong, with which thing, what to do
    |-- DocumentError          a file is not a workflow
    |-- WorkflowError          a workflow has problems; carries all of them
    |-- ToolError              a tool says why it cannot go on
    |-- NodeError             a node's tool failed while it ran; carries the blame and the traceback
    |-- StoreError             the store cannot keep or find a result
    `-- RegistryError          a tool pack breaks a promise

    Cancelled (BaseException)  the user stopped the run; `except Exception` cannot swallow it

Users' mistakes are values: a `Problem` names the node, the setting and what to do, and all of them
are collected before anything is said.
"""

import difflib
import enum
import errno
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace


class Severity(enum.StrEnum):
    """How bad a problem is: an error keeps the workflow from running, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a workflow.

    Attributes:
        message: What is wrong, with which thing, and what to do.
        node: The name of the node, or None for the workflow as a whole.
        field: The dotted path of the setting, such as `steps.0.width`, or None.
        severity: Whether the workflow can run all the same.
    """

    message: str
    node: str | None = None
    field: str | None = None
    severity: Severity = Severity.ERROR

    def at(self, node: str) -> "Problem":
        """The same problem, blamed on a node."""
        return replace(self, node=node)

    def __str__(self) -> str:
        place = ".".join(part for part in (self.node, self.field) if part)
        return f"{place}: {self.message}" if place else self.message


class WeftError(Exception):
    """The root of all errors that are told to the user as a sentence."""


class DocumentError(WeftError):
    """A file is not a workflow."""


class WorkflowError(WeftError):
    """A workflow cannot run; `problems` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ToolError(WeftError):
    """A tool says why it cannot go on; `field` is the dotted path of the setting to change, if any."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NodeError(WeftError):
    """A node's tool failed. `traceback` is empty where the tool explained itself by a `ToolError`."""

    def __init__(self, problem: Problem, traceback: str = "") -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.traceback = traceback


class StoreError(WeftError):
    """The store cannot keep or find a result."""


class RegistryError(WeftError):
    """A tool pack breaks a promise of the contract."""


class Cancelled(BaseException):
    """The user stopped the run."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """`"; did you mean 'Class'?"` when a known name is close to `name`, else an empty text."""
    folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""


DISK_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""Numbers of system errors: the disk has no room, or this user has none on it."""


def node_failure(name: str, error: BaseException) -> NodeError:
    """What was raised in a node's name as its failure: a sentence, the blame, and where nobody explained
    it the traceback. One that blames a node already stays as it is.
    """
    if isinstance(error, NodeError):
        return error
    if isinstance(error, ToolError):
        return NodeError(Problem(str(error), name, error.field))
    if isinstance(error, WeftError):
        return NodeError(Problem(str(error), name))
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return NodeError(Problem(f"the disk is full ({error}); free some space and run again", name))
    if isinstance(error, MemoryError):
        return NodeError(Problem("the memory is used up; close other programs or work on less", name))
    text = f"the tool broke: {type(error).__name__}: {error}"
    return NodeError(Problem(text, name), "".join(traceback.format_exception(error)))
