"""Curves by epoch as inline SVG that takes its colours from the page, so it follows light and dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from weft_nodes._pages.page import Html, element

_WIDTH, _HEIGHT = 480, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 14, 40


@dataclass(frozen=True)
class Curve:
    """One line of a chart: its name in the legend, its style class and a value an epoch."""

    name: str
    style: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Scale:
    """From epochs (from 1) and values to points of the drawing."""

    epochs: int
    low: float
    high: float

    def x(self, epoch: float) -> float:
        room = _WIDTH - _LEFT - _RIGHT
        return round(_LEFT + room * ((epoch - 1) / (self.epochs - 1) if self.epochs > 1 else 0.5), 1)

    def y(self, value: float) -> float:
        room = _HEIGHT - _TOP - _BOTTOM
        return round(_TOP + room * (1 - (value - self.low) / (self.high - self.low)), 1)


def line_chart(title: str, curves: Sequence[Curve], best: int, percent: bool = False) -> Html:
    """Values by epoch, the kept epoch marked. `percent` draws shares of one as percentages."""
    values = [value for curve in curves for value in curve.values if math.isfinite(value)]
    epochs = max((len(curve.values) for curve in curves), default=1)
    low, high, step = _bounds(values, top=1.0 if percent else None)
    scale = _Scale(epochs, low, high)
    drawing = element(
        "svg",
        _grid(scale, step, percent),
        _epoch_axis(scale),
        element("line", x1=scale.x(best), x2=scale.x(best), y1=_TOP, y2=_HEIGHT - _BOTTOM, class_="kept"),
        [_line(curve, scale) for curve in curves],
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=f"{title} by epoch",
    )
    legend = [element("span", element("i", class_=curve.style), curve.name) for curve in curves]
    heading = element("figcaption", element("b", title), element("span", legend, class_="legend"))
    return element("figure", heading, drawing, class_="card chart")


def _bounds(values: Sequence[float], top: float | None) -> tuple[float, float, float]:
    """Low, high and step of an axis with about five round steps that holds all values."""
    if not values:
        return 0.0, 1.0, 0.2
    low, high = min(values), max(values) if top is None else top
    low = 0.0 if top is None else low
    span = max(high - low, 0.02)
    rough = span / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999)
    low = math.floor(low / step + 1e-9) * step
    return low, top if top is not None else max(math.ceil(high / step - 1e-9) * step, low + step), step


def _grid(scale: _Scale, step: float, percent: bool) -> list[Html]:
    lines = []
    for index in range(round((scale.high - scale.low) / step) + 1):
        value = scale.high - index * step if percent else scale.low + index * step
        if value < scale.low - step / 2:
            continue
        y = scale.y(value)
        label = f"{value * 100:.4g} %" if percent else f"{value:.4g}"
        lines.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="grid"))
        lines.append(element("text", label, x=_LEFT - 8, y=y + 4, text_anchor="end"))
    return lines


def _epoch_axis(scale: _Scale) -> list[Html]:
    stride = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, scale.epochs) if scale.epochs / s <= 10)
    epochs = [1, *range(stride if stride > 1 else 2, scale.epochs + 1, stride)]
    base = _HEIGHT - _BOTTOM
    labels = [element("text", e, x=scale.x(e), y=base + 17, text_anchor="middle") for e in epochs]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    name = element("text", "epoch", x=middle, y=_HEIGHT - 5, text_anchor="middle", class_="axis")
    return [element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=base, y2=base, class_="base"), *labels, name]


def _line(curve: Curve, scale: _Scale) -> list[Html]:
    points = [
        (scale.x(epoch), scale.y(value))
        for epoch, value in enumerate(curve.values, 1)
        if math.isfinite(value)
    ]
    line = element("polyline", points=" ".join(f"{x},{y}" for x, y in points), class_=f"line {curve.style}")
    # Dots show each epoch while there are few of them; then they would only thicken the line.
    dots = points if len(points) <= 40 else points[-1:]
    return [line, *(element("circle", cx=x, cy=y, r=2.8, class_=f"dot {curve.style}") for x, y in dots)]
