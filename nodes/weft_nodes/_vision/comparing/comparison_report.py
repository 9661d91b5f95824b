"""The report of a comparison of models: one HTML page that loads nothing, in light and dark."""

import numpy as np

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.comparing.comparison import Comparison
from weft_nodes._vision.comparing.comparison_charts import interval_chart
from weft_nodes._vision.comparing.comparison_tables import (
    chance_text,
    classes_section,
    models_section,
    section,
    tests_section,
)
from weft_nodes._vision.reporting.mistakes import small_picture
from weft_nodes._vision.reporting.report_style import STYLE
from weft_nodes._vision.reporting.report_tables import share

_PICTURES = 24
"""Pictures that are shown; all on which models disagree are counted."""

_AXIS = (
    "The dot is the accuracy on these pictures; the bar is where it would lie, with 95 % confidence, on "
    "many more of the same kind."
)

_STYLE = """
.intervals .span { stroke: rgb(var(--right) / .28); stroke-width: 12; stroke-linecap: round; }
.intervals .point { fill: rgb(var(--right)); }
.intervals text.name { fill: var(--ink); font-size: 13px; }
.intervals text.value { fill: var(--ink); font-size: 13px; font-weight: 600; }
td.best { font-weight: 650; color: var(--valid); }
.answers { display: grid; gap: 4px; margin: 4px 0; }
.answers small { display: block; line-height: 1.25; }
.answers .wrong { color: rgb(var(--wrong)); }
.tests th, .tests td, .models tbody th { white-space: normal; }
.models th, .models td { padding-left: 8px; padding-right: 8px; }
"""


def render_comparison(comparison: Comparison, label: str) -> str:
    """The page as text; `label` is the column with the true classes."""
    return document(
        f"Compare Models: {label}",
        STYLE + _STYLE,
        element(
            "main",
            _headline(comparison, label),
            section("Accuracy", _AXIS, interval_chart(comparison)),
            models_section(comparison),
            tests_section(comparison),
            classes_section(comparison),
            _disagreements(comparison),
            element("footer", "Made by Compare Models of Weft"),
        ),
    )


def _headline(comparison: Comparison, label: str) -> Html:
    best = comparison.results[comparison.ranking[0]]
    counts = f"{best.evaluation.right:,} of {best.evaluation.total:,} pictures recognised"
    return element(
        "header",
        element("p", "Compare Models", class_="kicker"),
        element("h1", "Which model recognises ", element("em", label), " best"),
        element(
            "div",
            element(
                "div",
                element("div", share(best.evaluation.accuracy), class_="figure"),
                element("div", element("b", best.contender.name), element("span", counts)),
                class_="accuracy",
            ),
            element("ul", [element("li", line) for line in verdicts(comparison)]),
            class_="card hero",
        ),
        _skipped(comparison),
    )


def verdicts(comparison: Comparison) -> list[str]:
    """What can be said of the most accurate model beside each other one, in plain words."""
    names = [result.contender.name for result in comparison.results]
    best, *others = comparison.ranking
    lines = []
    for other in others:
        pair = next(pair for pair in comparison.pairs if {pair.first, pair.second} == {best, other})
        real = pair.better is not None
        told = f"Better than {names[other]}" if real else f"No difference to {names[other]} can be told"
        chance = chance_text(pair.chance)
        lines.append(f"{told} (p {chance})." if chance.startswith("<") else f"{told} (p = {chance}).")
    return lines


def _skipped(comparison: Comparison) -> Content:
    if not (count := len(comparison.samples.skipped)):
        return ""
    first = comparison.samples.skipped[0]
    said = f"{count:,} records were left out; the first is record {first.record:,}: {first.reason}."
    return element("ul", element("li", said), class_="notes")


def _disagreements(comparison: Comparison) -> Content:
    if len(comparison.results) < 2:
        return ""
    positions = disagreements(comparison)
    if not len(positions):
        return section("Where they disagree", "All models say the same of every picture.")
    cards = [_picture(comparison, place) for place in positions[:_PICTURES].tolist()]
    shown = f", {len(cards)} of them here" if len(cards) < len(positions) else ""
    note = f"{len(positions):,} of {len(comparison.truth):,} pictures{shown}: first those of which a model \
is surest and wrong."
    return section("Where they disagree", note, element("div", cards, class_="gallery"))


def disagreements(comparison: Comparison) -> np.ndarray:
    """Positions of the pictures of which models say different things, the surest wrong answer first."""
    answers = [result.answers for result in comparison.results]
    predicted = np.stack([one.predicted for one in answers])
    wrong = predicted != comparison.truth
    surest = np.where(wrong, np.stack([one.score for one in answers]), 0).max(axis=0)
    differ = np.flatnonzero((predicted != predicted[0]).any(axis=0))
    return differ[np.argsort(-surest[differ], kind="stable")]


def _picture(comparison: Comparison, place: int) -> Html:
    samples, classes = comparison.samples, comparison.classes
    record, truth = int(samples.rows[place]) + 1, int(comparison.truth[place])
    source = small_picture(samples.picture(place))
    lines = []
    for one in comparison.results:
        predicted = int(one.answers.predicted[place])
        said = f"{classes[predicted]} ({share(float(one.answers.score[place]))})"
        kind = "right" if predicted == truth else "wrong"
        lines.append(
            element("span", element("small", one.contender.name, title=one.contender.name), said, class_=kind)
        )
    file = samples.file(place)
    return element(
        "figure",
        element("img", src=source, alt=f"record {record}", loading="lazy")
        if source
        else element("div", "no picture", class_="blank"),
        element(
            "figcaption",
            element("b", classes[truth], title=classes[truth]),
            element("div", lines, class_="answers"),
            element("small", f"record {record:,} of D"),
            element("small", file, title=file) if file else "",
        ),
        class_="mistake card",
    )
