"""What another process has to know of a training: written by the tool's process, read by the others.

Imports torch. Examples do not travel: the others map the same files into their memory.
"""

from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.gpu.resident import Resident
from weft_nodes._vision.learning.growth import Growth
from weft_nodes._vision.learning.learner import Examples, Learner
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Objective
from weft_nodes._vision.learning.recipe import Recipe


@dataclass(frozen=True)
class Mapped:
    """An array in a file."""

    file: Path
    kind: str
    shape: tuple[int, ...]
    offset: int

    def open(self) -> npt.NDArray[Any]:
        """The array, read-only."""
        return np.memmap(self.file, self.kind, "r", self.offset, self.shape)


@dataclass(frozen=True)
class Job:
    """What is learned from, towards what and how.

    Attributes:
        learner: Its module as it is before the first step.
        state: What the steps before left, see `Stepper`.
        forms: The values of the examples; several where epochs take turns.
        turns: Whether they do.
        targets: See `Examples`.
        objective: See `Lesson`.
        recipe: See `Lesson`.
        growth: See `Lesson`.
    """

    learner: Learner
    state: dict[str, Any]
    forms: tuple[Mapped, ...]
    turns: bool
    targets: npt.NDArray[Any]
    objective: Objective
    recipe: Recipe
    growth: Growth | None

    def examples(self) -> Examples:
        """What is learned from."""
        forms = [form.open() for form in self.forms]
        return Examples(Turns(forms) if self.turns else forms[0], self.targets)


def job_of(learner: Learner, lesson: Lesson, state: dict[str, Any], folder: Path) -> Job:
    """The job of all other processes; arrays that are in no file yet get one in `folder`."""
    values = lesson.training.values
    turns = isinstance(values, Turns)
    assert not isinstance(values, Resident)  # only `train` moves them, and asks for the job before
    arrays = values.forms if isinstance(values, Turns) else [values]
    forms = tuple(_mapped(array, folder / f"form-{n}") for n, array in enumerate(arrays))
    targets = lesson.training.targets
    return Job(learner, state, forms, turns, targets, lesson.objective, lesson.recipe, lesson.growth)


def write(job: Job, folder: Path) -> None:
    """Leave a job for the others."""
    torch.save(job, folder / "job")


def read(folder: Path, device: torch.device) -> Job:
    """The job, with the module on a device."""
    # Not only weights: whole layers, which the process that started this one wrote a moment ago.
    job: Job = torch.load(folder / "job", map_location=device, weights_only=False)
    return job


def _mapped(values: Any, file: Path) -> Mapped:
    # The map itself, not a part of one, whose place in the file nobody knows.
    if isinstance(values, np.memmap) and isinstance(values.base, mmap) and values.filename:
        return Mapped(Path(values.filename).absolute(), values.dtype.str, values.shape, values.offset)
    np.ascontiguousarray(values).tofile(file)
    return Mapped(file, values.dtype.str, values.shape, 0)
