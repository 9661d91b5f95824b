"""Frames of a page in a real browser: how long they take while real input moves something on it."""

import math
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from playwright.sync_api import Page

_RECORD = """() => {
  const frames = (window.recordedFrames = { times: [], on: true });
  const tick = () => {
    frames.times.push(performance.now());
    if (frames.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
_STOP = "() => { recordedFrames.on = false; return recordedFrames.times; }"

PLAIN = """<!doctype html><style>
  body { margin: 0; overflow: hidden; background: #f6f7f9 }
  #all { position: absolute; will-change: transform }
  #all div { position: absolute; width: 64px; height: 64px; border-radius: 17px; background: #2f62d9 }
</style><div id="all"></div><script>
  const all = document.getElementById("all");
  for (let n = 0; n < 500; n++) {
    const tile = document.createElement("div");
    tile.style.left = (n % 25) * 30 + "px"; tile.style.top = Math.floor(n / 25) * 30 + "px";
    tile.style.scale = 0.3;
    all.append(tile);
  }
  addEventListener("mousemove", ({ clientX, clientY }) => {
    all.style.transform = `translate(${clientX / 10}px, ${clientY / 10}px)`;
  });
</script>"""
"""The least that a canvas can be: 500 plain tiles that the pointer shifts. What a machine makes of it is
the yardstick for what it makes of the canvas.
"""


@dataclass(frozen=True)
class Frames:
    """The intervals between the frames of a page, in milliseconds."""

    intervals: list[float]

    @property
    def median(self) -> float:
        """In milliseconds."""
        return statistics.median(self.intervals)

    @property
    def rate(self) -> float:
        """Frames a second, by the median."""
        return 1000 / self.median

    def __str__(self) -> str:
        late = sorted(self.intervals)[int(len(self.intervals) * 0.95)]
        return f"{self.rate:.0f} frames/s (median {self.median:.1f} ms, 95 % {late:.1f} ms)"


@contextmanager
def recorded(page: Page) -> Iterator[list[float]]:
    """Records the intervals of the frames within a block; they are in the list when it has ended."""
    intervals: list[float] = []
    page.evaluate(_RECORD)
    yield intervals
    times: list[float] = page.evaluate(_STOP)
    # The first frames still belong to what came before.
    intervals += [after - before for before, after in pairwise(times[2:])]


def measure(page: Page, gesture: Callable[[Page], None], times: int = 3) -> Frames:
    """The frames during a gesture, which is repeated."""
    found: list[float] = []
    for _ in range(times):
        with recorded(page) as intervals:
            gesture(page)
        found += intervals
    return Frames(found)


def circle(page: Page, x: float, y: float, radius: float = 60, steps: int = 90) -> None:
    """Move the pointer once around from a point at the right of the circle, back to where it began."""
    for step in range(1, steps + 1):
        angle = 2 * math.pi * step / steps
        page.mouse.move(x - radius + radius * math.cos(angle), y + radius * math.sin(angle))


def drag(page: Page, x: float, y: float, button: Literal["left", "middle"] = "left") -> None:
    """Drag what is under a point in a circle."""
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    circle(page, x, y)
    page.mouse.up(button=button)
