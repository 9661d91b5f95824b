"""The top of a report: the accuracy with its doubt, what was trained, and what to compare it with."""

from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.evaluation.assessment import Assessment
from weft_nodes._vision.evaluation.unknown import Threshold
from weft_nodes._vision.learning.course import Course
from weft_nodes._vision.reporting.duration import duration
from weft_nodes._vision.reporting.report_tables import between, share


@dataclass(frozen=True)
class Headline:
    """What stands at the top.

    Attributes:
        label: The column that was learned.
        network: The name of the network.
        scope: What of it was trained.
        pictures: Training pictures.
        size: Width and height of what the network sees, in words.
        seconds: Of the whole training.
    """

    label: str
    network: str
    scope: str
    pictures: int
    size: str
    seconds: float


def headline(head: Headline, found: Assessment, course: Course) -> Html:
    """Title, accuracy and the main facts."""
    evaluation = found.evaluation
    tiles = (
        ("Network", head.network),
        ("Trained", head.scope),
        ("Classes", f"{len(evaluation.classes):,}"),
        ("Training pictures", f"{head.pictures:,}"),
        ("Picture size", head.size),
        ("Best epoch", f"{course.best.number} of {len(course.epochs)}"),
        ("Training time", duration(head.seconds)),
        ("Speed", f"{_speed(course):,.0f} pictures/s"),
    )
    counts = f"{evaluation.right:,} of {evaluation.total:,} validation pictures recognised"
    said = element(
        "div",
        element("b", counts),
        element("span", f"95 % confidence: {between(evaluation.interval())}"),
        _scale(found),
        class_="said",
    )
    return element(
        "header",
        element("p", "Image Recognition", class_="kicker"),
        element("h1", "How well ", element("em", head.label), " is recognised"),
        element(
            "div",
            element(
                "div", element("div", share(evaluation.accuracy), class_="figure"), said, class_="accuracy"
            ),
            element(
                "dl", [element("div", element("dt", name), element("dd", value)) for name, value in tiles]
            ),
            class_="card hero",
        ),
        glance(found),
    )


def glance(found: Assessment) -> Html:
    """What to hold the accuracy against, one figure a card."""
    cards = [_figure("Without looking", share(found.baseline.accuracy), _always(found))]
    if found.apart is not None:
        left = found.evaluation.total - found.apart.total
        note = f"{between(found.apart.interval())}; without {left:,} that T nearly has"
        cards.append(_figure("New pictures only", share(found.apart.accuracy), note))
    error = f"mean distance of score and truth; {share(found.before.error)} before calibration"
    cards.append(_figure("Calibration error", share(found.after.error), error))
    if found.threshold is not None:
        cards.append(_unknown(found.threshold))
    points = f"{found.difference * 100:.1f}\u00a0points"
    cards.append(_figure("Differences show from", points, "between two settings, on these pictures"))
    return element("dl", cards, class_="glance")


def _always(found: Assessment) -> str:
    return f"right by always answering {found.baseline.name}; the notch in the bar above"


def _unknown(threshold: Threshold) -> Html:
    said = f"answered; of these {share(threshold.right / threshold.answered)} are right"
    return _figure("Sure enough", share(threshold.answered / threshold.total), said)


def _figure(name: str, value: str, note: Content) -> Html:
    return element(
        "div", element("dt", name), element("dd", value), element("dd", note, class_="why"), class_="card"
    )


def _scale(found: Assessment) -> Html:
    """The accuracy between nothing and all, with its interval and the baseline."""
    low, high = found.evaluation.interval()
    marks = f"--low:{low:.4f};--high:{high:.4f};--value:{found.evaluation.accuracy:.4f}"
    base = element("u", style=f"--value:{found.baseline.accuracy:.4f}")
    return element("div", base, element("i"), element("s"), class_="scale", style=marks, aria_hidden="true")


def _speed(course: Course) -> float:
    """Training pictures a second, over all epochs; each epoch counts by its time."""
    seconds = sum(epoch.seconds for epoch in course.epochs)
    return sum(epoch.rate * epoch.seconds for epoch in course.epochs) / seconds if seconds else 0.0
