"""Each label against a model that has not seen its record: folds, models, verdict. Without torch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.exploring.discriminant import Folded, standardised
from weft_nodes._vision.exploring.label_errors import (
    Codes,
    Suspicion,
    agreement,
    deal,
    judge,
    lonely,
    same_features,
    torn,
)
from weft_nodes._vision.features.feature_source import Described
from weft_nodes._vision.features.vectors import Rows


@dataclass(frozen=True)
class Labelled:
    """The records that can be checked.

    Attributes:
        numbers: (n,) their row numbers, ascending.
        codes: (n,) their labels, as positions in `classes`.
        groups: (n,) a number for each; records with equal features have the same.
        classes: As text, in the order of the label's type.
    """

    numbers: Codes
    codes: Codes
    groups: Codes
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What came out.

    Attributes:
        records: Those that were checked.
        folds: In how many parts.
        accuracy: The share of labels that the models agree with, 0 to 1.
        suspicion: The others, as far as a model is confident; positions count among `records`.
        torn: Records whose very picture carries another label, too.
    """

    records: Labelled
    folds: int
    accuracy: float
    suspicion: Suspicion
    torn: int

    @property
    def numbers(self) -> Codes:
        """The row numbers of the suspicious records, the most suspicious first."""
        return self.records.numbers[self.suspicion.positions]


def usable_labels(labels: pa.ChunkedArray, described: Described, ctx: RunContext) -> Labelled:
    """The records with features and a label of a class that can be learned; warns of the others.

    Raises:
        ToolError: Fewer than two classes are left.
    """
    empty = np.asarray(pc.is_null(labels).combine_chunks())
    if count := int(empty.sum()):
        first = int(np.flatnonzero(empty)[0]) + 1
        ctx.warn("records are skipped: the label is null", count, f"record {first:,}")
    numbers = np.flatnonzero(described.usable & ~empty)
    classes, codes = _classes(labels.take(pa.array(numbers)).combine_chunks())
    groups = same_features(described.rows, numbers, ctx.check_cancelled)
    alone = lonely(codes, groups)
    if len(alone):
        few = np.flatnonzero(np.isin(codes, alone))
        example = f"class {classes[alone[0]]!r}, record {numbers[few[0]] + 1:,}"
        ctx.warn(
            "records cannot be checked: their class has one picture only, so none is left to learn it from",
            len(few),
            example,
        )
        keep = ~np.isin(codes, alone)
        numbers, groups = numbers[keep], groups[keep]
        classes, codes = _classes(labels.take(pa.array(numbers)).combine_chunks())
    if len(classes) < 2:
        found = f"only one class, {classes[0]!r}" if classes else "no class"
        raise ToolError(
            f"{found} with two pictures or more; labels can be checked where there are two such classes",
            "label",
        )
    return Labelled(numbers, codes, np.unique(groups, return_inverse=True)[1], classes)


def check_labels(labelled: Labelled, features: Rows, folds: int, ctx: RunContext) -> Checked:
    """Judge each record by a model that has learned from the other folds.

    Args:
        labelled: The records.
        features: (all records, dimensions).
        folds: How many parts, fewer where there are fewer pictures.
        ctx: Its seed decides the folds.
    """
    folds = min(folds, int(labelled.groups.max()) + 1)
    fold = deal(labelled.codes, labelled.groups, folds, ctx.seed)
    rows = standardised(features, labelled.numbers, ctx.scratch() / "standardised", ctx.check_cancelled)
    judged = Folded(rows, labelled.codes, fold, ctx.check_cancelled)
    ctx.progress(0, None, "learning from the other labels")
    found = judged.probabilities(ctx.scratch() / "probabilities")
    suspicion, share = judge(found, labelled.codes), agreement(found, labelled.codes)
    apart = _tell_torn(labelled, ctx)
    return Checked(labelled, folds, share, suspicion, apart)


def _classes(labels: pa.Array) -> tuple[tuple[str, ...], Codes]:
    """The classes as text in the order of their type (9 before 10), and each label's place among them."""
    ordered = labels.unique().sort()
    codes = pc.index_in(labels, value_set=ordered).to_numpy(zero_copy_only=False).astype(np.int64)
    return tuple(ordered.cast(pa.string()).to_pylist()), codes


def _tell_torn(labelled: Labelled, ctx: RunContext) -> int:
    apart = torn(labelled.codes, labelled.groups)
    if len(apart):
        first = labelled.numbers[apart[0]] + 1
        ctx.warn(
            "records have the same picture as a record with another label", len(apart), f"record {first:,}"
        )
    return len(apart)


def pairs(checked: Checked) -> Sequence[tuple[str, str, int]]:
    """How often each class looks like each other one: given, suggested, count; the most frequent first."""
    found = checked.suspicion
    given = checked.records.codes[found.positions]
    both, counts = np.unique(np.stack([given, found.suggested], axis=1), axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    names = checked.records.classes
    return [(names[both[at, 0]], names[both[at, 1]], int(counts[at])) for at in order]
