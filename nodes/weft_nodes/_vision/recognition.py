"""The whole of Image Recognition: checks, training, evaluation, the model and its report. Imports torch."""

import time
from dataclasses import dataclass, replace

import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._vision.checks import check_classes, tell_leaks, tell_unmeasured
from weft_nodes._vision.classifier import Card, Classifier, library_versions, model_table, pick_device
from weft_nodes._vision.experiment import Outcome, learn
from weft_nodes._vision.frozen import fetch_weights
from weft_nodes._vision.metrics import Evaluation, evaluate
from weft_nodes._vision.mistakes import worst_mistakes
from weft_nodes._vision.recipe import Wishes
from weft_nodes._vision.report import Facts, Story, render
from weft_nodes._vision.samples import Samples, tell_skipped
from weft_nodes._vision.setup import DROPOUT, Setup
from weft_nodes._vision.sizes import choose_size, tell_small
from weft_nodes._vision.training_record import TrainingRecord, model_digest
from weft_nodes._vision.weights import Pretraining, Weights, untrained


@dataclass(frozen=True)
class Finished:
    """What the tool gives: the record of the model, the evaluation, the report as HTML."""

    model: pa.Table
    evaluation: Evaluation
    report: str


def recognise(wishes: Wishes, training: Samples, validation: Samples, ctx: RunContext) -> Finished:
    """Check, train and evaluate.

    Raises:
        ToolError: The pictures, their labels or the settings do not allow a training.
    """
    check_classes(training, validation)
    setup, why = _set_up(wishes, training, ctx)
    started = time.perf_counter()
    for samples in (training, validation):
        tell_small(samples, wishes.backbone, ctx)
    notes = _notes(training, validation, ctx)
    outcome = learn(setup, training, validation, ctx)
    setup = outcome.setup  # with what was measured and planned
    # A training that goes on after a kill took at least as long as its epochs, most of them before.
    seconds = max(time.perf_counter() - started, sum(epoch.seconds for epoch in outcome.course.epochs))
    for samples in (outcome.training, outcome.validation):
        tell_skipped(samples, ctx)
    truth = outcome.validation.codes(outcome.classes)
    evaluation = evaluate(outcome.classes, truth, outcome.course.verdict.predicted)
    card = _card(setup, wishes, outcome, evaluation)
    packed = Classifier(card, outcome.network).pack()
    story = Story(
        label=training.side.label,
        evaluation=evaluation,
        course=outcome.course,
        mistakes=worst_mistakes(outcome.validation, truth, outcome.course.verdict, outcome.classes),
        training=outcome.training,
        validation=outcome.validation,
        notes=notes,
        settings=_settings(wishes, setup),
        model=_model_facts(setup, outcome, card, why),
        record=TrainingRecord(model_digest(packed), seconds),
    )
    return Finished(model_table(packed, card.label), evaluation, render(story))


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
    return replace(setup, size_is_set=wishes.image_size is not None, began=wishes.began), why


def _start(wishes: Wishes, ctx: RunContext) -> Weights | Pretraining:
    """The weights to start from, fetched where they are not on this machine."""
    if wishes.scope == "from scratch":
        return untrained(wishes.backbone)
    return fetch_weights(wishes.backbone, wishes.weights_dir, ctx)


def _notes(training: Samples, validation: Samples, ctx: RunContext) -> tuple[str, ...]:
    notes = []
    classes = check_classes(training, validation)
    if leaked := tell_leaks(training, validation, ctx):
        notes.append(
            f"{leaked:,} of {len(validation):,} validation pictures are training pictures too, "
            "byte for byte; the accuracy is better than it would be on new pictures."
        )
    if missing := tell_unmeasured(validation, classes, ctx):
        notes.append(f"Classes without validation pictures, of which nothing is known: {', '.join(missing)}.")
    return tuple(notes)


def _card(setup: Setup, wishes: Wishes, outcome: Outcome, evaluation: Evaluation) -> Card:
    best = outcome.course.best
    return Card(
        label=outcome.training.side.label,
        label_type=str(outcome.training.label_type),
        classes=outcome.classes,
        picture=outcome.training.side.picture,
        backbone=setup.backbone.name,
        pretraining=setup.pretraining,
        preprocess=setup.preprocess,
        dropout=DROPOUT,
        seed=setup.recipe.seed,
        counts={"training": len(outcome.training), "validation": len(outcome.validation)},
        settings=wishes.settings,
        metrics={"accuracy": evaluation.accuracy, "loss": best.valid_loss, "best_epoch": best.number},
        versions=library_versions(),
    )


def _settings(wishes: Wishes, setup: Setup) -> Facts:
    recipe = setup.recipe
    automatic = "" if wishes.settings.get("learning_rate") else " (automatic)"
    return (
        ("What was trained", setup.scope),
        ("Epochs", f"{recipe.epochs:,}"),
        ("Batch size", f"{recipe.batch_size:,}"),
        ("Learning rate", f"{recipe.rate:g}{automatic}"),
        ("Augmentation", recipe.augmentation),
        ("Early stopping", f"after {recipe.patience:,} epochs" if recipe.patience else "off"),
        ("Class weights", recipe.balance),
        ("Seed", str(recipe.seed)),
        ("Device", setup.device.type),
    )


def _model_facts(setup: Setup, outcome: Outcome, card: Card, why: str) -> Facts:
    pretraining, size = card.pretraining, setup.preprocess
    name = ".".join(filter(None, (pretraining.architecture, pretraining.tag)))
    numbers = sum(parameter.numel() for parameter in outcome.network.parameters())
    facts = [
        ("Network", setup.backbone.name),
        ("Weights", name if isinstance(setup.start, Weights) else "random at the start"),
        ("Licence of the weights", pretraining.license if isinstance(setup.start, Weights) else ""),
        ("Picture size", f"{size.width} x {size.height}, {why}"),
        ("Parameters", f"{numbers:,}"),
        (
            "Features computed",
            f"{outcome.computed:,}, others were kept" if setup.scope == "head only" else "",
        ),
        *((f"Version of {library}", version) for library, version in card.versions.items()),
    ]
    return tuple((name, value) for name, value in facts if value)
