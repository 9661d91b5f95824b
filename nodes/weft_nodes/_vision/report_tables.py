"""Tables of a report: figures by class, by score and by epoch; and how a section and a share are written."""

import math
from collections.abc import Mapping, Sequence

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.calibration import BINS, Reliability
from weft_nodes._vision.course import Course, Epoch
from weft_nodes._vision.duration import duration
from weft_nodes._vision.metrics import Evaluation

_BARRED = ("Precision", "Recall")
"""Columns of bars, whose heads stand above their left ends."""


def class_table(evaluation: Evaluation, counts: Mapping[str, Sequence[int]]) -> Html:
    """Pictures, precision, recall and F1 of every class.

    Args:
        evaluation: On the validation pictures.
        counts: Of the pictures of each class, by the name of the set.
    """
    training = counts.get("training") or [0] * len(evaluation.classes)
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", f"{training[place]:,}"),
            element("td", f"{evaluation.support[place]:,}"),
            _bar(evaluation.precision[place], [float(end[place]) for end in evaluation.precision_bounds]),
            _bar(evaluation.recall[place], [float(end[place]) for end in evaluation.recall_bounds]),
            element("td", share(evaluation.f1[place])),
        )
        for place, name in enumerate(evaluation.classes)
    ]
    heads = {
        "Class": None,
        "Training": "training pictures of the class",
        "Validation": "validation pictures of the class",
        "Precision": "of the pictures predicted as the class, the share that are of it",
        "Recall": "of the pictures of the class, the share that are predicted as it",
        "F1": "the harmonic mean of precision and recall",
    }
    head = element(
        "tr",
        [
            element("th", name, title=hint, scope="col", class_="barred" if name in _BARRED else None)
            for name, hint in heads.items()
        ],
    )
    return _wide("Figures by class", element("table", element("thead", head), element("tbody", rows)))


def score_table(told: Reliability) -> Html:
    """How many answers have which score, and how many of them are right."""
    rows = [
        element(
            "tr",
            element("th", f"{place / BINS:.0%} to {(place + 1) / BINS:.0%}", scope="row"),
            element("td", f"{told.count[place]:,}"),
            element("td", share(told.score[place])),
            element("td", share(told.right[place])),
        )
        for place in reversed(range(BINS))
        if told.count[place]
    ]
    heads = ("Score", "Answers", "Mean score", "Right")
    head = element("tr", [element("th", name, scope="col") for name in heads])
    return _wide("Answers by score", element("table", element("thead", head), element("tbody", rows)))


def section(title: str, note: str, *content: Content) -> Html:
    """A part of the page with its heading and what it says."""
    heading = element("h2", title)
    return element("section", heading, element("p", note, class_="note") if note else "", *content)


def epoch_table(course: Course) -> Html:
    """Losses, accuracies, time and speed of every epoch; the kept one is marked."""
    heads = ("Epoch", "Training loss", "accuracy", "Validation loss", "accuracy", "Time", "Pictures/s")
    head = element("tr", [element("th", head, scope="col") for head in heads])
    rows = [_epoch(epoch, epoch.number == course.best.number) for epoch in course.epochs]
    table = element("table", element("thead", head), element("tbody", rows), class_="epochs")
    return _wide("Figures by epoch", table)


def between(bounds: tuple[float, float]) -> str:
    """An interval of shares in words."""
    return f"{share(bounds[0])} to {share(bounds[1])}"


def share(value: float) -> str:
    """A share of one as a percentage with one digit and no line break, `n/a` where it is undefined."""
    return f"{value * 100:.1f}\u00a0%" if math.isfinite(value) else "n/a"


def _epoch(epoch: Epoch, kept: bool) -> Html:
    cells = (
        f"{epoch.train_loss:.3f}",
        share(epoch.train_accuracy),
        f"{epoch.valid_loss:.3f}",
        share(epoch.valid_accuracy),
        duration(epoch.seconds),
        f"{epoch.rate:,.0f}",
    )
    mark = element("span", "kept", class_="badge") if kept else ""
    head = element("th", epoch.number, mark, scope="row")
    return element("tr", head, [element("td", cell) for cell in cells], class_="kept" if kept else None)


def _bar(value: float, bounds: Sequence[float]) -> Html:
    if not math.isfinite(value):
        return element("td", element("span", share(value)), class_="barred")
    low, high = bounds
    bar = element("i", style=f"--part:{value:.4f};--low:{low:.4f};--high:{high:.4f}", class_="bar")
    ends = element("small", f"{low * 100:.1f} to {high * 100:.1f}")
    return element("td", bar, element("span", share(value)), ends, class_="barred")


def _wide(name: str, table: Html) -> Html:
    """A table that scrolls where the page is too narrow for it, by the keyboard too."""
    return element("div", table, class_="card wide", tabindex="0", role="region", aria_label=name)
