"""The report of a training towards a number: predicted against true, errors, the worst misses."""

import numpy as np

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.evaluation.regression_metrics import NumberEvaluation
from weft_nodes._vision.learning.targets import number_text
from weft_nodes._vision.reporting.mistakes import small_picture
from weft_nodes._vision.reporting.plot import Axis, Plot, axis_over
from weft_nodes._vision.reporting.report_details import facts
from weft_nodes._vision.reporting.report_tables import section, share
from weft_nodes._vision.reporting.target_report import Picture, Telling, Top, gallery, page

_DOTS = 1500
"""Pictures that are drawn: more would cover each other."""

_WORST = 20
_BARS = 25


def regression_page(telling: Telling, found: NumberEvaluation) -> str:
    """The page as text."""
    total = len(found.truth)
    note = "Each dot is a validation picture; on the dashed line the prediction is true."
    if total > _DOTS:
        note += f" {_DOTS:,} of {total:,} are drawn, evenly over all records."
    charts = element("div", (_against(found), _residuals(found), _spread(found)), class_="pair")
    misses = gallery("Worst misses", "The pictures with the largest errors.", _misses(telling, found))
    return page(
        telling,
        _top(telling, found),
        "Variance explained",
        section("Figures", "Errors are in the unit of the label column.", _figures(found)),
        section("Predicted and true", note, charts),
        misses,
    )


def _top(telling: Telling, found: NumberEvaluation) -> Top:
    numbers = telling.training.numbers()
    glance = (
        (
            "Without looking",
            number_text(found.baseline_mae),
            "mean error of always answering T's median",
        ),
        ("Variance explained", _r2(found.figures["R2"]), f"R²; 95 % confidence: {_between(found, 'R2')}"),
        ("Half of the errors", f"up to {number_text(found.figures['Median_Error'])}", "the median error"),
    )
    return Top(
        "predicted",
        number_text(round_to(found.figures["MAE"], 3)),
        f"mean error of {len(found.truth):,} validation pictures",
        f"95 % confidence: {_between(found, 'MAE')}",
        ("Numbers of T", f"{number_text(float(numbers.min()))} to {number_text(float(numbers.max()))}"),
        glance,
    )


def _figures(found: NumberEvaluation) -> Html:
    names = {
        "MAE": "Mean error (MAE)",
        "RMSE": "Root of the mean squared error (RMSE)",
        "R2": "Variance explained (R²)",
        "Median_Error": "Median error",
    }
    lines = [
        (title, f"{number_text(round_to(found.figures[name], 4))} ({_between(found, name)})")
        for name, title in names.items()
    ]
    bases = [
        ("MAE of always answering the median of T", number_text(round_to(found.baseline_mae, 4))),
        ("RMSE of always answering the mean of T", number_text(round_to(found.baseline_rmse, 4))),
    ]
    return element("div", facts([*lines, *bases]), class_="card")


def round_to(value: float, digits: int) -> float:
    """A number with so many digits that say something."""
    return float(f"{value:.{digits}g}")


def _between(found: NumberEvaluation, name: str) -> str:
    low, high = found.bounds[name]
    return f"{number_text(round_to(low, 3))} to {number_text(round_to(high, 3))}"


def _r2(value: float) -> str:
    return share(value)


def _shown(found: NumberEvaluation) -> list[int]:
    total = len(found.truth)
    chosen: list[int] = np.unique(np.linspace(0, total - 1, min(total, _DOTS)).astype(int)).tolist()
    return chosen


def _against(found: NumberEvaluation) -> Html:
    points = [(float(found.truth[at]), float(found.predicted[at])) for at in _shown(found)]
    both = [value for point in points for value in point]
    across, up = axis_over("true", both), axis_over("predicted", both)
    ideal = [(across.low, across.low), (across.high, across.high)]
    return Plot("Predicted by true", across, up, points, [("ideal", ideal)]).draw()


def _residuals(found: NumberEvaluation) -> Html:
    points = [(float(found.predicted[at]), float(found.errors[at])) for at in _shown(found)]
    across = axis_over("predicted", [x for x, _ in points])
    up = axis_over("predicted less true", [0.0, *(y for _, y in points)])
    zero = [(across.low, 0.0), (across.high, 0.0)]
    return Plot("Errors by prediction", across, up, points, [("ideal", zero)]).draw()


def _spread(found: NumberEvaluation) -> Html:
    """How many pictures have which error, as steps."""
    across = axis_over("predicted less true", [0.0, *found.errors.tolist()])
    counts, edges = np.histogram(found.errors, _BARS, (across.low, across.high))
    up = Axis("pictures", 0.0, float(counts.max()) * 1.05)
    steps: list[tuple[float, float]] = []
    for count, low, high in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        steps += [(low, float(count)), (high, float(count))]
    zero = [(0.0, 0.0), (0.0, up.high)]
    return Plot("Distribution of errors", across, up, (), [("ideal", zero), ("line valid", steps)]).draw()


def _misses(telling: Telling, found: NumberEvaluation) -> list[Picture]:
    samples = telling.validation
    worst = np.argsort(-np.abs(found.errors), kind="stable")[:_WORST].tolist()
    return [
        Picture(
            small_picture(samples.picture(place)),
            number_text(float(found.truth[place])),
            number_text(float(found.predicted[place])),
            (
                f"{number_text(round_to(float(found.errors[place]), 3))} off",
                f"record {samples.rows[place] + 1:,} of V",
                samples.file(place),
            ),
        )
        for place in worst
    ]
