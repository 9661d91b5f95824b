"""What comes of a training of several labels or of a number: figures, card and report. Imports torch."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._vision.evaluation.intervals import bootstrap
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates, find_near_duplicates
from weft_nodes._vision.evaluation.regression_metrics import FIGURES, NumberEvaluation, evaluate_numbers
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
from weft_nodes._vision.reporting.several_labels_report import several_labels_page
from weft_nodes._vision.reporting.target_report import Telling

_UNSEEN = "Pictures unlike those it learned from get an answer like all others."


@dataclass(frozen=True)
class SeveralResults:
    """Of several labels.

    Attributes:
        card: Of the model.
        found: On the validation pictures.
        baseline: The share of exact answers of always giving the most frequent set of labels.
    """

    card: Card
    found: LabelEvaluation
    baseline: float

    def table(self) -> pa.Table:
        """What the E output gives."""
        return self.found.table()

    def page(self, telling: Telling) -> str:
        """The report."""
        return several_labels_page(telling, self.found, self.baseline)


@dataclass(frozen=True)
class NumberResults:
    """Of a number: its card, and its figures on the validation pictures."""

    card: Card
    found: NumberEvaluation

    def table(self) -> pa.Table:
        """What the E output gives."""
        return self.found.table(self.card.label)

    def page(self, telling: Telling) -> str:
        """The report."""
        return regression_page(telling, self.found)


def results_of(
    wishes: Wishes, outcome: Outcome, notes: tuple[str, ...], ctx: RunContext
) -> SeveralResults | NumberResults:
    """Hold the kept network's outputs for the validation pictures against the truth."""
    near = find_near_duplicates(outcome.training, outcome.validation, ctx)
    notes = (*notes, *_near_note(near, len(outcome.validation)))
    facts = common_facts(wishes, outcome)
    if isinstance(outcome.objective, Number):
        return _number(outcome, outcome.objective, facts, near, notes)
    return _several(outcome, facts, near, notes)


def _several(
    outcome: Outcome, facts: dict[str, Any], near: NearDuplicates, notes: tuple[str, ...]
) -> SeveralResults:
    names = outcome.classes
    truth = indicators(outcome.validation.values, names) > 0
    chances = probabilities_of(outcome.course.verdict.logits)
    found = LabelEvaluation(names, truth, chances, choose_thresholds(truth, chances))
    found = replace(found, bounds=bootstrap(found.exact, near.groups))
    baseline = _frequent(outcome)
    tuned = "Each label's threshold was chosen on the validation pictures that its figures are of, so new "
    card = Card(
        **facts,
        target="labels",
        label_thresholds=tuple(found.thresholds.tolist()),
        class_counts={
            name: tuple(int(count) for count in indicators(samples.values, names).sum(axis=0))
            for name, samples in (("training", outcome.training), ("validation", outcome.validation))
        },
        metrics={
            "accuracy": found.exact_match,
            "mean_average_precision": found.mean_average_precision,
            "micro_f1": found.micro_f1,
            "macro_f1": found.macro_f1,
            "baseline": baseline,
            "near_duplicates": len(near),
            **_of_best(outcome),
        },
        intervals={"accuracy": found.bounds},
        class_metrics=_label_figures(found),
        limits=(*notes, f"{tuned}pictures come out a little worse.", _UNSEEN),
    )
    return SeveralResults(card, found, baseline)


def _number(
    outcome: Outcome, number: Number, facts: dict[str, Any], near: NearDuplicates, notes: tuple[str, ...]
) -> NumberResults:
    learned, truth = outcome.training.numbers(), outcome.validation.numbers()
    predicted = outcome.course.verdict.logits[:, 0].astype(np.float64) * number.spread + number.mean
    found = evaluate_numbers(truth, predicted, learned, near.groups)
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
    return NumberResults(card, found)


def _of_best(outcome: Outcome) -> dict[str, float]:
    return {"loss": outcome.course.best.valid_loss, "best_epoch": outcome.course.best.number}


def _near_note(near: NearDuplicates, total: int) -> tuple[str, ...]:
    if not len(near):
        return ()
    return (
        f"{len(near):,} of {total:,} validation pictures are nearly training pictures, as frames of one "
        "scene are; new pictures may come out worse.",
    )


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
