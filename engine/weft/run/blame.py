"""Turn whatever was raised on the way into a failure of a node: a sentence, the blame, the traceback."""

import errno
import traceback

from weft.errors import NodeError, Problem, ToolError, WeftError

_DISK_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def node_failure(name: str, error: Exception) -> NodeError:
    """The failure of a node; one that blames a node already stays as it is."""
    if isinstance(error, NodeError):
        return error
    if isinstance(error, ToolError):
        return NodeError(Problem(str(error), name, error.field))
    if isinstance(error, WeftError):
        return NodeError(Problem(str(error), name))
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        return NodeError(Problem(f"the disk is full ({error}); free some space and run again", name))
    if isinstance(error, MemoryError):
        return NodeError(Problem("the memory is used up; close other programs or work on less", name))
    text = f"the tool broke: {type(error).__name__}: {error}"
    return NodeError(Problem(text, name), "".join(traceback.format_exception(error)))
