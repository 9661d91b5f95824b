"""The page of suspicious labels: a grid of pictures with what they are called and what they look like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.reporting.report_style import STYLE
from weft_nodes._vision.reporting.report_tables import share

_PAIRS = 12
"""Pairs of classes that are listed."""

_DOUBTFUL = 0.7
"""Of labels that models agree with: under it they know too little to accuse a label."""

_MORE = """
h1 em { color: var(--ink); }
.pairs td:first-child { text-align: left; padding-left: 4px; }
.pairs th, .pairs td { padding-top: 5px; padding-bottom: 5px; }
"""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record whose label is contradicted.

    Attributes:
        record: Its number in the input, from 1.
        title: The name of its file, or `record 7`.
        given: Its label.
        suggested: The class that contradicts.
        score: The probability of the given label, 0 to 1.
        rival: That of the suggested class.
        picture: A data URI, empty where there is none.
    """

    record: int
    title: str
    given: str
    suggested: str
    score: float
    rival: float
    picture: str


@dataclass(frozen=True)
class LabelStory:
    """All that the page tells.

    Attributes:
        label: The column that was checked.
        shown: The most suspicious records, those first.
        suspicious: How many there are.
        checked: How many records were checked.
        accuracy: The share of labels that the models agree with, 0 to 1.
        classes: How many.
        folds: How many.
        pairs: Given class, suggested class and how often, the most frequent first.
        torn: Records whose very picture carries another label, too.
    """

    label: str
    shown: Sequence[Suspect]
    suspicious: int
    checked: int
    accuracy: float
    classes: int
    folds: int
    pairs: Sequence[tuple[str, str, int]]
    torn: int = 0


def label_page(story: LabelStory) -> str:
    """The page as text."""
    return document(
        f"Label errors: {story.label}",
        STYLE + _MORE,
        element(
            "main",
            _headline(story),
            _notes(story),
            _gallery(story),
            _pairs(story),
            element("footer", "Made by Find Label Errors of Weft"),
        ),
    )


def _headline(story: LabelStory) -> Html:
    tiles = (
        ("Labels checked", f"{story.checked:,}"),
        ("Classes", f"{story.classes:,}"),
        ("Models agree with", share(story.accuracy)),
        ("Folds", str(story.folds)),
    )
    part = share(story.suspicious / max(story.checked, 1))
    told = f"{part} of all labels are contradicted by a model that has not seen them"
    return element(
        "header",
        element("p", "Find Label Errors", class_="kicker"),
        element("h1", "Labels of ", element("em", story.label), " to look at"),
        element(
            "div",
            element(
                "div",
                element("div", f"{story.suspicious:,}", class_="figure"),
                element("div", element("b", told), element("span", "Look before you change one.")),
                class_="accuracy",
            ),
            element("dl", [element("div", element("dt", k), element("dd", v)) for k, v in tiles]),
            class_="card hero",
        ),
    )


def _notes(story: LabelStory) -> Content:
    told = []
    if story.accuracy < _DOUBTFUL:
        told.append(
            f"The models agree with {share(story.accuracy)} of the labels only: these features tell the "
            "classes apart badly, so most labels that are named here are right. Try another network or a "
            "larger image size."
        )
    if story.torn:
        told.append(f"{story.torn:,} records have the very same picture as a record with another label.")
    return element("ul", [element("li", one) for one in told], class_="notes") if told else ""


def _gallery(story: LabelStory) -> Html:
    heading = element("h2", "The most suspicious first")
    if not story.shown:
        nothing = element("p", "No label is contradicted.", class_="note")
        return element("section", heading, nothing)
    few = len(story.shown) < story.suspicious
    which = f"The first {len(story.shown):,} of {story.suspicious:,}" if few else "Of each"
    note = f"{which}: the given label, what the picture looks like, and how probable both are."
    cards = [_card(suspect) for suspect in story.shown]
    return element(
        "section", heading, element("p", note, class_="note"), element("div", cards, class_="gallery")
    )


def _card(suspect: Suspect) -> Html:
    picture = (
        # Not lazily: it is here already, and on paper it would be missing.
        element("img", src=suspect.picture, alt=suspect.title, decoding="async")
        if suspect.picture
        else element("div", "no picture", class_="blank")
    )
    return element(
        "figure",
        picture,
        element(
            "figcaption",
            element("b", suspect.given, title=suspect.given),
            element("b", f"→ {suspect.suggested}", class_="bad", title=suspect.suggested),
            element("small", f"{share(suspect.score)} against {share(suspect.rival)}"),
            element("small", f"record {suspect.record:,}"),
            element("small", suspect.title, title=suspect.title)
            if not suspect.title.startswith("record ")
            else "",
        ),
        class_="mistake card",
    )


def _pairs(story: LabelStory) -> Content:
    if not story.pairs:
        return ""
    rows = [
        element("tr", element("td", given), element("td", suggested), element("td", f"{count:,}"))
        for given, suggested, count in story.pairs[:_PAIRS]
    ]
    head = element("tr", [element("th", name, scope="col") for name in ("Label", "Looks like", "Records")])
    table = element("table", element("thead", head), element("tbody", rows), class_="pairs")
    rest = sum(Counter({(a, b): n for a, b, n in story.pairs[_PAIRS:]}).values())
    note = f"{rest:,} more records are of other pairs." if rest else ""
    return element(
        "section",
        element("h2", "Which classes are confused"),
        element("p", note, class_="note") if note else "",
        element("div", table, class_="card wide"),
    )
