"""The report of a training towards a number: predicted against true, errors, the worst misses."""

import math
from dataclasses import dataclass

import numpy as np

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.evaluation.regression_metrics import BIAS, NumberEvaluation
from weft_nodes._vision.reporting.mistakes import small_picture
from weft_nodes._vision.reporting.plot import Axis, Plot, axis_over
from weft_nodes._vision.reporting.report_details import facts
from weft_nodes._vision.reporting.report_tables import between, section, share
from weft_nodes._vision.reporting.target_report import Picture, Score, Telling, Top, gallery, page

_DOTS = 1500
"""Pictures that are drawn: more would cover each other."""

_NO_INTERVAL = "no interval"
"""Of a figure of a single picture."""

_WORST = 20
_BARS = 25


_SCORE = Score(
    "Variance explained",
    "variance explained",
    "Variance explained is 100 % where every number is exact, and 0 % where they are as far off as T's mean "
    "is; less is drawn as 0 %. The loss is Huber's, in standard deviations of T.",
)

_NINE = 0.9


def regression_page(telling: Telling, found: NumberEvaluation, apart: NumberEvaluation | None) -> str:
    """The page as text; `apart` is of the pictures that no training picture nearly is, where there are."""
    total, ink = len(found.truth), _Ink.of(found)
    note = "Each dot is a validation picture; on the dashed line the prediction is true."
    if total > _DOTS:
        note += f" {_DOTS:,} of {total:,} are drawn, evenly over all records."
    unit = f"Errors are in the unit of {telling.card.label}. Behind each is its 95 % interval."
    figures = element("div", (_figures(found, ink), _spread(found)), class_="pair")
    charts = element("div", (_against(found), _residuals(found)), class_="pair")
    misses = f"The largest of {total:,} errors: the true number, then the predicted one."
    return page(
        telling,
        _top(telling, found, apart, ink),
        _SCORE,
        _without(apart, ink),
        section("Errors", unit, figures),
        section("Predicted and true", note, charts),
        gallery("Worst misses", misses, _misses(telling, found, ink)),
    )


@dataclass(frozen=True)
class _Ink:
    """How numbers are written: with so many digits that a hundredth of the mean error can be seen."""

    decimals: int

    @classmethod
    def of(cls, found: NumberEvaluation) -> "_Ink":
        error = found.figures["MAE"]
        return cls(int(np.clip(2 - math.floor(math.log10(error)), 0, 9)) if error > 0 else 3)

    def write(self, value: float) -> str:
        """A number with thousands, a true minus, and no minus before nothing."""
        text = f"{value:,.{self.decimals}f}"
        return text.replace("-", "\u2212") if float(text.replace(",", "")) else text.lstrip("-")

    def between(self, bounds: tuple[float, float]) -> str:
        """An interval."""
        if math.isnan(bounds[0]):
            return _NO_INTERVAL
        return f"{self.write(bounds[0])} to {self.write(bounds[1])}"


def _top(telling: Telling, found: NumberEvaluation, apart: NumberEvaluation | None, ink: _Ink) -> Top:
    numbers, figures, bounds = telling.training.numbers(), found.figures, found.bounds
    part = (
        f", of which the model's is {share(figures['MAE'] / found.baseline_mae)}"
        if found.baseline_mae
        else ""
    )
    median = f"{ink.between(bounds['Median_Error'])}; the median error"
    glance = [
        (
            "Without looking",
            ink.write(found.baseline_mae),
            f"mean error of always answering T's median{part}",
        ),
        ("Variance explained", share(figures["R2"]), f"R²; {_shares(bounds['R2'])}"),
        ("Half of the errors", f"up to {ink.write(figures['Median_Error'])}", median),
        ("Bias", ink.write(figures[BIAS]), f"{ink.between(bounds[BIAS])}; {_lean(bounds[BIAS])}"),
    ]
    if apart is not None:
        left = len(found.truth) - len(apart.truth)
        note = f"mean error; without {left:,} that T nearly has"
        glance.insert(1, ("New pictures only", ink.write(apart.figures["MAE"]), note))
    return Top(
        "predicted",
        ink.write(figures["MAE"]),
        f"mean error on {len(found.truth):,} validation pictures, in the unit of {telling.card.label}",
        f"95 % confidence: {ink.between(bounds['MAE'])}",
        ("Range in T", f"{ink.write(float(numbers.min()))} to {ink.write(float(numbers.max()))}"),
        glance,
    )


def _lean(bounds: tuple[float, float]) -> str:
    """Which way predictions are off altogether, in words."""
    if bounds[0] > 0:
        return "predictions are too high on average"
    return "predictions are too low on average" if bounds[1] < 0 else "none that is sure"


def _without(apart: NumberEvaluation | None, ink: _Ink) -> str:
    if apart is None:
        return ""
    figures, bounds = apart.figures, apart.bounds
    return (
        f"Without them the mean error is {ink.write(figures['MAE'])} ({ink.between(bounds['MAE'])}) on "
        f"{len(apart.truth):,} pictures."
    )


def _figures(found: NumberEvaluation, ink: _Ink) -> Html:
    names = {
        "MAE": "Mean error, whichever way (MAE)",
        "RMSE": "Root of the mean squared error (RMSE)",
        "Median_Error": "Half of the errors are under",
        BIAS: "Mean of predicted less true (bias)",
    }
    lines = [
        (title, f"{ink.write(found.figures[name])} ({ink.between(found.bounds[name])})")
        for name, title in names.items()
    ]
    nine = float(np.quantile(np.abs(found.errors), _NINE))
    more = [
        ("Nine in ten errors are under", ink.write(nine)),
        ("Variance explained (R²)", f"{share(found.figures['R2'])} ({_shares(found.bounds['R2'])})"),
        ("MAE of always answering the median of T", ink.write(found.baseline_mae)),
        ("RMSE of always answering the mean of T", ink.write(found.baseline_rmse)),
    ]
    return element("div", facts([*lines, *more]), class_="card")


def _shares(bounds: tuple[float, float]) -> str:
    return _NO_INTERVAL if math.isnan(bounds[0]) else between(bounds)


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


def _misses(telling: Telling, found: NumberEvaluation, ink: _Ink) -> list[Picture]:
    samples = telling.validation
    worst = np.argsort(-np.abs(found.errors), kind="stable")[:_WORST].tolist()
    return [
        Picture(
            small_picture(samples.picture(place)),
            ink.write(float(found.truth[place])),
            (f"→ {ink.write(float(found.predicted[place]))}",),
            (
                _off(float(found.errors[place]), ink),
                f"record {samples.rows[place] + 1:,} of V",
                samples.file(place),
            ),
        )
        for place in worst
    ]


def _off(error: float, ink: _Ink) -> str:
    return f"{ink.write(abs(error))} too {'high' if error > 0 else 'low'}"
