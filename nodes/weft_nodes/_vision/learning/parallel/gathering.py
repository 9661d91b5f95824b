"""Brings the processes of a training together, where there are devices for several. Imports torch."""

import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from weft.sdk import ToolError
from weft_nodes._vision.learning.learner import Learner
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.parallel.job import job_of, write
from weft_nodes._vision.learning.parallel.lead import Lead
from weft_nodes._vision.learning.parallel.lines import Lines
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.team import Alone, Team
from weft_nodes._vision.learning.timetable import counted_of

_UNABLE = (ToolError, OSError, RuntimeError, pickle.PicklingError, AttributeError, TypeError)
"""What says that others cannot come; the last three, that the learner cannot be sent."""


@dataclass(frozen=True)
class Call:
    """Who is called to which training.

    Attributes:
        learner: What learns in this process; `others` names the devices of the others.
        lesson: With its examples in files or in the memory of the computer.
        folder: Where the others find their job.
    """

    learner: Learner
    lesson: Lesson
    folder: Path

    @property
    def devices(self) -> tuple[torch.device, ...]:
        """The own one, and others as far as batches are large enough for them."""
        counted = counted_of(len(self.lesson.training), self.lesson.recipe)
        return self.learner.device, *self.learner.others.for_batch(counted.examples // counted.batches)

    @contextmanager
    def gathered(self, state: dict[str, Any], beat: Callable[[], None]) -> Iterator[Team]:
        """Who learns, for as long as the context lasts; `Alone` where there is one device only.

        Where the others do not come together, the user is told, and the training is done alone. Later, a
        process that is lost ends it with a `ToolError`.

        Args:
            state: Of the stepper, before the first step.
            beat: Called while others are waited for; may raise.
        """
        with ExitStack() as stack:
            yield Alone() if len(self.devices) == 1 else self._team(state, beat, stack)

    def _team(self, state: dict[str, Any], beat: Callable[[], None], stack: ExitStack) -> Team:
        """The team; `stack` ends it."""
        devices, ctx = self.devices, self.lesson.ctx
        with ExitStack() as begun:
            folder = Path(begun.enter_context(tempfile.TemporaryDirectory(prefix="team-", dir=self.folder)))
            patience, threads = self.learner.others.patience, torch.get_num_threads()
            places = [
                Place(rank, len(devices), device, folder, patience, threads)
                for rank, device in enumerate(devices)
            ]
            try:
                write(job_of(self.learner, self.lesson, state, folder), folder)
                lines = begun.enter_context(Lines(places[1:], beat))
                lead = Lead(places[0], lines, self.learner.module)
            except _UNABLE as error:
                why = str(error).partition(";")[0]
                ctx.warn(f"only one device learns ({devices[0]}), since the others could not join it: {why}")
                return Alone()
            begun.callback(lead.close)
            # Not a callback: whether the training failed says how its processes are ended.
            stack.push(begun.pop_all())
        names = ", ".join(str(device) for device in devices)
        ctx.info(f"{len(devices)} devices learn together, each from its part of every batch: {names}")
        return lead
