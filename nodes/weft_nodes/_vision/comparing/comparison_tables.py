"""Tables of the report of a comparison: figures of the models, tests of pairs, figures by class."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.comparing.comparison import Comparison, Result
from weft_nodes._vision.comparing.significance import LEVEL, Pair
from weft_nodes._vision.reporting.duration import duration
from weft_nodes._vision.reporting.report_tables import share

_CLASSES = 40
"""Classes that are shown where there are more."""


def models_section(comparison: Comparison) -> Html:
    """The figures of every model; the best of each kind are marked."""
    heads = ("Model", "Accuracy", "95 % confidence", "Macro F1", "Log loss", "Training", "Prediction")
    results = comparison.results
    columns: list[tuple[Callable[[Result], float], Callable[[Result], str], bool]] = [
        (lambda one: one.evaluation.accuracy, lambda one: share(one.evaluation.accuracy), True),
        (lambda one: math.nan, _interval, True),
        (lambda one: one.macro_f1, lambda one: share(one.macro_f1), True),
        (lambda one: one.log_loss, lambda one: f"{one.log_loss:.3f}", False),
        (_training_seconds, _training_time, False),
        (lambda one: one.answers.seconds, lambda one: duration(one.answers.seconds), False),
        (lambda one: one.rate, lambda one: f"{one.rate:,.0f}", True),
        (lambda one: one.contender.size, lambda one: f"{one.contender.size / 1e6:,.1f}", False),
    ]
    best = [_best_shown(results, value, shown, most) for value, shown, most in columns]
    rows = []
    for place, one in enumerate(results):
        cells = [
            element("td", shown(one), class_="best" if place in winners else None)
            for (_, shown, _), winners in zip(columns, best, strict=True)
        ]
        rows.append(element("tr", element("th", one.contender.name, scope="row"), cells))
    return section("Models", "", _table((*heads, "Pictures/s", "Size (MB)"), rows, "models"))


def _best(values: Sequence[float], most: bool) -> set[int]:
    """Positions of the best value; none where there is nothing to choose."""
    known = [value for value in values if math.isfinite(value)]
    if len(known) < 2 or min(known) == max(known):
        return set()
    top = max(known) if most else min(known)
    return {place for place, value in enumerate(values) if value == top}


def _best_shown(
    results: Sequence[Result], value: Callable[[Result], float], shown: Callable[[Result], str], most: bool
) -> set[int]:
    """As `_best`; what reads the same is equally good."""
    best = _best([value(one) for one in results], most)
    texts = {shown(results[place]) for place in best}
    winners = {place for place, one in enumerate(results) if shown(one) in texts}
    return winners if len(winners) < len(results) else set()


def _interval(one: Result) -> str:
    low, high = one.evaluation.interval()
    return f"{share(low)} to {share(high)}"


def _training_seconds(one: Result) -> float:
    return math.nan if one.contender.seconds is None else one.contender.seconds


def _training_time(one: Result) -> str:
    return "not known" if one.contender.seconds is None else duration(one.contender.seconds)


def tests_section(comparison: Comparison) -> Content:
    """Which differences are real; nothing for one model alone."""
    if not comparison.pairs:
        return ""
    names = [result.contender.name for result in comparison.results]
    note = (
        "McNemar's test looks at the pictures that only one of two models has right. Where p is at least "
        f"{LEVEL}, the difference may be luck of these pictures."
    )
    if len(comparison.pairs) > 1:
        note += f" p is corrected for {len(comparison.pairs)} pairs by Holm's method."
    rows = [_test(pair, names) for pair in comparison.pairs]
    heads = ("Models", "Only the first right", "Only the second right", "p", "What it says")
    return section("Is the difference real?", note, _table(heads, rows, "tests"))


def _test(pair: Pair, names: Sequence[str]) -> Html:
    said = "no difference can be told" if pair.better is None else f"{names[pair.better]} is better"
    return element(
        "tr",
        element("th", f"{names[pair.first]} / {names[pair.second]}", scope="row"),
        [element("td", f"{count:,}") for count in (pair.only_first, pair.only_second)],
        element("td", chance_text(pair.chance)),
        element("td", said),
    )


def chance_text(value: float) -> str:
    """A p-value with three digits."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def classes_section(comparison: Comparison) -> Html:
    """How well each model recognises each class."""
    figures = np.stack([np.nan_to_num(one.evaluation.f1) for one in comparison.results])
    support = comparison.results[0].evaluation.support
    shown = np.flatnonzero(support)
    note = "F1 of each class: the harmonic mean of precision and recall; hover for both."
    if len(shown) > _CLASSES:
        spread = np.ptp(figures[:, shown], axis=0)
        note += f" The {_CLASSES} of {len(shown):,} classes on which the models differ most."
        shown = np.sort(shown[np.argsort(-spread, kind="stable")[:_CLASSES]])
    rows = []
    for place in shown.tolist():
        best = _best(figures[:, place].tolist(), most=True)
        cells = [_class_cell(one, place, number in best) for number, one in enumerate(comparison.results)]
        head = element("th", comparison.classes[place], scope="row")
        rows.append(element("tr", head, cells, element("td", f"{support[place]:,}")))
    names = [result.contender.name for result in comparison.results]
    return section("Classes", note, _table(("Class", *names, "Pictures"), rows))


def _class_cell(one: Result, place: int, best: bool) -> Html:
    evaluation = one.evaluation
    precision, recall = share(evaluation.precision[place]), share(evaluation.recall[place])
    value = float(np.nan_to_num(evaluation.f1[place]))
    return element(
        "td", share(value), class_="best" if best else None, title=f"precision {precision}, recall {recall}"
    )


def _table(heads: Sequence[str], rows: Sequence[Html], kind: str | None = None) -> Html:
    head = element("tr", [element("th", head, scope="col") for head in heads])
    table = element("table", element("thead", head), element("tbody", rows), class_=kind)
    return element("div", table, class_="card wide")


def section(title: str, note: str, *content: Content) -> Html:
    """A part of the page under a heading, with a sentence on how to read it."""
    heading = element("h2", title)
    return element("section", heading, element("p", note, class_="note") if note else "", *content)
