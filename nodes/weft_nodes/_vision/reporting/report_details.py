"""The end of a report: data, network, settings, limits, and the model's card to copy."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.learning.samples import Samples, Skipped
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.models.model_card import markdown
from weft_nodes._vision.reporting.report_tables import section

Facts: TypeAlias = tuple[tuple[str, str], ...]

_LISTED = 20
"""Skipped records that are listed one by one; all of them are counted."""

_DIGITS = 16
"""Of a digest: enough to compare by eye; the card has all of them."""


def details(card: Card, both: tuple[Samples, Samples], model: Facts, settings: Facts) -> Html:
    """Three columns of facts."""
    cards = (
        element("div", element("h3", "Data"), _data(card, both), class_="card"),
        element("div", element("h3", "Model"), facts(model), class_="card"),
        element("div", element("h3", "Settings"), facts(settings), class_="card"),
    )
    return section("Details", "", element("div", cards, class_="triple"))


def limits(card: Card) -> Html:
    """What to know before using the model, and its card as text."""
    said = element("ul", [element("li", limit) for limit in card.limits], class_="card limits")
    text = element("pre", markdown(card), tabindex="0", role="region", aria_label="The card as Markdown")
    copy = element("details", element("summary", "The model's card as Markdown"), text, class_="card")
    return section("Limits", "", said, copy)


def facts(pairs: Iterable[tuple[str, str]]) -> Html:
    """Names and values, one pair a line."""
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in pairs]
    return element("dl", rows, class_="facts")


def _data(card: Card, both: tuple[Samples, Samples]) -> list[Html]:
    parts = []
    for samples in both:
        side = samples.side
        reasons = Counter(skipped.reason for skipped in samples.skipped)
        lines = [
            (f"{side.name.capitalize()} pictures ({side.letter})", f"{len(samples):,} used"),
            *((f"Skipped: {reason}", f"{count:,}") for reason, count in reasons.most_common()),
        ]
        if digest := card.digests.get(side.name):
            lines.append(("SHA-256", f"{digest[:_DIGITS]}…"))
        parts.append(facts(lines))
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
