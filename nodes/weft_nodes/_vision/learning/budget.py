"""The best for a time: from the speed of a step to the size of pictures, depth and epochs. No torch."""

from dataclasses import dataclass

from weft_nodes._vision.learning.growth import Growth

STAGES = 0.85
"""Of a network's numbers, in its last stages."""

_TAIL = 0.5
"""Of a step of the whole network, one of its last stages on kept activations, at most."""

ENOUGH = 4.0
"""Passes over the training pictures that are worth more than deeper learning or larger pictures."""

_LEAST = 1.5
"""Passes under which learning only the head is better than a network in a hurry."""

MOST_EPOCHS = 60
"""In longer trainings an epoch is several passes, so that checks do not take the time."""

_SHORTEST = 1.0
"""Seconds of an epoch at least: each ends with a checkpoint on the disk."""

_HEAD_EPOCHS = 30
"""Of a head alone: they take moments."""


@dataclass(frozen=True)
class Speed:
    """Seconds for a whole picture: in a step of the whole network, and to be only looked at."""

    learn: float
    see: float


@dataclass(frozen=True)
class Task:
    """What has to fit.

    Attributes:
        training: How many pictures are learned from.
        validation: How many each epoch is checked on.
        seconds: For all of it.
        whole: The size of whole pictures, and how they grow.
        smallest: Pixels that a side may be scaled down to; the size of whole pictures keeps it.
        deep: Whether every layer has to learn.
    """

    training: int
    validation: int
    seconds: float
    whole: Growth
    smallest: int
    deep: bool = False


@dataclass(frozen=True)
class Plan:
    """What fits: the size of pictures, how much learns, the epochs.

    Attributes:
        size: Share of the sides of pictures.
        depth: Share of the network that learns: 1, that of the last stages, or 0 for the head.
        passes: How often the training pictures are gone through.
        check: Seconds of a look at all validation pictures.
    """

    size: float
    depth: float
    epochs: int
    passes: float
    check: float = 0.0

    @property
    def in_words(self) -> str:
        """What is done, for a line of the messages."""
        if not self.depth:
            return "the head only"
        if self.depth < 1:
            return "the last stages"
        return f"the whole network in {self.epochs:,} epoch{'' if self.epochs == 1 else 's'}"


def plan(task: Task, speed: Speed) -> Plan:
    """The first way that allows `ENOUGH` passes; where none does, that of most passes."""
    ways = [(size, depth) for size in _sizes(task) for depth in ((1.0,) if task.deep else (1.0, STAGES))]
    fitting = [(*way, _passes(task, speed, *way)) for way in ways]
    enough = [way for way in fitting if way[2] >= ENOUGH]
    size, depth, passes = enough[0] if enough else max(fitting, key=lambda way: way[2])
    if passes < _LEAST and not task.deep:
        return Plan(1.0, 0.0, _HEAD_EPOCHS, 1.0)
    return Plan(size, depth, epochs_in(task.seconds, passes), passes, _check(task, speed, size))


def epochs_in(seconds: float, passes: float) -> int:
    """Into how many epochs so many passes over the training pictures are cut."""
    return max(1, round(min(MOST_EPOCHS, seconds / _SHORTEST, passes)))


def _sizes(task: Task) -> list[float]:
    shorter = min(task.whole.width, task.whole.height)
    return [1.0, *(size for size in (0.75, 0.5) if shorter * size >= task.smallest)]


def _check(task: Task, speed: Speed, size: float) -> float:
    return task.validation * speed.see * size**2


def _passes(task: Task, speed: Speed, size: float, depth: float) -> float:
    """How often all training pictures can be gone through, each time with a check."""
    step = task.training * speed.learn * size**2
    check = _check(task, speed, size)
    if depth < 1:
        once = (task.training + task.validation) * speed.see * size**2
        return max(0.0, task.seconds - once) / (_TAIL * (step + check))
    passes = task.seconds / (step + check)
    # Growing pictures make room for more.
    cost = task.whole.cost(max(1, min(MOST_EPOCHS, round(passes))))
    return task.seconds / (step * cost + check)
