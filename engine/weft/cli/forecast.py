"""How long a piece of work still takes; nothing is said before that can be trusted.

A tool tells how far it is, stretch by stretch: each new total, each fall back and the first epoch begin one.
The first epoch of a training is slow, as all is warmed up in it, and within any epoch learning takes longer
than checking. So whole epochs are measured, the first one only until there are others; and where epochs
become slower, as with pictures that grow, nothing is told.
"""

import re
from dataclasses import dataclass

_EPOCH = re.compile(r"\bepoch (\d+) of (\d+)\b")

_TELLING_SECONDS = 1.0
"""Less than this says nothing of what is left."""

_TELLING_SHARE = 0.02
"""Likewise, of a stretch that has no epochs."""

_SLOWER = 1.15
"""An epoch that takes so many times what the one before it took is followed by slower ones."""

_STEADY_SECONDS = 2.0
"""Epochs shorter than this are now slower, now faster, and mean nothing by it."""


@dataclass(frozen=True, slots=True)
class _Mark:
    at: float
    done: float

    def pace(self, later: "_Mark") -> float:
        """Seconds for a unit of work, up to a later mark."""
        return (later.at - self.at) / (later.done - self.done)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is known of the present stretch of work.

    Attributes:
        total: How far it goes; None where nobody knows.
        done: How far it is.
        epoch: The epoch that is gone through; 0 where there are none.
        epochs: How many there will be.
        marks: Where the stretch and each epoch after its first began; the last three of them.
        begun: How many there were.
    """

    total: float | None = None
    done: float = 0.0
    epoch: int = 0
    epochs: int = 0
    marks: tuple[_Mark, ...] = ()
    begun: int = 0

    def after(self, at: float, done: float, total: float | None, message: str) -> "Forecast":
        """The forecast after one more line of progress."""
        found = _EPOCH.search(message)
        epoch, epochs = (int(found[1]), int(found[2])) if found else (0, 0)
        here = _Mark(at, done)
        if not self.marks or total != self.total or done < self.done or epochs != self.epochs:
            return Forecast(total, done, epoch, epochs, (here,), 1)
        if epoch == self.epoch or done == self.marks[-1].done:
            return Forecast(total, done, epoch, epochs, self.marks, self.begun)
        return Forecast(total, done, epoch, epochs, (*self.marks[-2:], here), self.begun + 1)

    def after_epoch(self, epoch: int) -> "Forecast":
        """The forecast after the figures of an epoch: nobody knows how long what follows the last takes."""
        return Forecast() if 0 < self.epochs <= epoch else self

    def left(self, now: float) -> float | None:
        """Seconds; None where nobody can tell."""
        if not self.total or not self.marks or self.done >= self.total:
            return None
        left = self._of_epochs(now) if self.epochs else self._of_stretch(now)
        return left if left is not None and left > 0 else None

    def _of_stretch(self, now: float) -> float | None:
        start, total = self.marks[0], self.total or 0.0
        gone, advanced = now - start.at, self.done - start.done
        if gone < _TELLING_SECONDS or advanced <= _TELLING_SHARE * total:
            return None
        return gone * (total - self.done) / advanced

    def _of_epochs(self, now: float) -> float | None:
        if len(self.marks) < 2:
            return None
        *before, last = self.marks
        is_short = last.at - before[-1].at < _STEADY_SECONDS
        if not is_short and before[-1].pace(last) > _SLOWER * before[0].pace(self.marks[1]):
            return None
        # Of one or two epochs the last is measured, as the first was for warming up.
        start = before[0] if self.begun > len(self.marks) else before[-1]
        if last.at - start.at < _TELLING_SECONDS:
            return None
        return start.pace(last) * ((self.total or 0.0) - last.done) - (now - last.at)
