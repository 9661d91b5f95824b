"""The report of a training: one HTML page that loads nothing, in light and dark, on screen and paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.evaluation.assessment import Assessment, too_few
from weft_nodes._vision.evaluation.metrics import Evaluation
from weft_nodes._vision.learning.course import Course
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.reporting.calibration_chart import reliability_chart
from weft_nodes._vision.reporting.charts import Curve, line_chart
from weft_nodes._vision.reporting.heat_map import confusion_matrix, frequent_confusions
from weft_nodes._vision.reporting.mistakes import LikePair, Mistake
from weft_nodes._vision.reporting.report_data import evaluation_block
from weft_nodes._vision.reporting.report_details import Facts, details, limits
from weft_nodes._vision.reporting.report_head import Headline, headline
from weft_nodes._vision.reporting.report_pictures import mistakes_section, pairs_section
from weft_nodes._vision.reporting.report_style import STYLE
from weft_nodes._vision.reporting.report_tables import (
    VARIED,
    between,
    class_table,
    epoch_table,
    score_table,
    section,
    share,
)
from weft_nodes._vision.reporting.training_record import TrainingRecord


@dataclass(frozen=True)
class Story:
    """All that a report tells.

    Attributes:
        assessment: What the kept network did on the validation pictures, and how far that can be trusted.
        course: How the training went.
        mistakes: The worst, worst first.
        pairs: Some validation pictures beside the training pictures that they nearly are.
        training: The training pictures, with the records that were skipped.
        validation: The validation pictures, likewise.
        card: Of the model.
        notes: Sentences that the reader should know before trusting the figures.
        settings: Name and value of each.
        model: Likewise, of the network.
        record: How long it took and which model it gave, for programs; None leaves it out.
    """

    assessment: Assessment
    course: Course
    mistakes: tuple[Mistake, ...]
    pairs: tuple[LikePair, ...]
    training: Samples
    validation: Samples
    card: Card
    notes: tuple[str, ...] = ()
    settings: Facts = ()
    model: Facts = ()
    record: TrainingRecord | None = None


def render(story: Story) -> str:
    """The page as text."""
    found, both = story.assessment, (story.training, story.validation)
    evaluation = found.evaluation
    return document(
        f"Image Recognition: {story.card.label}",
        STYLE,
        element(
            "main",
            headline(_head(story), found, story.course),
            _notes((*story.notes, *too_few(found.difference))),
            _curves(story.course),
            section("Confusion matrix", _confusion_note(evaluation), confusion_matrix(evaluation)),
            section("Classes", _classes_note(), class_table(evaluation, story.card.class_counts)),
            _scores(found),
            mistakes_section(story.mistakes, evaluation.total - evaluation.right),
            pairs_section(story.pairs, found.near, _without(found)),
            section("Epochs", _ending(story.course), epoch_table(story.course)),
            details(story.card, both, story.model, story.settings),
            limits(story.card),
            element("footer", "Made by Image Recognition of Weft"),
        ),
        evaluation_block(evaluation, story.validation, found.verdict),
        story.record.block() if story.record else "",
    )


def _head(story: Story) -> Headline:
    epochs = sum(epoch.seconds for epoch in story.course.epochs)
    return Headline(
        story.card.label,
        story.card.backbone,
        story.card.scope,
        len(story.training),
        f"{story.card.preprocess.width} x {story.card.preprocess.height}",
        story.record.seconds if story.record else epochs,
    )


def _notes(notes: tuple[str, ...]) -> Content:
    if not notes:
        return ""
    return element("ul", [element("li", note) for note in notes], class_="notes")


def _curves(course: Course) -> Html:
    epochs, best = course.epochs, course.best.number

    def pair(train: Iterable[float], valid: Iterable[float]) -> tuple[Curve, Curve]:
        return Curve("training", "train", tuple(train)), Curve("validation", "valid", tuple(valid))

    loss = pair((e.train_loss for e in epochs), (e.valid_loss for e in epochs))
    accuracy = pair((e.train_accuracy for e in epochs), (e.valid_accuracy for e in epochs))
    charts = (line_chart("Accuracy", accuracy, best, percent=True), line_chart("Loss", loss, best))
    note = f"The dashed line marks epoch {best}, whose network was kept. {VARIED}"
    return section("Learning curves", note, element("div", charts, class_="pair"))


def _confusion_note(evaluation: Evaluation) -> str:
    found = frequent_confusions(evaluation)
    said = "; ".join(f"{truth} as {predicted} ({count:,})" for truth, predicted, count in found)
    return f"Most often mistaken: {said}." if said else "No picture was mistaken."


def _classes_note() -> str:
    return "The light part of a bar is the interval that holds the true value with 95 % confidence."


def _scores(found: Assessment) -> Html:
    note = (
        f"Of the answers with a score of 90 %, nine in ten should be right. Scores are divided by a "
        f"temperature of {found.temperature:.2f} that was fitted on V; that changes no answer. The expected "
        f"calibration error goes from {share(found.before.error)} to {share(found.after.error)}."
    )
    content = (reliability_chart(found.before, found.after), score_table(found.after))
    return section("Scores", note, element("div", content, class_="pair"), _unknown_note(found))


def _unknown_note(found: Assessment) -> Content:
    threshold = found.threshold
    if threshold is None:
        return ""
    said = (
        f"For a precision of {share(threshold.wanted)} Predict answers from a score of {threshold.score:.3f} "
        f"on. Of V, {threshold.unknown:,} of {threshold.total:,} pictures "
        f"({share(threshold.unknown / threshold.total)}) would be unknown; {threshold.right:,} of "
        f"{threshold.answered:,} answers are right ({share(threshold.right / threshold.answered)})."
    )
    missed = (
        "" if threshold.reached else " The validation pictures do not show that the precision is reached."
    )
    return element("p", element("b", "Unknown. "), said, missed, class_="card aside")


def _without(found: Assessment) -> str:
    if found.apart is None:
        return ""
    return (
        f"Without them the accuracy is {share(found.apart.accuracy)} ({between(found.apart.interval())}) on "
        f"{found.apart.total:,} pictures."
    )


def _ending(course: Course) -> str:
    return f"Ended early: {course.ending}." if course.ending else ""
