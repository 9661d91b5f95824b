"""The card of a model as Markdown, for people: what it is, what it learned from, how good it is.

No torch is imported here.
"""

import math
import re
from collections.abc import Iterable, Sequence

from weft_nodes._vision.models.card import Card

_UNKNOWN_LICENCE = "unknown: look it up before you pass the model on"

_MARKED = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown would take for markup in a name of the user."""


def markdown(card: Card) -> str:
    """A page that says of a model what `Card` knows; the same card gives the same text."""
    parts = [
        f"# Model card: {_plain(card.label)} by {_plain(card.backbone)}",
        _headline(card),
        _section("Data", _data(card)),
        _section("Labels" if card.target == "labels" else "Classes", _classes(card)),
        _section("Accuracy", _metrics(card)),
        _section("Answers", _answers(card)),
        _section("Pictures", _table(("", ""), _preprocessing(card))),
        _section("Training", _table(("", ""), _training(card))),
        _section("Limits", "\n".join(f"- {_plain(limit)}" for limit in card.limits)),
        _section("Licence", f"Of the weights that it started from: {_plain(licence(card))}."),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def licence(card: Card) -> str:
    """The licence of the weights that a model started from, in words."""
    if not card.pretraining.architecture or card.scope == "from scratch":
        return "none, it started from random numbers"
    return card.pretraining.license or _UNKNOWN_LICENCE


def percent(value: float) -> str:
    """A share of one with one digit, `n/a` where it is undefined."""
    return f"{value * 100:.1f} %" if math.isfinite(value) else "n/a"


def _headline(card: Card) -> str:
    if card.target == "number":
        error, base = card.metrics.get("mae", math.nan), card.metrics.get("baseline_mae", math.nan)
        return (
            f"Gives a number for a picture, off by {error:.4g} on average; always answering the median of "
            f"the training pictures would be off by {base:.4g}."
        )
    if card.target == "labels":
        exact = percent(card.metrics.get("accuracy", math.nan))
        return (
            f"Tells which of {len(card.classes):,} labels a picture has; of {exact} of the validation "
            f"pictures every label is right{_between(card.intervals.get('accuracy'))}."
        )
    accuracy = card.metrics.get("accuracy", math.nan)
    if not math.isfinite(accuracy):
        return f"Tells {len(card.classes):,} classes of pictures apart."
    said = f"Tells {len(card.classes):,} classes of pictures apart; {percent(accuracy)} of the validation "
    said += f"pictures rightly{_between(card.intervals.get('accuracy'))}."
    if (guess := card.metrics.get("baseline")) is not None:
        said += f" Always answering the most frequent class would be right in {percent(guess)}."
    return said


def _between(bounds: tuple[float, float] | None) -> str:
    if bounds is None or not math.isfinite(bounds[0]):
        return ""
    return f" (95 % confidence: {percent(bounds[0])} to {percent(bounds[1])})"


def _data(card: Card) -> str:
    rows = [
        (name, f"{count:,}", f"{card.skipped.get(name, 0):,}", f"`{card.digests[name]}`")
        if name in card.digests
        else (name, f"{count:,}", "", "")
        for name, count in card.counts.items()
    ]
    return _table(("Set", "Pictures", "Skipped", "SHA-256 of pictures and labels"), rows)


def _classes(card: Card) -> str:
    heads = ["Class", *(name.capitalize() for name in card.class_counts)]
    counts = zip(*card.class_counts.values(), strict=True) if card.class_counts else [()] * len(card.classes)
    figures = card.class_metrics or (None,) * len(card.classes)
    rows = []
    for name, numbers, one in zip(card.classes, counts, figures, strict=True):
        row = [_plain(name), *(f"{number:,}" for number in numbers)]
        if one is not None:
            precision = percent(one.precision) + _short(one.precision_interval)
            row += [precision, percent(one.recall) + _short(one.recall_interval), percent(one.f1)]
        rows.append(row)
    if card.class_metrics:
        heads += ["Precision", "Recall", "F1"]
    return _table(heads, rows)


def _short(bounds: tuple[float, float]) -> str:
    if not math.isfinite(bounds[0]):
        return ""
    return f" ({bounds[0] * 100:.1f} to {bounds[1] * 100:.1f})"


def _metrics(card: Card) -> str:
    shares = (
        ("accuracy", "Accuracy"),
        ("accuracy_without_duplicates", "Accuracy without pictures that training pictures nearly are"),
        ("baseline", "Always the most frequent class"),
        ("calibration_error", "Expected calibration error"),
        ("detectable_difference", "Smallest difference that the validation pictures could show"),
        ("accuracy_of_answers", "Accuracy of the answers"),
        ("answered", "Validation pictures with an answer"),
    )
    known = {name for name, _ in shares}
    rows = [
        (title, percent(card.metrics[name]) + _short(card.intervals.get(name, (math.nan, math.nan))))
        for name, title in shares
        if name in card.metrics
    ]
    rows += [(_words(name), f"{value:.6g}") for name, value in card.metrics.items() if name not in known]
    return _table(("On the validation pictures", ""), rows)


def _answers(card: Card) -> str:
    if card.target == "number":
        return "A number in the unit of the label column, and no score."
    if card.target == "labels":
        pairs = zip(card.classes, card.label_thresholds, strict=True)
        return "A label is said from a probability on: " + ", ".join(
            f"{_plain(name)} {threshold:.3f}" for name, threshold in pairs
        )
    said = f"Scores are calibrated: what the network gives is divided by {card.temperature:.4g}."
    if card.threshold is None:
        return f"{said} It always answers."
    return f"{said} Under a score of {card.threshold:.4f} the answer is *Unknown*."


def _preprocessing(card: Card) -> list[tuple[str, str]]:
    steps = card.preprocess
    return [
        ("Column", _plain(card.picture)),
        ("Size", f"{steps.width} x {steps.height}"),
        ("Scaled by", steps.interpolation),
        ("Mean of the channels", ", ".join(f"{value:g}" for value in steps.mean)),
        ("Standard deviation", ", ".join(f"{value:g}" for value in steps.std)),
    ]


def _training(card: Card) -> list[tuple[str, str]]:
    weights = ".".join(filter(None, (card.pretraining.architecture, card.pretraining.tag)))
    return [
        ("Network", _plain(card.backbone)),
        ("Weights at the start", _plain(weights) if card.scope != "from scratch" and weights else "random"),
        ("What was trained", card.scope),
        *((_words(name), _plain(_value(value))) for name, value in card.recipe.items()),
        ("Seed", str(card.seed)),
        *((f"Version of {library}", version) for library, version in card.versions.items()),
    ]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}" if body else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join(row) for row in rows if any(row[1:])]
    if not lines:
        return ""
    ruler = " | ".join("---" for _ in heads)
    return "\n".join(f"| {line} |" for line in (" | ".join(heads), ruler, *lines))


def _plain(text: str) -> str:
    return _MARKED.sub(r"\\\1", " ".join(text.split()))
