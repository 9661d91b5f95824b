"""What is left to do of a run that did not come to its end."""

from pathlib import Path

from weft_web.messages.runs import RunRequest
from weft_web.services.runs.fold import RunFold
from weft_web.services.runs.journal import read_lines


def remaining(asked: RunRequest, journal: Path) -> RunRequest:
    """The request that goes on where a run ended: what it was told to do again though nothing had
    changed, and has done again, is not done once more.
    """
    if asked.use_cache and not asked.force:
        return asked
    fold = RunFold()
    for line in read_lines(journal):
        if line.type in RunFold.TYPES and (entry := line.entry()) is not None:
            fold.apply(entry)
    if not fold.planned:
        return asked
    done = frozenset(fold.nodes("succeeded"))
    again = asked.force if asked.use_cache else fold.planned
    left = tuple(node for node in again if node not in done)
    return asked.model_copy(update={"force": left, "use_cache": True})
