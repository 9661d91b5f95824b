"""Tables of a report: figures by class and by epoch."""

import math

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.course import Course, Epoch
from weft_nodes._vision.duration import duration
from weft_nodes._vision.metrics import Evaluation


def class_table(evaluation: Evaluation) -> Html:
    """Precision, recall, F1 and support of every class."""
    columns = zip(
        evaluation.classes,
        evaluation.precision,
        evaluation.recall,
        evaluation.f1,
        evaluation.support,
        strict=True,
    )
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            [_bar(value) for value in (precision, recall, f1)],
            element("td", f"{support:,}"),
        )
        for name, precision, recall, f1, support in columns
    ]
    heads = ("Class", "Precision", "Recall", "F1", "Support")
    hints = (
        None,
        "of the pictures predicted as the class, the share that are of it",
        "of the pictures of the class, the share that are predicted as it",
        "the harmonic mean of precision and recall",
        "validation pictures of the class",
    )
    head = element("tr", [element("th", h, title=t, scope="col") for h, t in zip(heads, hints, strict=True)])
    return element(
        "div", element("table", element("thead", head), element("tbody", rows)), class_="card wide"
    )


def epoch_table(course: Course) -> Html:
    """Losses, accuracies, time and speed of every epoch; the kept one is marked."""
    heads = ("Epoch", "Training loss", "accuracy", "Validation loss", "accuracy", "Time", "Pictures/s")
    head = element("tr", [element("th", head, scope="col") for head in heads])
    rows = [_epoch(epoch, epoch.number == course.best.number) for epoch in course.epochs]
    table = element("table", element("thead", head), element("tbody", rows), class_="epochs")
    return element("div", table, class_="card wide")


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


def _bar(value: float) -> Html:
    width = value if math.isfinite(value) else 0.0
    bar = element("i", style=f"--part:{width:.4f}", class_="bar")
    return element("td", bar, element("span", share(value)), class_="barred")
