"""How long a training took and which model it gave, as JSON inside its report.

It cannot stand in the model: equal trainings give equal bytes, and take different times.
"""

import hashlib
import json
import math
import re
from dataclasses import dataclass

from weft_nodes._pages.page import Html, element

BLOCK_ID = "weft-training"
"""The id of the element, by which the block is found; its type keeps browsers from running it."""

FORMAT = 1

_BLOCK = re.compile(rf'<script type="application/json" id="{BLOCK_ID}">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """A training that took place.

    Attributes:
        model: The digest of the model that it gave; see `model_digest`.
        seconds: From the first look at the pictures to the trained network.
    """

    model: str
    seconds: float

    def block(self) -> Html:
        """The element of the report."""
        told = {"format": FORMAT, "model": self.model, "seconds": round(self.seconds, 3)}
        text = Html(json.dumps(told, separators=(",", ":")))
        return element("script", text, type="application/json", id=BLOCK_ID)


def model_digest(packed: bytes) -> str:
    """SHA-256 of a packed model, as hexadecimal digits."""
    return hashlib.sha256(packed).hexdigest()


def read_training_record(report: str) -> TrainingRecord | None:
    """What a report tells of its training; None where it is another report, or an older one."""
    found = _BLOCK.search(report)
    if found is None:
        return None
    try:
        told = json.loads(found.group(1))
        model, seconds = str(told["model"]), float(told["seconds"])
    except (ValueError, KeyError, TypeError):
        return None
    known = told.get("format") == FORMAT and math.isfinite(seconds) and seconds >= 0
    return TrainingRecord(model, seconds) if known else None
