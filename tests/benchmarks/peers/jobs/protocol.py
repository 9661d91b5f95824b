"""What every job reads and writes; it needs nothing but Python, since it runs in every environment."""

import importlib.metadata
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """What to learn.

    Attributes:
        parts: Of `training`, `validation` and `holdout`, the path and the class of each picture.
        classes: Their names, sorted.
        network: The contestant's word for it.
        weights: A file of weights, empty for random numbers.
        folder: For files of the contestant's own.
        size: Pictures are scaled to squares of so many pixels.
        epochs: How often all training pictures are gone through.
        batch_size: Pictures learned from at a time.
        seed: Of what is random.
    """

    parts: dict[str, list[tuple[str, str]]]
    classes: list[str]
    network: str
    weights: str
    folder: str
    size: int = 128
    epochs: int = 10
    batch_size: int = 32
    seed: int = 1

    def codes(self, part: str) -> list[int]:
        """The positions in `classes` of a part's pictures."""
        place = {name: number for number, name in enumerate(self.classes)}
        return [place[name] for _, name in self.parts[part]]


@dataclass
class Measured:
    """What a job found out.

    Attributes:
        seconds: From the names of the files to the trained network; start-up and holdout left out.
        accuracy: On the holdout, 0 to 1.
        note: What a reader should know.
        versions: Of the libraries.
    """

    seconds: float
    accuracy: float
    note: str = ""
    versions: dict[str, str] = field(default_factory=dict)


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def seconds(self) -> float:
        """How long ago that was."""
        return time.perf_counter() - self._started


def read_job() -> Job:
    """The job whose file is the first argument of the program."""
    return Job(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))


def write_measured(measured: Measured, libraries: Iterable[str]) -> None:
    """Into the file that is the second argument of the program."""
    # A library may be installed under another name than it is imported by: tensorflow as tensorflow-cpu.
    installed = importlib.metadata.packages_distributions()
    measured.versions = {
        name: importlib.metadata.version(installed.get(name, [name])[0]) for name in libraries
    }
    Path(sys.argv[2]).write_text(json.dumps(asdict(measured)), encoding="utf-8")
