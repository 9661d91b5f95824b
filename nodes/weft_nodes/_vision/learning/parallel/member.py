"""The other processes of a training: they make the steps of the tool's process on their part of a batch.

Imports torch. A process ends when the tool's process hangs up, or ends itself, however that comes.
"""

import os
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

import numpy as np
import torch

from weft_nodes._vision.gpu.resident import room_on
from weft_nodes._vision.learning.learner import batches, learning
from weft_nodes._vision.learning.lesson import view_of
from weft_nodes._vision.learning.parallel.group import Group
from weft_nodes._vision.learning.parallel.job import read
from weft_nodes._vision.learning.parallel.messages import Begin, Busy, Failed, Go, Ready
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.sums import Sums
from weft_nodes._vision.learning.parallel.team import Fellow, part_of
from weft_nodes._vision.learning.parallel.waiting import LostError, Patience
from weft_nodes._vision.learning.stepper import Stepper, is_out_of_memory
from weft_nodes._vision.learning.tally import Tally
from weft_nodes._vision.learning.timetable import Timed, counted_of


def work(place: Place, pipe: Connection) -> None:
    """Learn with the tool's process until it hangs up; what goes wrong is told to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the tool's one decides.
    os.dup2(2, 1)  # The tool's process may talk to others by its standard output.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _Member(place, pipe).serve()
    except (EOFError, ConnectionError):
        return  # The tool's process hung up.
    except LostError:
        _wait_for_end(pipe)
    except Exception as error:  # The edge of this process: the tool's one tells it, whatever it is.
        told = str(error).strip() or type(error).__name__
        with suppress(OSError):  # Nobody may be there any more.
            pipe.send(Failed(told.splitlines()[0], is_out_of_memory(error)))


def _wait_for_end(pipe: Connection) -> None:
    """Another process is lost: the tool's one finds out which, and must not take this one for it."""
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.recv()


def _end_with_parent() -> None:
    """Whatever this process does or waits for then."""
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


class _Lead(Fellow):
    """The tool's process, as a step here sees it."""

    def __init__(self, pipe: Connection, sums: Sums) -> None:
        self._pipe, self._sums = pipe, sums

    def agreed(self, count: int) -> int:
        self._pipe.send(count)
        whole: int = self._pipe.recv()
        return whole

    def add_up(self, share: float) -> None:
        self._sums.add_up(share)


class _Quiet:
    """Hears warnings that the tool's process gives itself."""

    def warn(self, message: str) -> None:
        """Say nothing."""


class _Member:
    def __init__(self, place: Place, pipe: Connection) -> None:
        self.place, self.pipe, device = place, pipe, place.device
        torch.set_num_threads(place.threads)
        if device.type == "cuda":
            torch.cuda.set_device(device)
        self.job = read(place.folder, device)
        self.learner = replace(self.job.learner, device=device)
        far = self.job.examples()
        self.examples, _ = far.settled(device, room_on(device), lambda: pipe.send(Busy()))
        counted = counted_of(len(far), self.job.recipe)
        # By the clock of the tool's process; here it is never looked at.
        self.timetable = Timed(counted, self.job.recipe.seconds) if self.job.recipe.seconds else counted
        self.stepper = Stepper(self.learner, self.job.objective, self.job.recipe, _Quiet())
        self.stepper.go_on(self.job.state)
        pipe.send(Ready())
        pipe.recv()
        self.group = Group(place, Patience(place.patience, lambda: None))
        self.stepper.fellow = _Lead(pipe, Sums(self.group, self.learner.module, device))

    def serve(self) -> None:
        """Epochs, until there are no more."""
        while True:
            begin: Begin = self.pipe.recv()
            tally = self._epoch(begin)
            self.group.settle()
            self.pipe.send(tally.sums())

    def _epoch(self, begin: Begin) -> Tally:
        """The same steps as those of the tool's process; what is random about them is not."""
        number, seed, rank, size = begin.number, begin.seed, self.place.rank, self.place.size
        own = int(np.random.SeedSequence([seed, rank]).generate_state(1)[0])
        torch.manual_seed(own)
        view = view_of(self.job.growth, self.job.recipe, number, own)
        learning(self.learner.module)
        tally = Tally(self.job.objective, self.place.device)
        parts = (part_of(step, rank, size) for step in self.timetable.steps(number, seed))
        steps = batches(self.examples.in_epoch(number), parts, self.place.device)
        while isinstance(go := self.pipe.recv(), Go):
            values, targets = next(steps)
            self.stepper.set_rates(go.share)
            tally.add(self.stepper.step(values, targets, view), targets)
        steps.close()
        return tally
