"""The report of a training of several labels: figures of each, their curves, the worst mistakes."""

from dataclasses import dataclass, replace

import numpy as np

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.evaluation.assessment import too_few
from weft_nodes._vision.evaluation.intervals import detectable_difference
from weft_nodes._vision.evaluation.several_labels_bounds import LabelBounds
from weft_nodes._vision.evaluation.several_labels_metrics import LabelEvaluation, curve
from weft_nodes._vision.reporting.mistakes import small_picture
from weft_nodes._vision.reporting.plot import Axis, Plot
from weft_nodes._vision.reporting.report_tables import Figured, between, figures_table, section, share
from weft_nodes._vision.reporting.target_report import Picture, Score, Telling, Top, gallery, page

_CURVES = 24
"""Labels whose curves are drawn: the weakest first, since these are looked for."""

_WORST = 20
_POINTS = 200
"""Of a curve: more would not be seen."""


_SCORE = Score(
    "F1 by picture",
    "F1 by picture",
    "F1 by picture holds the labels of at least 50 % against the true ones: 100 % where all are right, 0 % "
    "where none is. The loss is the cross-entropy of yes and no, the mean over all labels.",
)


@dataclass(frozen=True)
class LabelFigures:
    """What the report is of.

    Attributes:
        found: On the validation pictures.
        bounds: How sure that is.
        baseline: The share of exact answers of always giving the most frequent set of labels.
        apart: On those that no training picture nearly is; None where that leaves none, or all.
    """

    found: LabelEvaluation
    bounds: LabelBounds
    baseline: float
    apart: LabelEvaluation | None


def several_labels_page(telling: Telling, figures: LabelFigures) -> str:
    """The page as text."""
    found = figures.found
    exact, total = int(found.exact.sum()), len(found.exact)
    few = too_few(detectable_difference(exact, total))
    telling = replace(telling, notes=(*telling.notes, *few))
    counts = telling.card.class_counts.get("training", (0,) * len(found.names))
    return page(
        telling,
        _top(figures),
        _SCORE,
        _without(figures.apart),
        section("Labels", _table_note(), _table(found, counts)),
        _curves(figures),
        gallery("Worst mistakes", _mistakes_note(found), _mistakes(telling, found)),
    )


def _top(figures: LabelFigures) -> Top:
    found, bounds, apart = figures.found, figures.bounds, figures.apart
    exact, total = int(found.exact.sum()), len(found.truth)
    least = f"{detectable_difference(exact, total) * 100:.1f}\u00a0points"
    glance = [
        ("Every label right", share(found.exact_match), f"{between(found.bounds)}; {exact:,} of {total:,}"),
        ("Without looking", share(figures.baseline), "every label right by the most frequent set of labels"),
        (
            "F1 of all answers",
            share(found.micro_f1),
            f"{between(bounds.micro_f1)}; frequent labels count more",
        ),
        ("F1 of the labels", share(found.macro_f1), f"{between(bounds.macro_f1)}; all labels count alike"),
        ("Differences show from", least, "between two settings, of every label right"),
    ]
    if apart is not None:
        note = f"every label right; without {total - len(apart.truth):,} that T nearly has"
        glance.insert(2, ("New pictures only", share(apart.exact_match), note))
    # A rising order by chance has, on average, the share of pictures with the label.
    guessed = float(found.truth[:, found.support > 0].mean()) if found.support.any() else float("nan")
    doubt = f"95 % confidence: {between(bounds.mean_average_precision)}; guessing would have {share(guessed)}"
    said = f"mean average precision over {len(found.names):,} labels of {total:,} validation pictures"
    tile = ("Labels", f"{len(found.names):,}")
    return Top("recognised", share(found.mean_average_precision), said, doubt, tile, glance)


def _without(apart: LabelEvaluation | None) -> str:
    if apart is None:
        return ""
    return (
        f"Without them every label is right on {share(apart.exact_match)} ({between(apart.bounds)}) of "
        f"{len(apart.truth):,} pictures, and the mean average precision is "
        f"{share(apart.mean_average_precision)}."
    )


def _table_note() -> str:
    return (
        "A label is said from its threshold on, the probability that gives the best F1 on V: F1 is the "
        "harmonic mean of precision and recall. AP, the average precision, is over all thresholds. The light "
        "part of a bar is the interval that holds the true value with 95 % confidence."
    )


def _table(found: LabelEvaluation, counts: tuple[int, ...]) -> Html:
    figured = Figured(
        names=found.names,
        training=counts,
        support=found.support,
        precision=(found.precision, found.bounds_of(found.hits, found.answers)),
        recall=(found.recall, found.bounds_of(found.hits, found.support)),
        f1=found.f1,
    )
    more = {
        "AP": ("average precision: over all thresholds", [share(one) for one in found.average_precision]),
        "Threshold": ("the probability from which the label is said", [share(t) for t in found.thresholds]),
    }
    return figures_table("Label", figured, more)


def _curves(figures: LabelFigures) -> Content:
    found = figures.found
    order = np.argsort(found.average_precision, kind="stable")  # NaN last
    shown = [place for place in order if np.isfinite(found.average_precision[place])][:_CURVES]
    if not shown:
        return ""
    note = (
        "How precision falls where more pictures of a label are to be found. The dot is the threshold, the "
        "dashed line what guessing would reach; beside AP is its 95 % interval."
    )
    if len(shown) < len(found.names):
        note += f" The {len(shown)} labels of the lowest average precision are shown."
    charts = [_curve(figures, place) for place in shown]
    return section("Precision and recall", note, element("div", charts, class_="pair"))


def _curve(figures: LabelFigures, place: int) -> Html:
    found = figures.found
    recall, precision, _ = curve(found.truth[:, place], found.chances[:, place])
    chosen = np.unique(np.linspace(0, len(recall) - 1, min(len(recall), _POINTS)).astype(int))
    line = [(float(recall[at]), float(precision[at])) for at in chosen]
    now = (float(found.recall[place]), float(found.precision[place]))
    dots = [now] if np.isfinite(now).all() else []
    guessed = float(found.truth[:, place].mean())
    plot = Plot(
        found.names[place],
        Axis("recall", 0.0, 1.0),
        Axis("precision", 0.0, 1.02),
        dots,
        [("ideal", [(0.0, guessed), (1.0, guessed)]), ("line valid", [(0.0, line[0][1]), *line])],
        5.0,
    )
    low, high = figures.bounds.average_precision[place]
    return plot.draw(f"AP {share(found.average_precision[place])} ({low * 100:.1f} to {high * 100:.1f})")


def _mistakes_note(found: LabelEvaluation) -> str:
    wrong = int((~found.exact).sum())
    what = f"All {wrong:,} pictures" if wrong <= _WORST else f"{_WORST} of the {wrong:,} pictures"
    return (
        f"{what} with a wrong label, the least likely answers first: the true labels, and those that were "
        "said wrongly or missed, with the probability that the network gave them."
    )


def _mistakes(telling: Telling, found: LabelEvaluation) -> list[Picture]:
    samples = telling.validation
    true_chance = np.where(found.truth, found.chances, 1 - found.chances)
    order = np.argsort(np.log(np.maximum(true_chance, 1e-12)).sum(axis=1), kind="stable")
    wrong = [int(place) for place in order if not found.exact[place]][:_WORST]
    return [
        Picture(
            small_picture(samples.picture(place)),
            ", ".join(_named(found, found.truth[place])) or "no label",
            _wrongs(found, place),
            (f"record {samples.rows[place] + 1:,} of V", samples.file(place)),
        )
        for place in wrong
    ]


def _wrongs(found: LabelEvaluation, place: int) -> tuple[str, ...]:
    """What was said too much and what is missing, a line each."""
    truth, said = found.truth[place], found.said[place]
    kinds = {"wrongly": said & ~truth, "missed": truth & ~said}
    chances = found.chances[place]
    return tuple(
        f"{what}: " + ", ".join(f"{found.names[at]} ({share(chances[at])})" for at in np.flatnonzero(which))
        for what, which in kinds.items()
        if which.any()
    )


def _named(found: LabelEvaluation, chosen: np.ndarray) -> list[str]:
    return [name for name, there in zip(found.names, chosen, strict=True) if there]
