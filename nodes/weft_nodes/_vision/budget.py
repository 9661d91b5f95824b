"""The best for a time: from the speed of a step to the size of pictures, depth and epochs. No torch."""

from dataclasses import dataclass

from weft_nodes._vision.growth import Growth

ENOUGH = 4.0
"""Passes over the training pictures that are worth more than larger pictures or deeper learning."""

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

    def step(self, depth: float) -> float:
        """Seconds in a step that learns this share of the layers, from the head back."""
        return self.see + depth * (self.learn - self.see)


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
    """What fits: the share of the sides of pictures, of the layers that learn (0: the head), the epochs.

    Attributes:
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
        part = "the whole network" if self.depth == 1 else f"the last {self.depth:.0%} of the layers"
        return f"{part} in {self.epochs:,} epoch{'' if self.epochs == 1 else 's'}"


def plan(task: Task, speed: Speed) -> Plan:
    """The first way that allows `ENOUGH` passes; where none does, that of most passes."""
    ways = [(size, depth) for depth in ((1.0,) if task.deep else (1.0, 0.5)) for size in _sizes(task)]
    fitting = [(*way, _passes(task, speed, *way)) for way in ways]
    enough = [way for way in fitting if way[2] >= ENOUGH]
    size, depth, passes = enough[0] if enough else max(fitting, key=lambda way: way[2])
    if passes < _LEAST and not task.deep:
        return Plan(1.0, 0.0, _HEAD_EPOCHS, 1.0)
    most = min(MOST_EPOCHS, task.seconds / _SHORTEST)
    return Plan(size, depth, max(1, round(min(most, passes))), passes, _check(task, speed, size))


def _sizes(task: Task) -> list[float]:
    shorter = min(task.whole.width, task.whole.height)
    return [1.0, *(size for size in (0.75, 0.5) if shorter * size >= task.smallest)]


def _check(task: Task, speed: Speed, size: float) -> float:
    return task.validation * speed.see * size**2


def _passes(task: Task, speed: Speed, size: float, depth: float) -> float:
    """How often all training pictures can be gone through, each time with a check."""
    pixels = size**2
    step = task.training * speed.step(depth) * pixels
    check = _check(task, speed, size)
    passes = task.seconds / (step + check)
    # Growing pictures make room for more.
    cost = task.whole.cost(max(1, min(MOST_EPOCHS, round(passes))))
    return task.seconds / (step * cost + check)
