"""The card of a model that was just trained: what it learned from, how, and how good it is. Imports torch."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from weft_nodes._vision.evaluation.assessment import Assessment
from weft_nodes._vision.evaluation.metrics import Evaluation
from weft_nodes._vision.learning.experiment import Outcome
from weft_nodes._vision.learning.recipe import Recipe, Wishes
from weft_nodes._vision.learning.samples import Samples
from weft_nodes._vision.learning.setup import DROPOUT
from weft_nodes._vision.models.classifier import Card, ClassFigures, library_versions

_ELSEWHERE = "seed"
"""Of a recipe, what has a place of its own in the card."""


def make_card(wishes: Wishes, outcome: Outcome, found: Assessment, notes: Sequence[str]) -> Card:
    """All that is known; equal trainings give equal cards."""
    best, evaluation = outcome.course.best, found.evaluation
    sets = {"training": outcome.training, "validation": outcome.validation}
    return Card(
        **common_facts(wishes, outcome),
        class_counts={name: _class_counts(samples, outcome.classes) for name, samples in sets.items()},
        metrics={
            "accuracy": evaluation.accuracy,
            "loss": best.valid_loss,
            "best_epoch": best.number,
            **_doubts(found),
        },
        intervals=_intervals(found),
        class_metrics=_class_metrics(evaluation),
        temperature=found.temperature,
        threshold=found.threshold.score if found.threshold else None,
        limits=(*notes, *found.limits()),
    )


def common_facts(wishes: Wishes, outcome: Outcome) -> dict[str, Any]:
    """What a card tells of any training, whatever its target: fields of `Card` by name."""
    setup = outcome.setup
    sets = {"training": outcome.training, "validation": outcome.validation}
    return {
        "label": outcome.training.side.label,
        "label_type": str(outcome.training.label_type),
        "classes": outcome.classes,
        "picture": outcome.training.side.picture,
        "backbone": setup.backbone.name,
        "pretraining": setup.pretraining,
        "preprocess": setup.preprocess,
        "dropout": DROPOUT,
        "seed": setup.recipe.seed,
        "counts": {name: len(samples) for name, samples in sets.items()},
        "skipped": {name: len(samples.skipped) for name, samples in sets.items()},
        "digests": {name: data_digest(samples) for name, samples in sets.items()},
        "scope": setup.scope,
        "recipe": _told(setup.recipe),
        "settings": wishes.settings,
        "versions": library_versions(),
    }


def data_digest(samples: Samples) -> str:
    """SHA-256 of pictures and labels: the same for the same data in another order."""
    pairs = zip(samples.digests, samples.labels.to_pylist(), strict=True)
    whole = hashlib.sha256()
    for line in sorted(digest + label.encode() for digest, label in pairs):
        whole.update(hashlib.sha256(line).digest())
    return whole.hexdigest()


def _told(recipe: Recipe) -> dict[str, object]:
    return {name: value for name, value in asdict(recipe).items() if name != _ELSEWHERE and value is not None}


def _class_counts(samples: Samples, classes: tuple[str, ...]) -> tuple[int, ...]:
    counts: list[int] = np.bincount(samples.codes(classes), minlength=len(classes)).tolist()
    return tuple(counts)


def _doubts(found: Assessment) -> dict[str, float]:
    """What tells how far the accuracy can be trusted."""
    told = {
        "baseline": found.baseline.accuracy,
        "calibration_error": found.after.error,
        "detectable_difference": found.difference,
        "near_duplicates": len(found.near),
    }
    if found.apart is not None:
        told["accuracy_without_duplicates"] = found.apart.accuracy
    if found.threshold is not None:
        told["answered"] = found.threshold.answered / found.threshold.total
        told["accuracy_of_answers"] = found.threshold.right / found.threshold.answered
    return told


def _intervals(found: Assessment) -> dict[str, tuple[float, float]]:
    told = {"accuracy": found.evaluation.interval()}
    if found.apart is not None:
        told["accuracy_without_duplicates"] = found.apart.interval()
    if found.threshold is not None:
        told["accuracy_of_answers"] = found.threshold.interval()
    return told


def _class_metrics(evaluation: Evaluation) -> tuple[ClassFigures, ...]:
    columns = (evaluation.support, evaluation.precision, evaluation.recall, evaluation.f1)
    bounds = (*evaluation.precision_bounds, *evaluation.recall_bounds)
    return tuple(
        ClassFigures(
            support=int(support),
            precision=float(precision),
            precision_interval=(float(low), float(high)),
            recall=float(recall),
            recall_interval=(float(least), float(most)),
            f1=float(f1),
        )
        for support, precision, recall, f1, low, high, least, most in zip(*columns, *bounds, strict=True)
    )
