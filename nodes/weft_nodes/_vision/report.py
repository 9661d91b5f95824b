"""The report of a training: one HTML page that loads nothing, in light and dark, on screen and paper."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.charts import Curve, line_chart
from weft_nodes._vision.course import Course
from weft_nodes._vision.duration import duration
from weft_nodes._vision.heat_map import confusion_matrix, frequent_confusions
from weft_nodes._vision.metrics import Evaluation
from weft_nodes._vision.mistakes import Mistake
from weft_nodes._vision.report_data import evaluation_block
from weft_nodes._vision.report_style import STYLE
from weft_nodes._vision.report_tables import class_table, epoch_table, share
from weft_nodes._vision.samples import Samples, Skipped
from weft_nodes._vision.training_record import TrainingRecord

_LISTED = 20
"""Skipped records that are listed one by one; all of them are counted."""

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Story:
    """All that a report tells.

    Attributes:
        label: The column that was learned.
        evaluation: What the kept network did on the validation pictures.
        course: How the training went.
        mistakes: The worst, worst first.
        training: The training pictures, with the records that were skipped.
        validation: The validation pictures, likewise.
        notes: Sentences that the reader should know before trusting the figures.
        settings: Name and value of each.
        model: Likewise, of the network.
        record: How long it took and which model it gave, for programs; None leaves it out.
    """

    label: str
    evaluation: Evaluation
    course: Course
    mistakes: tuple[Mistake, ...]
    training: Samples
    validation: Samples
    notes: tuple[str, ...]
    settings: Facts
    model: Facts
    record: TrainingRecord | None = None


def render(story: Story) -> str:
    """The page as text."""
    return document(
        f"Image Recognition: {story.label}",
        STYLE,
        element(
            "main",
            _headline(story),
            _notes(story.notes),
            _curves(story.course),
            _section(
                "Confusion matrix", _confusion_note(story.evaluation), confusion_matrix(story.evaluation)
            ),
            _section("Classes", "", class_table(story.evaluation)),
            _mistakes(story),
            _section("Epochs", _ending(story.course), epoch_table(story.course)),
            _details(story),
            element("footer", "Made by Image Recognition of Weft"),
        ),
        evaluation_block(story.evaluation, story.validation, story.course.verdict),
        story.record.block() if story.record else "",
    )


def _headline(story: Story) -> Html:
    evaluation, course = story.evaluation, story.course
    low, high = evaluation.interval()
    seconds = sum(epoch.seconds for epoch in course.epochs)
    tiles = (
        ("Best epoch", f"{course.best.number} of {len(course.epochs)}"),
        ("Classes", f"{len(evaluation.classes):,}"),
        ("Training pictures", f"{len(story.training):,}"),
        ("Training time", duration(seconds)),
    )
    counts = f"{evaluation.right:,} of {evaluation.total:,} validation pictures recognised"
    doubt = f"95 % confidence: {share(low)} to {share(high)}"
    return element(
        "header",
        element("p", "Image Recognition", class_="kicker"),
        element("h1", "How well ", element("em", story.label), " is recognised"),
        element(
            "div",
            element(
                "div",
                element("div", share(evaluation.accuracy), class_="figure"),
                element("div", element("b", counts), element("span", doubt)),
                class_="accuracy",
            ),
            element(
                "dl", [element("div", element("dt", name), element("dd", value)) for name, value in tiles]
            ),
            class_="card hero",
        ),
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
    note = f"The dashed line marks epoch {best}, whose network was kept."
    return _section("Learning curves", note, element("div", charts, class_="pair"))


def _confusion_note(evaluation: Evaluation) -> str:
    found = frequent_confusions(evaluation)
    said = "; ".join(f"{truth} as {predicted} ({count:,})" for truth, predicted, count in found)
    return f"Most often mistaken: {said}." if said else "No picture was mistaken."


def _mistakes(story: Story) -> Content:
    if not story.mistakes:
        return ""
    cards = [
        element(
            "figure",
            element("img", src=mistake.picture, alt=f"record {mistake.record}", loading="lazy")
            if mistake.picture
            else element("div", "no picture", class_="blank"),
            element(
                "figcaption",
                element("b", mistake.truth, title=mistake.truth),
                element("b", f"→ {mistake.predicted}", class_="bad", title=mistake.predicted),
                element("small", f"{share(mistake.score)} sure; truth {share(mistake.true_score)}"),
                element("small", f"record {mistake.record:,} of V"),
                element("small", mistake.file, title=mistake.file) if mistake.file else "",
            ),
            class_="mistake card",
        )
        for mistake in story.mistakes
    ]
    wrong = story.evaluation.total - story.evaluation.right
    what = f"All {wrong:,}" if wrong == len(cards) else f"{len(cards)} of the {wrong:,}"
    note = f"{what} wrong predictions, the surest first: the true class, and what it was taken for."
    return _section("Worst mistakes", note, element("div", cards, class_="gallery"))


def _details(story: Story) -> Html:
    cards = (
        element("div", element("h3", "Data"), _data(story), class_="card"),
        element("div", element("h3", "Model"), _facts(story.model), class_="card"),
        element("div", element("h3", "Settings"), _facts(story.settings), class_="card"),
    )
    return _section("Details", "", element("div", cards, class_="triple"))


def _data(story: Story) -> list[Html]:
    parts = []
    for samples in (story.training, story.validation):
        side = samples.side
        reasons = Counter(skipped.reason for skipped in samples.skipped)
        facts = [
            (f"{side.name.capitalize()} pictures ({side.letter})", f"{len(samples):,} used"),
            *((f"Skipped: {reason}", f"{count:,}") for reason, count in reasons.most_common()),
        ]
        parts.append(_facts(facts))
        parts += _skipped(samples.skipped, side.letter)
    return parts


def _skipped(skipped: tuple[Skipped, ...], letter: str) -> list[Html]:
    if not skipped:
        return []
    lines = [element("li", f"record {each.record:,}: {each.reason}") for each in skipped[:_LISTED]]
    if len(skipped) > _LISTED:
        lines.append(element("li", f"and {len(skipped) - _LISTED:,} more"))
    summary = element("summary", f"Skipped records of {letter}")
    return [element("details", summary, element("ul", lines))]


def _ending(course: Course) -> str:
    return f"Ended early: {course.ending}." if course.ending else ""


def _facts(facts: Iterable[tuple[str, str]]) -> Html:
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in facts]
    return element("dl", rows, class_="facts")


def _section(title: str, note: str, *content: Content) -> Html:
    heading = element("h2", title)
    return element("section", heading, element("p", note, class_="note") if note else "", *content)
