"""A pen that draws smooth outlined shapes, moved, turned, mirrored and scaled as a whole."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

INK: Colour = (38, 30, 42)


@dataclass(frozen=True)
class Pen:
    """Draws in the units of a figure: 1 is about half a head; y points down.

    Attributes:
        draw: What is drawn on.
        x: Where the figure's origin lies, in pixels.
        y: The same, downwards.
        unit: Pixels to a unit.
        angle: Clockwise turn of the figure, in radians.
        wide: Stretches the figure sideways; negative mirrors it.
        line: The width of outlines, in units.
        ink: The colour of outlines.
    """

    draw: ImageDraw.ImageDraw
    x: float
    y: float
    unit: float
    angle: float = 0
    wide: float = 1
    line: float = 0.06
    ink: Colour = INK

    def at(self, x: float, y: float, turn: float = 0, size: float = 1) -> "Pen":
        """A pen for a part whose origin is at a point, turned and scaled against the figure."""
        (left, top), line = self._place((x, y)), self.line / size
        sign = math.copysign(1, self.wide)
        return replace(self, x=left, y=top, unit=self.unit * size, angle=self.angle + sign * turn, line=line)

    def polygon(self, points: Sequence[Point], fill: Colour, outline: bool = True) -> None:
        """A shape with straight edges and rounded corners of its outline."""
        placed = [self._place(point) for point in points]
        self.draw.polygon(placed, fill)
        if outline:
            self._stroke([*placed, placed[0], placed[1]], self.line, self.ink)

    def blob(self, points: Sequence[Point], fill: Colour, outline: bool = True) -> None:
        """A closed smooth shape through the points."""
        self.polygon(smooth(points, closed=True), fill, outline)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour, outline: bool = True) -> None:
        """An ellipse about a centre."""
        turns = (math.tau * step / 36 for step in range(36))
        self.polygon([(x + rx * math.cos(t), y + ry * math.sin(t)) for t in turns], fill, outline)

    def ring(self, x: float, y: float, rx: float, ry: float) -> None:
        """The outline of an ellipse."""
        turns = [math.tau * step / 24 for step in range(26)]
        placed = [self._place((x + rx * math.cos(t), y + ry * math.sin(t))) for t in turns]
        self._stroke(placed, self.line, self.ink)

    def block(self, box: tuple[float, float, float, float], corner: float, fill: Colour) -> None:
        """A rectangle (left, top, right, bottom) with round corners."""
        left, top, right, bottom = box
        corners = [(right - corner, bottom - corner), (left + corner, bottom - corner)]
        corners += [(left + corner, top + corner), (right - corner, top + corner)]
        points = [
            (
                x + corner * math.cos(math.tau * (quarter + step / 6) / 4),
                y + corner * math.sin(math.tau * (quarter + step / 6) / 4),
            )
            for quarter, (x, y) in enumerate(corners)
            for step in range(7)
        ]
        self.polygon(points, fill)

    def stroke(self, points: Sequence[Point], width: float | None = None, ink: Colour | None = None) -> None:
        """A smooth line through the points; its width is that of outlines unless given."""
        placed = [self._place(point) for point in smooth(points, closed=False)]
        self._stroke(placed, self.line if width is None else width, ink or self.ink)

    def limb(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """An arm, a leg or a tail: a thick smooth line with an outline."""
        self.stroke(points, width + 2 * self.line)
        self.stroke(points, width, fill)

    def _stroke(self, placed: Sequence[Point], width: float, ink: Colour) -> None:
        pixels = max(1, round(width * self.unit))
        self.draw.line(placed, ink, pixels, joint="curve")
        for x, y in (placed[0], placed[-1]):
            half = pixels / 2 - 0.5
            self.draw.ellipse((x - half, y - half, x + half, y + half), ink)

    def _place(self, point: Point) -> Point:
        x, y = point[0] * self.wide * self.unit, point[1] * self.unit
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + x * cos - y * sin, self.y + x * sin + y * cos


def smooth(points: Sequence[Point], closed: bool, steps: int = 7) -> list[Point]:
    """Points along a curve through the given points (Catmull-Rom)."""
    count = len(points)
    if count < 3:
        return list(points)
    curve = []
    for index in range(count if closed else count - 1):
        around = (
            points[(index + offset) % count] if closed else points[min(max(index + offset, 0), count - 1)]
            for offset in (-1, 0, 1, 2)
        )
        a, b, c, d = around
        for step in range(steps):
            t = step / steps
            curve.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return curve if closed else [*curve, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def both_sides(*right: Point) -> list[Point]:
    """A shape from its right half, which begins and ends on the middle line."""
    return [*right, *((-x, y) for x, y in reversed(right[1:-1]))]


def shade(colour: Colour, factor: float) -> Colour:
    """The colour darker (factor under 1) or lighter (over 1)."""
    red, green, blue = (v * factor if factor <= 1 else 255 - (255 - v) / factor for v in colour)
    return round(red), round(green), round(blue)
