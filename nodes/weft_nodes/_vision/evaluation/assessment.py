"""How far the figures of a classifier can be trusted, from what it said of the validation pictures.

Here stands what holds for one class of several; no torch is imported.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from weft.sdk import RunContext
from weft_nodes._vision.evaluation.baseline import Baseline, majority
from weft_nodes._vision.evaluation.calibration import Reliability, fit_temperature, reliability, scores_of
from weft_nodes._vision.evaluation.intervals import bootstrap, detectable_difference
from weft_nodes._vision.evaluation.metrics import Evaluation, evaluate
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates, find_near_duplicates
from weft_nodes._vision.evaluation.unknown import Threshold, choose_threshold
from weft_nodes._vision.learning.course import Verdict
from weft_nodes._vision.learning.samples import Samples

_TELLING = 0.05
"""A difference of accuracies that one would like to see; where V cannot show it, it is too small."""

_MANY = 0.01
"""The share of validation pictures from which near-duplicates are worth a warning."""


@dataclass(frozen=True)
class Assessment:
    """All that is known of how good a classifier is, and how well that is known.

    Attributes:
        evaluation: The counts, with the interval of the accuracy.
        verdict: What the network said, with calibrated scores.
        baseline: What a guess without looking reaches.
        temperature: Divides the logits; fitted on the validation pictures.
        before: How scores and right answers went together at temperature 1.
        after: Likewise, with the temperature.
        near: Validation pictures that training pictures nearly are.
        exact: How many of these are training pictures, byte for byte.
        apart: The evaluation without the near ones and without copies that are too even to be compared; None
            where that leaves no picture, or all of them.
        difference: The smallest difference of two accuracies that V could show.
        threshold: Under which the answer is unknown; None always answers.
    """

    evaluation: Evaluation
    verdict: Verdict
    baseline: Baseline
    temperature: float
    before: Reliability
    after: Reliability
    near: NearDuplicates
    exact: int
    apart: Evaluation | None
    difference: float
    threshold: Threshold | None = None

    def limits(self) -> tuple[str, ...]:
        """What one should know before trusting the figures, as sentences."""
        said = []
        if len(self.near) > self.exact:
            without = self.apart and f"; without these the accuracy is {self.apart.accuracy * 100:.1f} %"
            said.append(near_limit(self.near, self.evaluation.total, without or ""))
        said += too_few(self.difference)
        unseen = (
            "Pictures unlike those it learned from still get one of its classes, perhaps with a high score."
        )
        return (*said, unseen)


def near_limit(near: NearDuplicates, total: int, then: str) -> str:
    """The limit that some validation pictures are nearly training pictures; `then` is what that means."""
    return (
        f"{len(near):,} of {total:,} validation pictures are nearly training pictures, as frames of one "
        f"scene are{then}."
    )


def too_few(difference: float) -> tuple[str, ...]:
    """The limit that V cannot show differences that one would like to see; nothing where it can."""
    if difference <= _TELLING:
        return ()
    return (
        "The validation pictures are too few to tell two settings apart: only differences from "
        f"{difference * 100:.1f} percentage points on would show.",
    )


def assess(
    classes: tuple[str, ...],
    samples: tuple[Samples, Samples],
    verdict: Verdict,
    precision: float | None,
    ctx: RunContext,
) -> Assessment:
    """Look at a verdict from all sides, and warn of what makes its figures doubtful.

    Args:
        classes: Their names.
        samples: The training and the validation pictures.
        verdict: With logits.
        precision: That is wanted of answers; None always answers.
        ctx: Hears the warnings.
    """
    training, validation = samples
    truth = validation.codes(classes)
    right = verdict.predicted == truth
    near = find_near_duplicates(training, validation, ctx)
    exact = copies(training, validation)
    new = ~exact
    new[near.validation] = False
    temperature = fit_temperature(verdict.logits, truth)
    calibrated = _calibrated(verdict, truth, temperature)
    whole = evaluate(classes, truth, verdict.predicted)
    found = Assessment(
        evaluation=replace(whole, bounds=bootstrap(right, near.groups)),
        verdict=calibrated,
        baseline=majority(classes, training.codes(classes), truth),
        temperature=temperature,
        before=reliability(verdict.score.astype(np.float64), right),
        after=reliability(calibrated.score.astype(np.float64), right),
        near=near,
        # Not all copies: an even picture has no likeness, so its copy is not among the near ones.
        exact=int(exact[near.validation].sum()),
        apart=_apart(whole, truth, verdict.predicted, new, near.groups),
        difference=detectable_difference(int(right.sum()), len(right)),
        threshold=choose_threshold(calibrated.score.astype(np.float64), right, precision)
        if precision is not None
        else None,
    )
    _tell(found, samples, ctx)
    return found


def copies(training: Samples, validation: Samples) -> npt.NDArray[np.bool_]:
    """(n,) whether each validation picture is a training picture, byte for byte."""
    known = set(training.digests)
    return np.array([digest in known for digest in validation.digests], bool)


def tell_near(near: NearDuplicates, exact: int, samples: tuple[Samples, Samples], ctx: RunContext) -> None:
    """Warn where so many validation pictures are nearly training pictures that figures flatter.

    `exact` is how many of the near ones are copies, byte for byte, which another warning counts.
    """
    training, validation = samples
    if len(near) <= max(exact, _MANY * len(validation)):
        return
    here, there = int(near.validation[-1]), int(near.training[-1])
    ctx.warn(
        "validation pictures are nearly training pictures, as frames of one scene are, so new pictures "
        "may be recognised less well; the report shows some, and the figures without them",
        len(near),
        f"record {validation.rows[here] + 1:,} of V is like record {training.rows[there] + 1:,} of T",
    )


def _calibrated(verdict: Verdict, truth: npt.NDArray[np.int64], temperature: float) -> Verdict:
    said, true = (
        scores_of(verdict.logits, temperature, codes).astype(np.float32)
        for codes in (verdict.predicted, truth)
    )
    return replace(verdict, score=said, true_score=true)


def _apart(
    whole: Evaluation,
    truth: npt.NDArray[np.int64],
    predicted: npt.NDArray[np.int64],
    chosen: npt.NDArray[np.bool_],
    groups: npt.NDArray[np.int64],
) -> Evaluation | None:
    if chosen.all() or not chosen.any():
        return None
    found = evaluate(whole.classes, truth[chosen], predicted[chosen])
    return replace(found, bounds=bootstrap((predicted == truth)[chosen], groups[chosen]))


def _tell(found: Assessment, samples: tuple[Samples, Samples], ctx: RunContext) -> None:
    tell_near(found.near, found.exact, samples, ctx)
    if too_few(found.difference):
        # The report warns of it. No warning here: a small trial is no run that went wrong.
        ctx.info(
            f"V is too small to tell two settings apart: with its {len(samples[1]):,} pictures only "
            f"differences from {found.difference * 100:.0f} percentage points on would show; give it more"
        )
    threshold = found.threshold
    if threshold is not None and not threshold.reached:
        ctx.warn(
            f"V does not show that answers can have the wanted precision of {threshold.wanted:g}; the model "
            f"answers from a score of {threshold.score:.3f}, from which {threshold.right:,} of "
            f"{threshold.answered:,} answers on V are right; give V more pictures or want less"
        )
