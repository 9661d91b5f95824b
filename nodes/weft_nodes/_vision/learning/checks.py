"""What must hold before any training, with messages that say what to do."""

import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.learning.samples import Samples, require
from weft_nodes._vision.learning.targets import different_labels, label_family

_NAMED = 5


def check_classes(training: Samples, validation: Samples) -> tuple[str, ...]:
    """The classes to learn as text, in the order of the label's type (9 before 10 for numbers).

    Raises:
        ToolError: An input is empty, labels differ in type, there is one class, or V holds others.
    """
    require(training)
    require(validation)
    families = label_family(training.label_type), label_family(validation.label_type)
    if families[0] != families[1]:
        raise ToolError(different_labels(training.side.label, validation.side.label, families))
    ordered = training.labels.unique().cast(training.label_type).sort()
    classes = tuple(ordered.cast(pa.string()).to_pylist())
    if len(classes) < 2:
        raise ToolError(
            f"column {training.side.label!r} of T holds one class only, {classes[0]!r}; "
            "a classifier needs pictures of two classes or more",
            "training_label",
        )
    unknown = sorted(set(validation.labels.unique().to_pylist()) - set(classes))
    if unknown:
        raise ToolError(
            f"V has {len(unknown):,} {'class' if len(unknown) == 1 else 'classes'} that T does not have: "
            f"{_list(unknown)}; give T pictures of them or filter them out of V",
            "validation_label",
        )
    return classes


def tell_unmeasured(validation: Samples, classes: tuple[str, ...], ctx: RunContext) -> tuple[str, ...]:
    """Warn of classes without validation pictures; gives their names."""
    there = set(pc.unique(validation.labels).to_pylist())
    missing = tuple(name for name in classes if name not in there)
    if missing:
        ctx.warn("classes have no validation pictures, so nothing is known of them", len(missing), missing[0])
    return missing


def tell_leaks(training: Samples, validation: Samples, ctx: RunContext) -> int:
    """Warn of pictures that are in both inputs, byte for byte; gives their number in V."""
    known = {digest: position for position, digest in reversed(list(enumerate(training.digests)))}
    shared = [place for place, digest in enumerate(validation.digests) if digest in known]
    if shared:
        there, here = shared[0], known[validation.digests[shared[0]]]
        ctx.warn(
            "validation pictures are training pictures too, so the accuracy is too good to be true; "
            "remove doubles before Create Samples",
            len(shared),
            f"record {validation.rows[there] + 1:,} of V is record {training.rows[here] + 1:,} of T",
        )
    return len(shared)


def _list(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
