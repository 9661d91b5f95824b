"""A chart of two numbers: points, lines and axes as inline SVG that takes its colours from the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from weft_nodes._pages.page import Html, element

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 480, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 14, 30, 44


@dataclass(frozen=True)
class Axis:
    """An axis: what it shows, and from where to where."""

    name: str
    low: float
    high: float

    @property
    def step(self) -> float:
        """A round number, so that there are about five steps."""
        rough = (self.high - self.low) / 5
        power = 10.0 ** math.floor(math.log10(rough))
        return next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999)

    def ticks(self) -> list[float]:
        """The round numbers on it."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [number * self.step for number in range(first, last + 1)]


def axis_over(name: str, values: Sequence[float]) -> Axis:
    """An axis that holds all values with a little room at both ends."""
    low, high = min(values), max(values)
    room = 0.04 * (high - low) or max(abs(high), 1.0) * 0.1
    return Axis(name, low - room, high + room)


@dataclass(frozen=True)
class Plot:
    """What is drawn.

    Attributes:
        title: Above it.
        across: From left to right.
        up: From bottom to top.
        points: Dots.
        lines: Each through its points, by style class: `ideal` is dashed, `line valid` is drawn out.
        dot: The radius of a dot.
    """

    title: str
    across: Axis
    up: Axis
    points: Points = ()
    lines: Sequence[tuple[str, Points]] = ()
    dot: float = 2.6

    def draw(self, note: str = "") -> Html:
        """The figure; `note` stands beside the title."""
        base = _HEIGHT - _BOTTOM
        drawing = element(
            "svg",
            [self._row(tick) for tick in self.up.ticks()],
            element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=base, y2=base, class_="base"),
            # Upright, so that it can be read, and above its axis, where there is room for it.
            element("text", self.up.name, x=0, y=12, class_="axis"),
            [
                element("text", _written(tick), x=self._x(tick), y=base + 17, text_anchor="middle")
                for tick in self.across.ticks()
            ],
            element(
                "text",
                self.across.name,
                x=(_LEFT + _WIDTH - _RIGHT) / 2,
                y=_HEIGHT - 5,
                text_anchor="middle",
                class_="axis",
            ),
            [element("polyline", points=self._path(line), class_=style) for style, line in self.lines],
            [
                element("circle", cx=self._x(x), cy=self._y(y), r=self.dot, class_="dot valid")
                for x, y in self.points
            ],
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            role="img",
            aria_label=f"{self.title}: {self.up.name} by {self.across.name}",
        )
        heading = element("figcaption", element("b", self.title), element("span", note, class_="legend"))
        return element("figure", heading, drawing, class_="card chart")

    def _row(self, tick: float) -> Html:
        y = self._y(tick)
        line = element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="grid")
        label = element("text", _written(tick), x=_LEFT - 8, y=y + 4, text_anchor="end")
        return Html(line + label)

    def _x(self, value: float) -> float:
        share = (value - self.across.low) / (self.across.high - self.across.low)
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * share, 1)

    def _y(self, value: float) -> float:
        share = (value - self.up.low) / (self.up.high - self.up.low)
        return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share), 1)

    def _path(self, line: Points) -> str:
        return " ".join(f"{self._x(x)},{self._y(y)}" for x, y in line)


def _written(tick: float) -> str:
    return f"{tick:,.6g}".replace("-", "\u2212")
