"""The whole of Image Recognition: checks, training, evaluation, the model and its report. Imports torch."""

import time
from dataclasses import dataclass, replace

import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._vision.engines.engine import Reading
from weft_nodes._vision.engines.prediction import prepare
from weft_nodes._vision.evaluation.assessment import Assessment, assess
from weft_nodes._vision.evaluation.target_results import results_of
from weft_nodes._vision.features.frozen import fetch_weights
from weft_nodes._vision.learning.checks import tell_leaks
from weft_nodes._vision.learning.experiment import Outcome, learn
from weft_nodes._vision.learning.parallel.place import other_gpus
from weft_nodes._vision.learning.recipe import Wishes
from weft_nodes._vision.learning.samples import Samples, tell_skipped
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.learning.target_checks import check_targets, tell_unmeasured_names
from weft_nodes._vision.models.card_making import make_card
from weft_nodes._vision.models.classifier import Card, Classifier, model_table, pick_device
from weft_nodes._vision.networks.sizes import choose_size, tell_small
from weft_nodes._vision.networks.weights import Pretraining, Weights, untrained
from weft_nodes._vision.reporting.mistakes import like_pairs, worst_mistakes
from weft_nodes._vision.reporting.report import Story, render
from weft_nodes._vision.reporting.target_report import Telling
from weft_nodes._vision.reporting.training_facts import model_facts, setting_facts
from weft_nodes._vision.reporting.training_record import TrainingRecord, model_digest

_LONG = 120.0
"""Seconds of a training from which the few that its model takes to be prepared are no matter."""


@dataclass(frozen=True)
class Finished:
    """What the tool gives: the record of the model, the evaluation, the report as HTML."""

    model: pa.Table
    evaluation: pa.Table
    report: str


def recognise(wishes: Wishes, training: Samples, validation: Samples, ctx: RunContext) -> Finished:
    """Check, train and evaluate.

    Raises:
        ToolError: The pictures, their labels or the settings do not allow a training.
    """
    check_targets(training, validation)
    setup, why = _set_up(wishes, training, ctx)
    started = time.perf_counter()
    for samples in (training, validation):
        tell_small(samples, wishes.backbone, ctx)
    notes = _notes(training, validation, ctx)
    outcome = learn(setup, training, validation, ctx)
    setup = outcome.setup  # with what was measured and planned
    notes += _rounding_note(outcome.reading)
    # A training that goes on after a kill took at least as long as its epochs, most of them before.
    seconds = max(time.perf_counter() - started, sum(epoch.seconds for epoch in outcome.course.epochs))
    for samples in (outcome.training, outcome.validation):
        tell_skipped(samples, ctx)
    if outcome.training.target != "classes":
        return _finish(wishes, outcome, (notes, why, seconds), ctx)
    both = outcome.training, outcome.validation
    assessment = assess(outcome.classes, both, outcome.course.verdict, wishes.precision, ctx)
    card = make_card(wishes, outcome, assessment, notes)
    packed = _packed(Classifier(card, outcome.network), seconds, ctx)
    record = TrainingRecord(model_digest(packed), seconds)
    story = _story(outcome, assessment, card, record)
    story = replace(
        story, notes=notes, settings=setting_facts(wishes, outcome), model=model_facts(outcome, card, why)
    )
    return Finished(model_table(packed, card.label), assessment.evaluation.table(), render(story))


def _finish(
    wishes: Wishes, outcome: Outcome, told: tuple[tuple[str, ...], str, float], ctx: RunContext
) -> Finished:
    """What a training of several labels or of a number gives; told are notes, why its size, seconds."""
    notes, why, seconds = told
    results = results_of(wishes, outcome, notes, ctx)
    card = results.card
    packed = _packed(Classifier(card, outcome.network), seconds, ctx)
    telling = Telling(
        outcome.course,
        outcome.training,
        outcome.validation,
        card,
        TrainingRecord(model_digest(packed), seconds),
        results.near,
        like_pairs(outcome.training, outcome.validation, results.near),
        notes,
        setting_facts(wishes, outcome),
        model_facts(outcome, card, why),
    )
    return Finished(model_table(packed, card.label), results.table(), results.page(telling))


def _packed(classifier: Classifier, seconds: float, ctx: RunContext) -> bytes:
    """The model; it is ready to predict on this machine where that is little beside its training."""
    packed = classifier.pack()
    if seconds >= _LONG:
        prepare(packed, classifier, ctx)
    return packed


def _story(outcome: Outcome, assessment: Assessment, card: Card, record: TrainingRecord) -> Story:
    truth = outcome.validation.codes(outcome.classes)
    return Story(
        assessment=assessment,
        course=outcome.course,
        mistakes=worst_mistakes(outcome.validation, truth, assessment.verdict, outcome.classes),
        pairs=like_pairs(outcome.training, outcome.validation, assessment.near),
        training=outcome.training,
        validation=outcome.validation,
        card=card,
        record=record,
    )


def _set_up(wishes: Wishes, training: Samples, ctx: RunContext) -> tuple[Setup, str]:
    """The set-up, and why pictures get the size that they get."""
    width, height, why = choose_size(training, wishes.backbone, wishes.image_size)
    if not why.startswith("the size of"):
        ctx.info(f"pictures are scaled to {width} x {height} pixels, {why}")
    device = pick_device(wishes.device)
    start = _start(wishes, ctx)
    pretraining = start.pretraining if isinstance(start, Weights) else start
    preprocess = pretraining.preprocess(width, height)
    setup = Setup(wishes.backbone, start, preprocess, wishes.scope, wishes.recipe, device)
    setup = replace(setup, size_is_set=wishes.image_size is not None, began=wishes.began)
    return replace(setup, others=other_gpus(wishes.device, device)), why


def _start(wishes: Wishes, ctx: RunContext) -> Weights | Pretraining:
    """The weights to start from, fetched where they are not on this machine."""
    if wishes.scope == "from scratch":
        return untrained(wishes.backbone)
    return fetch_weights(wishes.backbone, wishes.weights_dir, ctx)


def _rounding_note(reading: Reading | None) -> tuple[str, ...]:
    """That figures are of other features than predictions are, where they are."""
    if reading is None or reading.cosine is None:
        return ()
    return (
        f"Figures are of features in {reading.precision}, by which the head learned; predictions are in "
        f"float32 (mean cosine {reading.cosine:.4f}), so they may be right a little more or less often.",
    )


def _notes(training: Samples, validation: Samples, ctx: RunContext) -> tuple[str, ...]:
    notes = []
    names = check_targets(training, validation)
    if leaked := tell_leaks(training, validation, ctx):
        notes.append(
            f"{leaked:,} of {len(validation):,} validation pictures are training pictures too, "
            "byte for byte; the figures are better than they would be on new pictures."
        )
    if missing := tell_unmeasured_names(validation, names, ctx):
        what = validation.target.capitalize()
        notes.append(f"{what} without validation pictures, of which nothing is known: {', '.join(missing)}.")
    return tuple(notes)
