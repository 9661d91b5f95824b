"""The report of a training of several labels: figures of each, their curves, the worst mistakes."""

import numpy as np

from weft_nodes._pages.page import Content, Html, element
from weft_nodes._vision.evaluation.several_labels_metrics import LabelEvaluation, curve
from weft_nodes._vision.reporting.mistakes import small_picture
from weft_nodes._vision.reporting.plot import Axis, Plot
from weft_nodes._vision.reporting.report_tables import Figured, between, figures_table, section, share
from weft_nodes._vision.reporting.target_report import Picture, Telling, Top, gallery, page

_CURVES = 24
"""Labels whose curves are drawn: the weakest first, since these are looked for."""

_WORST = 20
_POINTS = 200
"""Of a curve: more would not be seen."""


def several_labels_page(telling: Telling, found: LabelEvaluation, baseline: float) -> str:
    """The page as text.

    Args:
        telling: What any report tells.
        found: On the validation pictures.
        baseline: The share of exact answers of always giving the most frequent set of labels.
    """
    counts = telling.card.class_counts.get("training", (0,) * len(found.names))
    return page(
        telling,
        _top(found, baseline),
        "F1 by picture",
        section("Labels", _table_note(), _table(found, counts)),
        _curves(found),
        gallery("Worst mistakes", _mistakes_note(found), _mistakes(telling, found)),
    )


def _top(found: LabelEvaluation, baseline: float) -> Top:
    exact, total = int(found.exact.sum()), len(found.truth)
    glance = (
        ("Every label right", share(found.exact_match), f"{exact:,} of {total:,} validation pictures"),
        ("Without looking", share(baseline), "every label right by the most frequent set of labels"),
        ("F1 of all answers", share(found.micro_f1), "micro: frequent labels count more"),
        ("F1 of the labels", share(found.macro_f1), "macro: all labels count alike"),
    )
    doubt = f"95 % confidence of every label right: {between(found.bounds)}"
    said = f"mean average precision over {len(found.names):,} labels"
    figure = share(found.mean_average_precision)
    return Top("told", figure, said, doubt, ("Labels", f"{len(found.names):,}"), glance)


def _table_note() -> str:
    return (
        "A label is said from its threshold on, which gives the best F1 on V. The light part of a bar is the "
        "interval that holds the true value with 95 % confidence."
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


def _curves(found: LabelEvaluation) -> Content:
    order = np.argsort(found.average_precision, kind="stable")  # NaN last
    shown = [place for place in order if np.isfinite(found.average_precision[place])][:_CURVES]
    if not shown:
        return ""
    note = "How precision falls where more pictures of a label are to be found; the dot is the threshold."
    if len(shown) < len(found.names):
        note += f" The {len(shown)} labels of the lowest average precision are shown."
    return section(
        "Precision and recall", note, element("div", [_curve(found, p) for p in shown], class_="pair")
    )


def _curve(found: LabelEvaluation, place: int) -> Html:
    recall, precision, _ = curve(found.truth[:, place], found.chances[:, place])
    chosen = np.unique(np.linspace(0, len(recall) - 1, min(len(recall), _POINTS)).astype(int))
    line = [(float(recall[at]), float(precision[at])) for at in chosen]
    now = (float(found.recall[place]), float(found.precision[place]))
    dots = [now] if np.isfinite(now).all() else []
    plot = Plot(
        found.names[place],
        Axis("recall", 0.0, 1.0),
        Axis("precision", 0.0, 1.02),
        dots,
        [("line valid", [(0.0, line[0][1]), *line])],
        5.0,
    )
    return plot.draw(f"AP {share(found.average_precision[place])}")


def _mistakes_note(found: LabelEvaluation) -> str:
    wrong = int((~found.exact).sum())
    return f"Of the {wrong:,} pictures with a wrong label those whose answer is the least likely to be true."


def _mistakes(telling: Telling, found: LabelEvaluation) -> list[Picture]:
    samples = telling.validation
    true_chance = np.where(found.truth, found.chances, 1 - found.chances)
    order = np.argsort(np.log(np.maximum(true_chance, 1e-12)).sum(axis=1), kind="stable")
    wrong = [int(place) for place in order if not found.exact[place]][:_WORST]
    return [
        Picture(
            small_picture(samples.picture(place)),
            _listed(found, found.truth[place]),
            _listed(found, found.said[place]),
            (
                _surest(found, place),
                f"record {samples.rows[place] + 1:,} of V",
                samples.file(place),
            ),
        )
        for place in wrong
    ]


def _surest(found: LabelEvaluation, place: int) -> str:
    """The label that is furthest from the truth."""
    off = np.where(
        found.said[place] != found.truth[place], np.abs(found.truth[place] - found.chances[place]), 0
    )
    worst = int(off.argmax())
    return f"{found.names[worst]}: {share(found.chances[place, worst])}"


def _listed(found: LabelEvaluation, chosen: np.ndarray) -> str:
    return ", ".join(name for name, there in zip(found.names, chosen, strict=True) if there) or "no label"
