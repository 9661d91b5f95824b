"""How far predicted numbers are from true ones, and how well that is known. No torch is imported here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.float64]

FIGURES = ("MAE", "RMSE", "R2", "Median_Error")
"""Mean absolute error, root of the mean squared error, share of the variance that is explained, and the
error that half of the pictures stay under."""

BIAS = "Bias"
"""The mean of predicted less true: how far predictions are too high or too low altogether."""

NUMBER_SCHEMA = pa.schema(
    [
        ("Target", pa.string()),
        ("Support", pa.int64()),
        *((name + end, pa.float64()) for name in FIGURES for end in ("", "_Low", "_High")),
        ("Baseline_MAE", pa.float64()),
        ("Baseline_RMSE", pa.float64()),
    ]
)
"""One record. Errors are in the unit of the label column; `Support` is the number of validation pictures.
Low and high are the ends of the interval that holds the true value with 95 % confidence. The baselines
always answer the median and the mean of the training pictures."""

_DRAWS = 1000


@dataclass(frozen=True)
class NumberEvaluation:
    """What a model said of pictures whose numbers are known.

    Attributes:
        truth: (n,) the numbers.
        predicted: (n,) what it said.
        figures: By name as in `FIGURES`, and `BIAS`; R2 is NaN where all numbers are the same.
        bounds: Likewise, low and high end of the 95 % interval.
        baseline_mae: The mean absolute error of always answering the median of T.
        baseline_rmse: The root of the mean squared error of always answering the mean of T.
    """

    truth: Numbers
    predicted: Numbers
    figures: dict[str, float]
    bounds: dict[str, tuple[float, float]]
    baseline_mae: float
    baseline_rmse: float

    @property
    def errors(self) -> Numbers:
        """(n,) predicted less true."""
        return self.predicted - self.truth

    def table(self, target: str) -> pa.Table:
        """The record that `NUMBER_SCHEMA` tells of."""
        told = [value for name in FIGURES for value in (self.figures[name], *self.bounds[name])]
        values = (target, len(self.truth), *told, self.baseline_mae, self.baseline_rmse)
        pairs = zip(values, NUMBER_SCHEMA, strict=True)
        arrays = [pa.array([value], field.type, from_pandas=True) for value, field in pairs]
        return pa.table(arrays, NUMBER_SCHEMA)


def evaluate_numbers(
    truth: Numbers, predicted: Numbers, learned: Numbers, groups: npt.NDArray[np.int64], seed: int = 1
) -> NumberEvaluation:
    """Hold predictions against the truth.

    Args:
        truth: (n,) at least one.
        predicted: (n,).
        learned: The numbers of the training pictures.
        groups: (n,) a number from 0 for each; those that look alike share it.
        seed: Of the draws for the intervals; the same seed gives the same.
    """
    errors = np.abs(predicted - truth)
    order = np.argsort(errors, kind="stable")
    # About their mean: the squares of large numbers have no digits left for what sets these apart.
    apart = truth - truth.mean()
    rows = np.stack([errors, errors**2, apart, apart**2, predicted - truth])[:, order]
    figures = _figures(rows, np.ones(len(truth), np.int64))
    # Never narrower than without groups: of pictures that all look alike, all draws would be the same.
    alone = _bounds(rows, np.arange(len(truth)), seed)
    together = alone if int(groups.max()) + 1 == len(truth) else _bounds(rows, groups[order], seed)
    bounds = {
        name: (float(np.fmin(alone[name][0], low)), float(np.fmax(alone[name][1], high)))
        for name, (low, high) in together.items()
    }
    mae = float(np.abs(truth - np.median(learned)).mean())
    rmse = float(np.sqrt(((truth - learned.mean()) ** 2).mean()))
    return NumberEvaluation(truth, predicted, figures, bounds, mae, rmse)


def _bounds(rows: Numbers, groups: npt.NDArray[np.int64], seed: int) -> dict[str, tuple[float, float]]:
    """Of each figure, where 95 % of it lies when groups are drawn anew with replacement.

    NaN of a single picture: all draws are the same, which would look like certainty.
    """
    if rows.shape[1] < 2:
        return dict.fromkeys((*FIGURES, BIAS), (float("nan"), float("nan")))
    chance, count = np.random.default_rng(seed), int(groups.max()) + 1
    drawn = [
        _figures(rows, np.bincount(chance.integers(count, size=count), minlength=count)[groups])
        for _ in range(_DRAWS)
    ]
    return {name: _middle([found[name] for found in drawn]) for name in (*FIGURES, BIAS)}


def _figures(rows: Numbers, weights: npt.NDArray[np.int64]) -> dict[str, float]:
    """Figures of pictures in the order of their errors, each as often as its weight says."""
    total = int(weights.sum())
    if not total:
        return dict.fromkeys((*FIGURES, BIAS), float("nan"))
    mae, squared, mean, square, bias = (float(found) for found in rows @ weights / total)
    spread = square - mean**2
    passed = np.cumsum(weights)
    low, high = np.searchsorted(passed, [(total - 1) // 2 + 1, total // 2 + 1])
    return {
        "MAE": mae,
        "RMSE": squared**0.5,
        "R2": 1 - squared / spread if spread > 1e-12 * square else float("nan"),
        "Median_Error": float(rows[0, low] + rows[0, high]) / 2,
        BIAS: bias,
    }


def _middle(values: list[float]) -> tuple[float, float]:
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return float("nan"), float("nan")
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)
