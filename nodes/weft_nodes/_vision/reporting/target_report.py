"""What the reports of several labels and of numbers share. No torch is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates
from weft_nodes._vision.learning.course import Course
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.reporting.charts import Curve, line_chart
from weft_nodes._vision.reporting.duration import duration
from weft_nodes._vision.reporting.mistakes import LikePair
from weft_nodes._vision.reporting.report_details import Facts, details, limits
from weft_nodes._vision.reporting.report_pictures import pairs_section
from weft_nodes._vision.reporting.report_style import STYLE
from weft_nodes._vision.reporting.report_tables import VARIED, epoch_table, section
from weft_nodes._vision.reporting.training_record import TrainingRecord


@dataclass(frozen=True)
class Telling:
    """What any report of a training tells, whatever its target.

    Attributes:
        course: How the training went.
        training: The training pictures, with the records that were skipped.
        validation: Likewise.
        card: Of the model.
        record: How long it took, and which model it gave.
        near: Validation pictures that training pictures nearly are.
        pairs: Some of them.
        notes: Sentences that the reader should know before trusting the figures.
        settings: Name and value of each.
        model: Likewise, of the network.
    """

    course: Course
    training: Samples
    validation: Samples
    card: Card
    record: TrainingRecord
    near: NearDuplicates
    pairs: tuple[LikePair, ...] = ()
    notes: tuple[str, ...] = ()
    settings: Facts = ()
    model: Facts = ()


@dataclass(frozen=True)
class Top:
    """What stands at the top of a report.

    Attributes:
        said: What is done to the label, as `told`.
        figure: The main figure.
        counts: What it is, in words.
        doubt: How sure it is.
        tile: Name and value of one more fact.
        glance: Name, value and note of figures to hold it against.
    """

    said: str
    figure: str
    counts: str
    doubt: str
    tile: tuple[str, str]
    glance: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Picture:
    """A picture of a mistake: what it is, what was wrong with the answer, and more lines below."""

    source: str
    truth: str
    wrong: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What the best epoch is chosen by.

    Attributes:
        title: Its name.
        inside: Likewise, within a sentence.
        explained: What it and the loss are, in sentences.
    """

    title: str
    inside: str
    explained: str


def page(telling: Telling, top: Top, score: Score, without: str, *middle: Content) -> str:
    """The whole page.

    Args:
        telling: What any report tells.
        top: What stands at the top.
        score: Whose curves are drawn.
        without: The figures that are left without near-duplicates, as a sentence; empty for none.
        middle: Between the curves and what ends every report.
    """
    both = telling.training, telling.validation
    return document(
        f"Image Recognition: {telling.card.label}",
        STYLE,
        element(
            "main",
            _head(telling, top),
            element("ul", [element("li", note) for note in telling.notes], class_="notes")
            if telling.notes
            else "",
            _curves(telling.course, score),
            *middle,
            pairs_section(telling.pairs, telling.near, without),
            section("Epochs", _ending(telling.course), epoch_table(telling.course, score.inside)),
            details(telling.card, both, telling.model, telling.settings),
            limits(telling.card),
            element("footer", "Made by Image Recognition of Weft"),
        ),
        telling.record.block(),
    )


def gallery(title: str, note: str, pictures: Sequence[Picture]) -> Content:
    """Mistakes as pictures; nothing where there are none."""
    if not pictures:
        return ""
    return section(title, note, element("div", [_card(picture) for picture in pictures], class_="gallery"))


def _head(telling: Telling, top: Top) -> Html:
    course, card = telling.course, telling.card
    tiles = (
        ("Network", card.backbone),
        ("Trained", card.scope),
        top.tile,
        ("Training pictures", f"{len(telling.training):,}"),
        ("Best epoch", f"{course.best.number} of {len(course.epochs)}"),
        ("Training time", duration(telling.record.seconds)),
    )
    said = element("div", element("b", top.counts), element("span", top.doubt), class_="said")
    figure = element("div", element("div", top.figure, class_="figure"), said, class_="accuracy")
    facts = element(
        "dl", [element("div", element("dt", name), element("dd", value)) for name, value in tiles]
    )
    return element(
        "header",
        element("p", "Image Recognition", class_="kicker"),
        element("h1", "How well ", element("em", card.label), f" is {top.said}"),
        element("div", figure, facts, class_="card hero"),
        element("dl", [_glance(*one) for one in top.glance], class_="glance"),
    )


def _glance(name: str, value: str, note: str) -> Html:
    told = (element("dt", name), element("dd", value), element("dd", note, class_="why"))
    return element("div", *told, class_="card")


def _curves(course: Course, score: Score) -> Html:
    epochs, best = course.epochs, course.best.number
    losses = (
        Curve("training", "train", tuple(epoch.train_loss for epoch in epochs)),
        Curve("validation", "valid", tuple(epoch.valid_loss for epoch in epochs)),
    )
    scores = (
        # What explains nothing at first may be far below zero, and would press the rest together.
        Curve("training", "train", tuple(max(0.0, epoch.train_accuracy) for epoch in epochs)),
        Curve("validation", "valid", tuple(max(0.0, epoch.valid_accuracy) for epoch in epochs)),
    )
    charts = (line_chart(score.title, scores, best, percent=True), line_chart("Loss", losses, best))
    note = f"The dashed line marks epoch {best}, whose network was kept. {VARIED} {score.explained}"
    return section("Learning curves", note, element("div", charts, class_="pair"))


def _ending(course: Course) -> str:
    return f"Ended early: {course.ending}." if course.ending else ""


def _card(picture: Picture) -> Html:
    shown = (
        # Not lazily: it is here already, and on paper it would be missing.
        element("img", src=picture.source, alt=picture.lines[0], decoding="async")
        if picture.source
        else element("div", "no picture", class_="blank")
    )
    caption = element(
        "figcaption",
        element("b", picture.truth),
        [element("b", line, class_="bad") for line in picture.wrong],
        [element("small", line, title=line) for line in picture.lines if line],
    )
    return element("figure", shown, caption, class_="mistake listed card")
