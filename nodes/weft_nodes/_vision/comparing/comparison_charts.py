"""Accuracies with their intervals as inline SVG that takes its colours from the page."""

import math

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.comparing.comparison import Comparison, Result
from weft_nodes._vision.reporting.report_tables import share

_WIDTH, _ROW = 960, 34
_LEFT, _RIGHT, _BOTTOM = 250, 80, 30
_NAME = 34
"""Letters of a name that fit beside the chart."""

_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


def interval_chart(comparison: Comparison) -> Html:
    """A row a model, the most accurate on top, on an axis that begins where the lowest interval does."""
    results = [comparison.results[place] for place in comparison.ranking]
    intervals = [result.evaluation.interval() for result in results]
    low, high = min(low for low, _ in intervals), max(high for _, high in intervals)
    step = next((step for step in _STEPS if (high - low) / step <= 8), _STEPS[-1])
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)

    def x(value: float) -> float:
        part = (value / step - first) / max(last - first, 1)
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * part, 1)

    bottom = len(results) * _ROW + 6
    digits = 0 if step >= 0.01 else 1
    grid = []
    for tick in range(first, last + 1):
        place = x(tick * step)
        grid.append(element("line", x1=place, x2=place, y1=0, y2=bottom, class_="grid"))
        name = f"{tick * step * 100:.{digits}f} %"
        grid.append(element("text", name, x=place, y=bottom + 18, text_anchor="middle"))
    rows = []
    for number, (result, (start, stop)) in enumerate(zip(results, intervals, strict=True)):
        rows.append(_row(result, (x(start), x(result.evaluation.accuracy), x(stop)), number))
    drawing = element(
        "svg",
        grid,
        rows,
        viewBox=f"0 0 {_WIDTH} {bottom + _BOTTOM}",
        role="img",
        aria_label="Accuracy of each model with its 95 % confidence interval",
        class_="intervals",
    )
    return element("figure", drawing, class_="card chart")


def _row(result: Result, places: tuple[float, float, float], number: int) -> Html:
    """Name, interval, point and value of one model; `places` are low, point and high on the axis."""
    low, point, high = places
    middle = number * _ROW + _ROW // 2 + 3
    name = result.contender.name
    shown = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
    return element(
        "g",
        element("title", name),
        element("text", shown, x=0, y=middle + 4, class_="name"),
        element("line", x1=low, x2=high, y1=middle, y2=middle, class_="span"),
        element("circle", cx=point, cy=middle, r=6, class_="point"),
        element("text", share(result.evaluation.accuracy), x=_WIDTH - 62, y=middle + 4, class_="value"),
    )
