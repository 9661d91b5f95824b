"""The reliability diagram: what scores promised against what came true, as inline SVG."""

import math

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.evaluation.calibration import BINS, Reliability

_WIDTH, _HEIGHT = 480, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 30, 42
_LARGEST = 9.0
"""Radius of the dot of the bin with most answers."""


def reliability_chart(before: Reliability, after: Reliability) -> Html:
    """Both in one drawing: on the line from corner to corner, scores mean what they say."""
    drawing = element(
        "svg",
        _axes(),
        element("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), class_="ideal"),
        _dots(before, "train"),
        _doubts(after),
        _dots(after, "valid"),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label="Share of right answers by score, before and after calibration; the table says the same",
    )
    legend = [
        element("span", element("i", class_="train"), "as trained"),
        element("span", element("i", class_="valid"), "calibrated, with 95 % intervals"),
    ]
    heading = element("figcaption", element("b", "Reliability"), element("span", legend, class_="legend"))
    return element("figure", heading, drawing, class_="card chart")


def _x(share: float) -> float:
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM), 1)


def _axes() -> list[Html]:
    parts = []
    for step in range(0, 11, 2):
        share = step / 10
        parts.append(element("line", x1=_x(0), x2=_x(1), y1=_y(share), y2=_y(share), class_="grid"))
        parts.append(element("text", _percent(share), x=_LEFT - 8, y=_y(share) + 4, text_anchor="end"))
        parts.append(element("text", _percent(share), x=_x(share), y=_y(0) + 17, text_anchor="middle"))
    parts.append(element("line", x1=_x(0), x2=_x(1), y1=_y(0), y2=_y(0), class_="base"))
    parts.append(element("text", "right answers", x=0, y=12))
    parts.append(element("text", "score of the answer", x=_x(0.5), y=_HEIGHT - 4, text_anchor="middle"))
    return parts


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _dots(told: Reliability, style: str) -> list[Html]:
    most = max(1, int(told.count.max()))
    places = [
        (_x(told.score[place]), _y(told.right[place]), told.count[place])
        for place in range(BINS)
        if told.count[place]
    ]
    # No line joins them: it would lend bins of few answers the weight of those of many.
    return [
        element(
            "circle", cx=x, cy=y, r=round(max(3.4, _LARGEST * math.sqrt(n / most)), 1), class_=f"dot {style}"
        )
        for x, y, n in places
    ]


def _doubts(told: Reliability) -> list[Html]:
    return [
        element(
            "line",
            x1=_x(told.score[place]),
            x2=_x(told.score[place]),
            y1=_y(told.low[place]),
            y2=_y(told.high[place]),
            class_="doubt",
        )
        for place in range(BINS)
        if told.count[place]
    ]
