"""What comes of a training of several labels or of a number: figures, card and report. Imports torch."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._vision.evaluation.assessment import copies, near_limit, tell_near, too_few
from weft_nodes._vision.evaluation.intervals import bootstrap, detectable_difference
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates, find_near_duplicates
from weft_nodes._vision.evaluation.regression_metrics import FIGURES, NumberEvaluation, evaluate_numbers
from weft_nodes._vision.evaluation.several_labels_bounds import label_bounds
from weft_nodes._vision.evaluation.several_labels_metrics import (
    LabelEvaluation,
    choose_thresholds,
    probabilities_of,
)
from weft_nodes._vision.learning.experiment import Outcome
from weft_nodes._vision.learning.recipe import Wishes
from weft_nodes._vision.learning.regression import Number
from weft_nodes._vision.learning.targets import indicators
from weft_nodes._vision.models.card_making import common_facts
from weft_nodes._vision.models.classifier import Card, ClassFigures
from weft_nodes._vision.reporting.regression_report import regression_page
from weft_nodes._vision.reporting.several_labels_report import LabelFigures, several_labels_page
from weft_nodes._vision.reporting.target_report import Telling

_UNSEEN = "Pictures unlike those it learned from get an answer like all others."


@dataclass(frozen=True)
class SeveralResults:
    """Of several labels.

    Attributes:
        card: Of the model.
        near: Validation pictures that training pictures nearly are.
        figures: On the validation pictures.
    """

    card: Card
    near: NearDuplicates
    figures: LabelFigures

    def table(self) -> pa.Table:
        """What the E output gives."""
        return self.figures.found.table()

    def page(self, telling: Telling) -> str:
        """The report."""
        return several_labels_page(telling, self.figures)


@dataclass(frozen=True)
class NumberResults:
    """Of a number.

    Attributes:
        card: Of the model.
        near: Validation pictures that training pictures nearly are.
        found: On the validation pictures.
        apart: On those that no training picture nearly is; None where that leaves none, or all.
    """

    card: Card
    near: NearDuplicates
    found: NumberEvaluation
    apart: NumberEvaluation | None

    def table(self) -> pa.Table:
        """What the E output gives."""
        return self.found.table(self.card.label)

    def page(self, telling: Telling) -> str:
        """The report."""
        return regression_page(telling, self.found, self.apart)


def results_of(
    wishes: Wishes, outcome: Outcome, notes: tuple[str, ...], ctx: RunContext
) -> SeveralResults | NumberResults:
    """Hold the kept network's outputs for the validation pictures against the truth."""
    both = outcome.training, outcome.validation
    near = find_near_duplicates(*both, ctx)
    new = ~copies(*both)
    tell_near(near, int((~new[near.validation]).sum()), both, ctx)
    new[near.validation] = False
    seen = _Seen(near, None if new.all() or not new.any() else new)
    if len(near):
        then = "; new pictures may come out worse"
        notes = (*notes, near_limit(near, len(outcome.validation), then))
    facts = common_facts(wishes, outcome)
    if isinstance(outcome.objective, Number):
        return _number(outcome, outcome.objective, facts, seen, notes)
    return _several(outcome, facts, seen, notes, ctx)


@dataclass(frozen=True)
class _Seen:
    """Near-duplicates, and (n,) which validation pictures are none; None where that says nothing."""

    near: NearDuplicates
    new: npt.NDArray[np.bool_] | None


def _several(
    outcome: Outcome, facts: dict[str, Any], seen: _Seen, notes: tuple[str, ...], ctx: RunContext
) -> SeveralResults:
    names, groups = outcome.classes, seen.near.groups
    truth = indicators(outcome.validation.values, names) > 0
    chances = probabilities_of(outcome.course.verdict.logits)
    found = LabelEvaluation(names, truth, chances, choose_thresholds(truth, chances))
    found = replace(found, bounds=bootstrap(found.exact, groups))
    figures = LabelFigures(
        found,
        label_bounds(found, groups, ctx.check_cancelled),
        _frequent(outcome),
        None if seen.new is None else _part(found, seen.new, groups),
    )
    few = too_few(detectable_difference(int(found.exact.sum()), len(found.exact)))
    tuned = "Each label's threshold was chosen on the validation pictures that its figures are of, so new "
    card = Card(
        **facts,
        target="labels",
        label_thresholds=tuple(found.thresholds.tolist()),
        class_counts={
            name: tuple(int(count) for count in indicators(samples.values, names).sum(axis=0))
            for name, samples in (("training", outcome.training), ("validation", outcome.validation))
        },
        metrics={**_label_metrics(figures), "near_duplicates": len(seen.near), **_of_best(outcome)},
        intervals={
            "accuracy": found.bounds,
            "mean_average_precision": figures.bounds.mean_average_precision,
            "micro_f1": figures.bounds.micro_f1,
            "macro_f1": figures.bounds.macro_f1,
        },
        class_metrics=_label_figures(found),
        limits=(*notes, *few, f"{tuned}pictures come out a little worse.", _UNSEEN),
    )
    return SeveralResults(card, seen.near, figures)


def _label_metrics(figures: LabelFigures) -> dict[str, float]:
    found = figures.found
    return {
        "accuracy": found.exact_match,
        "mean_average_precision": found.mean_average_precision,
        "micro_f1": found.micro_f1,
        "macro_f1": found.macro_f1,
        "baseline": figures.baseline,
    }


def _part(
    found: LabelEvaluation, new: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64]
) -> LabelEvaluation:
    """Of some pictures only, by the thresholds that were chosen on all."""
    return replace(
        found,
        truth=found.truth[new],
        chances=found.chances[new],
        bounds=bootstrap(found.exact[new], _numbered(groups[new])),
    )


def _numbered(groups: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Groups without gaps."""
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def _number(
    outcome: Outcome, number: Number, facts: dict[str, Any], seen: _Seen, notes: tuple[str, ...]
) -> NumberResults:
    learned, truth = outcome.training.numbers(), outcome.validation.numbers()
    predicted = outcome.course.verdict.logits[:, 0].astype(np.float64) * number.spread + number.mean
    near, new = seen.near, seen.new
    found = evaluate_numbers(truth, predicted, learned, near.groups)
    apart = (
        None
        if new is None
        else evaluate_numbers(truth[new], predicted[new], learned, _numbered(near.groups[new]))
    )
    range_note = (
        f"It learned from numbers between {learned.min():,.6g} and {learned.max():,.6g}; further out it is "
        "not to be trusted."
    )
    card = Card(
        **facts,
        target="number",
        mean=number.mean,
        spread=number.spread,
        metrics={
            **{name.lower(): found.figures[name] for name in FIGURES},
            "baseline_mae": found.baseline_mae,
            "baseline_rmse": found.baseline_rmse,
            "near_duplicates": len(near),
            **_of_best(outcome),
        },
        intervals={name.lower(): found.bounds[name] for name in FIGURES},
        limits=(*notes, range_note, _UNSEEN),
    )
    return NumberResults(card, near, found, apart)


def _of_best(outcome: Outcome) -> dict[str, float]:
    return {"loss": outcome.course.best.valid_loss, "best_epoch": outcome.course.best.number}


def _frequent(outcome: Outcome) -> float:
    """The share of validation pictures with exactly the most frequent set of labels of T."""
    sets, others = (
        [frozenset(row) for row in samples.values.to_pylist()]
        for samples in (outcome.training, outcome.validation)
        if samples.values is not None
    )
    first = Counter(sets).most_common(1)[0][0]
    return sum(one == first for one in others) / len(others)


def _label_figures(found: LabelEvaluation) -> tuple[ClassFigures, ...]:
    precision, recall, f1, area = found.precision, found.recall, found.f1, found.average_precision
    low, high = found.bounds_of(found.hits, found.answers)
    least, most = found.bounds_of(found.hits, found.support)
    support: npt.NDArray[np.int64] = found.support
    return tuple(
        ClassFigures(
            support=int(support[place]),
            precision=float(precision[place]),
            precision_interval=(float(low[place]), float(high[place])),
            recall=float(recall[place]),
            recall_interval=(float(least[place]), float(most[place])),
            f1=float(f1[place]),
            average_precision=float(area[place]) if support[place] else None,
        )
        for place in range(len(found.names))
    )
