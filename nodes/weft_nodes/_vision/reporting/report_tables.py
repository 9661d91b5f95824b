"""Tables of a report: figures by class, by score and by epoch; and how a section and a share are written."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.evaluation.calibration import BINS, Reliability
from weft_nodes._vision.evaluation.metrics import Counts, Evaluation, Figures
from weft_nodes._vision.learning.course import Course, Epoch
from weft_nodes._vision.reporting.duration import duration

_BARRED = ("Precision", "Recall")
"""Columns of bars, whose heads stand above their left ends."""


@dataclass(frozen=True)
class Figured:
    """Figures of classes or labels, one entry each.

    Attributes:
        names: Theirs.
        training: How many training pictures have each.
        support: How many validation pictures have each.
        precision: Values, and low and high ends of their intervals.
        recall: Likewise.
        f1: The harmonic mean of both.
    """

    names: Sequence[str]
    training: Sequence[int]
    support: Counts
    precision: tuple[Figures, tuple[Figures, Figures]]
    recall: tuple[Figures, tuple[Figures, Figures]]
    f1: Figures


def class_table(evaluation: Evaluation, counts: Mapping[str, Sequence[int]]) -> Html:
    """Pictures, precision, recall and F1 of every class.

    Args:
        evaluation: On the validation pictures.
        counts: Of the pictures of each class, by the name of the set.
    """
    figured = Figured(
        names=evaluation.classes,
        training=counts.get("training") or [0] * len(evaluation.classes),
        support=evaluation.support,
        precision=(evaluation.precision, evaluation.precision_bounds),
        recall=(evaluation.recall, evaluation.recall_bounds),
        f1=evaluation.f1,
    )
    return figures_table("Class", figured)


def figures_table(
    what: str, figured: Figured, more: Mapping[str, tuple[str, Sequence[str]]] = MappingProxyType({})
) -> Html:
    """A row for each class or label.

    Args:
        what: `Class` or `Label`.
        figured: The figures.
        more: Further columns by name: a hint and the texts.
    """
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", f"{figured.training[place]:,}"),
            element("td", f"{figured.support[place]:,}"),
            [
                _bar(values[place], [float(end[place]) for end in ends])
                for values, ends in (figured.precision, figured.recall)
            ],
            element("td", share(figured.f1[place])),
            [element("td", texts[place]) for _, texts in more.values()],
        )
        for place, name in enumerate(figured.names)
    ]
    one = what.lower()
    heads = {
        what: None,
        "Training": f"training pictures of the {one}",
        "Validation": f"validation pictures of the {one}",
        "Precision": f"of the pictures predicted as the {one}, the share that are of it",
        "Recall": f"of the pictures of the {one}, the share that are predicted as it",
        "F1": "the harmonic mean of precision and recall",
        **{name: hint for name, (hint, _) in more.items()},
    }
    head = element("tr", [_head(name, hint) for name, hint in heads.items()])
    table = element("table", element("thead", head), element("tbody", rows), class_="many" if more else None)
    return _wide(f"Figures by {one}", table)


def _head(name: str, hint: str | None) -> Html:
    return element("th", name, title=hint, scope="col", class_="barred" if name in _BARRED else None)


def score_table(told: Reliability) -> Html:
    """How many answers have which score, and how many of them are right."""
    rows = [
        element(
            "tr",
            element("th", f"{place * 100 // BINS} to {(place + 1) * 100 // BINS}\u00a0%", scope="row"),
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


VARIED = "Training figures are taken while it learns, on varied pictures, so they may be the worse ones."
"""Why curves of training are not what one knows from elsewhere."""


def section(title: str, note: str, *content: Content) -> Html:
    """A part of the page with its heading and what it says."""
    heading = element("h2", title)
    return element("section", heading, element("p", note, class_="note") if note else "", *content)


def epoch_table(course: Course, score: str = "accuracy") -> Html:
    """Losses, scores, time and speed of every epoch; the kept one is marked."""
    heads = (
        *("Epoch", "Training loss", f"Training {score}", "Validation loss", f"Validation {score}"),
        *("Time", "Pictures/s"),
    )
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
